"""Reading one table of a TOML file key by key: the right types, no unknown keys, every problem noted with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kamengine.declarations import Label
from kamengine.pack.model import Quantity, Scalar, place_of
from kamengine.pack.toml_source import Path, TomlSource
from kamengine.problems import Message, Place, Problem, did_you_mean, say

_WORDS: Mapping[type, Message] = {
    str: say("a text"),
    bool: say("true or false"),
    int: say("a number"),
    Decimal: say("a number"),
    float: say("a number"),
    dict: say("a table"),
    list: say("a list"),
    date: say("a date"),
    datetime: say("a date with a time"),
}


@dataclass
class Findings:
    """The problems found in one file, in the order of finding."""

    source: TomlSource
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where a path stands in the file."""
        return place_of(self.source.file, self.source.lines, path)

    def add(self, path: Path, what: Message, remedy: Message | None = None) -> None:
        """Note a problem at a path."""
        self.problems.append(Problem(self.place(path), what, remedy))


@dataclass
class Section:
    """One table of the file. Each read marks its key as known; `done` reports the keys that nothing read."""

    findings: Findings
    path: Path
    data: Mapping[str, Any]
    known: set[str] = field(default_factory=set)

    def raw(self, key: str) -> Any:
        """The value of a key as TOML has it, or None."""
        self.known.add(key)
        return self.data.get(key)

    def wrong(self, key: str, what: Message, remedy: Message | None = None) -> None:
        """Note a problem with a key."""
        self.findings.add((*self.path, key), what, remedy)

    def done(self) -> None:
        """Report every key that was never asked for."""
        for key in self.data:
            if key not in self.known:
                self.wrong(key, say("unknown key"), did_you_mean(key, self.known))

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text that is not blank."""
        value: str | None = self._typed(key, str, required=required)
        if value is not None and not value.strip():
            self.wrong(key, say("is blank"))
            return None
        return value

    def truth(self, key: str) -> bool:
        """True or false; false when it is not there."""
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, say("must be {wanted}, not {found}", wanted=say("true or false"), found=word_for(value)))
        return value is True

    def label(self, key: str) -> Label:
        """A label: a text, or ``{ en = …, zh = … }``; empty when it is not there."""
        value = self.raw(key)
        if value is None:
            return Label()
        if isinstance(value, str):
            return Label(value, value)
        if isinstance(value, dict) and value and all(isinstance(text, str) for text in value.values()):
            for language in set(value) - {"en", "zh"}:
                self.wrong(key, say("unknown language {language}; labels are en and zh", language=language))
            return Label(value.get("en", ""), value.get("zh", ""))
        self.wrong(key, say("must be a text, or one text for each of en and zh"))
        return Label()

    def one_of(
        self, key: str, allowed: Sequence[str], default: str | None = None, *, required: bool = False
    ) -> str | None:
        """One of a few words."""
        value = self._typed(key, str, required=required)
        if value is not None and value not in allowed:
            what = say("{value} is not one of {allowed}", value=f'"{value}"', allowed=", ".join(allowed))
            self.wrong(key, what, did_you_mean(value, allowed))
            return default
        return default if value is None else value

    def number(self, key: str, *, required: bool = False) -> Decimal | None:
        """A finite number."""
        value = self.raw(key)
        if value is None:
            self._note_missing(key, required)
            return None
        return self._number((*self.path, key), value)

    def quantity(self, key: str, *, required: bool = False) -> Quantity | None:
        """A number, or the name of a parameter."""
        value = self.raw(key)
        if value is None:
            self._note_missing(key, required)
            return None
        return value if isinstance(value, str) else self._number((*self.path, key), value)

    def day(self, key: str) -> date | None:
        """A date without a time."""
        value: date | None = self._typed(key, date)
        if isinstance(value, datetime):
            self.wrong(key, say("must be a date, not a date with a time"))
            return None
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self._typed(key, list, required=required) or []
        for index, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.findings.add((*self.path, key, index), say("must be a text, not {found}", found=word_for(item)))
        return tuple(item for item in value if isinstance(item, str))

    def scalars(self, key: str) -> dict[str, Scalar]:
        """A table of plain values by name."""
        return self.section(key).plain()

    def plain(self) -> dict[str, Scalar]:
        """All of this table as plain values by name."""
        values: dict[str, Scalar] = {}
        for key in self.data:
            value = self.scalar((*self.path, key), self.raw(key))
            if value is not None:
                values[key] = value
        return values

    def scalar(self, path: Path, value: Any) -> Scalar | None:
        """A plain value: number, text, truth or date."""
        if isinstance(value, bool | str):
            return value
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self._number(path, value)

    def section(self, key: str) -> Section:
        """A table inside this one; empty when it is not there or is something else."""
        value = self._typed(key, dict)
        return Section(self.findings, (*self.path, key), value or {})

    def sections(self, key: str) -> Iterator[tuple[str, Section]]:
        """The tables inside a table, by name, such as ``[params.NAME]``."""
        for name, value in (self._typed(key, dict) or {}).items():
            path = (*self.path, key, name)
            if isinstance(value, dict):
                yield name, Section(self.findings, path, value)
            else:
                self.findings.add(path, say("must be a table, not {found}", found=word_for(value)))

    def items(self, key: str) -> Iterator[Section]:
        """The tables of a list, such as ``[[tiers]]``."""
        for index, value in enumerate(self._typed(key, list) or []):
            path = (*self.path, key, index)
            if isinstance(value, dict):
                yield Section(self.findings, path, value)
            else:
                self.findings.add(path, say("must be a table, not {found}", found=word_for(value)))

    def _typed(self, key: str, kind: type, *, required: bool = False) -> Any:
        value = self.raw(key)
        if value is None:
            self._note_missing(key, required)
            return None
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            self.wrong(key, say("must be {wanted}, not {found}", wanted=_WORDS[kind], found=word_for(value)))
            return None
        return value

    def _note_missing(self, key: str, required: bool) -> None:
        if required:
            self.wrong(key, say("is missing"))

    def _number(self, path: Path, value: Any) -> Decimal | None:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.findings.add(path, say("must be a number, not {found}", found=word_for(value)))
            return None
        number = Decimal(value)
        if not number.is_finite() or abs(number) >= Decimal("1e15") or number != round(number, 10):
            what = say(
                "{value} is out of bounds: at most 15 digits before the point and 10 behind", value=str(value)[:40]
            )
            self.findings.add(path, what)
            return None
        return Decimal(format(number, "f"))  # 1e3 as 1000: engines read an exponent as double precision


def word_for(value: object) -> Message:
    """What a TOML value is, in words: ``a text``, ``a number``."""
    return _WORDS.get(type(value), say("something else"))
