"""The columns of files on their way in: the field that each is, how that was found, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from kamengine.intake.headers.mapping import FOUND_BY, Match
from kamengine.intake.imports.plan import PlannedFiles
from kamengine.locale import Messages
from kamengine.locale.display import plain, quantity
from kamengine.problems import say
from kamengine.tui.looks.lines import Line, fit
from kamengine.tui.widgets.item_list import Item

COLUMN = "column"
"""What the keys of columns begin with; the header follows."""

_KIND, _FOUND = 8, 10


def column_items(plans: Sequence[PlannedFiles], messages: Messages) -> list[Item]:
    """The columns of each group of files: those that are taken, those only similar to a field, those not used."""
    items: list[Item] = []
    for plan in plans:
        mapping = plan.mapping
        if mapping.preset is not None:
            text = messages.say("Recognised as {system}", system=mapping.preset.label)
            items.append(Item(partial(_text, plain(text, None))))
        key = [match for match in mapping.matches if match.column == mapping.key]
        taken = [match for match in mapping.matches if match.taken and match.column != mapping.key]
        similar = [match for match in mapping.proposals if match.column != mapping.key]
        rest = [match for match in mapping.left_over if match.how != "similar"]
        for title, matches in (
            (say("Taken"), [*key[:1], *taken]),
            (say("Only similar to a field, so not taken unless accepted (a)"), similar),
            (say("Not used"), rest),
        ):
            if matches:
                items.append(Item(partial(_heading, messages.text(title), messages)))
                items += [Item(partial(_column, match, plan, messages), (COLUMN, match.header)) for match in matches]
    return _each_key_once(items)


def _each_key_once(items: Sequence[Item]) -> list[Item]:
    """A column that feeds several fields stands there for each of them; only the first can be looked at."""
    seen: set[object] = set()
    out = []
    for item in items:
        out.append(item if item.key is None or item.key not in seen else Item(item.lines))
        seen.add(item.key)
    return out


def _heading(title: str, messages: Messages, cells: int) -> list[Line]:
    """The title of some columns, and what stands below it in each place."""
    third, rest = _widths(cells)
    places = (
        (say("Column"), third),
        (say("Field"), third),
        (say("Kind"), _KIND),
        (say("Found by"), _FOUND),
        (say("First values"), rest),
    )
    heads = "  ".join(fit(messages.text(said), room) for said, room in places)
    return [(), ((fit(title, cells).rstrip(), "heading"),), ((heads, "faint"),)]


def _widths(cells: int) -> tuple[int, int]:
    """How wide header and field are, and what is left for values."""
    third = max(10, (cells - _KIND - _FOUND - 8) // 3)
    return third, max(0, cells - 2 * third - _KIND - _FOUND - 8)


def _text(text: str, cells: int) -> list[Line]:
    return [((fit(text, cells).rstrip(), "muted"),)]


def _column(match: Match, plan: PlannedFiles, messages: Messages, cells: int) -> list[Line]:
    """Header, field, kind, how it was found, the first values."""
    is_key = match.column == plan.mapping.key
    field = "account_id" if is_key else match.field.name if match.field is not None else "–"
    kind = "id" if is_key else match.field.kind if match.field is not None else ""
    third, rest = _widths(cells)
    used = is_key or match.taken
    samples = ", ".join(plain(sample) for sample in plan.samples.get(match.column, ()))
    return [
        (
            (fit(match.header, third), ""),
            ("  ", ""),
            (fit(field, third), "strong" if used else "muted"),
            ("  ", ""),
            (fit(kind, _KIND), "muted"),
            ("  ", ""),
            (fit(_found_by(match, is_key, messages), _FOUND), "open" if match.how == "similar" else "muted"),
            ("  ", ""),
            (fit(samples, rest), "faint" if not used else "muted"),
        )
    ]


def _found_by(match: Match, is_key: bool, messages: Messages) -> str:
    """How the field was found; for a similarity, how great it is."""
    if is_key:
        return messages.text(FOUND_BY["key"])
    if match.how != "similar":
        return messages.text(FOUND_BY[match.how])
    return quantity(Decimal(str(match.confidence)), "ratio", messages.language)
