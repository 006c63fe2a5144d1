"""The engine against the reference: random packs over random portfolios give identical results."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.engine.both_ways import by_engine, by_reference
from tests.engine.packs import Case, cases

LARGE = settings(suppress_health_check=list(HealthCheck))


def demand_agreement(case: Case) -> None:
    engine, reference = by_engine(*case.parts), by_reference(*case.parts)
    if engine is not None and reference is not None:
        for ours, judged in zip(engine, reference, strict=True):
            assert ours.tier == judged.tier
            assert ours.criteria == judged.criteria
            assert ours.indicators == judged.indicators
    assert engine == reference


@settings(LARGE, max_examples=60)
@given(cases())
def test_engine_and_reference_agree(case):
    demand_agreement(case)


@pytest.mark.slow
@settings(LARGE, max_examples=300)
@given(cases())
def test_engine_and_reference_agree_on_many_more(case):
    demand_agreement(case)
