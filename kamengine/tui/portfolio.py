"""What the app is opened with: one portfolio for each run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.declarations import Playbook
from kamengine.engine.run import Run
from kamengine.workspace.corrected import CorrectedFact

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FindCorrected = Callable[["DuckDBPyConnection", str], tuple[CorrectedFact, ...]]
"""What of an account was corrected by hand, by a connection and the account's id."""


@dataclass(frozen=True)
class Portfolio:
    """A run, and what is to be done for the tiers that came out.

    Attributes:
        run: the results.
        playbooks: by the id of a tier.
        corrected: what of an account was corrected by hand; None where nobody can.
    """

    run: Run
    playbooks: Callable[[str], tuple[Playbook, ...]]
    corrected: FindCorrected | None = None
