"""The plan of ``kam import --dry-run``: each column, the field it is, how that was found, and what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamengine.cli.pages.output import near, page_width
from kamengine.intake.headers.mapping import FOUND_BY, How, Match
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.intake.imports.plan import PlannedFiles
    from kamengine.intake.imports.result import ImportResult
    from kamengine.locale import Messages

_FOUND_BY: Mapping[How, Message] = {**FOUND_BY, "given": say("--map")}
_WIDEST_HEADER, _WIDEST_FIELD, _WIDEST_KIND, _WIDEST_FOUND = 24, 20, 8, 10
_BETWEEN = 2
_MOST_FILES = 3


def plan_lines(result: ImportResult, messages: Messages) -> list[str]:
    """What each column would be, group by group of files with the same headers, and how to change it."""
    lines: list[str] = []
    for group in result.plan:
        lines += ["", *_title(group, messages)] if len(result.plan) > 1 else []
        lines += _recognised(group, messages)
        lines += ["", *_taken(group, messages)]
        lines += _similar(group, messages)
        lines += _not_used(group, messages)
    return [*lines, *_remedies(result.plan, messages)]


def plan_json(result: ImportResult, messages: Messages) -> dict[str, Any]:
    """The plan for scripts: a list of groups of files, each with its columns; and what is wrong with the headers."""
    problems = [{"column": problem.place.key, "message": problem.text(messages)} for problem in result.header_problems]
    return {"dry_run": True, "plan": [_group_json(group) for group in result.plan], "header_problems": problems}


def _group_json(group: PlannedFiles) -> dict[str, Any]:
    mapping = group.mapping
    return {
        "files": list(group.files),
        "preset": mapping.preset.name if mapping.preset else None,
        "key": "#" if mapping.numbered else mapping.key_header,
        "columns": [
            {
                "header": match.header,
                "field": match.field.name if match.field else None,
                "kind": match.field.kind if match.field else None,
                "how": match.how,
                "confidence": match.confidence,
                "taken": match.taken or match.column == mapping.key,
                "samples": list(group.samples[match.column]),
            }
            for match in mapping.matches
        ],
    }


def _title(group: PlannedFiles, messages: Messages) -> list[str]:
    names = [near(file) for file in group.files[:_MOST_FILES]]
    more = len(group.files) - len(names)
    shown: list[object] = [*names, *([say("and {count} more", count=more)] if more else [])]
    return [_plain(messages.say("{files}:", files=shown))]


def _recognised(group: PlannedFiles, messages: Messages) -> list[str]:
    preset = group.mapping.preset
    return [] if preset is None else ["", messages.say("Recognised as {system}", system=preset.label)]


def _taken(group: PlannedFiles, messages: Messages) -> list[str]:
    """The columns that are read, the account's id first."""
    taken = [match for match in group.mapping.matches if match.taken]
    rows = [*_key_row(group, messages), *(_row(match, _found_by(match, messages), group) for match in taken)]
    if not rows:
        return [messages.say("No column is a known field.")]
    return _table(rows, (say("column"), say("field"), say("kind"), say("found by"), say("samples")), messages)


def _key_row(group: PlannedFiles, messages: Messages) -> list[tuple[str, ...]]:
    """The row for the account's id; none when it was not found."""
    mapping = group.mapping
    if mapping.numbered:
        return [("#", "account_id", "id", messages.say("row number"), "1, 2, 3")]
    if mapping.key is None or mapping.key_header is None:
        return []
    samples = ", ".join(group.samples[mapping.key])
    return [(mapping.key_header, "account_id", "id", messages.text(_FOUND_BY["key"]), samples)]


def _similar(group: PlannedFiles, messages: Messages) -> list[str]:
    rows = [_row(match, _found_by(match, messages), group) for match in group.mapping.proposals]
    if not rows:
        return []
    heads = (say("column"), say("field"), say("kind"), say("likeness"), say("samples"))
    return ["", messages.say("Only similar to a field, so not taken without --accept:"), *_table(rows, heads, messages)]


def _not_used(group: PlannedFiles, messages: Messages) -> list[str]:
    """The columns that are left over, and those that the user, the preset or the last import left out."""
    left = [match for match in group.mapping.left_over if match.how != "similar"]
    if not left:
        return []
    said = any(match.how != "left over" for match in left)
    reasons = {match: [messages.text(_FOUND_BY[match.how])] if said else [] for match in left}
    rows = [(match.header, *reasons[match], _samples(match, group)) for match in left]
    heads = (say("column"), *([say("left out by")] if said else []), say("samples"))
    return ["", messages.say("Not used ({n}):", n=len(left)), *_table(rows, heads, messages)]


def _row(match: Match, found: str, group: PlannedFiles) -> tuple[str, ...]:
    field = match.field
    assert field is not None, "only columns with a field have such a row"
    return (match.header, field.name, field.kind, found, _samples(match, group))


def _samples(match: Match, group: PlannedFiles) -> str:
    return ", ".join(group.samples[match.column])


def _found_by(match: Match, messages: Messages) -> str:
    """How the field was found; for a similarity, how great it is."""
    if match.how != "similar":
        return messages.text(_FOUND_BY[match.how])
    from decimal import Decimal

    from kamengine.locale.display import quantity

    return quantity(Decimal(str(match.confidence)), "ratio", messages.language)


def _table(rows: Sequence[Sequence[str]], heads: Sequence[Message], messages: Messages) -> list[str]:
    """A table as wide as the page: the samples take what the other columns leave."""
    from kamengine.locale.display import plain, table, width

    titles = [messages.text(head) for head in heads]
    most = [_WIDEST_HEADER, _WIDEST_FIELD, _WIDEST_KIND, _WIDEST_FOUND][: len(heads) - 1]
    clipped = [[plain(cell, limit) for cell, limit in zip(row, most, strict=False)] for row in rows]
    heads_padded = [f"{title}  " for title in titles[: len(most)]]  # as tabulate does
    widths = [max(map(width, column)) for column in zip(*clipped, heads_padded, strict=True)]
    room = max(page_width() - sum(widths) - _BETWEEN * len(widths), 12)
    whole = [[*cells, plain(row[-1], room)] for cells, row in zip(clipped, rows, strict=True)]
    return table(whole, titles, limit=None).splitlines()


def _remedies(groups: Sequence[PlannedFiles], messages: Messages) -> list[str]:
    """What to type to change the plan, with headers of these files."""
    from kamengine.locale.display import fit, width

    left = [match for group in groups for match in group.mapping.left_over]
    free = [match for match in left if match.how in ("left over", "similar")]
    taken = [match for group in groups for match in group.mapping.matches if match.taken]
    lines: list[tuple[str, Message]] = []
    if left:
        header = _header((free or left)[0])
        lines.append((f'--map "{header}={messages.say("FIELD")}"', say("what it is; FIELD:kind makes a field")))
        lines.append(("kam fields", say("lists the fields that there are")))
    if taken:
        lines.append((f'--map "{_header(taken[-1])}="', say("leave a column out")))
    if any(group.mapping.proposals for group in groups):
        lines.append(("--accept", say("take the columns that are only similar")))
    if free:
        lines.append(("--all-columns", say("take all columns that are not used")))
    lines.append((f"--key {messages.say('COLUMN')}", say("the column that holds the account's id")))
    if any(group.mapping.key is None and not group.mapping.numbered for group in groups):
        lines.append(('--key "#"', say("the numbers of the rows are the ids")))
    widest = min(max(width(option) for option, _ in lines), page_width() // 2)
    return ["", messages.say("To change it:"), *(f"  {fit(o, widest)}  {messages.text(what)}" for o, what in lines)]


def _header(match: Match) -> str:
    return _plain(match.header, _WIDEST_HEADER)


def _plain(text: str, limit: int | None = None) -> str:
    from kamengine.locale.display import plain

    return plain(text, limit)
