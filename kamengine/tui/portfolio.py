"""What the app is opened with: one portfolio for each run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kamengine.declarations import Playbook
from kamengine.engine.run import Run


@dataclass(frozen=True)
class Portfolio:
    """A run, and what is to be done for the tiers that came out.

    Attributes:
        run: the results.
        playbooks: by the id of a tier.
    """

    run: Run
    playbooks: Callable[[str], tuple[Playbook, ...]]
