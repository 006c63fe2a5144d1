"""Random rule packs as TOML, and random portfolios for them, with many facts missing and many exactly at the lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from kamengine.pack.window import PERS, Window
from tests.engine.both_ways import Portfolio
from tests.engine.conditions import CITIES, DAYS, LINES, WORDS, Composer, Names

ACCOUNT_FIELDS = {
    "flag": "bool",
    "vip": "bool",
    "people": "integer",
    "size": "number",
    "growth": "ratio",
    "spend": "money",
    "debt": "money",
    "city": "choice",
    "region": "text",
    "joined": "date",
    "left": "date",
}
ROW_FIELDS = {
    "date": "date",
    "amount": "money",
    "quantity": "integer",
    "rate": "number",
    "status": "choice",
    "paid": "bool",
    "due": "date",
    "note": "text",
}
WINDOWS = (
    "3 months",
    "1 month",
    "3 full months",
    "1 full quarter",
    "90 days",
    "2 weeks",
    "2 years",
    "1 full year",
    "this year",
    "last year",
    "3 months, 12 months ago",
    "1 full month, 1 year ago",
    "this year, 1 year ago",
    "30 days, 1 week ago",
)
FIXED = """
[pack]
id = "made"
version = "1"
{head}

[params.line]
value = {line}
source = "assumption"
[params.factor]
values = [
  {{ value = {factor}, source = "assumption" }},
  {{ value = 3, from = 2024-02-29, source = "assumption" }},
  {{ value = 7, from = 2024-03-31, source = "assumption" }},
]
[params.started]
value = 2024-01-01
source = "assumption"
[params.home]
value = "east"
source = "assumption"

[tables.by_place]
keys = ["region", "city"]
rows = [
  {{ key = ["east", "prefecture"], value = 100, source = "assumption" }},
  {{ key = ["east", "prefecture"], value = 33.333333, from = 2024-03-01, source = "assumption" }},
  {{ key = ["west", "county"], value = -2.5, source = "assumption" }},
  {{ key = ["west", "province"], value = 1e3, from = 2030-01-01, source = "assumption" }},
]
[tables.by_people]
keys = ["people", "flag"]
rows = [
  {{ key = [10, true], value = 0.5, source = "assumption" }},
  {{ key = [1, false], value = 12345.678, source = "assumption" }},
]

[tables.by_size]
keys = ["size", "joined"]
rows = [
  {{ key = [ {{ to = 1 }}, {{ from = 2021-06-30 }} ], value = 1, source = "s" }},
  {{ key = [ {{ from = 1, to = 33.333333 }}, {{ from = 2020-02-29, to = 2024-01-01 }} ], value = 2, source = "s" }},
  {{ key = [ {{ from = 33.333333 }}, {{ to = 2024-01-01 }} ], value = 3, source = "s" }},
  {{ key = [ {{ from = 10, to = 100 }}, {{ from = 2021-06-30 }} ], value = 4, from = 2024-03-01, source = "s" }},
  {{ key = [ 0.3, 2024-02-29 ], value = 5, from = 2024-03-31, source = "s" }},
]
[tables.by_spend]
keys = ["spend"]
rows = [
  {{ key = {{ to = 0 }}, value = -1, source = "s" }},
  {{ key = {{ from = 0.1, to = 10 }}, value = 0.1, source = "s" }},
  {{ key = {{ from = 10 }}, value = 10, source = "s" }},
]

[ledgers.bills]
[ledgers.visits]
date = ""
"""


def _declare(fields: Mapping[str, str], path: str) -> str:
    cities = ", ".join(f'"{city}"' for city in CITIES)
    choices = {"choice": f"\nchoices = [{cities}]"}
    return "".join(f'[{path}.{n}]\ntype = "{kind}"{choices.get(kind, "")}\n' for n, kind in fields.items())


DECLARED = (
    _declare(ACCOUNT_FIELDS, "fields")
    + _declare(ROW_FIELDS, "ledgers.bills.fields")
    + _declare({n: k for n, k in ROW_FIELDS.items() if n != "date"}, "ledgers.visits.fields")
)


@dataclass
class PackMaker:
    """Writes one random pack."""

    random: Random
    names: Names = field(
        default_factory=lambda: Names(
            {None: ["people", "size", "spend", "debt", "spend", "size"], "ratio": ["growth"], "day": [], "month": []},
            bools=["flag", "vip"],
            dates=["joined", "left", "started"],
            texts=["region"],
            choices=["city"],
            constants=["line", "factor"],
            portfolio=True,
        )
    )

    @property
    def write(self) -> Composer:
        """Writes conditions over the names so far."""
        return Composer(self.random, self.names)

    def pack(self) -> str:
        """The pack as TOML."""
        scope = Composer(self.random, Names(**{**vars(self.names), "portfolio": False})).condition(1)
        head = [f"scope = '''{scope} or flag is not null or size is null'''"] if self.write.chance(0.5) else []
        if self.write.chance(0.3):
            head.append('hit = "unique"')
        text = FIXED.format(head="\n".join(head), line=self.write.pick(LINES), factor=self.write.pick(LINES)) + DECLARED
        for index in range(self.random.randrange(1, 4)):
            text += self.ledger_indicator(f"total{index}")
        for index in range(2):
            text += self.indicator(f"figure{index}") + self.criterion(f"fact{index}")
        if self.write.chance(0.7):
            text += self.score()
            self.names.score = True
        for index in range(2):
            text += self.criterion(f"verdict{index}")
        text += self.indicator("late")
        return text + self.tiers()

    # ── indicators and criteria ──────────────────────────────────────────────────────────────────────────────────────

    def ledger_indicator(self, name: str) -> str:
        ledger = self.write.pick(("bills", "bills", "bills", "visits"))
        rows = Composer(self.random, self._row_names(ledger))
        keys = []
        if rows.chance(0.5):
            keys.append(f"where = '''{rows.condition(1)}'''")
        window = Window.parse(self.write.pick(WINDOWS)) if ledger == "bills" and rows.chance(0.6) else None
        if window:
            keys.append(f'window = "{window.text}"')
        fitting = [per for per in PERS if window and window.length(per, date(2024, 1, 1))]
        if fitting and rows.chance(0.5):
            keys.append(f'per = "{rows.pick(fitting)}"')
            value = rows.pick((f"sum({self._of_rows(rows)})", "count()", "count(rate)", "count_distinct(status)"))
        elif rows.chance(0.1):
            self.names.dates.append(name)
            return _section(f"indicators.{name}", f'from = "{ledger}"', "value = '''last(due)'''", *keys)
        elif ledger == "bills" and rows.chance(0.2):
            value = rows.pick(("days_since_last()", "longest_gap()", "longest_gap() - days_since_last() / 2"))
            self.names.numbers["day"].append(name)
            return _section(f"indicators.{name}", f'from = "{ledger}"', f"value = '''{value}'''", *keys)
        else:
            value = self._aggregates(rows, ("trend",) if ledger == "bills" else ())
        if rows.chance(0.4):
            keys.append("when_empty = 0")
        self.names.numbers[None].append(name)
        return _section(f"indicators.{name}", f'from = "{ledger}"', f"value = '''{value}'''", *keys, *self._decimals())

    def _row_names(self, ledger: str) -> Names:
        day = ["date"] if ledger == "bills" else []
        numbers: dict[str | None, list[str]] = {None: ["amount", "amount", "quantity", "rate"], "day": [], "month": []}
        return Names(numbers, ["paid"], ["due", *day], ["note"], ["status"], constants=["line", "factor"])

    def _of_rows(self, rows: Composer) -> str:
        column = rows.pick(("amount", "quantity", "rate"))
        return rows.pick((column, column, f"{column} + {rows.number(1)}"))

    def _aggregates(self, rows: Composer, dated: tuple[str, ...]) -> str:
        """One aggregate, or arithmetic with several."""
        usual = ("sum", "avg", "min", "max", "first", "last", "count", "count_distinct", "median")
        function = rows.pick((*usual, *dated, *dated))
        first = f"{function}({self._of_rows(rows)})"
        other = rows.pick(("count()", "sum(rate)", "avg(amount)", rows.constant()))
        return rows.pick((first, first, f"{first} / {other}", f"coalesce({first}, 3) - {other}", f"-{first}"))

    def indicator(self, name: str) -> str:
        unit = self.write.pick((None, None, "ratio", "day", "month"))
        value = self.write.number(2, unit)
        self.names.numbers[unit].append(name)
        return _section(f"indicators.{name}", f"value = '''{value}'''", *self._decimals())

    def _decimals(self) -> list[str]:
        return [f"decimals = {self.random.randrange(11)}"] if self.write.chance(0.5) else []

    def criterion(self, name: str) -> str:
        when = self.write.condition(2)
        self.names.bools.append(name)
        return _section(f"criteria.{name}", f"when = '''{when}'''")

    # ── score and tiers ──────────────────────────────────────────────────────────────────────────────────────────────

    def score(self) -> str:
        weights = self.write.pick((["100"], ["50", "50"], ["33.3", "66.7"], ["15", "34.99", "50.01"], ["0", "100"]))
        text = f'[score]\nmissing = "{self.write.pick(("interval", "zero", "renormalise"))}"\n'
        numbers = [name for names in self.names.numbers.values() for name in names]
        for index, weight in enumerate(weights):
            scale = self._bands() if self.write.chance(0.5) else self._line()
            text += f'[[score.parts]]\nid = "part{index}"\nindicator = "{self.write.pick(numbers)}"\n'
            text += f"weight = {weight}\n{scale}\n"
        return text

    def _ascending(self) -> list[str]:
        count = self.random.randrange(2, 5)
        chosen = {float(line): line for line in (self.write.pick(LINES) for _ in range(count))}
        return [chosen[number] for number in sorted(chosen)]

    def _points(self) -> str:
        return self.write.pick(("0", "20", "33.333333", "50", "66.6666667", "100"))

    def _bands(self) -> str:
        bands = [f"{{ from = {start}, points = {self._points()} }}" for start in self._ascending()]
        if self.write.chance(0.3):
            bands[0] = f"{{ points = {self._points()} }}"
        return f"bands = [{', '.join(bands)}]"

    def _line(self) -> str:
        starts = self._ascending()
        starts = starts if len(starts) > 1 else ["-7", *starts]
        return f"line = [{', '.join(f'[{start}, {self._points()}]' for start in starts)}]"

    def tiers(self) -> str:
        text = ""
        for id in ("gold", "silver"):
            text += f"[[tiers]]\nid = \"{id}\"\nwhen = '''{self.write.condition(1)}'''\n"
        return text + ('[[tiers]]\nid = "others"\n' if self.write.chance(0.7) else "")


def _section(header: str, *lines: str) -> str:
    return "\n".join([f"[{header}]", *lines, ""])


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class FactMaker:
    """Makes random facts: missing ones, ones exactly at a line of the pack, ones next to it, and odd ones."""

    random: Random
    as_of: date

    def chance(self, of: float) -> bool:
        return self.random.randrange(100) < of * 100

    def pick(self, options: Any) -> Any:
        return options[self.random.randrange(len(options))]

    def value(self, kind: str, missing: float) -> Any:
        """A value of a kind, or None."""
        if self.chance(missing):
            return None
        match kind:
            case "bool":
                return self.chance(0.5)
            case "integer":
                near = self.pick((0, 0, 0, 1, -1))
                return int(float(self.pick(LINES))) + near if self.chance(0.97) else self.pick((2**53 + 1, -(2**62)))
            case "number" | "ratio":
                near = self.pick((0, 0, 0, 1e-6, -1e-6, 5e-7, -5e-7, 4.9e-7, 1e-9, 0.5))
                line = float(self.pick((*LINES, "0.1", "0.1")))
                return line + near if self.chance(0.95) else self.pick((1e200, -1e150, 1e-300, 1e15))
            case "money":
                near = self.pick((0, 0, 0, 1, -1, 5000))
                return Decimal(self.pick(LINES)).quantize(Decimal("0.0001")) + Decimal(near).scaleb(-4)
            case "choice":
                return self.pick(CITIES)
            case "text":
                return self.pick(WORDS)
        return self.day()

    def day(self) -> date:
        """A date, often at the edge of a window."""
        back = self.pick((0, 0, 1, 7, 13, 14, 29, 30, 31, 89, 90, 91, 92, 364, 365, 366, 367, 730, 731, -1, -40))
        day: date = self.as_of - timedelta(days=back)
        days = (day, day, day.replace(day=1), date.fromisoformat(self.pick(DAYS)))
        return days[self.random.randrange(len(days))]

    def row(self, id: str, kinds: Mapping[str, str], missing: float) -> dict[str, Any]:
        """One row with a value of each kind."""
        return {"account_id": id, **{name: self.value(kind, missing) for name, kind in kinds.items()}}

    def portfolio(self, ready_made: tuple[Field, ...]) -> Portfolio:
        """A handful of accounts with their rows."""
        kinds: dict[str, str] = {name: kind for name, kind in ACCOUNT_FIELDS.items() if self.chance(0.97)}
        kinds |= {field.name: field.kind for field in ready_made if self.chance(0.25)}
        missing = self.pick((0.05, 0.2, 0.4))
        ids = [f"A{index}" for index in range(self.random.randrange(1, 7))]
        accounts = [self.row(id, kinds, missing) for id in ids]
        ledgers = {}
        for name, columns in (("bills", ROW_FIELDS), ("visits", {n: k for n, k in ROW_FIELDS.items() if n != "date"})):
            if self.chance(0.85):
                present = {column: kind for column, kind in columns.items() if self.chance(0.97)}
                gaps = self.pick((0, 0, 0.05))
                count = self.random.randrange(4 * len(ids))
                ledgers[name] = [self.row(self.pick((*ids, "nobody")), present, gaps) for _ in range(count)]
        return Portfolio(accounts, ledgers)


class Case:
    """A sound pack, an as-of date and a portfolio; no dataclass, so that a failure shows it by its own words."""

    def __init__(self, text: str, checked: CheckedPack, as_of: date, portfolio: Portfolio) -> None:
        self.text, self.portfolio = text, portfolio
        self.parts = (checked, as_of, portfolio)

    def __repr__(self) -> str:
        """What this pack has that others have not, and the facts."""
        made = self.text.partition('[ledgers.visits.fields.note]\ntype = "text"\n')[2]
        head = self.text.partition("[params.line]")[0]
        rows = [
            *self.portfolio.accounts,
            *(f"{name}: {row}" for name, rows in self.portfolio.ledgers.items() for row in rows),
        ]
        return "\n".join(["", head.strip(), made.strip(), f"as of {self.parts[1]}", *map(str, rows), ""])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any of them."""
    random = draw(st.randoms(use_true_random=False))
    text = PackMaker(random).pack()
    pack, problems = read_pack("made.toml", text.encode())
    assert pack is not None and not problems, "\n".join(problem.text() for problem in problems) + text
    checked, problems = check_pack(pack, {})
    assume(not any("nested more than" in problem.text() for problem in problems))
    assert checked is not None, "\n".join(problem.text() for problem in problems) + text
    as_of = date.fromisoformat(DAYS[random.randrange(4)])
    return Case(text, checked, as_of, FactMaker(random, as_of).portfolio(checked.ready_made_fields()))
