"""Candidates for an answer: what is marked among them is what the answer comes to, whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kamengine.problems import KamError, Place
from kamengine.tui.dialogs.candidates import Candidate, Candidates

TEAM = (
    Candidate("郭晓峰", "郭晓峰", "also called Guo"),
    Candidate("郭海燕", "郭海燕"),
    Candidate("Jun", "Jun"),
    Candidate("Jun Li", "Jun Li"),
)


def typed(text, offer=""):
    return Candidates(TEAM, text, offer)


def labels(candidates):
    return [each.label for each in candidates.fitting]


def test_all_are_there_while_nothing_is_typed_and_none_is_taken():
    assert labels(typed(" ")) == [each.label for each in TEAM] and typed(" ").taken is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("jun", "Jun"), ("jun l", "Jun Li"), ("海燕", "郭海燕"), ("guo", "郭晓峰"), (" Jun Li ", "Jun Li")],
)
def test_a_whole_name_or_what_only_one_has_means_it(text, value):
    assert typed(text).answer(Place()) == value


def test_what_several_have_means_none_until_one_is_chosen():
    assert typed("郭").taken is None and typed("郭").fitting[:2] == TEAM[:2]
    with pytest.raises(KamError, match="郭 can mean several"):
        typed("郭").answer(Place())
    assert typed("郭").choose(1).choose(1).answer(Place()) == "郭海燕"
    assert typed("郭").choose(-1).answer(Place()) == "郭海燕"


def test_what_nobody_has_is_refused_or_taken_as_it_is_where_anything_may_be_typed():
    with pytest.raises(KamError, match="Wu is none of the choices"):
        typed("Wu").answer(Place())
    assert typed("Wu", "add Wu").answer(Place()) == "Wu"
    assert labels(typed("Ju", "add Ju")) == ["Jun", "Jun Li", "Ju"]
    assert typed("Ju", "add Ju").choose(-1).answer(Place()) == "Ju"


@given(
    some.lists(some.text("abAB 郭", min_size=1, max_size=4), max_size=5, unique=True),
    some.text("abAB 郭", max_size=4),
    some.lists(some.sampled_from([1, -1]), max_size=6),
    some.booleans(),
)
def test_the_answer_is_what_is_marked_and_stands_among_those_in_sight(names, text, steps, free):
    found = Candidates(tuple(Candidate(f"#{name}", name) for name in names), text, "new" if free else "")
    for step in steps:
        found = found.choose(step)
    if found.taken is None:
        with pytest.raises(KamError):
            found.answer(Place())
    else:
        assert 0 <= found.taken < len(found.fitting)
        assert found.answer(Place()) == found.fitting[found.taken].value
