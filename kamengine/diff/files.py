"""Two packs or one, two sets of files or one → the difference between the two runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kamengine.api import AsOfSource, date_of_run, take_in_files
from kamengine.diff.difference import Difference, difference
from kamengine.diff.sides import Side
from kamengine.engine.database import connect
from kamengine.engine.run import Run, classify
from kamengine.engine.snapshot import Snapshot
from kamengine.intake import Intake, IntakeOptions
from kamengine.pack.checked import CheckedPack
from kamengine.pack.industry import Industry
from kamengine.pack.model import Scalar
from kamengine.problems import KamError, Message, Problem, did_you_mean, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class SideFiles:
    """One side of a difference, as asked for.

    Attributes:
        checked: the pack.
        accounts: ``.csv`` or ``.parquet``, one row per account.
        ledgers: files by ledger name; those that only the other side's pack knows are not read.
        as_of: the date of the run; left out, the newest date in the ledgers, but not after today, else today.
        sets: parameters to use instead of the pack's.
        options: how to take the files in.
    """

    checked: CheckedPack
    accounts: Path
    ledgers: Mapping[str, Path] = field(default_factory=dict)
    as_of: date | None = None
    sets: Mapping[str, Scalar] = field(default_factory=dict)
    options: IntakeOptions = IntakeOptions()  # noqa: RUF009  # frozen

    @property
    def same_files(self) -> object:
        """Equal for sides that read the same files."""
        return self.accounts, dict(self.ledgers)


@dataclass(frozen=True)
class Compared:
    """A difference between files.

    Attributes:
        difference: who moved and why.
        notes: what is worth knowing of how the files came in, each once.
        as_of_from: where the dates of the old and the new run come from.
    """

    difference: Difference
    notes: tuple[Message, ...]
    as_of_from: tuple[AsOfSource, AsOfSource]


def compare_files(old: SideFiles, new: SideFiles, industries: Mapping[str, Industry]) -> Compared:
    """Take in the files of both sides, classify them, and compare.

    Args:
        old: the side before.
        new: the side now.
        industries: what each loaded plugin contributes, by plugin name.

    Raises:
        KamError: with everything that is wrong with the files or the parameters of a side.
    """
    _refuse_unknown_ledgers(old, new)
    connection = connect()
    before = _take_in(connection, old)
    same = old.same_files == new.same_files
    alike = old.checked.pack.digest == new.checked.pack.digest
    now = before if same and alike else _take_in(connection, new)
    (old_run, old_from), (new_run, new_from) = _run(old, before), _run(new, now)
    old_by_new, new_by_old = _by_other(connection, (old, before.snapshot), (new, now.snapshot), same=same, alike=alike)
    sides = Side(old_run, old_by_new, tuple(old.sets)), Side(new_run, new_by_old, tuple(new.sets))
    notes = {str(note): note for note in (*before.notes, *now.notes)}
    return Compared(difference(*sides, industries), tuple(notes.values()), (old_from, new_from))


def _take_in(connection: DuckDBPyConnection, side: SideFiles, pack: CheckedPack | None = None) -> Intake:
    checked = pack or side.checked
    ledgers = {name: path for name, path in side.ledgers.items() if name in checked.ledgers}
    return take_in_files(connection, checked, side.accounts, ledgers, side.options)


def _run(side: SideFiles, intake: Intake) -> tuple[Run, AsOfSource]:
    day, source = date_of_run(side.as_of, intake)
    return classify(side.checked, intake.snapshot, day, side.sets), source


def _by_other(
    connection: DuckDBPyConnection,
    old: tuple[SideFiles, Snapshot],
    new: tuple[SideFiles, Snapshot],
    *,
    same: bool,
    alike: bool,
) -> tuple[Snapshot, Snapshot]:
    """The files of each side as the other side's pack takes them in."""
    if alike:
        return old[1], new[1]
    if same:
        return new[1], old[1]
    return _leniently(connection, old, new[0].checked), _leniently(connection, new, old[0].checked)


def _leniently(connection: DuckDBPyConnection, own: tuple[SideFiles, Snapshot], other: CheckedPack) -> Snapshot:
    """The files of a side by the other pack: what that cannot read is unknown, as its own pack has judged the files.

    Where the other pack can make nothing of them, what its own pack took in.
    """
    side, snapshot = own
    with TemporaryDirectory() as folder:
        options = replace(
            side.options, allow_missing_columns=True, on_error="quarantine", quarantine=Path(folder) / "bad.csv"
        )
        try:
            return _take_in(connection, replace(side, options=options), other).snapshot
        except KamError:
            return snapshot


def _refuse_unknown_ledgers(old: SideFiles, new: SideFiles) -> None:
    known = {**old.checked.ledgers, **new.checked.ledgers}
    problems = []
    for name in dict.fromkeys((*old.ledgers, *new.ledgers)):
        if name not in known:
            what = say("the pack {pack} knows no ledger {name}", pack=new.checked.pack.id, name=name)
            listed = say("it knows: {names}", names=list(known)) if known else None
            problems.append(Problem(new.checked.pack.place(), what, did_you_mean(name, known) or listed))
    if problems:
        raise KamError(problems)
