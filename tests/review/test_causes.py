"""Why accounts moved: found once, kept, and found wherever they cannot be kept."""

from __future__ import annotations

import pytest

from kamengine.problems import KamError
from kamengine.review.causes import causes_of, find_causes, known_causes


def told(found):
    """The facts that are causes, by account."""
    return {account: [dict(cause.facts) for cause in caused.causes] for account, caused in found.items()}


def spends(found):
    return {account: [tuple(map(str, facts["spend"])) for facts in why] for account, why in told(found).items()}


WHY = {"B": [("1250.0000", "800.0000")], "C": [("990.5000", "1990.5000")]}


def test_causes_are_found_once_and_then_known(shop, host, review, old):
    before = known_causes(shop, host, review.run, review.moves)
    assert (before.causes, before.missing) == ({}, (old.id,))

    found = causes_of(shop, host, review.run, review.moves)
    after = known_causes(shop, host, review.run, review.moves)
    assert spends(found) == WHY
    assert (told(after.causes), after.missing) == (told(found), ())
    assert not shop.paths.temporary.exists() or not list(shop.paths.temporary.glob("*/*"))


def test_all_causes_are_kept_whosever_were_asked_for(shop, host, review, old):
    assert find_causes(shop, host, old, review.run) == {}
    assert spends(known_causes(shop, host, review.run, review.moves).causes) == WHY


def test_causes_are_found_where_they_cannot_be_kept(shop, host, review, old):
    shop.paths.all_causes.write_text("a file where the folder should be")

    assert spends(causes_of(shop, host, review.run, review.moves)) == WHY
    assert known_causes(shop, host, review.run, review.moves).missing == (old.id,)


def test_they_are_not_known_when_a_run_cannot_be_computed_again(shop, host, review, old):
    for file in shop.paths.data.rglob("*.parquet"):
        file.unlink()

    assert find_causes(shop, host, old, review.run, ["B"]) is None
    found = causes_of(shop, host, review.run, review.moves)
    assert {account: (caused.causes, caused.packs) for account, caused in found.items()} == dict.fromkeys(
        "BC", ((), None)
    )


def test_too_little_memory_is_said_to_be_that(shop, host, review, monkeypatch):
    monkeypatch.setenv("KAM_MEMORY", "1KB")
    with pytest.raises(KamError, match=r"too little memory.* KAM_MEMORY=4GB"):
        causes_of(shop, host, review.run, review.moves)
