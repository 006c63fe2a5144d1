"""Everything that can be found out about a pack without any portfolio."""

from __future__ import annotations

from kamengine.pack.bind import bind
from kamengine.pack.check_playbooks import Found, check_playbooks
from kamengine.pack.check_tests import newest_start
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Pack
from kamengine.problems import KamError, code_of
from kamengine.proof.asking import Asking
from kamengine.proof.bands import band_findings
from kamengine.proof.conditions import condition_findings, scope_findings
from kamengine.proof.coverage import coverage_of
from kamengine.proof.idle import idle_findings
from kamengine.proof.model import Coverage, Finding, Report
from kamengine.proof.tiers import tier_findings
from kamengine.proof.triggers import trigger_findings


def prove(checked: CheckedPack, work: Found | None = None) -> Report:
    """Findings about a sound pack, with its parameters and tables as of the newest date from which any value holds.

    Args:
        checked: the pack.
        work: its playbooks with those of plugins; left out, its own.
    """
    as_of = newest_start(checked.pack)
    try:
        bindings = bind(checked, as_of)
    except KamError as error:
        wrong = (Finding(p.place, p.what, p.remedy, code_of(p.what), "error", None) for p in error.problems)
        return Report(as_of, tuple(wrong), Coverage(len(checked.pack.tests), 0, 0), _dated(checked.pack))
    asking = Asking(checked, bindings)
    findings = list(scope_findings(asking))
    if not findings:
        findings += [*tier_findings(asking), *condition_findings(asking), *band_findings(asking)]
        findings += idle_findings(asking)
        findings += trigger_findings(asking, work or check_playbooks(checked))
    about_tests, coverage = coverage_of(asking)
    findings += about_tests
    findings.sort(key=lambda finding: finding.place.line or 0)
    return Report(as_of, tuple(findings), coverage, _dated(checked.pack), asking.search.stopped)


def _dated(pack: Pack) -> bool:
    values = [value for param in pack.params.values() for value in param.values]
    values += [row.value for table in pack.tables.values() for row in table.rows]
    return any(value.start is not None for value in values)
