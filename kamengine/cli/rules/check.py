"""``kam check``: every problem of rule packs, and what can be proved of those that are sound, each with a witness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from kamengine.cli.inputs.calls import witness_call
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.witness import fact_text, facts_json
from kamengine.cli.lines.help import command, messages_of, option
from kamengine.cli.pages.output import echo_json, echo_problem, near, problem_line
from kamengine.cli.rules.packs import ORIGINS, examine, pack_arguments
from kamengine.locale import Messages
from kamengine.locale.display import number
from kamengine.locale.terminal import plain
from kamengine.problems import Message, Problem, code_of, say

if TYPE_CHECKING:
    from kamengine.api.packs.checks import PackChecks
    from kamengine.pack.find import Candidate
    from kamengine.proof import Finding, Report

_IN_DETAIL = ("line-untested", "line-move-unnoticed")
"""Findings of which there are many: left out of the text unless asked for."""


@command(
    "check",
    say("Check rule packs whole: every problem with file, line and key, and what is proved to be wrong."),
    "kam check my-rules.toml",
    "kam check my-rules.toml --coverage",
)
@pack_arguments
@option("--coverage", is_flag=True, help=say("Also name each line of which the pack's tests miss a move."))
@option("--no-proofs", is_flag=True, help=say("Only look at the form: names, types, units and numbers."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object with every problem."))
@click.pass_context
def check(context: click.Context, packs: tuple[str, ...], coverage: bool, no_proofs: bool, as_json: bool) -> int:
    """Report everything that is found; status 1 when there is an error."""
    from kamengine.api.packs.checks import check_candidate

    messages = messages_of(context)
    host = host_of(context)
    found, missing = examine(packs, host)
    for problem in missing:
        echo_problem(problem, messages)
    checked = [check_candidate(candidate, host, proofs=not no_proofs) for candidate in found]
    if as_json:
        echo_json(_json(checked, messages))
    else:
        for one in checked:
            for line in _lines(one, messages, coverage):
                click.echo(line)
    return 2 if missing else int(any(one.errors for one in checked))


# ── as text ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(one: PackChecks, messages: Messages, coverage: bool) -> Iterator[str]:
    candidate, report = one.candidate, one.report
    yield from (problem_line(problem, messages) for problem in candidate.problems)
    for problem in one.work:
        yield f"{problem_line(problem, messages)}{_code(problem, messages)}"
    for finding in report.findings if report else ():
        if coverage or finding.code not in _IN_DETAIL:
            yield from _finding(one, finding, messages)
    if candidate.checked is None:
        name = candidate.id if candidate.origin in ORIGINS else near(candidate.origin)
        yield plain(messages.say("{pack}: problems: {n}", pack=name, n=len(candidate.problems)), None)
        return
    yield _summary(one, messages)
    if report is not None:
        yield from _looked_at(report, messages, coverage)


def _finding(one: PackChecks, finding: Finding, messages: Messages) -> Iterator[str]:
    yield f"{problem_line(finding, messages)}{_code(finding, messages)}"
    if finding.witness is None:
        return
    facts = [f"{name} = {fact_text(value)}" for name, value in finding.witness.items()]
    shown = ", ".join(facts) or messages.say("nothing known")
    if finding.shows:
        shown = f"{shown} → {messages.text(_shown(finding))}"
    yield plain(f"    {messages.say('witness: {facts}', facts=shown)}", None)
    if finding.witness and one.report is not None:
        yield f"    {witness_call(_reference(one.candidate), one.report.as_of, finding.witness)}"


def _code(problem: Problem, messages: Messages) -> str:
    """How bad a finding is, its code and how it is known, behind its sentence; nothing for a mere problem."""
    from kamengine.proof import Finding

    if not isinstance(problem, Finding):
        return ""
    severity = messages.text(_SEVERITIES[problem.severity])
    if problem.proof is None:
        return f"  [{severity}: {problem.code}]"
    proof = messages.say("proved")
    if problem.proof == "searched":
        proof = messages.say("searched {n} cases", n=number(problem.cases, messages.language))
    return f"  [{severity}: {problem.code}, {proof}]"


def _shown(finding: Finding) -> Message:
    if "tiers" in finding.shows:
        return say("the tiers {ids}", ids=list(finding.shows["tiers"]))
    tier = finding.shows.get("tier")
    return say("the tier {id}", id=tier) if tier is not None else say("no tier")


def _summary(one: PackChecks, messages: Messages) -> str:
    checked = one.candidate.checked
    assert checked is not None
    pack = checked.pack
    counts = {"criteria": len(pack.criteria), "indicators": len(pack.indicators), "tiers": len(pack.tiers)}
    state = say(
        "{pack} {version}: sound; criteria: {criteria}, indicators: {indicators}, tiers: {tiers}, tests: {tests}",
        pack=pack.id,
        version=pack.version,
        tests=len(pack.tests),
        **counts,
    )
    errors, warnings = one.errors, one.warnings
    if errors:
        state = say(
            "{pack} {version}: errors: {errors}, warnings: {warnings}",
            pack=pack.id,
            version=pack.version,
            errors=errors,
            warnings=warnings,
        )
    elif warnings:
        state = say("{state}; warnings: {warnings}", state=state, warnings=warnings)
    return plain(messages.text(state), None)


def _looked_at(report: Report, messages: Messages, coverage: bool) -> Iterator[str]:
    """What was looked at, and how much the tests hold fast."""
    if report.dated:
        yield f"    {messages.say('as of {date}, the newest date in the pack', date=report.as_of.isoformat())}"
    seen = report.coverage
    if seen.moves:
        notice = say(
            "tests notice {noticed} of {moves} moves of a line by one step", noticed=seen.noticed, moves=seen.moves
        )
        if not coverage and seen.noticed < seen.moves:
            notice = say("{text}; --coverage names the others", text=notice)
        yield f"    {messages.text(notice)}"
    if report.stopped:
        stopped = say("questions on which the solver stopped at its bound, answered by search: {n}", n=report.stopped)
        yield f"    {messages.text(stopped)}"


def _reference(candidate: Candidate) -> str:
    return candidate.id if candidate.origin in ORIGINS else near(candidate.origin)


# ── as data ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _json(checked: Sequence[PackChecks], messages: Messages) -> dict[str, object]:
    return {
        "problems": [_problem_json(problem, messages) for one in checked for problem in one.problems],
        "packs": [_pack_json(one) for one in checked],
    }


def _problem_json(problem: Problem, messages: Messages) -> dict[str, object]:
    from kamengine.api.packs.checks import severity
    from kamengine.proof import Finding

    place = problem.place
    finding = problem if isinstance(problem, Finding) else None
    return {
        "file": near(place.file) if place.file else None,
        "line": place.line,
        "key": place.key,
        "code": finding.code if finding else code_of(problem.what),
        "severity": severity(problem),
        "message": messages.text(problem.what),
        "hint": messages.text(problem.remedy) if problem.remedy else None,
        "proof": finding.proof if finding else None,
        "cases": finding.cases if finding and finding.proof == "searched" else None,
        "witness": facts_json(finding.witness) if finding and finding.witness is not None else None,
        "shows": dict(finding.shows) if finding and finding.shows else None,
    }


def _pack_json(one: PackChecks) -> dict[str, object]:
    candidate, report = one.candidate, one.report
    coverage = report.coverage if report else None
    return {
        "pack": candidate.id,
        "version": candidate.pack.version if candidate.pack else None,
        "sound": candidate.checked is not None and not one.errors,
        "as_of": report.as_of.isoformat() if report else None,
        "errors": one.errors,
        "warnings": one.warnings,
        "tests": len(candidate.pack.tests) if candidate.pack else 0,
        "moves": coverage.moves if coverage else None,
        "noticed": coverage.noticed if coverage else None,
        "stopped": report.stopped if report else None,
    }


_SEVERITIES = {"error": say("error"), "warning": say("warning")}
