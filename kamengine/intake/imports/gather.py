"""Files to rows that can be taken: every row of every file is read, checked, and has its fate by the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from kamengine.declarations import Field
from kamengine.intake.headers.catalog import FieldCatalog
from kamengine.intake.headers.descriptions import is_description
from kamengine.intake.imports import findings as found_in
from kamengine.intake.imports.bad import BadCell, BadRows, add_bad_cells
from kamengine.intake.imports.currencies import other_currencies
from kamengine.intake.imports.drafting import Drafted, draft_values, read_columns
from kamengine.intake.imports.findings import Finding, spots_of
from kamengine.intake.imports.mapped import Mapped, columns_of, with_left_over
from kamengine.intake.imports.policies import (
    Known,
    Rows,
    Strangers,
    settle_ids,
    settle_rows_again,
    settle_rows_without_account,
    settle_strangers,
)
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.imports.result import MOST_PROBLEMS, Reason, RowProblem
from kamengine.intake.imports.retry import Retry
from kamengine.intake.imports.skipped import BEFORE, BLANK, find_skipped, without
from kamengine.intake.imports.stage import Spot, stage
from kamengine.intake.rows import shown
from kamengine.intake.scratch import Scratch
from kamengine.problems import KamError, Place, Problem, say
from kamengine.workspace.progress import Progress

_MOST_LISTED = 20


@dataclass(frozen=True)
class Gathered:
    """The rows of all files, each with its fate.

    Attributes:
        mapped: the files, grouped by their headers, and what their columns are.
        drafts: the same, read.
        rows: the rows that are taken, and those that are left out.
        bad: those that are quarantined.
        read: how many rows the files have.
        skipped: how many were left out, by reason.
        findings: what is odd about those that are taken.
    """

    mapped: tuple[Mapped, ...]
    drafts: tuple[Drafted, ...]
    rows: Rows
    bad: BadRows
    read: int
    skipped: Mapping[str, int]
    skipped_rows: Mapping[str, tuple[Spot, ...]]
    findings: tuple[Finding, ...] = ()
    strangers: Strangers = field(default_factory=Strangers)

    @property
    def fields(self) -> tuple[Field, ...]:
        """What comes in besides the id."""
        return tuple({field.name: field for drafted in self.drafts for field in drafted.fields}.values())

    def drop_cells(self) -> None:
        """Make room in the memory: of what stands in the files nothing is needed any more but the values."""
        for drafted in self.drafts:
            drafted.staged.scratch.drop()

    def problems(self, most: int = MOST_PROBLEMS) -> tuple[RowProblem, ...]:
        """The first reasons why rows are quarantined."""
        cells = self.bad.first(most)
        spots = spots_of(self.drafts, [cell.row for cell in cells])
        return tuple(
            RowProblem(spots.get(cell.row, Spot("", None)), cell.column, _text_of(cell), cell.why) for cell in cells
        )

    def reasons(self) -> tuple[Reason, ...]:
        """Why rows are quarantined, the most frequent reason first."""
        reasons = self.bad.by_reason(found_in.MOST)
        spots = spots_of(self.drafts, [row for reason in reasons for row, _ in reason.first])
        return tuple(
            Reason(each.column, each.why, each.count, tuple((spots[row], text) for row, text in each.first))
            for each in reasons
        )


def gather(
    scratch: Scratch,
    mapped: Sequence[Mapped],
    request: ImportRequest,
    fields: FieldCatalog,
    known: Known,
    today: dt.date,
    progress: Progress,
    retry: Retry | None = None,
) -> Gathered:
    """Read and check all files, and settle what becomes of every row.

    Args:
        scratch: where the rows go.
        mapped: the files, grouped by their headers, and what their columns are.
        request: what was asked for.
        fields: what is declared.
        known: what the workspace holds already.
        today: against which dates of the future are odd.
        progress: told how far it is.
        retry: the quarantine file that the rows come from, if they do.

    Raises:
        KamError: a file cannot be read, or bad values are to stop the import.
    """
    whole, drafts = _draft_all(scratch, mapped, request, fields, progress)
    progress.stage(say("checking"), 0.7, 0.75)
    bad = BadRows(scratch)
    for drafted in drafts:
        add_bad_cells(bad, drafted)
    rows = Rows(scratch, drafts, bad)
    if retry is not None:
        _leave_out_done(rows, retry)
    findings, strangers = _settle(rows, request, known)
    if request.on_error == "stop":
        _refuse(bad, drafts)
    read = sum(drafted.staged.read for drafted in drafts)
    counts, first = _skipped(drafts, rows)
    gathered = Gathered(tuple(whole), tuple(drafts), rows, bad, read, counts, first, (), strangers)
    progress.stage(say("looking for what is odd"), 0.75, 0.85)
    findings += found_in.of_gone(rows, known) if request.mode == "replace" else []
    findings += found_in.of_ids_with_points(rows)
    findings += [*found_in.of_nothing_but_ids(rows), *found_in.of_names(rows)] if request.of_accounts else []
    findings += found_in.of_values(rows, gathered.fields, today, accounts=request.of_accounts)
    return replace(gathered, findings=tuple(findings))


def _draft_all(
    scratch: Scratch, mapped: Sequence[Mapped], request: ImportRequest, fields: FieldCatalog, progress: Progress
) -> tuple[list[Mapped], list[Drafted]]:
    """Read every file, and say what its columns are in the end; what is wrong with several of them is said at once."""
    drafts: list[Drafted] = []
    whole: list[Mapped] = []
    problems: list[Problem] = []
    offset = 0
    for number, each in enumerate(mapped):
        try:
            at = 0.05 + 0.65 * number / len(mapped)
            step = 0.65 / len(mapped)
            progress.stage(say("reading {file}", file=shown(each.files[0].source.name)), at, at + 0.3 * step)
            staged = stage(scratch.connection, each.files, offset)
            offset = staged.parts[-1].last
            key, table = each.mapping.key, scratch.name("skipped")
            expected = each.mapping.preset is not None and each.mapping.preset.descriptions
            describes = partial(is_description, expected=expected)
            skipped = find_skipped(scratch.connection, staged, key, table, describes)
            staged = without(staged, skipped)
            progress.stage(say("looking at the columns"), at + 0.3 * step, at + 0.35 * step)
            each = with_left_over(scratch.connection, each, staged, request, fields)
            columns = columns_of(each, request, fields)
            readings = read_columns(scratch, staged, columns, request.values, accounts=request.of_accounts)
            _refuse_columns([*readings.problems, *other_currencies(scratch.connection, each, staged, columns)])
            progress.stage(say("understanding the values"), at + 0.5 * step, at + step)
            drafts.append(draft_values(scratch, staged, skipped, columns, readings, accounts=request.of_accounts))
            whole.append(each)
        except KamError as error:
            problems += error.problems
    if problems:
        raise KamError(problems)
    return whole, drafts


def _refuse_columns(problems: Sequence[Problem]) -> None:
    """See that nothing is wrong with columns as a whole.

    Raises:
        KamError: with everything that is.
    """
    if problems:
        raise KamError(problems)


def _leave_out_done(rows: Rows, retry: Retry) -> None:
    """Leave out the rows of a quarantine file that an earlier retry has taken."""
    done = rows.numbers(retry.done, "done")
    rows.connection.execute(f"DELETE FROM {rows.bad.table} WHERE r IN (SELECT r FROM {done})")
    rows.leave_out(f"SELECT r FROM {done}", BEFORE)


def _settle(rows: Rows, request: ImportRequest, known: Known) -> tuple[list[Finding], Strangers]:
    """Apply the policies, in the order in which they narrow down the rows; what was found on the way."""
    most = found_in.MOST
    if request.of_accounts:
        return found_in.of_ids(settle_ids(rows, request.duplicate_ids, most), request), Strangers()
    findings = found_in.of_nobody(settle_rows_without_account(rows, request.no_account), request)
    strangers = settle_strangers(rows, known, request.unknown_accounts, most)
    findings += found_in.of_strangers(strangers, request, any_accounts=known.accounts is not None)
    findings += found_in.of_rows_again(settle_rows_again(rows, known, request, most), rows, request)
    return findings, strangers


def _skipped(drafts: Sequence[Drafted], rows: Rows) -> tuple[dict[str, int], dict[str, tuple[Spot, ...]]]:
    """How many rows were left out for which reason, and where the first of them stand."""
    counts: dict[str, int] = {}
    first: dict[str, list[int]] = {}
    if blank := sum(drafted.staged.blank for drafted in drafts):
        counts[BLANK] = blank
    for drafted in drafts:
        for why, count in drafted.skipped.counts.items():
            counts[why] = counts.get(why, 0) + count
            first.setdefault(why, []).extend(drafted.skipped.rows[why])
    for why, (count, numbers) in rows.left_out(_MOST_LISTED).items():
        counts[why] = counts.get(why, 0) + count
        first.setdefault(why, []).extend(numbers)
    spots = spots_of(drafts, [row for numbers in first.values() for row in numbers[:_MOST_LISTED]])
    return counts, {
        why: tuple(spots[row] for row in numbers[:_MOST_LISTED] if row in spots) for why, numbers in first.items()
    }


def _refuse(bad: BadRows, drafts: Sequence[Drafted]) -> None:
    """Name the first bad values and count the others."""
    count = bad.count()
    if not count:
        return
    cells = bad.first(_MOST_LISTED)
    spots = spots_of(drafts, [cell.row for cell in cells])
    problems = [row_problem(cell, spots.get(cell.row)) for cell in cells]
    what = say("rows that cannot be taken: {count}; nothing was imported", count=count)
    remedy = say("correct them, or write such rows to a file with --on-error quarantine")
    raise KamError([*problems, Problem(Place(), what, remedy)])


def row_problem(cell: BadCell, spot: Spot | None) -> Problem:
    """A bad cell as a problem with its place."""
    place = Place(spot.file if spot else None, spot.line if spot else None, shown(cell.column) if cell.column else None)
    if cell.text is None:
        return Problem(place, say("{reason}", reason=cell.why))
    return Problem(place, say("'{value}': {reason}", value=shown(_text_of(cell) or ""), reason=cell.why))


def _text_of(cell: BadCell) -> str | None:
    return None if cell.text is None else cell.text.strip()
