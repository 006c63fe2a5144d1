"""The demo under the shipped packs: every tier has its accounts, and a few accounts lack a fact that decides."""

from __future__ import annotations

import pytest

from kamengine import classify_files, load_pack
from kamengine.demo import write_demo


@pytest.fixture(scope="module")
def summaries(tmp_path_factory):
    demo = write_demo(tmp_path_factory.mktemp("demo"))
    return {
        one.pack: classify_files(load_pack(one.pack), one.accounts, one.ledgers, as_of=one.as_of).run.summary()
        for one in demo.portfolios
    }


def test_telecom_has_a_pyramid(summaries):
    summary = summaries["telecom"]
    share = {tier: count / summary.in_scope for tier, count in summary.tiers.items()}
    assert summary.in_scope == 2000
    assert 0.01 <= share["strategic"] <= 0.03
    assert 0.10 <= share["key"] <= 0.20
    assert 0.04 <= share["growth"] <= 0.20
    assert 0.02 <= summary.undecided / summary.in_scope <= 0.08


def test_distributors_fill_every_tier(summaries):
    summary = summaries["distributor"]
    assert 290 <= summary.in_scope < summary.accounts == 300
    assert all(count >= 8 for count in summary.tiers.values())
    assert summary.tiers["core"] + summary.tiers["key"] < summary.in_scope / 5
    assert 0.02 <= summary.undecided / summary.in_scope <= 0.12
