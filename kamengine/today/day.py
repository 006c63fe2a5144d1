"""Everything that needs somebody on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamengine.today.ground import Asking, Ground, ground_of
from kamengine.today.moves import Moves, moves_of, reviews_of
from kamengine.today.risks import Risks, risks_of
from kamengine.today.undecided import Undecided, undecided_of
from kamengine.today.visits import Visits, visits_of
from kamengine.today.work import Tasks, load_of, tasks_of
from kamengine.work.team.load import Load

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


@dataclass(frozen=True)
class Day:
    """What needs somebody.

    Attributes:
        ground: what it is judged by.
        tasks: late and due today.
        visits: of today, not recorded, and due.
        moves: to be decided, by pack.
        risks: accounts at risk, by pack.
        undecided: accounts whose tier depends on missing facts, by pack.
        load: hours against working hours, by person.
    """

    ground: Ground
    tasks: Tasks
    visits: Visits
    moves: tuple[Moves, ...]
    risks: tuple[Risks, ...]
    undecided: tuple[Undecided, ...]
    load: Mapping[str, tuple[Load, ...]]


def day_of(
    workspace: Workspace, host: PluginHost, asking: Asking, messages: Messages, *, run_first: bool = True
) -> Day:
    """What needs somebody on a day.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        asking: of whom and of which day.
        messages: in whose language reasons of tasks are told.
        run_first: run packs where facts or rules have changed; else their newest kept runs count.
    """
    ground = ground_of(workspace, host, asking, run_first=run_first)
    reviews = reviews_of(ground)
    return Day(
        ground,
        tasks_of(ground, messages),
        visits_of(ground),
        moves_of(ground, reviews),
        risks_of(ground, reviews),
        undecided_of(ground),
        load_of(ground),
    )
