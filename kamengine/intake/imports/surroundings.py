"""What the steps of an import share: where it goes, its files opened, and what is known there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kamengine.intake.files.opening import open_file
from kamengine.intake.headers.catalog import FieldCatalog
from kamengine.intake.imports.policies import Known
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.stage import Opened
from kamengine.intake.imports.workroom import Workroom
from kamengine.problems import KamError, Problem, Translator
from kamengine.workspace import Workspace
from kamengine.workspace.progress import Progress

if TYPE_CHECKING:
    from kamengine.intake.files.sources import Source


@dataclass(frozen=True)
class Surroundings:
    """What an import needs besides the files and the request.

    Attributes:
        workspace: where it goes.
        fields: what packs and plugins declare.
        who: who imports.
        chinese: translates the reasons in the quarantine file.
        today: against which dates of the future are odd.
        progress: told how far it is.
    """

    workspace: Workspace
    fields: FieldCatalog
    who: str
    chinese: Translator
    today: dt.date
    progress: Progress = field(default_factory=Progress)


def open_all(room: Workroom, sources: Sequence[Source], request: ImportRequest) -> list[Opened]:
    """Open every file; what is wrong with several of them is said at once, under the names that the user knows.

    Raises:
        KamError: a file cannot be read.
    """
    options = replace(request.reading, folder=room.folder)
    opened: list[Opened] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            opened.append(Opened(source, open_file(source.path, room.connection, options)))
        except KamError as error:
            problems += renamed(error.problems, source)
    if problems:
        raise KamError(problems)
    return opened


def renamed(problems: Sequence[Problem], source: Source) -> list[Problem]:
    """Problems of a file under the name that the user knows it by."""
    path = str(source.path)
    return [
        replace(problem, place=replace(problem.place, file=source.name)) if problem.place.file == path else problem
        for problem in problems
    ]


def known_at(room: Workroom, around: Surroundings, request: ImportRequest, at: int | None = None) -> Known:
    """What the workspace holds that new rows are compared with; at an earlier moment if asked.

    Raises:
        KamError: a file of it is gone or damaged.
    """
    tables = around.workspace.tables(room.connection, at)
    accounts = tables.accounts.relation if tables.accounts else None
    ledger = None if request.of_accounts else tables.ledgers.get(request.kind)
    if ledger is None:
        return Known(accounts)
    return Known(accounts, ledger.relation, tuple(column.field for column in ledger.columns))
