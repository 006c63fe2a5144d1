"""Why accounts met criteria and tiers in a kept run, in words: from its results and facts, with nothing computed again.

What the run computed is taken as it is; the conditions over it are evaluated by the reference, one account at a time.
Where that cannot tell a part, as with functions over all accounts, the outcome alone is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kamengine.declarations import Label
from kamengine.engine.query import result_columns
from kamengine.engine.results import ID, TIER, TIER_POSSIBLE, Results
from kamengine.engine.sql_text import identifier
from kamengine.explain.kept_needs import facts_that_would_decide
from kamengine.explain.model import Trace, outcome_of
from kamengine.explain.sentences import Sentences
from kamengine.language.expressions import Expr, Name, calls, children, is_computed
from kamengine.language.numbers import round_float
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW
from kamengine.locale import Messages, our_words
from kamengine.pack.roles import ROLES
from kamengine.problems import say
from kamengine.reference import Account


class KeptSentences:
    """The sentences of a kept run in one language; the accounts are read before they are spoken of."""

    def __init__(self, results: Results, messages: Messages) -> None:
        """Take the results and the translator; nothing is read yet."""
        self._results, self._checked = results, results.checked
        self._pinned = frozenset([*self._checked.indicators, *self._checked.criteria])
        self._rows: dict[str, dict[str, Any]] = {}
        self._said: dict[tuple[str, str], str] = {}
        self._messages = messages
        self._sentences = Sentences(self._checked, messages, {})

    def read(self, accounts: Iterable[str]) -> None:
        """Read what the run and the facts say of some accounts; those that the run does not have are left out."""
        wanted = [account for account in dict.fromkeys(accounts) if account not in self._rows]
        if not wanted:
            return
        computed = result_columns(self._checked)
        facts = "".join(
            f", fact.{identifier(name)}" for name in self._results.types if name not in computed and name != ID
        )
        query = (
            f"SELECT run.*{facts} FROM {self._results.table} AS run LEFT JOIN {self._results.facts} AS fact "
            f"USING ({ID}) WHERE run.{ID} IN (SELECT unnest(?::TEXT[]))"
        )
        found = self._results.connection.execute(query, [wanted])
        names = [column[0] for column in found.description or ()]
        for row in found.fetchall():
            values = dict(zip(names, row, strict=True))
            self._rows[values[ID]] = values

    def has(self, account: str) -> bool:
        """Whether the run has an account, of those that were read."""
        return account in self._rows

    def tier(self, account: str) -> str | None:
        """The id of the computed tier of an account that was read; None without one."""
        tier: str | None = self._rows[account][TIER]
        return tier

    def tier_possible(self, account: str) -> str | None:
        """The id of the best tier that is not ruled out."""
        tier: str | None = self._rows[account][TIER_POSSIBLE]
        return tier

    def words_of_tier(self, id: str | None) -> Label:
        """The same as `label_of_tier`, to be put into a sentence."""
        return our_words(self.label_of_tier(id))

    def label_of_tier(self, id: str | None) -> str:
        """What people call a tier; words for none."""
        known = {tier.tier.id for tier in self._checked.tiers}
        if not id:
            return self._messages.say("no tier")
        return self._sentences.tier(id) if id in known else id

    def label_of_role(self, id: str) -> str:
        """What people call a role: in the words of the pack, else in those that are always known."""
        own = self._checked.pack.work.roles.get(id)
        known = own if own is not None and (own.en or own.zh) else ROLES.get(id)
        return id if known is None else self._messages.label(known)

    def label_of_criterion(self, id: str) -> str:
        """What people call a criterion."""
        return self._sentences.name(id) if id in self._checked.criteria else id

    def label(self, name: str) -> str:
        """What people call a fact or an indicator."""
        return self._sentences.name(name) if name in self._checked.symbols else name

    def value_text(self, name: str, text: str | None) -> str:
        """A value of a fact or an indicator as people read it, from its canonical text."""
        symbol = self._checked.symbols.get(name)
        if symbol is None or text is None:
            return self._messages.say("unknown") if text is None else text
        read = _READ.get(symbol.type.kind)
        return self._sentences.value_of(name, read(text) if read else text)

    def missing(self, account: str) -> list[str]:
        """What people call the missing facts that would decide the tier of an account, in the order of the rules."""
        row, certain = self._rows[account], self.tier(account)
        found = facts_that_would_decide(self._results, row, lambda expr: self._traced(account, expr), certain)
        return [self.label(name) for name in found]

    def of_criterion(self, account: str, id: str) -> str:
        """Why an account met a criterion, missed it, or why that is unknown: ``Growing: growth 12 % is … — met``."""
        return self._once(account, id, self._checked.criteria[id], self.label_of_criterion(id), self._rows[account][id])

    def of_tier(self, account: str, id: str) -> str:
        """Why an account has a tier: its name and its condition; the name alone for a tier without a condition.

        Where the condition is nothing but a criterion, the sentence is that of the criterion.
        """
        when = next((tier.when for tier in self._checked.tiers if tier.tier.id == id), None)
        if when is None or id != self.tier(account):
            return self.label_of_tier(id)
        if isinstance(when, Name) and when.role == "criterion":
            sentence = self.of_criterion(account, when.name)
            return self._messages.say("{name}: {sentence}", name=self.label_of_tier(id), sentence=sentence)
        return self._once(account, f"tier {id}", when, self.label_of_tier(id), True)

    def _once(self, account: str, what: str, expr: Expr, label: str, value: object) -> str:
        key = account, what
        if key not in self._said:
            self._said[key] = self._spoken(account, expr, label, value)
        return self._said[key]

    def _spoken(self, account: str, expr: Expr, label: str, value: object) -> str:
        """The sentence of a condition after what people call it."""
        trace = self._traced(account, expr)
        if trace is None or trace.value is not value:
            word = self._messages.text(_OUTCOMES[outcome_of(value)])
            return self._messages.say("{name} — {outcome}", name=label, outcome=word)
        sentences = Sentences(self._checked, self._messages, dict(self._unknown(account)))
        return self._messages.say("{name}: {sentence}", name=label, sentence=sentences.sentence(trace))

    def _unknown(self, account: str) -> Iterator[tuple[str, Trace]]:
        """How the indicators came about that are unknown for an account."""
        for name, indicator in self._checked.indicators.items():
            if self._rows[account][name] is None and indicator.indicator.ledger is None:
                trace = self._traced(account, indicator.expr)
                if trace is not None:
                    yield name, trace

    def _traced(self, account: str, expr: Expr) -> Trace | None:
        """A condition with the values of its parts; None when they depend on other accounts."""
        if calls(expr, "portfolio"):
            return None
        row = self._rows[account]
        one = Account(self._checked, self._results.bindings, row, self._pinned)

        def trace(expr: Expr) -> Trace:
            return Trace(expr, value(expr), tuple(trace(part) for part in children(expr)))

        def value(expr: Expr) -> object:
            if isinstance(expr, Name) and expr.role in ("table", "score"):
                return None if expr.role == "table" else (row[SCORE_LOW], row[SCORE_HIGH])
            found = one.value(expr)
            return round_float(found) if isinstance(found, float) and is_computed(expr) else found

        return trace(expr)


_READ: Mapping[str, Callable[[str], object]] = {
    "money": Decimal,
    "integer": int,
    "number": float,
    "ratio": float,
    "date": date.fromisoformat,
    "bool": lambda text: text == "True",
}
_OUTCOMES: Mapping[str, Any] = {"met": say("met"), "not met": say("not met"), "unknown": say("unknown")}
