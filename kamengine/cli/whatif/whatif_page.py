"""What came of moving lines, for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from kamengine.api.runs.words import run_title
from kamengine.cli.pages.output import page_width
from kamengine.cli.whatif.matrix import grid, matrix_lines, moved_line
from kamengine.engine.migration import OUT_OF_SCOPE, Migration
from kamengine.language.json_values import json_value
from kamengine.locale.display import number, plain, quantity, width
from kamengine.locale.wrap import wrapped
from kamengine.whatif.words import knob_name, line_text, signed, tier_name, value_unit

if TYPE_CHECKING:
    from kamengine.api import Kept
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack
    from kamengine.whatif.step import Counts, WhatIf


# ── for scripts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def step_json(result: WhatIf) -> dict[str, Any]:
    """The shape that scripts rely on."""
    moved = result.migration
    return {
        **moved.as_json(),
        "up": moved.up,
        "down": moved.down,
        "value": result.step.resident.checked.pack.value,
        "value_unknown": moved.value_unknown,
        "set": {
            one.knob.name: {"from": json_value(one.knob.value), "to": json_value(one.value)} for one in result.moved
        },
        "before": counts_json(result.before),
        "after": counts_json(result.after),
    }


def counts_json(counts: Counts) -> dict[str, Any]:
    """Accounts by tier; those without one and the undecided apart."""
    tiers = {tier: accounts for tier, accounts in counts.tiers.items() if tier is not None}
    without = counts.tiers.get(None, 0)
    return {"in_scope": counts.in_scope, "tiers": tiers, "without_tier": without, "undecided": counts.undecided}


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────────────────


def step_page(result: WhatIf, kept: Kept, messages: Messages) -> str:
    """The run, what was moved, who moved, and what they are worth."""
    lines = [*head(kept, messages), *_knobs(result, messages), "", *_moved(result, messages)]
    checked = result.step.resident.checked
    if result.migration.moved:
        lines += ["", *matrix_lines(result.migration, _names(result.migration, checked, messages), messages)]
        lines += ["", *_tiers(result, messages)]
    return "\n".join(lines)


def head(kept: Kept, messages: Messages) -> list[str]:
    """The pack, its date, and how many accounts it speaks about."""
    resident, language = kept.resident, messages.language
    title = run_title(resident.checked.pack, resident.bindings.as_of, kept.as_of_from, messages)
    scope = number(sum(resident.before.values()), language)
    return [*wrapped(title, page_width()), messages.say("Accounts in scope: {scope}", scope=scope), ""]


def _knobs(result: WhatIf, messages: Messages) -> Iterator[str]:
    if not result.moved:
        yield messages.say("Nothing differs: the values are those of the pack.")
    for one in result.moved:
        ratio = one.knob.unit == "ratio"
        old = line_text(one.knob, one.knob.value, messages, unit=ratio)
        new = line_text(one.knob, one.value, messages)
        text = messages.say("{knob}: {old} → {new}", knob=knob_name(one.knob, messages), old=old, new=new)
        yield from wrapped(text, page_width(), "", "  ")


def _moved(result: WhatIf, messages: Messages) -> Iterator[str]:
    moved, language = result.migration, messages.language
    yield moved_line(moved, messages)
    other = moved.moved - moved.up - moved.down
    if other:
        yield messages.say("Into the scope or out of it: {n}", n=number(other, language))
    if moved.moved and moved.value_moved is not None:
        yield from wrapped(_worth(result, moved.value_moved, messages), page_width(), "", "  ")
    before, after = result.before.undecided, result.after.undecided
    if before != after:
        old, new = number(before, language), number(after, language)
        yield messages.say("Undecided: {before} → {after}", before=old, after=new)
    elif before:
        yield messages.say("Undecided before and after: {n}", n=number(before, language))


def _worth(result: WhatIf, sum: Decimal, messages: Messages) -> str:
    checked = result.step.resident.checked
    name = checked.pack.value
    assert name is not None, "there are values"
    text = messages.say(
        "{value} of those who move, in all: {sum}",
        value=plain(messages.label(checked.label(name))),
        sum=quantity(sum, value_unit(checked), messages.language, decimals=0 if sum == int(sum) else 2),
    )
    if result.migration.value_unknown:
        unknown = number(result.migration.value_unknown, messages.language)
        text += messages.say(" (without {n} of whom it is unknown)", n=unknown)
    return text


def _names(moved: Migration, checked: CheckedPack, messages: Messages) -> dict[str, str]:
    """What people call the rows and columns of the matrix, by key."""
    ids = {tier.tier.id for tier in checked.tiers}
    return {
        key: tier_name(checked, key if key in ids or key == OUT_OF_SCOPE else None, messages) for key in moved.matrix
    }


def _tiers(result: WhatIf, messages: Messages) -> list[str]:
    """Accounts and money of each tier, before and after; of the money as much as there is room for."""
    moved = result.migration
    headers = [messages.say("tier"), messages.say("before"), messages.say("after"), messages.say("change")]
    rows = []
    for key, name in _names(moved, result.step.resident.checked, messages).items():
        old, new = sum(moved.matrix[key].values()), sum(row[key] for row in moved.matrix.values())
        row = [name, *(number(n, messages.language) for n in (old, new)), signed(new - old, messages)]
        rows.append([*row, *_money_of(key, moved, messages)])
    if moved.values is not None:
        headers += [messages.say("value before"), messages.say("value after"), messages.say("change")]
    most = len(headers)
    for columns in (most, most - 1, most - 3):
        lines = list(grid([row[:columns] for row in [headers, *rows]]))
        if moved.values is None or max(width(line) for line in lines) <= page_width():
            break
    return lines


def _money_of(key: str, moved: Migration, messages: Messages) -> list[str]:
    """What the accounts of a tier are worth before and after, and the difference."""
    if moved.values is None:
        return []
    was = sum(moved.values[key].values(), Decimal(0))
    now = sum((values[key] for values in moved.values.values()), Decimal(0))
    return [_money(was, messages), _money(now, messages), signed(_whole(now) - _whole(was), messages)]


def _money(amount: Decimal, messages: Messages) -> str:
    return number(_whole(amount), messages.language)


def _whole(amount: Decimal) -> Decimal:
    """Without small change, where there is plenty."""
    return amount.to_integral_value(ROUND_HALF_UP) if abs(amount) >= 1000 else amount
