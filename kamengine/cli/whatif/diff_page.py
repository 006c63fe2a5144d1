"""What a difference came to, for people, for scripts, and as a file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kamengine.api.runs.words import run_title
from kamengine.cli.pages.output import near, page_width
from kamengine.cli.whatif.matrix import matrix_lines, moved_line
from kamengine.diff.words import Words
from kamengine.engine.migration import ABSENT, OUT_OF_SCOPE
from kamengine.language.json_values import json_value
from kamengine.locale.display import number, plain
from kamengine.locale.figures import figure
from kamengine.locale.wrap import wrapped
from kamengine.problems import Place

if TYPE_CHECKING:
    from kamengine.diff.changes import RuleChange
    from kamengine.diff.difference import Cause, CauseCount, Difference, Mover
    from kamengine.diff.files import Compared
    from kamengine.locale import Messages

_COLUMNS = ("account_id", "name", "from", "to", "from_possible", "to_possible", "value", "causes")


# ── for scripts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def diff_json(difference: Difference, movers: list[Mover] | None) -> dict[str, Any]:
    """The shape that scripts rely on; movers where they were asked for."""
    moved, worth = difference.migration, difference.worth
    shape = {**moved.as_json(), "up": moved.up, "down": moved.down}
    shape |= {"value": worth[1] if worth else None, "value_unknown": moved.value_unknown}
    shape["unfinished"] = difference.search.unfinished
    shape["causes"] = [_count_json(count) for count in difference.causes]
    if movers is not None:
        shape["movers"] = [_mover_json(mover) for mover in movers]
    return shape


def _count_json(count: CauseCount) -> dict[str, Any]:
    """How often a change is a cause, and how often the only one."""
    numbers = {"moves": count.moves, "alone": count.alone}
    if count.rule is None:
        return {"kind": "facts", "name": count.fact, "position": count.position, **numbers}
    if count.rule.element == "date":
        return {"kind": "facts", "name": count.rule.name, "position": False, **numbers}
    return {"kind": "rule", **_rule_json(count.rule), **numbers}


def _mover_json(mover: Mover) -> dict[str, Any]:
    causes = [cause_json(cause) for cause in mover.causes]
    return {"account_id": mover.account_id, "from": mover.old, "to": mover.new, "causes": causes}


def cause_json(cause: Cause) -> dict[str, Any]:
    """A cause as data."""
    if cause.rule is not None:
        return {"kind": "rule", **_rule_json(cause.rule)}
    shape: dict[str, Any] = {"kind": "facts", **_pairs_json(cause.facts)}
    return {**shape, "position": True, "own": _pairs_json(cause.own)} if cause.position else shape


def _pairs_json(pairs: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Old and new values by name."""
    return {
        side: {name: json_value(pair[index]) for name, pair in pairs.items()}
        for index, side in enumerate(("from", "to"))
    }


def _rule_json(rule: RuleChange) -> dict[str, Any]:
    shape: dict[str, Any] = {"element": rule.element}
    if rule.name:
        shape["name"] = rule.name
    if rule.element != "together":
        shape |= {"from": json_value(rule.old), "to": json_value(rule.new)}
    if rule.source is not None:
        shape["source"] = rule.source
    shape |= {"file": rule.place.file, "line": rule.place.line}
    if rule.parts:
        shape["parts"] = [_rule_json(part) for part in rule.parts]
    return shape


# ── as a file ────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_movers(difference: Difference, path: Path, messages: Messages) -> None:
    """Write a row per mover to a ``.csv`` or ``.parquet`` file, ordered like `Difference.movers`.

    The columns: ``account_id``, ``name``, ``from``, ``to``, ``from_possible``, ``to_possible``, ``value``, and
    ``causes`` as a sentence. In CSV, no text is one that a spreadsheet takes for a formula.

    Raises:
        KamError: the file cannot be written.
    """
    from sqlglot import exp

    from kamengine.engine.run import DIALECT, write_query
    from kamengine.intake.formulas import neutralised

    words = Words(difference.packs, messages)
    safe = neutralised if path.suffix.lower() == ".csv" else str
    with TemporaryDirectory() as folder:
        rows = Path(folder) / "movers.csv"
        with rows.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_NOTNULL if hasattr(csv, "QUOTE_NOTNULL") else csv.QUOTE_ALL)
            for mover in difference.movers():
                writer.writerow(_row(mover, words, safe))
        types = ", ".join(f"'{name}': '{'DOUBLE' if name == 'value' else 'VARCHAR'}'" for name in _COLUMNS)
        source = exp.Literal.string(str(rows)).sql(DIALECT)
        read = f"read_csv({source}, header = false, auto_detect = false, nullstr = '', columns = {{{types}}})"
        write_query(difference.both.new.run.snapshot, f"SELECT * FROM {read}", path)


def _row(mover: Mover, words: Words, safe: Callable[[str], str]) -> tuple[object, ...]:
    """The cells of a mover; ``safe`` makes a text one that may stand in the file."""
    value = None if mover.value is None else f"{mover.value.normalize():f}"
    texts = (mover.account_id, mover.name, mover.old, mover.new, mover.old_possible, mover.new_possible)
    return (*(text and safe(text) for text in texts), value, safe(words.causes(mover.causes)))


# ── for people ───────────────────────────────────────────────────────────────────────────────────────────────────────


def page(compared: Compared, movers: list[Mover] | None, messages: Messages) -> str:
    """The runs, the matrix, the causes summed up, and the movers where they were asked for."""
    difference = compared.difference
    words = Words(difference.packs, messages)
    lines = [*_head(compared, messages), *_counts(difference, messages)]
    if difference.migration.accounts:
        lines += ["", *matrix_lines(difference.migration, _names(difference, words), messages)]
    lines += ["", *_causes(difference, words, messages)] if difference.migration.moved else []
    lines += _unfinished(difference, messages)
    lines += _idle_rules(difference, words, messages)
    if movers:
        lines += ["", *_movers(difference, movers, words, messages)]
    return "\n".join(lines)


def _head(compared: Compared, messages: Messages) -> Iterator[str]:
    both = compared.difference.both
    old, new = (
        run_title(side.run.checked.pack, side.run.as_of, source, messages)
        for side, source in zip((both.old, both.new), compared.as_of_from, strict=True)
    )
    yield from wrapped(messages.say("Old: {run}", run=old), page_width(), "", "     ")
    yield from wrapped(messages.say("New: {run}", run=new), page_width(), "", "     ")


def _counts(difference: Difference, messages: Messages) -> Iterator[str]:
    moved, language = difference.migration, messages.language
    yield moved_line(moved, messages)
    other = moved.moved - moved.up - moved.down
    if other:
        yield messages.say("Came, went, or moved into the scope or out of it: {n}", n=number(other, language))
    if difference.only_possible:
        n = number(difference.only_possible, language)
        yield messages.say("Same tier, but another best tier that is still possible: {n}", n=n)
    if moved.moved and moved.value_moved is not None:
        yield from wrapped(_worth(difference, moved.value_moved, messages), page_width(), "", "  ")


def _worth(difference: Difference, value: Decimal, messages: Messages) -> str:
    """What the movers are worth together."""
    assert difference.worth is not None, "there are values"
    checked, name = difference.worth
    unit = checked.symbols[name].type.unit
    text = messages.say(
        "{value} of those who moved: {sum}",
        value=plain(messages.label(checked.label(name))),
        sum=figure(value, str(unit) if unit is not None else None, messages.language),
    )
    if difference.migration.value_unknown:
        unknown = number(difference.migration.value_unknown, messages.language)
        text += messages.say(" (without {n} of whom it is unknown)", n=unknown)
    return text


def _names(difference: Difference, words: Words) -> dict[str, str]:
    """What people call the rows and columns of the matrix, by key."""
    runs = (difference.both.old.run, difference.both.new.run)
    known = {tier.id for run in runs for tier in run.checked.pack.tiers} | {OUT_OF_SCOPE, ABSENT}
    return {key: words.tier(key if key in known else None) for key in difference.migration.matrix}


def _causes(difference: Difference, words: Words, messages: Messages) -> Iterator[str]:
    yield messages.say("Causes (accounts; some moves have several):")
    rows = [(count.moves, words.count(count), _where(count.rule)) for count in difference.causes]
    came = sum(row.get(key, 0) for row in [difference.migration.matrix.get(ABSENT, {})] for key in row)
    went = sum(row.get(ABSENT, 0) for row in difference.migration.matrix.values())
    rows += [(came, messages.say("only in the new file"), "")] if came else []
    rows += [(went, messages.say("only in the old file"), "")] if went else []
    widest = max(len(number(n, messages.language)) for n, _, _ in rows) + 2
    for n, text, where in rows:
        head = number(n, messages.language).rjust(widest) + "  "
        yield from wrapped(plain(f"{text}{where}", None), page_width(), head, " " * len(head))


def _unfinished(difference: Difference, messages: Messages) -> list[str]:
    """That some sets of causes may hold more than is needed."""
    n = difference.search.unfinished
    if not n:
        return []
    text = messages.say(
        "The search for causes stopped at its bound: of {n} moves more causes may be named than are needed.",
        n=number(n, messages.language),
    )
    return wrapped(text, page_width())


def _idle_rules(difference: Difference, words: Words, messages: Messages) -> Iterator[str]:
    """Rules that differ and moved nobody."""
    busy = {count.rule for count in difference.causes}
    idle = [rule for rule in difference.rules if rule not in busy]
    if idle:
        yield ""
        yield messages.say("Rules that differ and moved nobody:")
    for rule in idle:
        yield from wrapped(f"{words.rule(rule)}{_where(rule)}", page_width(), "  ", "  ")


def _where(rule: RuleChange | None) -> str:
    if rule is None or rule.place.file is None:
        return ""
    return f" ({plain(str(Place(near(rule.place.file), rule.place.line)), None)})"


def _movers(difference: Difference, movers: list[Mover], words: Words, messages: Messages) -> Iterator[str]:
    for mover in movers:
        name = f" {plain(mover.name)}" if mover.name else ""
        change = f"{words.tier(mover.old)} → {words.tier(mover.new)}"
        head = messages.say("{what}: {change}", what=f"{plain(mover.account_id)}{name}", change=change)
        yield from wrapped(head, page_width(), "", "  ")
        yield from wrapped(words.causes(mover.causes, brief=True), page_width(), "  ", "  ")
    rest = difference.migration.moved - len(movers)
    if rest > 0:
        more = number(rest, messages.language)
        yield messages.say("and {n} more; --limit lists more, -o writes all to a file", n=more)
