"""What proofs say of a pack: findings, each with its proof and its witness, and what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from kamengine.problems import Problem

Severity = Literal["error", "warning"]
Proof = Literal["proved", "searched"]
Facts = Mapping[str, Any]
"""Known facts of an account by name, values as the engine holds them; a fact that is not there is unknown."""


@dataclass(frozen=True)
class Finding(Problem):
    """One thing that is so for every account, or, with a witness, for that account.

    Attributes:
        code: a stable name of the kind of finding, such as ``tier-shadowed``.
        severity: an error makes a pack unfit; a warning is for the author to judge.
        proof: ``proved`` for all accounts; ``searched``: so in each of `cases` accounts, and not proved; None for what
            there is nothing to prove of, such as what the tests of a pack do.
        cases: how many accounts were looked at; 0 where it is proved.
        witness: facts of an account that shows it, confirmed by the reference evaluator; None where there is none.
        shows: what comes out for the witness, by name.
    """

    code: str = ""
    severity: Severity = "warning"
    proof: Proof | None = "proved"
    cases: int = 0
    witness: Facts | None = None
    shows: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Coverage:
    """How much the tests of a pack hold fast.

    Attributes:
        tests: how many tests the pack has.
        moves: how many moves of a line by one step were tried, two for each line.
        noticed: how many of them make a test fail.
    """

    tests: int
    moves: int
    noticed: int


@dataclass(frozen=True)
class Report:
    """Everything that was found out about a pack.

    Attributes:
        as_of: the date whose parameters and tables were looked at.
        findings: in the order of the pack.
        coverage: of its tests.
        dated: whether another date may give other parameters or tables.
        stopped: how many questions stopped at the solver's bound and were only searched.
    """

    as_of: date
    findings: tuple[Finding, ...]
    coverage: Coverage
    dated: bool = False
    stopped: int = 0
