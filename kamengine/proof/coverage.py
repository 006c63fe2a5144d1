"""What the tests of a pack hold fast: tiers, criteria and lines that none exercises, moves that none notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamengine.pack.checked import CheckedPack
from kamengine.problems import Message, say
from kamengine.proof.asking import Asking
from kamengine.proof.expression_text import plain_number
from kamengine.proof.formulas import missed, not_met
from kamengine.proof.lines import Line, lines_of
from kamengine.proof.model import Coverage, Finding
from kamengine.proof.trials import Trial

Path = tuple[str | int, ...]
_UP_AND_DOWN = (1, -1)


def coverage_of(asking: Asking) -> tuple[list[Finding], Coverage]:
    """Findings about the tests of a pack, and how many moves of a line they notice."""
    checked = asking.checked
    trials = [Trial(checked, index) for index in range(len(checked.pack.tests))]
    if not trials:
        none = _found(checked, "no-tests", (), say("the pack holds no tests"), None)
        return [none], Coverage(0, 0, 0)
    passed = [trial for trial in trials if trial.passed]
    findings = [*_failing(checked, trials), *_empty(asking, passed)]
    findings += [*_tiers(checked, passed), *_criteria(checked, passed)]
    noticed = 0
    lines = lines_of(checked, asking.bindings.parameters)
    for line in lines:
        seen = [any(trial.notices(line, by) for trial in passed) for by in _UP_AND_DOWN]
        noticed += sum(seen)
        findings += _line(checked, line, seen, passed)
    return findings, Coverage(len(trials), 2 * len(lines), noticed)


def _failing(checked: CheckedPack, trials: Sequence[Trial]) -> Iterator[Finding]:
    for trial in trials:
        if not trial.passed:
            what = say("the test fails: {name}", name=trial.test.name)
            hint = say("kam test {pack} says what came out", pack=checked.pack.id)
            yield _found(checked, "test-fails", ("tests", trial.index), what, hint)


def _tiers(checked: CheckedPack, passed: Sequence[Trial]) -> Iterator[Finding]:
    expected = {trial.test.expect.get("tier") for trial in passed}
    for index, tier in enumerate(checked.tiers):
        if tier.tier.id not in expected:
            what = say("no test expects the tier {tier}", tier=tier.tier.id)
            yield _found(checked, "tier-untested", ("tiers", index), what, None)


def _criteria(checked: CheckedPack, passed: Sequence[Trial]) -> Iterator[Finding]:
    for name in checked.criteria:
        outcomes = {trial.result.criteria[name] for trial in passed if trial.result is not None}
        met, not_met_ = True in outcomes, False in outcomes
        if not (met and not_met_):
            what = say("no test in which {name} is met", name=name)
            if met:
                what = say("no test in which {name} is not met", name=name)
            elif not not_met_:
                what = say("no test in which {name} is met, and none in which it is not", name=name)
            yield _found(checked, "criterion-untested", ("criteria", name), what, None)


def _line(checked: CheckedPack, line: Line, seen: Sequence[bool], passed: Sequence[Trial]) -> Iterator[Finding]:
    if all(seen):
        return
    if not any(seen) and not any(trial.exercises(line) for trial in passed):
        what = say("no test looks at the line {line}", line=line.text)
        yield _found(checked, "line-untested", line.path, what, None)
        return
    up, down = (plain_number(line.value + by * line.step) for by in _UP_AND_DOWN)
    unnoticed = [moved for moved, noticed in zip((up, down), seen, strict=True) if not noticed]
    what = say("no test notices that the line {line} is moved to {moves}", line=line.text, moves=_either(unnoticed))
    hint = say("test an account at the line, and one a step before it")
    yield _found(checked, "line-move-unnoticed", line.path, what, hint)


def _either(moves: Sequence[str]) -> Message | str:
    return say("{one} or {other}", one=moves[0], other=moves[1]) if len(moves) > 1 else moves[0]


# ── tests that pin nothing ───────────────────────────────────────────────────────────────────────────────────────────


def _empty(asking: Asking, passed: Sequence[Trial]) -> Iterator[Finding]:
    for trial in passed:
        if trial.test.expect and all(_holds_anyway(asking, trial, key) for key in trial.test.expect):
            what = say("what this test expects holds for every account: {name}", name=trial.test.name)
            hint = say("expect what only these facts bring about")
            yield _found(asking.checked, "test-pins-nothing", ("tests", trial.index), what, hint)


def _holds_anyway(asking: Asking, trial: Trial, key: str) -> bool:
    """Whether an expectation says again what is given, or is proved to hold for every account in scope."""
    group, _, name = key.partition(".")
    wanted = trial.test.expect[key]
    if group == "indicators":
        one = asking.checked.indicators[name].indicator
        return name in trial.test.given and (one.ledger is None or one.ledger not in trial.test.ledgers)
    if key == "in_scope":
        return wanted is True and asking.checked.scope is None
    if group != "criteria" or not isinstance(wanted, bool):
        return False
    expr = asking.checked.criteria[name]
    answer = asking.find(not_met(expr) if wanted else not_met(missed(expr)))
    return answer.case is None and answer.proof == "proved"


def _found(checked: CheckedPack, code: str, path: Path, what: Message, hint: Message | None) -> Finding:
    return Finding(checked.pack.place(*path), what, hint, code, "warning", None)
