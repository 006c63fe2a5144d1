"""The page that `kam import` prints: what was read, what became of every row, what was changed, what is odd."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kamengine.cli.imports.plan import plan_lines
from kamengine.cli.pages.output import near, page_width
from kamengine.locale.display import number, plain, width, with_both_ends
from kamengine.locale.wrap import wrapped
from kamengine.problems import Message

if TYPE_CHECKING:
    from kamengine.intake.imports.findings import Example, Finding
    from kamengine.intake.imports.result import Change, ImportResult, ReadFile
    from kamengine.intake.imports.stage import Spot
    from kamengine.locale import Messages

_MOST_FILES = 5
_MOST_REASONS = 8
_MOST_COLUMNS = 12
_LONGEST_VALUE = 40
_LONGEST_PART = 60
_MOST_PARTS = 3


def page(
    result: ImportResult,
    messages: Messages,
    call: Callable[..., str],
    *,
    dry: bool = False,
    packs: bool = True,
    work: bool = True,
) -> str:
    """What an import came to, for people.

    Args:
        result: of the import.
        messages: the reader's language.
        call: makes the words of a command into a line that can be typed as it stands.
        dry: nothing was kept.
        packs: the workspace has rule packs to classify by.
        work: one of them says what is to be done.
    """
    restored = [messages.say("Put back: the file of the import {id}", id=id[:8]) for id in result.restored]
    if result.unchanged:
        return "\n".join(restored or [_unchanged(result, messages)])
    lines = [*restored, _title(result, messages, dry=dry), *_files(result.files, messages)]
    if result.header_problems:
        return "\n".join([*lines, *plan_lines(result, messages)])
    lines += ["", *_counts(result, messages), *(plan_lines if dry else _columns)(result, messages)]
    lines += _section(messages.say("Taken otherwise than it stands:"), _changes(result.changes, messages))
    lines += _section(messages.say("Worth a look:"), _findings(result.findings, messages))
    lines += _section(messages.say("Not taken:"), _reasons(result, messages))
    lines += _section("", _notes(result, messages))
    next_steps = _dry_next(result, messages) if dry else _next(result, messages, call, packs=packs, work=work)
    lines += _section(messages.say("Next:"), next_steps)
    return "\n".join(lines)


def _unchanged(result: ImportResult, messages: Messages) -> str:
    record = result.record
    assert record is not None, "what is unchanged was imported before"
    if result.notes:
        return "\n".join([messages.say("Nothing to do:"), *_notes(result, messages)])
    text = messages.say(
        "Nothing to do: the import {id} of {day} holds the same.", id=record.id[:8], day=record.when[:10]
    )
    return plain(text, None)


def _title(result: ImportResult, messages: Messages, *, dry: bool) -> str:
    kind = messages.say("the accounts") if result.kind == "accounts" else result.kind
    how = {
        "replace": messages.say("replacing those that were there"),
        "merge": messages.say("merged by id"),
        "append": messages.say("appended"),
        "replace-period": messages.say("replacing the rows of their period"),
    }[result.mode]
    if dry:
        return plain(messages.say("This would be imported: {kind}, {how}", kind=kind, how=how), None)
    id = result.record.id[:8] if result.record else ""
    return plain(messages.say("Import {id}: {kind}, {how}", id=id, kind=kind, how=how), None)


def _files(files: Sequence[ReadFile], messages: Messages) -> list[str]:
    lines = []
    for file in files[:_MOST_FILES]:
        rows = _rows(file.rows, messages)
        name = near(file.name)
        shown = _aside(name, file.encoding, messages) if file.encoding else name
        lines.append(_line(messages.say("{file}: {rows}", file=shown, rows=rows)))
    if len(files) > _MOST_FILES:
        rows = _rows(sum(file.rows for file in files[_MOST_FILES:]), messages)
        lines.append(_line(messages.say("files besides these: {n}, {rows}", n=len(files) - _MOST_FILES, rows=rows)))
    return lines


def _rows(count: int, messages: Messages) -> str:
    return messages.say("1 row") if count == 1 else messages.say("{n} rows", n=number(count, messages.language))


def _counts(result: ImportResult, messages: Messages) -> list[str]:
    from kamengine.locale.display import table

    language = messages.language
    rows = [
        (messages.say("rows read"), number(result.read, language)),
        (messages.say("taken"), number(result.taken, language)),
        (messages.say("quarantined"), number(result.quarantined, language)),
        (messages.say("skipped"), number(result.left_out, language)),
    ]
    lines = table(rows, ("", ""), ("left", "right")).splitlines()[2:]
    if result.skipped:
        lines[-1:] = wrapped(_aside(lines[-1], _why_skipped(result, messages), messages), page_width(), "", "  ")
    if result.mode == "merge" and result.record is not None:
        lines.append(messages.say("Accounts in all: {n}", n=number(result.rows, language)))
    return lines


def _why_skipped(result: ImportResult, messages: Messages) -> str:
    """The reasons why rows were skipped, each with its count."""
    from kamengine.intake.imports.skipped import WORDS

    return _list(
        (
            messages.say("{why}: {n}", why=WORDS[why], n=number(count, messages.language))
            for why, count in result.skipped.items()
        ),
        messages,
    )


def _list(texts: Iterable[str], messages: Messages) -> str:
    return messages.text(Message("{all}", {"all": list(texts)}))


def _columns(result: ImportResult, messages: Messages) -> list[str]:
    """Which headers are which fields, in a sentence; and what is not used."""
    pairs = [f"{header} → {field}" if header != field else header for header, field in result.mapping.items()]
    lines = _sentence(messages.say("Columns taken ({n}): {columns}", n=len(pairs), columns=_shortened(pairs, messages)))
    if result.left_over:
        left = _shortened(list(result.left_over), messages)
        lines += _sentence(messages.say("Not used ({n}): {columns}", n=len(result.left_over), columns=left))
    return ["", *lines]


def _shortened(names: Sequence[str], messages: Messages) -> list[str]:
    shown = [plain(name, _LONGEST_VALUE) for name in names[:_MOST_COLUMNS]]
    return [*shown, "…"] if len(names) > _MOST_COLUMNS else shown


def _changes(changes: Iterable[Change], messages: Messages) -> list[str]:
    lines: list[str] = []
    for change in changes:
        count = number(change.count, messages.language)
        what = messages.say("{column}: {what}: {n}", column=plain(change.header, 30), what=change.what, n=count)
        examples = [f"{plain(raw, 24)} → {plain(value, 24) or '∅'}" for _, raw, value in change.examples[:2]]
        lines += _sentence(_aside(what, _list(examples, messages), messages) if examples else what)
    return lines


def _number(value: str) -> str:
    """A number with its thousands set off, all of its decimals kept; anything else as it is."""
    try:
        return f"{Decimal(value):,f}"
    except InvalidOperation:
        return value


def _findings(findings: Iterable[Finding], messages: Messages) -> list[str]:
    lines: list[str] = []
    for finding in findings:
        text = messages.text(finding.what)
        examples = [_example(example, messages) for example in finding.examples[:3]]
        places = [_where(example.spot) for example in finding.examples[:3]]
        if examples:
            text = messages.say("{text}, such as {examples}", text=text, examples=examples)
        lines += _sentence(
            messages.say("{text} — {remedy}", text=text, remedy=finding.remedy) if finding.remedy else text, places
        )
    return lines


def _example(example: Example, messages: Messages) -> str:
    where = _where(example.spot)
    value = plain(_number(example.text) if example.number else example.text, _LONGEST_VALUE)
    if example.parts:  # what they differ in may stand anywhere but at their ends
        value = " = ".join(with_both_ends(part, _LONGEST_PART) for part in example.parts[:_MOST_PARTS])
        value += " = …" if len(example.parts) > _MOST_PARTS else ""
    return _aside(value, where, messages) if value and where else value or where


def _reasons(result: ImportResult, messages: Messages) -> list[str]:
    """Why rows were not taken: a sentence for each reason."""
    lines: list[str] = []
    for reason in result.reasons[:_MOST_REASONS]:
        count = number(reason.count, messages.language)
        column = plain(reason.column, 30)
        text = messages.say("{why}: {n}", why=reason.what, n=count)
        examples = [_bad_cell(spot, value, messages) for spot, value in reason.examples[:3]]
        shown = messages.say("{text}, such as {examples}", text=text, examples=examples)
        places = [_where(spot) for spot, _ in reason.examples[:3]]
        lines += _sentence(messages.say("{column}: {text}", column=column, text=shown) if column else shown, places)
    if len(result.reasons) > _MOST_REASONS:
        lines.append(_line(messages.say("and others")))
    return lines


def _bad_cell(spot: Spot, value: str | None, messages: Messages) -> str:
    if value is None:
        return _where(spot)
    cell = messages.say("'{text}'", text=plain(value.strip(), _LONGEST_VALUE))
    return _aside(cell, _where(spot), messages)


def _aside(text: str, note: str, messages: Messages) -> str:
    """A text with a note behind it, in the brackets of the language."""
    return messages.say("{text} ({aside})", text=text, aside=note)


def _where(spot: Spot | None) -> str:
    """Where a row stands, in few cells: the file without its folders, and the line."""
    if spot is None:
        return ""
    file = plain(spot.file.replace("\\", "/").rsplit("/", 1)[-1], _LONGEST_VALUE)
    return file if spot.line is None else f"{file}:{spot.line}"


def _notes(result: ImportResult, messages: Messages) -> list[str]:
    names = [plain(file.name, _LONGEST_VALUE) for file in result.files]
    return [line for note in result.notes for line in _sentence(messages.text(note), names)]


def _dry_next(result: ImportResult, messages: Messages) -> list[str]:
    return [_line(messages.say("the same without --dry-run imports it"))] if result.taken else []


def _next(result: ImportResult, messages: Messages, call: Callable[..., str], *, packs: bool, work: bool) -> list[str]:
    lines = []
    if result.quarantine is not None:
        file = near(str(result.quarantine))
        lines += _sentence(messages.say("mend the rows in {file}, then:", file=file), [plain(file, None)])
        lines.append(f"    {call('kam', 'import', '--retry', file)}")
    calls = [(call("kam", "undo", "import"), messages.say("takes it back"))]
    if result.taken and packs:
        plan = (call("kam", "plan"), messages.say("says what is to be done now, and classifies first"))
        classify = (call("kam", "classify"), messages.say("classifies by the packs in rules/"))
        first = [classify] if result.kind == "accounts" or not work else []
        calls = [*first, *([plan] if work else []), *calls]
    elif result.taken and result.kind == "accounts":
        calls.insert(0, ("kam packs", messages.say("rule packs to copy into rules/")))
    widest = max(width(typed) for typed, _ in calls)
    return lines + [_line(f"{typed}{' ' * (widest - width(typed))}   {what}") for typed, what in calls]


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", *([title] if title else []), *lines] if lines else []


def _sentence(text: str, whole: Collection[str] = ()) -> list[str]:
    return wrapped(plain(text, None), page_width(), "  ", "    ", whole)


def _line(text: str) -> str:
    return f"  {plain(text, None)}"
