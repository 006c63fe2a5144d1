"""The engine against the reference: random packs over random portfolios give identical results.

The default run tries a share of the packs, the same every time; the slow run tries many more, drawn anew.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.engine.both_ways import by_engine, by_reference
from tests.engine.packs import Case, cases
from tests.examples import holds_for

LARGE = settings(suppress_health_check=list(HealthCheck))


@holds_for(cases(), few=16, many=300, like=LARGE)
def test_engine_and_reference_agree(case: Case) -> None:
    engine, reference = by_engine(*case.parts), by_reference(*case.parts)
    if engine is not None and reference is not None:
        for ours, judged in zip(engine, reference, strict=True):
            assert ours.tier == judged.tier
            assert ours.criteria == judged.criteria
            assert ours.indicators == judged.indicators
    assert engine == reference
