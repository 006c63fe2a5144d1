"""The scorecard's checks: subjects are numbers, weights add to 100, bands ascend, points are 0 to 100.

Numbers that are parameters are checked again when a run binds them (`kamengine.pack.bind`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from kamengine.language.expressions import NULL, Type
from kamengine.language.vocabulary import Symbol
from kamengine.pack.model import Pack, Part, Quantity
from kamengine.problems import Message, Problem, did_you_mean, say

Path = tuple[str | int, ...]


def check_score(pack: Pack, symbols: Mapping[str, Symbol]) -> tuple[tuple[tuple[Part, Type], ...], list[Problem]]:
    """Each part with the type of its subject, and everything that is wrong with the scorecard."""
    if pack.score is None:
        return (), []
    problems: list[Problem] = []
    parts = []
    seen: set[str] = set()
    for index, part in enumerate(pack.score.parts):
        path: Path = ("score", "parts", index)
        parts.append((part, _subject(pack, part, path, symbols, problems)))
        if part.id.casefold() in seen:  # engines do not tell the names of columns apart by case
            problems.append(Problem(pack.place(*path, "id"), say("the part {id} is there twice", id=part.id)))
        seen.add(part.id.casefold())
        for quantity, where in quantities(part):
            problems += _named(pack, quantity, (*path, *where), symbols)
    literal = {name: value for name, value in _literals(pack)}
    problems += scorecard_problems(pack, literal)
    return tuple(parts), problems


def scorecard_problems(pack: Pack, values: Mapping[str, Decimal]) -> list[Problem]:
    """What is wrong with weights, bands, lines and points, as far as the numbers are known.

    Args:
        pack: with a scorecard.
        values: of the parameters that the scorecard names; those not in it are left out of the checks.
    """
    if pack.score is None:
        return []
    problems: list[Problem] = []
    weights = [number_of(part.weight, values) for part in pack.score.parts]
    known = [weight for weight in weights if weight is not None]
    if len(known) == len(weights) and sum(known) != 100:
        what = say("the weights add to {total}, not to 100", total=sum(known))
        problems.append(Problem(pack.place("score", "parts"), what, say("change a weight")))
    for index, part in enumerate(pack.score.parts):
        for what, where in _part_problems(part, weights[index], values):
            problems.append(Problem(pack.place("score", "parts", index, *where), what))
    return problems


def quantities(part: Part) -> Iterable[tuple[Quantity, Path]]:
    """Every number of a part that may be a parameter, with its path below the part."""
    yield part.weight, ("weight",)
    for index, band in enumerate(part.bands):
        if band.start is not None:
            yield band.start, ("bands", index, "from")
        yield band.points, ("bands", index, "points")
    for index, (x, y) in enumerate(part.line):
        yield x, ("line", index)
        yield y, ("line", index)


def number_of(quantity: Quantity | None, values: Mapping[str, Decimal]) -> Decimal | None:
    """The number itself, or the value of the parameter it names; None when that is not known."""
    return values.get(quantity) if isinstance(quantity, str) else quantity


def _literals(pack: Pack) -> Iterable[tuple[str, Decimal]]:
    """Parameters with one value only: what they say holds on every date."""
    for name, param in pack.params.items():
        if len(param.values) == 1 and isinstance(param.values[0].value, Decimal):
            yield name, param.values[0].value


def _subject(pack: Pack, part: Part, path: Path, symbols: Mapping[str, Symbol], problems: list[Problem]) -> Type:
    symbol = symbols.get(part.subject)
    numeric = [name for name, s in symbols.items() if s.role in ("field", "indicator") and s.type.numeric]
    if part.subject and (symbol is None or symbol.role not in ("field", "indicator")):
        what = say("{name} is not an indicator or a field", name=part.subject)
        problems.append(Problem(pack.place(*path, "indicator"), what, did_you_mean(part.subject, numeric)))
    elif symbol is not None and not symbol.type.numeric and symbol.type.kind != "null":
        what = say("{name} is a {kind}; points need a number", name=part.subject, kind=symbol.type.kind)
        problems.append(Problem(pack.place(*path, "indicator"), what))
    return symbol.type if symbol is not None else NULL


def _named(pack: Pack, quantity: Quantity, path: Path, symbols: Mapping[str, Symbol]) -> list[Problem]:
    if not isinstance(quantity, str):
        return []
    symbol = symbols.get(quantity)
    if symbol is not None and symbol.role == "parameter" and symbol.type.numeric:
        return []
    what = say("{name} is not a numeric parameter", name=quantity)
    numeric = [name for name in pack.params if name in symbols and symbols[name].type.numeric]
    return [Problem(pack.place(*path), what, did_you_mean(quantity, numeric))]


def _part_problems(part: Part, weight: Decimal | None, values: Mapping[str, Decimal]) -> Iterable[tuple[Message, Path]]:
    if weight is not None and weight < 0:
        yield say("a weight is not negative"), ("weight",)
    starts = [number_of(band.start, values) for band in part.bands]
    for index in range(1, len(starts)):
        low, high = starts[index - 1], starts[index]
        if low is not None and high is not None and low >= high:
            yield say("bands must ascend: {low} comes before {high}", low=low, high=high), ("bands", index, "from")
    xs = [number_of(x, values) for x, _ in part.line]
    for index in range(1, len(xs)):
        low, high = xs[index - 1], xs[index]
        if low is not None and high is not None and low >= high:
            yield (
                say("the points of a line must ascend: {low} comes before {high}", low=low, high=high),
                ("line", index),
            )
    points = [(band.points, ("bands", i, "points")) for i, band in enumerate(part.bands)]
    points += [(y, ("line", i)) for i, (_, y) in enumerate(part.line)]  # type: ignore[misc]  # paths of two lengths
    for quantity, where in points:
        number = number_of(quantity, values)
        if number is not None and not 0 <= number <= 100:
            yield say("points are 0 to 100, not {n}", n=number), where
