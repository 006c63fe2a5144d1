"""What became of an import's rows, as lines: counts, why rows were not taken, what was changed, what is odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from kamengine.api.facts.imports import ACCOUNTS_LABEL
from kamengine.declarations import Label
from kamengine.intake.imports.findings import Finding
from kamengine.intake.imports.request import ACCOUNTS
from kamengine.intake.imports.result import Change, ImportResult, Reason
from kamengine.intake.imports.skipped import WORDS
from kamengine.intake.imports.stage import Spot
from kamengine.locale import Messages
from kamengine.locale.display import number, plain
from kamengine.problems import Message, say
from kamengine.tui.ground.remedies import remedy_here
from kamengine.tui.looks.lines import Line, paragraph

_MOST = 12  # of each section
_LONGEST = 40  # characters of a cell
_EXAMPLES = 3
_MODES: Mapping[str, Message] = {
    "replace": say("these become all the accounts; what is there is replaced"),
    "merge": say("merged with the accounts that are there, by id; new ones are added"),
    "append": say("added to the rows that are there"),
    "replace-period": say("they take the place of the rows of the same days"),
}
"""What becomes of what is there, by the mode of an import."""


def result_lines(result: ImportResult, messages: Messages, cells: int) -> list[Line]:
    """Everything that is worth reading after an import."""
    if result.unchanged:
        return paragraph(messages.say("The same is there already; nothing was changed."), cells)
    lines = paragraph(counts_text(result, messages), cells, "strong")
    for why, count in result.skipped.items():
        lines += paragraph(messages.say("{why}: {n}", why=WORDS[why], n=count), cells, "muted", first=(("  ", ""),))
    if result.quarantine is not None:
        where = messages.say("The rows that were not taken are in {file}", file=str(result.quarantine))
        lines += [(), *paragraph(plain(where, None), cells, "open")]
        lines += paragraph(messages.say("Mend them there, save, and press m on the list of imports."), cells, "open")
    for section in (quarantine_lines, change_lines, finding_lines):
        body = section(result, messages, cells)
        lines += [(), *body] if body else []
    for note in result.notes:
        lines += [(), *paragraph(plain(messages.text(note), None), cells, "muted")]
    return lines


def kind_called(ledger: str | None, labels: Mapping[str, Label] | None, messages: Messages) -> str:
    """What people call accounts, or the rows of a ledger; the id of a ledger while no label of it is known."""
    if ledger is None:
        return messages.label(ACCOUNTS_LABEL)
    label = (labels or {}).get(ledger)
    return plain((messages.label(label) if label is not None else "") or ledger, _LONGEST)


def how_text(
    result: ImportResult, named: Sequence[str], messages: Messages, labels: Mapping[str, Label] | None = None
) -> str:
    """Which files are brought in, and what becomes of what is there already.

    Args:
        result: what would come of them.
        named: the files, as somebody typed them.
        messages: the language.
        labels: what people call ledgers, by id.
    """
    names = [plain(PurePath(each.replace("\\", "/")).name, _LONGEST) for each in named]
    files = names if len(names) <= _EXAMPLES else [*names[:_EXAMPLES], f"+{len(names) - _EXAMPLES}"]
    kind = kind_called(None if result.kind == ACCOUNTS else result.kind, labels, messages)
    return messages.say("{files} → {kind}: {how}", files=files, kind=kind, how=_MODES[result.mode])


def counts_text(result: ImportResult, messages: Messages) -> str:
    """How many rows were read, taken, quarantined and skipped: the last three add up to the first."""
    names = ("read", "taken", "quarantined", "skipped")
    counts = (result.read, result.taken, result.quarantined, result.left_out)
    shown = {name: number(count, messages.language) for name, count in zip(names, counts, strict=True)}
    return messages.say("Rows read {read} = taken {taken} + quarantined {quarantined} + skipped {skipped}", **shown)


def quarantine_lines(result: ImportResult, messages: Messages, cells: int) -> list[Line]:
    """Why rows are not taken, the most frequent reason first, with examples."""
    texts = [_reason(reason, messages) for reason in result.reasons[:_MOST]]
    return _section(say("Not taken"), texts, "open", messages, cells)


def change_lines(result: ImportResult, messages: Messages, cells: int) -> list[Line]:
    """Cells that are taken otherwise than they stand."""
    texts = [_change(change, messages) for change in result.changes[:_MOST]]
    return _section(say("Taken otherwise than it stands"), texts, "", messages, cells)


def finding_lines(result: ImportResult, messages: Messages, cells: int) -> list[Line]:
    """What is odd, with what can be done about it."""
    texts = [_finding(finding, messages) for finding in result.findings[:_MOST]]
    return _section(say("Worth a look"), texts, "", messages, cells)


def _section(title: Message, texts: Sequence[str], ink: str, messages: Messages, cells: int) -> list[Line]:
    if not texts:
        return []
    lines: list[Line] = [((messages.text(title), "heading"),)]
    for text in texts:
        lines += paragraph(plain(text, None), cells, ink, first=(("  ", ""),))
    return lines


def _reason(reason: Reason, messages: Messages) -> str:
    n = number(reason.count, messages.language)
    text = messages.say("{why}: {n}", why=reason.what, n=n)
    if reason.column:
        text = messages.say("{column}: {text}", column=plain(reason.column, _LONGEST), text=text)
    examples = [_example(spot, value) for spot, value in reason.examples[:_EXAMPLES]]
    return messages.say("{text}, such as {examples}", text=text, examples=examples) if examples else text


def _change(change: Change, messages: Messages) -> str:
    n = number(change.count, messages.language)
    text = messages.say("{why}: {n}", why=change.what, n=n)
    text = messages.say("{column}: {text}", column=plain(change.header, _LONGEST), text=text)
    examples = [f"{plain(raw, _LONGEST)} → {plain(value, _LONGEST)}" for _, raw, value in change.examples[:_EXAMPLES]]
    return messages.say("{text}, such as {examples}", text=text, examples=examples) if examples else text


def _finding(finding: Finding, messages: Messages) -> str:
    text = messages.text(finding.what)
    examples = [plain(example.text, _LONGEST) for example in finding.examples[:_EXAMPLES]]
    if examples:
        text = messages.say("{text}, such as {examples}", text=text, examples=examples)
    return f"{text} — {messages.text(remedy_here(finding.remedy))}" if finding.remedy is not None else text


def _example(spot: Spot | None, value: str | None) -> str:
    return " ".join(_parts(spot, value))


def _parts(spot: Spot | None, value: str | None) -> Iterator[str]:
    if value is not None:
        yield plain(value.strip(), _LONGEST)
    if spot is not None:
        name = PurePath(spot.file.replace("\\", "/")).name
        yield f"({plain(name, _LONGEST)}{'' if spot.line is None else f':{spot.line}'})"
