"""The order of moves for whoever looks for the largest falls."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kamengine.work.tiers.grace import Held
from kamengine.work.tiers.moves import Move, falls_first

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
