"""What a run says of its accounts and knows of them, with columns of whatever else is known beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamengine.engine.in_sight import Read
from kamengine.engine.query import result_columns
from kamengine.engine.run import Run
from kamengine.engine.sql_text import identifier
from kamengine.language.expressions import BOOL, Type
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW, Bindings
from kamengine.pack.checked import CheckedPack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ID, NAME, TIER, TIER_POSSIBLE, SCORE = "account_id", "name", "tier", "tier_possible", "score"
TIER_EFFECTIVE = "tier_effective"
"""The tier in effect, where the results have it: what people's decisions make of the computed one."""


@dataclass(frozen=True)
class Extra:
    """A column of accounts that neither a run nor the facts give, such as who looks after them.

    Attributes:
        type: of its values; None for what can only be looked at, and not be named in conditions.
        make: makes what stands after FROM for it: ``account_id``, each at most once, and a column of its name. It is
            called when the column is first asked for.
            None where it is only read of some accounts at a time.
        of: reads it of some accounts: by id, where there is anything. None where `make` makes it for all.
    """

    type: Type | None
    make: Callable[[DuckDBPyConnection], str] | None = field(default=None, compare=False)
    of: Read | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Results:
    """What a run left, in a connection: from memory or from files.

    Attributes:
        checked: the pack of the run.
        bindings: its parameters and its date.
        connection: holds the relations.
        table: what stands after ``FROM`` for the results: the columns of `kamengine.engine.query.result_columns`.
        facts: the same for what is known of the accounts: a row for each, with ``account_id``.
        types: of the columns of `facts` that may be asked for.
        effective: whether the results have `TIER_EFFECTIVE`, too.
        extras: further columns, by name.
        differing: the tier in effect of each account that has another than the computed one; None for no tier. It says
            the same as the column, at hand for whoever draws an account.
    """

    checked: CheckedPack
    bindings: Bindings
    connection: DuckDBPyConnection
    table: str
    facts: str
    types: dict[str, Type]
    effective: bool = False
    extras: Mapping[str, Extra] = field(default_factory=dict, compare=False)
    differing: Mapping[str, str | None] = field(default_factory=dict, compare=False, repr=False)

    @property
    def absent(self) -> dict[str, Type]:
        """The pack's fields that nothing is known of for any account."""
        known = {*self.types, *result_columns(self.checked)}
        fields = (symbol for symbol in self.checked.symbols.values() if symbol.role == "field")
        return {symbol.name: symbol.type for symbol in fields if symbol.name not in known}

    @property
    def computed(self) -> tuple[str, ...]:
        """The columns of `table`; what the run computed stands before a column that a file brought ready-made."""
        return (*result_columns(self.checked), *((TIER_EFFECTIVE,) if self.effective else ()))

    def columns(self) -> dict[str, Type]:
        """What can be named, with its type: the account, tiers, score, criteria, indicators, then the other facts."""
        checked = self.checked
        tiers = Type("choice", choices=tuple(tier.tier.id for tier in checked.tiers))
        named = {ID: Type("text"), **({NAME: Type("text")} if NAME in self.types | self.absent else {})}
        named |= {TIER: tiers, **({TIER_EFFECTIVE: tiers} if self.effective else {}), TIER_POSSIBLE: tiers}
        named |= {SCORE_LOW: Type("number"), SCORE_HIGH: Type("number")}
        named |= {name: BOOL for name in checked.criteria}
        named |= {name: indicator.type for name, indicator in checked.indicators.items()}
        named |= {name: type for name, type in (self.types | self.absent).items() if name not in named}
        return {**named, **{name: type for name, type in self._typed_extras() if name not in named}}

    @property
    def further(self) -> frozenset[str]:
        """The extra columns; one that is called as something else in the results or the facts is not used."""
        return frozenset(self.extras) - {*self.computed, *self.types, *self.absent}

    @property
    def looked_at(self) -> dict[str, Type]:
        """Those of them that can be fetched, and not be named in conditions or sorted by."""
        return {name: Type("null") for name in self.extras if name in self.further and self.extras[name].type is None}

    @property
    def in_sight(self) -> frozenset[str]:
        """Those of them that are read of some accounts at a time (see `Extra.of`)."""
        return frozenset(name for name in self.further if self.extras[name].of is not None)

    def _typed_extras(self) -> Iterator[tuple[str, Type]]:
        for name, extra in self.extras.items():
            if extra.type is not None:
                yield name, extra.type


def results_in_memory(run: Run) -> Results:
    """The results of a run that lie in its connection, beside the facts that it looked at."""
    checked, snapshot = run.checked, run.snapshot
    types = {name: checked.symbols[name].type for name in sorted(snapshot.accounts.columns) if name in checked.symbols}
    table, facts = identifier(run.table), identifier(snapshot.accounts.name)
    return Results(checked, run.bindings, snapshot.connection, table, facts, types)
