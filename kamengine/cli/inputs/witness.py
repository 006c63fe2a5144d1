"""Facts on the command line: those of a witness as ``--fact NAME=VALUE``, and such facts as an account that is run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamengine.cli.lines.help import LONGEST_WORD
from kamengine.language.json_values import json_value
from kamengine.language.syntax import read_date
from kamengine.locale.written_numbers import number_written
from kamengine.pack.typed import way_of_writing
from kamengine.problems import KamError, Message, Place, Problem, did_you_mean, say

if TYPE_CHECKING:
    from kamengine.engine.run import Run
    from kamengine.language.expressions import Type
    from kamengine.pack.checked import CheckedPack

ACCOUNT = "made-up"
"""The id of the account that has the facts of the line."""

_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "是": True, "否": False}


def fact_text(value: object) -> str:
    """A value as it is typed: ``12000``, ``true``, ``2026-01-31``, ``county``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int | float):
        text = format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def facts_json(facts: Mapping[str, Any]) -> dict[str, object]:
    """Facts as JSON has them: decimals are numbers, dates ISO texts."""
    return {name: json_value(value) for name, value in facts.items()}


def made_up_run(checked: CheckedPack, facts: Mapping[str, str], as_of: date | None, sets: Mapping[str, str]) -> Run:
    """One account with the facts of the line, classified; everything else about it is unknown.

    What looks at the whole portfolio is taken from the facts, or unknown, since there is no portfolio.

    Args:
        checked: the pack.
        facts: as typed, by name: fields, indicators and criteria.
        as_of: the date of the run; left out, the newest date in the pack.
        sets: parameters to use instead of the pack's.

    Raises:
        KamError: there is no such fact, or a value does not fit it.
    """
    from kamengine.engine.database import connect
    from kamengine.engine.made_up import made_up
    from kamengine.engine.run import classify
    from kamengine.pack.check_tests import newest_start
    from kamengine.proof.overall import pinned_names

    values = _read(checked, facts)
    computed = {name for name in values if name in checked.indicators or name in checked.criteria}
    account = {"account_id": ACCOUNT, **values}
    snapshot = made_up(connect(threads=1), checked, [account], pinned=computed | set(pinned_names(checked)))
    day = as_of or newest_start(checked.pack)
    return classify(checked, snapshot, day, dict(sets), allow_clashes=True)


def _read(checked: CheckedPack, facts: Mapping[str, str]) -> dict[str, Any]:
    from kamengine.pack.check_tests import misfit

    known = {n: s for n, s in checked.symbols.items() if s.role in ("field", "indicator", "criterion")}
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, text in facts.items():
        place = Place(key=f"--fact {name}"[:LONGEST_WORD])
        if name not in known:
            problems.append(Problem(place, say("there is no fact {name}", name=name), did_you_mean(name, known)))
            continue
        type = known[name].type
        value = _value(text, type, checked.unit(name))
        wrong: Message | None = misfit(value, type)
        if wrong is not None:
            remedy = did_you_mean(text, type.choices) if type.kind == "choice" else None
            if type.numeric and isinstance(value, str):
                remedy = way_of_writing(Decimal(0), checked.unit(name))
            problems.append(Problem(place, wrong, remedy))
        else:
            values[name] = _held(value, type)
    if problems:
        raise KamError(problems)
    return values


def _value(text: str, type: Type, unit: str | None) -> Any:
    """The value of a text; the text itself where it does not fit."""
    if type.kind == "bool":
        return _BOOLEANS.get(text.casefold(), text)
    if type.kind == "date":
        return read_date(text) or text
    if type.numeric:
        number = number_written(text, unit)
        return text if number is None else number
    return text


def _held(value: Any, type: Type) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if type.kind == "integer" else value if type.decimal else float(value)
