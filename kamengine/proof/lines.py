"""The lines that a pack draws: numbers that facts are compared with, and the pack with one of them moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from kamengine.language import expressions as node
from kamengine.language.expressions import Expr, Type
from kamengine.language.rewriting import replaced
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import Band, Part
from kamengine.proof.expression_text import expression_text, plain_number

Path = tuple[str | int, ...]
OwnerKind = Literal["criteria", "indicators", "tiers", "scope", "points"]

_MOST_PLACES = 4
_MONEY_STEP = Decimal("0.01")
_SCORE_STEP = Decimal(1)


@dataclass(frozen=True)
class Owner:
    """What looks at a line directly: a criterion, an indicator, a tier, the scope, or a part of the score.

    Attributes:
        kind: which of them.
        key: its name, or its place in the list.
        atom: the comparison that the line is in; None for the start of a band or of a segment.
    """

    kind: OwnerKind
    key: str | int
    atom: Expr | None


@dataclass(frozen=True)
class Line:
    """One number that decides, and by how much it is moved.

    Attributes:
        path: where it stands in the pack.
        text: what people call it: ``key_spend = 10000``, ``spend >= 5000``.
        value: the number; that of a parameter is the one of the day.
        step: the least difference that people tell apart in what it is compared with.
        owners: everything that looks at it.
        parameter: its name, when it is one.
        constant: its node in the owner's condition, when it stands there.
    """

    path: Path
    text: str
    value: Decimal
    step: Decimal
    owners: tuple[Owner, ...]
    parameter: str | None = None
    constant: node.Constant | None = None

    def moved(self, checked: CheckedPack, by: int) -> CheckedPack:
        """The pack with the line some steps up or down; for a parameter the pack as it is (see `parameters`)."""
        if self.parameter is not None:
            return checked
        value = self.value + by * self.step
        if self.constant is None:
            return _with_start(checked, self.path, value)
        other = replace(self.constant, value=value)
        return _with_expression(checked, self.path, self.constant, other)

    def parameters(self, given: Mapping[str, Any], by: int) -> dict[str, Any]:
        """Parameters with this one some steps up or down."""
        if self.parameter is None:
            return dict(given)
        return {**given, self.parameter: given[self.parameter] + by * self.step}


def lines_of(checked: CheckedPack, parameters: Mapping[str, Any]) -> list[Line]:
    """Every line of a pack: parameters first, then numbers in conditions, then starts of bands and segments.

    Args:
        checked: the pack.
        parameters: the values of its parameters.
    """
    found: list[Line] = []
    owners = dict(_expressions(checked))
    for name, value in parameters.items():
        if isinstance(value, Decimal):
            line = _parameter_line(checked, name, value, owners)
            found += [line] if line is not None else []
    for path, (owner, expr) in owners.items():
        found += _constants(checked, path, owner, expr)
    return [*found, *_starts(checked)]


def _expressions(checked: CheckedPack) -> Iterator[tuple[Path, tuple[Owner, Expr]]]:
    for name, expr in checked.criteria.items():
        yield ("criteria", name, "when"), (Owner("criteria", name, None), expr)
    for name, one in checked.indicators.items():
        yield ("indicators", name, "value"), (Owner("indicators", name, None), one.expr)
        if one.where is not None:
            yield ("indicators", name, "where"), (Owner("indicators", name, None), one.where)
    for index, tier in enumerate(checked.tiers):
        if tier.when is not None:
            yield ("tiers", index, "when"), (Owner("tiers", index, None), tier.when)
    if checked.scope is not None:
        yield ("pack", "scope"), (Owner("scope", "", None), checked.scope)


# ── parameters ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _parameter_line(
    checked: CheckedPack, name: str, value: Decimal, expressions: Mapping[Path, tuple[Owner, Expr]]
) -> Line | None:
    """A parameter as a line, when anything is compared with it; weights and points are amounts, not lines."""
    owners: list[Owner] = []
    steps: list[Decimal] = []
    for owner, expr in expressions.values():
        for atom in _atoms(expr):
            if name in node.names(atom, "parameter"):
                owners.append(replace(owner, atom=atom))
                steps += [_step(checked, other) for other in _others(atom, name)]
    for index, (part, _) in enumerate(checked.parts):
        if name in [band.start for band in part.bands] or name in [x for x, _ in part.line]:
            owners.append(Owner("points", index, None))
            steps.append(_step_of(checked, part.subject))
    if not owners:
        return None
    step = min(steps, default=Decimal(1))
    text = f"{name} = {plain_number(value)}"
    return Line(("params", name), text, value, step, tuple(owners), parameter=name)


def _atoms(expr: Expr) -> Iterator[Expr]:
    """The comparisons in a condition; calls that compare by themselves are atoms too."""
    counts = isinstance(expr, node.Call) and (expr.type.kind != "bool" or expr.function.name == "at_least")
    if counts or isinstance(expr, node.Compare | node.Between):
        yield expr
    for part in node.children(expr):
        yield from _atoms(part)


def _others(atom: Expr, name: str) -> Iterator[Expr]:
    for side in node.children(atom):
        if name not in node.names(side, "parameter") and side.type.numeric and not side.type.constant:
            yield side


# ── numbers in conditions ────────────────────────────────────────────────────────────────────────────────────────────


def _constants(checked: CheckedPack, path: Path, owner: Owner, expr: Expr) -> Iterator[Line]:
    for atom in node.walk(expr):
        if not isinstance(atom, node.Compare | node.Between):
            continue
        sides = node.children(atom)
        looked_at = [side for side in sides if side.type.numeric and not side.type.constant]
        for side in sides:
            if isinstance(side, node.Constant) and isinstance(side.value, Decimal) and looked_at:
                step = min(_step(checked, other) for other in looked_at)
                own = replace(owner, atom=atom)
                yield Line(path, expression_text(atom), side.value, step, (own,), constant=side)


def _with_expression(checked: CheckedPack, path: Path, old: Expr, new: Expr) -> CheckedPack:
    match path:
        case ("criteria", str(name), _):
            return replace(checked, criteria={**checked.criteria, name: replaced(checked.criteria[name], old, new)})
        case ("indicators", str(name), "where"):
            one = checked.indicators[name]
            assert one.where is not None
            other = replace(one, where=replaced(one.where, old, new))
            return replace(checked, indicators={**checked.indicators, name: other})
        case ("indicators", str(name), _):
            one = checked.indicators[name]
            other = replace(one, expr=replaced(one.expr, old, new))
            return replace(checked, indicators={**checked.indicators, name: other})
        case ("tiers", int(index), _):
            tier = checked.tiers[index]
            assert tier.when is not None
            moved = replace(tier, when=replaced(tier.when, old, new))
            return replace(checked, tiers=(*checked.tiers[:index], moved, *checked.tiers[index + 1 :]))
    assert checked.scope is not None
    return replace(checked, scope=replaced(checked.scope, old, new))


# ── bands and segments ───────────────────────────────────────────────────────────────────────────────────────────────


def _starts(checked: CheckedPack) -> Iterator[Line]:
    for index, (part, _) in enumerate(checked.parts):
        owner = (Owner("points", index, None),)
        step = _step_of(checked, part.subject)
        for place, band in enumerate(part.bands):
            if isinstance(band.start, Decimal):
                path: Path = ("score", "parts", index, "bands", place, "from")
                yield Line(path, f"{part.subject} >= {plain_number(band.start)}", band.start, step, owner)
        for place, (x, _) in enumerate(part.line):
            if isinstance(x, Decimal):
                text = f"{part.subject} = {plain_number(x)}"
                yield Line(("score", "parts", index, "line", place), text, x, step, owner)


def _with_start(checked: CheckedPack, path: Path, value: Decimal) -> CheckedPack:
    _, _, index, kind, place, *_ = path
    assert isinstance(index, int) and isinstance(place, int)
    part, type = checked.parts[index]
    if kind == "bands":
        bands = [Band(value, band.points) if i == place else band for i, band in enumerate(part.bands)]
        moved: Part = replace(part, bands=tuple(bands))
    else:
        moved = replace(part, line=tuple((value, y) if i == place else (x, y) for i, (x, y) in enumerate(part.line)))
    return replace(checked, parts=(*checked.parts[:index], (moved, type), *checked.parts[index + 1 :]))


# ── steps ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _step(checked: CheckedPack, expr: Expr) -> Decimal:
    """The least difference that people tell apart in the values of an expression.

    1 for whole numbers and the score, a hundredth for money, else what the decimals of an indicator show, at most four.
    """
    if isinstance(expr, node.Name) and expr.role == "score":
        return _SCORE_STEP
    if isinstance(expr, node.Name) and expr.role == "indicator":
        return _step_of(checked, expr.name)
    return _step_of_type(checked, expr.type, _MOST_PLACES)


def _step_of(checked: CheckedPack, name: str) -> Decimal:
    one = checked.indicators.get(name)
    places = one.indicator.decimals if one is not None else _MOST_PLACES
    return _step_of_type(checked, checked.symbols[name].type, places)


def _step_of_type(checked: CheckedPack, type: Type, places: int) -> Decimal:
    if type.kind == "integer":
        return Decimal(1)
    currency = checked.pack.currency
    is_money = type.decimal or (currency is not None and currency in str(type.unit or ""))
    return _MONEY_STEP if is_money and places >= 2 else Decimal(1).scaleb(-min(places, _MOST_PLACES))
