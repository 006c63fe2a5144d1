"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kamengine.problems import Message, Place, Problem

Check = Literal["settings", "catalog", "imports", "runs", "files", "work", "packs", "plugins"]
State = Literal["open", "fixed", "note"]
"""``open``: wrong and still so. ``fixed``: was wrong, or in the way, and was put right. ``note``: worth knowing."""


@dataclass(frozen=True)
class Finding:
    """One thing that was found.

    Attributes:
        check: what was looked at.
        problem: where, what, and what to do, or for ``fixed`` what was done.
        state: whether anything is still to be done.
    """

    check: Check
    problem: Problem
    state: State = "open"


@dataclass
class Found:
    """What was looked at and found, filled check by check.

    Attributes:
        looked_at: how many things each check looked at; a check that could not be made is not here.
        findings: in the order of finding.
    """

    looked_at: dict[Check, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(
        self, check: Check, path: Path, what: Message, remedy: Message | None = None, *, state: State = "open"
    ) -> None:
        """Note a finding about a file."""
        self.findings.append(Finding(check, Problem(Place(str(path)), what, remedy), state))

    def add_problems(self, check: Check, problems: tuple[Problem, ...]) -> None:
        """Note problems that somebody else found."""
        self.findings += [Finding(check, problem) for problem in problems]

    @property
    def open(self) -> int:
        """How many findings still need somebody."""
        return sum(finding.state == "open" for finding in self.findings)
