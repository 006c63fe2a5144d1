"""Two random packs that differ here and there, over two portfolios that differ here and there."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import unified_diff
from typing import Any

from hypothesis import strategies as st

from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack
from tests.engine.both_ways import Portfolio
from tests.engine.conditions import DAYS, LINES
from tests.engine.packs import FactMaker, PackMaker

_EITHER = re.compile("\ue000(.*?)\ue001(.*?)\ue002", re.DOTALL)


class ChangingMaker(PackMaker):
    """Writes two packs at once: what differs is written twice, between marks."""

    changes = 0.3

    def either(self, write: Callable[[], str]) -> str:
        """A piece that may differ between the two packs, but declares the same names in both."""
        before = copy.deepcopy(self.names)
        old = write()
        after = copy.deepcopy(self.names)
        if not self.write.chance(self.changes):
            return old
        self._restore(before)
        new = write()
        same = self.names == after
        self._restore(after)
        return f"\ue000{old}\ue001{new}\ue002" if same else old

    def _restore(self, names: Any) -> None:
        vars(self.names).update(vars(copy.deepcopy(names)))

    def ledger_indicator(self, name: str) -> str:
        return self.either(lambda: super(ChangingMaker, self).ledger_indicator(name))

    def indicator(self, name: str) -> str:
        return self.either(lambda: super(ChangingMaker, self).indicator(name))

    def criterion(self, name: str) -> str:
        return self.either(lambda: super(ChangingMaker, self).criterion(name))

    def score(self) -> str:
        return self.either(super().score)

    def tiers(self) -> str:
        text = self.either(super().tiers)
        if self.write.chance(self.changes):
            text = (
                text.replace('id = "silver"', '\ue000id = "silver"\ue001id = "bronze"\ue002')
                if "\ue000" not in text
                else text
            )
        return text

    def both(self) -> tuple[str, str]:
        """The old and the new pack."""
        text = self.pack()
        old, new = _EITHER.sub(r"\1", text), _EITHER.sub(r"\2", text)
        if self.write.chance(0.4):
            new = re.sub(r"(\[params.line\]\nvalue = ).*", rf"\g<1>{self.write.pick(LINES)}", new)
        if self.write.chance(0.2):
            new = new.replace("value = 33.333333", "value = 10")
        if self.write.chance(0.2):
            new = re.sub("\nscope = .*", "", new)
        if self.write.chance(0.2):
            new = new.replace('\nhit = "unique"', "")
        return old, new


def checked(text: str) -> CheckedPack:
    """A sound pack."""
    pack, problems = read_pack("made.toml", text.encode())
    assert pack is not None and not problems, "\n".join(problem.text() for problem in problems) + text
    sound, problems = check_pack(pack, {})
    assert sound is not None, "\n".join(problem.text() for problem in problems) + text
    return sound


@dataclass(frozen=True)
class Half:
    """One side: a pack, a date and a portfolio."""

    checked: CheckedPack
    as_of: date
    portfolio: Portfolio


class Changed:
    """An old and a new side; no dataclass, so that a failure shows it by its own words."""

    def __init__(self, texts: tuple[str, str], old: Half, new: Half) -> None:
        self.texts, self.old, self.new = texts, old, new

    def __repr__(self) -> str:
        """What differs."""
        rules = "\n".join(unified_diff(self.texts[0].splitlines(), self.texts[1].splitlines(), lineterm="", n=100))
        made = rules.partition("[ledgers.visits.fields.note]")[2] or self.texts[0]
        return "\n".join([made, *(f"{half.as_of} {half.portfolio}" for half in (self.old, self.new)), ""])


@st.composite
def changed(draw: st.DrawFn, *, rules: bool = True, facts: bool = True) -> Changed:
    """Packs that differ, portfolios that differ, or both."""
    random = draw(st.randoms(use_true_random=False))
    maker = ChangingMaker(random)
    texts = maker.both() if rules else (PackMaker(random).pack(),) * 2
    packs = tuple(checked(text) for text in texts)
    days = [date.fromisoformat(DAYS[random.randrange(4)]) for _ in range(2)]
    if not facts or random.randrange(2):
        days[1] = days[0]
    made = FactMaker(random, days[0])
    alike = set(packs[0].ready_made_fields()) & set(packs[1].ready_made_fields())
    before = made.portfolio(tuple(field for field in packs[0].ready_made_fields() if field in alike))
    after = _altered(FactMaker(random, days[1]), before) if facts else before
    return Changed((texts[0], texts[1]), Half(packs[0], days[0], before), Half(packs[1], days[1], after))


def _altered(made: FactMaker, before: Portfolio) -> Portfolio:
    """The same portfolio with some facts changed, rows gone, and accounts gone and come."""

    def row(one: Any) -> dict[str, Any]:
        return {name: _other(made, value) if made.chance(0.25) else value for name, value in one.items()}

    accounts = [row(one) for one in before.accounts if made.chance(0.95)]
    if made.chance(0.2):
        accounts.append({**before.accounts[0], "account_id": "B0"})
    ledgers = {name: [row(one) for one in rows if made.chance(0.8)] for name, rows in before.ledgers.items()}
    return Portfolio(accounts, ledgers)


def _other(made: FactMaker, value: Any) -> Any:
    """Another value of the same kind."""
    kinds = {bool: "bool", int: "integer", float: "number", Decimal: "money", date: "date"}
    return made.value(kinds[type(value)], 0.1) if type(value) in kinds else value
