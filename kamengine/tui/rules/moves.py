"""What came of moved lines: how many move, the tiers before and after, and who goes where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from kamengine.engine.migration import OUT_OF_SCOPE
from kamengine.locale import Messages
from kamengine.locale.display import number, quantity
from kamengine.pack.checked import CheckedPack
from kamengine.tui.looks.bars import tier_fill
from kamengine.tui.looks.inks import RANKS, rank_ink
from kamengine.tui.looks.lines import Line, fit, paragraph, width
from kamengine.whatif.effect import Effect, Movers
from kamengine.whatif.words import signed, tier_name, value_unit

_LONGEST_TIER = 20


def summary_lines(effect: Effect, movers: Movers | None, messages: Messages, cells: int) -> list[Line]:
    """How many move and what they are worth."""
    language, total = messages.language, sum(sum(row.values()) for row in effect.matrix.values())
    share = quantity(effect.moved / total, "ratio", language, decimals=1) if total else "–"
    counts = {"moved": number(effect.moved, language), "accounts": number(total, language), "share": share}
    text = messages.say("{moved} of {accounts} accounts move ({share})", **counts)
    lines = paragraph(text, cells, "strong" if effect.moved else "")
    rest = [
        messages.say("up {n}", n=number(effect.up, language)),
        messages.say("down {n}", n=number(effect.down, language)),
    ]
    other = effect.moved - effect.up - effect.down
    if other:
        rest.append(messages.say("into the scope or out of it {n}", n=number(other, language)))
    rest.append(_undecided(effect, messages))
    if movers is not None and movers.value is not None:
        unit = value_unit(effect.step.resident.checked)
        rest.append(messages.say("worth {sum}", sum=quantity(_short(movers.value), unit, language)))
    return lines + paragraph(" · ".join(rest), cells, "muted")


def tier_lines(effect: Effect, messages: Messages, cells: int, *, colours: bool = True) -> list[Line]:
    """A row for each tier: a bar of its accounts, how many there were, are now, and the difference."""
    checked = effect.step.resident.checked
    rows = _tier_rows(effect, checked, messages)
    names = min(_LONGEST_TIER, max(width(((row[0], ""),)) for row in rows))
    figures = [max(width(((text, ""),)) for text in column) for column in list(zip(*rows, strict=True))[1:4]]
    bar = min(40, cells - names - sum(figures) - 9)
    most = max((n for row in rows for n in row[4]), default=0)
    lines: list[Line] = []
    for rank, (name, before, after, change, counts) in enumerate(rows):
        line: list[tuple[str, str]] = [(fit(name, names), ""), ("  ", "")]
        if bar >= 4:
            is_tier = rank < len(checked.tiers)
            fill = tier_fill(rank if is_tier else None, colours=colours)
            ink = rank_ink(rank if is_tier else RANKS)
            line += [*_bar(counts[0], counts[1], most, bar, fill, ink), (" ", "")]
        line += [
            (fit(before, figures[0], "right"), "muted"),
            (" → ", "faint"),
            (fit(after, figures[1], "right"), "strong"),
        ]
        line += [("  ", ""), (fit(change, figures[2], "right"), "open" if counts[0] != counts[1] else "faint")]
        lines.append(tuple(line))
    return lines


def matrix_lines(effect: Effect, messages: Messages, cells: int) -> list[Line]:
    """Where accounts come from (rows) and go (columns); where that is too wide, a line for each way that is taken."""
    checked, language = effect.step.resident.checked, messages.language
    names = {key: _name(key, checked, messages) for key in effect.matrix}
    texts = {
        old: {new: number(n, language) if n else "·" for new, n in row.items()} for old, row in effect.matrix.items()
    }
    corner = messages.say("from ↓ to →")
    first = min(_LONGEST_TIER, max(width(((text, ""),)) for text in (corner, *names.values())))
    for longest in (12, 8, 6):
        columns = {
            new: max(min(longest, width(((names[new], ""),))), *(width(((texts[old][new], ""),)) for old in texts))
            for new in names
        }
        if first + sum(columns.values()) + 2 * len(columns) <= cells:
            break
    else:
        return list(_ways(effect, names, messages, cells))
    head: list[tuple[str, str]] = [(fit(corner, first), "faint")]
    head += [(f"  {fit(names[new], room, 'right')}", "muted") for new, room in columns.items()]
    return [tuple(head), *(_matrix_row(old, first, columns, names, texts) for old in names)]


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _undecided(effect: Effect, messages: Messages) -> str:
    before, after = (number(each.undecided, messages.language) for each in (effect.before, effect.after))
    if before == after:
        return messages.say("undecided {n}", n=after)
    return messages.say("undecided {before} → {after}", before=before, after=after)


_Row = tuple[str, str, str, str, tuple[int, int]]


def _tier_rows(effect: Effect, checked: CheckedPack, messages: Messages) -> list[_Row]:
    rows: list[_Row] = []
    for tier in (*(tier.tier.id for tier in checked.tiers), None):
        before, after = effect.before.tiers[tier], effect.after.tiers[tier]
        if tier is not None or before or after:
            figures = number(before, messages.language), number(after, messages.language)
            rows.append(
                (tier_name(checked, tier, messages), *figures, signed(after - before, messages), (before, after))
            )
    return rows


def _bar(before: int, after: int, most: int, cells: int, fill: str, ink: str) -> Line:
    """A bar as long as the accounts that a tier has now; what it lost is dashed, what it won stands out."""
    if not most:
        return ((" " * cells, ""),)
    old, new = (max(round(cells * n / most), 1) if n else 0 for n in (before, after))
    kept, won, lost = min(old, new), max(0, new - old), max(0, old - new)
    return ((fill * kept, ink), (fill * won, "open"), ("╌" * lost, "open"), (" " * (cells - kept - won - lost), ""))


def _matrix_row(
    old: str, first: int, columns: Mapping[str, int], names: Mapping[str, str], texts: Mapping[str, Mapping[str, str]]
) -> Line:
    cells = [
        (
            f"  {fit(texts[old][new], room, 'right')}",
            "faint" if texts[old][new] == "·" else "muted" if old == new else "open",
        )
        for new, room in columns.items()
    ]
    return ((fit(names[old], first), ""), *cells)


def _ways(effect: Effect, names: Mapping[str, str], messages: Messages, cells: int) -> Iterator[Line]:
    for old, row in effect.matrix.items():
        for new, accounts in row.items():
            if accounts and old != new:
                shown = number(accounts, messages.language)
                yield (
                    (fit(f"{names[old]} → {names[new]}", max(0, cells - 12)), ""),
                    (fit(shown, min(12, cells), "right"), "open"),
                )


def _name(key: str, checked: CheckedPack, messages: Messages) -> str:
    ids = {tier.tier.id for tier in checked.tiers}
    return tier_name(checked, key if key in ids or key == OUT_OF_SCOPE else None, messages)


def _short(amount: Decimal) -> Decimal:
    """Without small change, where there is plenty."""
    return amount.to_integral_value(ROUND_HALF_UP) if abs(amount) >= 1000 else amount
