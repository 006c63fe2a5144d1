"""Everything that can be found out about a pack without any portfolio."""

from __future__ import annotations

from kamengine.pack.bind import bind
from kamengine.pack.check_tests import newest_start
from kamengine.pack.checked import CheckedPack
from kamengine.problems import KamError
from kamengine.proof.asking import Asking
from kamengine.proof.bands import band_findings
from kamengine.proof.conditions import condition_findings, scope_findings
from kamengine.proof.model import Coverage, Finding, Report
from kamengine.proof.tiers import tier_findings


def prove(checked: CheckedPack) -> Report:
    """Findings about a sound pack, with its parameters and tables as of the newest date from which any value holds."""
    as_of = newest_start(checked.pack)
    try:
        bindings = bind(checked, as_of)
    except KamError as error:
        wrong = (Finding(p.place, p.what, p.remedy, "not-bound", "error") for p in error.problems)
        return Report(as_of, tuple(wrong), Coverage(len(checked.pack.tests), 0, 0))
    asking = Asking(checked, bindings)
    findings = list(scope_findings(asking))
    if not findings:
        findings += [*tier_findings(asking), *condition_findings(asking), *band_findings(asking)]
    findings.sort(key=lambda finding: finding.place.line or 0)
    return Report(as_of, tuple(findings), Coverage(len(checked.pack.tests), 0, 0), asking.search.stopped)
