"""A checked pack and an as-of date → the values of its parameters and tables on that date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kamengine.language.expressions import Value
from kamengine.language.sql import Bindings
from kamengine.language.tables import Key, Table
from kamengine.pack.check_score import quantities, scorecard_problems
from kamengine.pack.checked import CheckedPack
from kamengine.pack.model import DatedValue, LookupTable, Param, Part, Scalar
from kamengine.pack.section import word_for
from kamengine.pack.typed import decimal_of, outside_range, parse_like, way_of_writing
from kamengine.pack.weights import PREFIX, shared_weights, with_weights
from kamengine.problems import KamError, Place, Problem, did_you_mean, say


def bind(checked: CheckedPack, as_of: date, sets: Mapping[str, Scalar] | None = None) -> Bindings:
    """The parameters and tables of a pack as they stand on a date.

    Args:
        checked: the pack.
        as_of: picks, for each parameter and table key, the newest value that has started.
        sets: values that replace those of the pack; texts are read as the parameter's kind. ``weights.PART`` is the
            weight of a part of the scorecard; parts that are not named share the rest in proportion.

    Raises:
        KamError: a parameter has no value on that date, a set one does not exist or does not fit, or the scorecard
            is unsound with these values.
    """
    pack = checked.pack
    problems: list[Problem] = []
    parameters: dict[str, Value] = {}
    sets = sets or {}
    asked = _weights(sets, problems)
    for name in sets:
        if name not in pack.params and not name.startswith(PREFIX):
            what = say("{name} is not a parameter of the pack {pack}", name=name, pack=pack.id)
            problems.append(Problem(Place(key=f"--set {name}"), what, did_you_mean(name, pack.params)))
    for name, param in pack.params.items():
        found = _set_value(param, sets[name], checked.unit(name)) if name in sets else _on(checked, param, as_of)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            parameters[name] = found
    weights: dict[str, Decimal] = {}
    if not problems:
        numbers = {name: value for name, value in parameters.items() if isinstance(value, Decimal)}
        weights, problems = shared_weights(pack, asked, numbers) if asked else ({}, [])
        problems = problems or scorecard_problems(with_weights(pack, weights), numbers)
    if problems:
        raise KamError(problems)
    tables = {name: _table_on(table, as_of) for name, table in pack.tables.items()}
    return Bindings(as_of, parameters, tables, weights)


def quantity(value: Decimal | str | None, bindings: Bindings) -> Decimal | None:
    """A number of the scorecard: itself, or the parameter it names."""
    if not isinstance(value, str):
        return value
    known = bindings.parameters.get(value)
    return known if isinstance(known, Decimal) else None


def weight_of(part: Part, bindings: Bindings) -> Decimal:
    """The weight of a part in a run."""
    weight = bindings.weights.get(part.id, part.weight)
    number = quantity(weight, bindings)
    assert number is not None, "bound parameters are numbers"
    return number


def scorecard_parameters(checked: CheckedPack) -> frozenset[str]:
    """Names of the parameters that the scorecard uses as weight, line or points."""
    return frozenset(q for part, _ in checked.parts for q, _ in quantities(part) if isinstance(q, str))


def _weights(sets: Mapping[str, Scalar], problems: list[Problem]) -> dict[str, Decimal]:
    """The weights that are set, by part."""
    weights = {}
    for name, value in sets.items():
        if name.startswith(PREFIX):
            number = decimal_of(value)
            if number is None:
                what = say("{value} is not {wanted}", value=str(value)[:40], wanted=word_for(Decimal(0)))
                problems.append(Problem(Place(key=f"--set {name}"), what, way_of_writing(Decimal(0))))
            else:
                weights[name.removeprefix(PREFIX)] = number
    return weights


def _on(checked: CheckedPack, param: Param, as_of: date) -> Value | Problem:
    valid = [value for value in param.values if value.start is None or value.start <= as_of]
    if valid:
        return _newest(valid).value
    first = min(value.start for value in param.values if value.start)
    what = say(
        "{name} has no value on {date}; its first one starts on {first}",
        name=param.name,
        date=as_of.isoformat(),
        first=first.isoformat(),
    )
    remedy = say("use a later --as-of, or --set {name}=VALUE", name=param.name)
    return Problem(checked.pack.place("params", param.name), what, remedy)


def _newest(values: list[DatedValue]) -> DatedValue:
    return max(values, key=lambda value: value.start or date.min)


def _table_on(table: LookupTable, as_of: date) -> Table:
    """The rows that have started, the newest first, so that of rows that hold the same key the newest counts."""
    started = [row for row in table.rows if row.value.start is None or row.value.start <= as_of]
    newest_first = sorted(started, key=lambda row: row.value.start or date.min, reverse=True)
    rows: dict[tuple[Key, ...], Value] = {}
    for row in newest_first:
        rows.setdefault(row.key, row.value.value)
    return rows


def _set_value(param: Param, value: Scalar, unit: str | None) -> Value | Problem:
    place = Place(key=f"--set {param.name}")
    sample = param.values[0].value
    parsed = parse_like(sample, value, unit)
    if parsed is None:
        what = say("{value} is not {wanted}", value=str(value)[:40], wanted=word_for(sample))
        return Problem(place, what, way_of_writing(sample, unit))
    if param.choices and parsed not in param.choices:
        what = say("{value} is not one of {allowed}", value=str(value)[:40], allowed=", ".join(param.choices))
        return Problem(place, what, did_you_mean(str(value), param.choices))
    outside = outside_range(param, parsed, value)
    return parsed if outside is None else Problem(place, outside)
