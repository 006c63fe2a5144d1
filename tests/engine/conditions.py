"""Random conditions and numbers of the language, as text, over a given vocabulary; the checker accepts all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

LINES = ("0", "1", "2", "3", "10", "100", "0.5", "0.1", "0.2", "0.3", "2.5", "33.333333", "1.5e1", "1000.0001", "-1")
"""The numbers that conditions, parameters and scorecards compare with; facts lie at them and next to them."""

DAYS = ("2024-02-29", "2024-03-31", "2023-12-31", "2024-01-01", "2023-02-28", "2021-06-30", "2020-02-29")
CITIES = ("prefecture", "county", "province")
WORDS = ("east", "west", "Éast", "ea%t", "e_st", "east side")
PATTERNS = ("east", "e%", "%t", "e_st", "_ast", "%", "E%", "ea\\%", "", "%a%t%")
Unit = str | None
T = TypeVar("T")


@dataclass
class Names:
    """What may be written in a place: names by what they hold.

    Attributes:
        numbers: by unit; those under None have no unit and may meet any other number.
        constants: numeric parameters.
        lookups: calls of ``lookup``, by unit.
        portfolio: whether functions over all accounts are allowed.
        score: whether the score may be compared.
    """

    numbers: dict[Unit, list[str]]
    bools: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    portfolio: bool = False
    score: bool = False


@dataclass(frozen=True)
class Composer:
    """Writes random expressions of at most a given depth."""

    random: Random
    names: Names

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.random.randrange(len(options))]

    def chance(self, of: float) -> bool:
        """True that often."""
        return self.random.randrange(100) < of * 100

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def number(self, depth: int, unit: Unit = None) -> str:
        """A number in a unit, or without one."""
        if depth <= 0 or self.chance(0.25):
            return self._plain_number(unit)
        shape = self.pick(("sum", "product", "product", "function", "choice", "special"))
        return self._shaped(shape, depth - 1, unit)

    def _shaped(self, shape: str, depth: int, unit: Unit) -> str:
        match shape:
            case "sum":
                return self._sum(depth, unit)
            case "product":
                return self._product(depth, unit)
            case "function":
                return self._function(depth, unit)
            case "choice":
                return self._chosen_number(depth, unit)
        return self._special(depth, unit)

    def _plain_number(self, unit: Unit) -> str:
        names = [*self.names.numbers.get(unit, []), *self.names.numbers[None]]
        if names and self.chance(0.75):
            return self.pick(names)
        return self.constant()

    def constant(self) -> str:
        """A number written out, a parameter, or exact arithmetic between them."""
        if self.chance(0.1):
            return f"({self.constant()} {self.pick('+-*')} {self.constant()})"
        options: list[str] = [*LINES, *self.names.constants, *self.names.constants]
        return self.pick(options)

    def _sum(self, depth: int, unit: Unit) -> str:
        terms = [self.number(depth, unit) for _ in range(self.random.randrange(2, 4))]
        return "(" + "".join(f" {self.pick('+-')} {term}" if i else term for i, term in enumerate(terms)) + ")"

    def _product(self, depth: int, unit: Unit) -> str:
        factors = [self.number(depth, unit), *(self.number(depth) for _ in range(self.random.randrange(1, 3)))]
        return "(" + "".join(f" {self.pick('*//')} {f}" if i else f for i, f in enumerate(factors)) + ")"

    def _function(self, depth: int, unit: Unit) -> str:
        x = self.number(depth, unit)
        some = ", ".join(self.number(depth, unit) for _ in range(self.random.randrange(1, 3)))
        return self.pick(
            (
                f"abs({x})",
                f"round({x})",
                f"round({x}, {self.random.randrange(5)})",
                f"least({x}, {some})",
                f"greatest({x}, {some})",
                f"coalesce({x}, {some})",
                f"-{x}" if x[0] not in "-+" else f"-({x})",
            )
        )

    def _chosen_number(self, depth: int, unit: Unit) -> str:
        branches = [
            f"when {self.condition(depth)} then {self.number(depth, unit)}" for _ in range(self.random.randrange(1, 3))
        ]
        default = f" else {self.number(depth, unit)}" if self.chance(0.6) else ""
        return f"case {' '.join(branches)}{default} end"

    def _special(self, depth: int, unit: Unit) -> str:
        if unit == "day" and self.names.dates:
            return f"days_between({self.day()}, {self.day()})"
        if unit == "month" and self.names.dates:
            return f"months_between({self.day()}, {self.day()})"
        if unit == "ratio" and self.names.portfolio:
            return self._over_accounts(depth)
        if unit is None and self.names.portfolio and self.chance(0.4):
            count = f"portfolio_count({self.pick(('', 'people', 'flag'))})"
            return self.pick((f"rank_of({self._summed(depth)})", count))
        if unit == "ratio":
            return f"({self.number(depth, 'day')} / {self.number(depth, 'day')})"
        return self.looked_up()

    def _over_accounts(self, depth: int) -> str:
        x = self._summed(depth)
        shapes = (
            f"share_of_total({x})",
            f"cumulative_share({x}, 'before')",
            f"cumulative_share({x}, 'including')",
            f"percentile_of({x})",
            f"top_share({x}, {self.pick(('0.2', '0', '1', '0.3333', *self.names.constants))})",
            f"gini({x})",
        )
        return self.pick(shapes)

    def _summed(self, depth: int) -> str:
        """A number without functions over all accounts, since these do not nest."""
        names = Names(**{**vars(self.names), "portfolio": False})
        return Composer(self.random, names).number(depth, self.pick((None, "ratio")))

    def looked_up(self) -> str:
        """A value from one of the pack's tables."""
        calls = []
        if self.names.texts and self.names.choices:
            calls.append(f"lookup(by_place, {self.pick(self.names.texts)}, {self.pick(self.names.choices)})")
        if "people" in self.names.numbers[None] and self.names.bools:
            calls.append(f"lookup(by_people, people, {self.pick(self.names.bools)})")
        if self.names.dates:
            calls.append(f"lookup(by_size, {self._key()}, {self.pick(self.names.dates)})")
        calls.append(f"lookup(by_spend, {self._key()})")
        return self.pick(calls)

    def _key(self) -> str:
        """A number of any kind to look up, computed or as it is."""
        name = self.pick(self.names.numbers[None])
        return self.pick((name, name, f"{name} * 3", f"{name} + 0.2", f"{name} / 3"))

    # ── dates and texts ──────────────────────────────────────────────────────────────────────────────────────────────

    def day(self) -> str:
        """A date."""
        simple = (*self.names.dates, *self.names.dates, "as_of", f"date '{self.pick(DAYS)}'")
        function = self.pick(("least", "greatest", "coalesce"))
        return self.pick((*simple, f"{function}({self.pick(simple)}, {self.pick(simple)})"))

    def _text_condition(self) -> str:
        text = self.pick(self.names.texts)
        word, pattern = self.pick(WORDS), self.pick(PATTERNS)
        return self.pick(
            (
                f"{text} = '{word}'",
                f"{text} <> '{word}'",
                f"{text} like '{pattern}'",
                f"{text} not like '{pattern}'",
                f"{text} in ('{word}', 'west')",
                f"coalesce({text}, '{word}') = '{self.pick(WORDS)}'",
            )
        )

    def _choice_condition(self) -> str:
        choice, city = self.pick(self.names.choices), self.pick(CITIES)
        options = ", ".join(self.pick((*(f"'{c}'" for c in CITIES), "null")) for _ in range(2))
        shapes = (f"{choice} = '{city}'", f"{choice} <> '{city}'", f"{choice} in ({options})", f"{choice} like 'p%'")
        return self.pick(shapes)

    # ── conditions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def condition(self, depth: int) -> str:
        """Something that is true, false or unknown."""
        if depth <= 0 or self.chance(0.25):
            return self._plain_condition(0)
        shapes = (self._plain_condition, self._joined, self._joined, self._joined, self._negated, self._counted)
        return self.pick(shapes)(depth - 1)

    def _plain_condition(self, depth: int) -> str:
        usual = (self._comparison, self._comparison, self._comparison, self._delicate)
        shapes: list[Callable[[int], str]] = [*usual, self._range, self._listed, self._asked]
        if self.names.bools:
            shapes += [lambda _: self.pick(self.names.bools)] * 2
        if self.names.texts:
            shapes.append(lambda _: self._text_condition())
        if self.names.choices:
            shapes.append(lambda _: self._choice_condition())
        if self.names.dates:
            shapes.append(lambda _: f"{self.day()} {self._sign()} {self.day()}")
        if self.names.score:
            shapes += [lambda _: self._score_condition()] * 2
        return self.pick(shapes)(depth)

    def _sign(self) -> str:
        return self.pick(("=", "<>", "<", "<=", ">", ">=", ">=", "<"))

    def _comparison(self, depth: int) -> str:
        unit = self.pick((None, None, "ratio", "day", "month"))
        left = self.number(depth, unit)
        return f"{left} {self._sign()} {self.number(0 if self.chance(0.7) else depth, unit)}"

    def _delicate(self, _: int) -> str:
        """A comparison that comes out otherwise where rounding, overflow, the unknown or a month's end is forgotten."""
        x, y, sign = self.pick(self.names.numbers[None]), self._plain_number(None), self._sign()
        shapes = [
            f"{x} + 0.2 {sign} 0.3",
            f"{x} * 3 {sign} 0.3",
            f"1 - {x} {sign} 0.9",
            f"{x} / 3 {sign} {y}",
            f"{x} * {x} {sign} {self.pick(LINES)}",
            f"{x} * {x} / {y} is null",
            f"least({x}, {y}) {sign} {self.pick(LINES)}",
            f"greatest({x}, {y}, 0) {sign} {self.pick(LINES)}",
        ]
        if self.names.dates:
            day, other = self.pick(self.names.dates), self.pick((*self.names.dates, "as_of"))
            shapes += [f"months_between({day}, {other}) {sign} {self.pick(('0', '1', '3', '12'))}"] * 2
        return self.pick(shapes)

    def _range(self, depth: int) -> str:
        low, high = sorted((self.pick(LINES), self.pick(LINES)), key=float)
        negation = self.pick(("", "not "))
        return f"{self.number(depth)} {negation}between {self.pick((low, self.number(0)))} and {high}"

    def _listed(self, depth: int) -> str:
        options = ", ".join(self.pick((self.pick(LINES), "null", *self.names.constants)) for _ in range(3))
        return f"{self.number(depth)} {self.pick(('', 'not '))}in ({options})"

    def _asked(self, depth: int) -> str:
        item = self.pick((self.number(depth), f"({self.condition(depth)})"))
        return f"{item} is {self.pick(('', 'not '))}null"

    def _score_condition(self) -> str:
        line = self.pick(("50", "33.333333", "80", "0", "100", self.number(0)))
        if self.chance(0.2):
            return f"score between {line} and 80"
        return f"score {self._sign()} {line}" if self.chance(0.7) else f"{line} {self._sign()} score"

    def _joined(self, depth: int) -> str:
        word = self.pick((" and ", " or "))
        parts = [self.condition(depth) for _ in range(self.random.randrange(2, 4))]
        return f"({word.join(parts)})"

    def _negated(self, depth: int) -> str:
        return f"not ({self.condition(depth)})"

    def _counted(self, depth: int) -> str:
        conditions = [self.pick((self.condition(depth), "null", "true")) for _ in range(self.random.randrange(2, 4))]
        listed = ", ".join(conditions)
        case = f"case when {self.condition(depth)} then {self.condition(depth)} else {self.condition(depth)} end"
        return self.pick(
            (
                f"at_least({self.pick(('1', '2', '1.5', *self.names.constants))}, {listed})",
                f"coalesce({self.condition(depth)}, {self.pick(('false', self.condition(depth)))})",
                case,
                f"({self.condition(depth)}) = ({self.condition(depth)})",
            )
        )
