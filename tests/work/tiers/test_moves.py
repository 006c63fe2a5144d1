"""The order of moves for whoever looks for the largest falls."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kamengine.work.tiers.grace import Held
from kamengine.work.tiers.moves import DIRECTIONS, STATES, Move, Moves, falls_first

RANKS = ("key", "growth", "other")
TIERS = st.sampled_from((*RANKS, None))


def move(account: str, before: str | None, after: str | None) -> Move:
    held = Held(account, "2026-06-30", "run", after, after, after, "rules", (), before, None)
    return Move(account, before, after, "gone" if after is None else "down", "open", held, None)


def test_the_largest_fall_comes_first_and_of_two_the_one_from_the_better_tier():
    moves = [move("a", "other", "key"), move("b", "growth", "other"), move("c", "key", "growth")]
    moves += [move("d", "key", "other"), move("e", "key", None)]

    assert [each.account for each in falls_first(moves, RANKS)] == ["e", "d", "c", "b", "a"]


@given(st.lists(st.tuples(TIERS, TIERS), max_size=8))
def test_nothing_is_lost_and_the_order_that_moves_come_in_changes_nothing(tiers):
    moves = [move(f"{place}", *each) for place, each in enumerate(tiers)]
    found = list(falls_first(moves, RANKS))

    assert sorted(each.account for each in found) == sorted(each.account for each in moves)
    assert list(falls_first(moves[::-1], RANKS)) == found


some_moves = st.lists(st.tuples(TIERS, TIERS, st.sampled_from(STATES)), max_size=8).map(
    lambda each: [replace(move(f"{n}", old, new), state=state) for n, (old, new, state) in enumerate(each)]
)


@given(some_moves, st.sets(st.sampled_from(STATES)), st.integers(-9, 9), st.integers(-9, 9))
def test_moves_that_are_made_when_they_are_looked_at_are_as_a_list_of_them(moves, states, first, last):
    lazy = Moves.of(moves)

    assert (list(lazy), len(lazy), list(lazy[first:last])) == (moves, len(moves), moves[first:last])
    assert lazy.accounts == [each.account for each in moves]
    assert list(lazy.where(states)) == [each for each in moves if each.state in states]
    assert list(lazy.where(accounts=lambda id: id > "3")) == [each for each in moves if each.account > "3"]
    assert list(lazy.only(lambda each: each.before == "key")) == [each for each in moves if each.before == "key"]
    assert {way: lazy.going(way) for way in DIRECTIONS} == {
        way: sum(each.direction == way for each in moves) for way in DIRECTIONS
    }
    assert {state: lazy.standing(state) for state in STATES} == {
        state: sum(each.state == state for each in moves) for state in STATES
    }
