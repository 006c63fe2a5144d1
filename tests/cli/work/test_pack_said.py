"""Where a workspace has several rule packs and none is named, it is said by which one something is meant."""

from __future__ import annotations

import pytest

from tests.cli.work.plan_pack import PACK

NOTE = "note: by own, which was run last; --pack chooses another: other"


@pytest.fixture
def two_packs(planned):
    """The workspace with plans and a second pack, which nobody has run yet."""
    (planned / "rules" / "other.toml").write_text(PACK.replace('id = "own"', 'id = "other"'), encoding="utf-8")
    return planned


@pytest.mark.parametrize(
    "words",
    [
        ["review", "history", "A"],
        ["override", "end", "A"],
        ["contact", "--where", "tier = 'key'"],
        ["tag", "--where", "tier = 'key'", "--yes", "vip"],
        ["need", "--where", "tier = 'key'"],
    ],
    ids=lambda words: words[0],
)
def test_it_is_said_which_one_counts(kam, two_packs, words):
    assert NOTE in kam(*words).problems
    assert NOTE not in kam(*words, "--pack", "own").problems


def test_nothing_is_said_where_there_is_only_one_or_where_none_counts(kam, planned):
    assert kam("review", "history", "A").err == ""
    (planned / "rules" / "other.toml").write_text(PACK.replace('id = "own"', 'id = "other"'), encoding="utf-8")
    assert NOTE not in kam("tag", "A", "vip").problems
