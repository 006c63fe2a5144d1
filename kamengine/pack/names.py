"""The names of a pack: what its plugins and itself declare, merged into one namespace without clashes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kamengine.declarations import Field, Label, Ledger
from kamengine.language import expressions as node
from kamengine.language.builtins import BUILTINS
from kamengine.language.ends import End, end_mistakes
from kamengine.language.expressions import BOOL, NULL, Role, Type, Value
from kamengine.language.functions import Function
from kamengine.language.syntax import is_name
from kamengine.language.tables import sample
from kamengine.language.units import RATIO, Unit
from kamengine.language.vocabulary import Symbol
from kamengine.pack import model
from kamengine.pack.checked import RESERVED
from kamengine.pack.industry import Industry
from kamengine.problems import Message, Problem, did_you_mean, say

ROLES: Mapping[str, Message] = {
    "field": say("a field"),
    "indicator": say("an indicator"),
    "parameter": say("a parameter"),
    "criterion": say("a criterion"),
    "table": say("a table"),
    "score": say("the score"),
    "as_of": say("the date of the run"),
}
"""What a name can stand for, in words."""

NAME = Field(
    "name",
    "text",
    Label("Name", "名称"),
    aliases=(
        *("Account name", "Customer name", "Company name", "Company", "Customer"),
        *("客户名称", "客户名", "名称", "单位名称", "公司名称", "企业名称", "客户简称"),
    ),
)
"""The name of an account, a field of every pack; the headers of its id are known to intake."""


class Names:
    """The namespace of one pack.

    Attributes:
        fields: every field, with those of the pack's plugins.
        ledgers: every ledger likewise.
        functions: those of its plugins.
        missing_plugins: plugins that the pack names and that are not loaded, slips apart; much else is unknown then.
        symbols: what each name stands for; the types of indicators come later, when their values are checked.
        problems: everything that is wrong with the declarations.
    """

    def __init__(self, pack: model.Pack, industries: Mapping[str, Industry]) -> None:
        """Merge and declare; problems are collected."""
        self.pack, self.industries = pack, industries
        self.problems: list[Problem] = []
        self.unit_words = {"currency": pack.currency} if pack.currency else {}
        self.symbols: dict[str, Symbol] = {}
        self.functions: dict[str, Function] = {}
        self.missing_plugins = [n for n in pack.plugins if n not in industries and not did_you_mean(n, industries)]
        used = self._industries_used()
        self.fields = self._merged_fields(used)
        self.ledgers = self._merged_ledgers(used)
        self._declare()

    def wrong(self, path: Sequence[str | int], what: Message, remedy: Message | None = None) -> None:
        """Note a problem at a path of the pack."""
        self.problems.append(Problem(self.pack.place(*path), what, remedy))

    def _industries_used(self) -> list[Industry]:
        used = []
        for index, name in enumerate(self.pack.plugins):
            if name in self.industries:
                used.append(self.industries[name])
            else:
                self.wrong(
                    ("pack", "plugins", index),
                    say("the plugin {name} is not loaded", name=name),
                    did_you_mean(name, self.industries) or say("see kam plugins"),
                )
        for industry in used:
            self.functions.update(industry.functions)
        return used

    def _merged_fields(self, used: Iterable[Industry]) -> dict[str, Field]:
        found = {"account_id": Field("account_id", "text"), "name": NAME}
        owner: dict[str, str] = {}
        for industry in used:
            for name, field in industry.fields.items():
                if name in owner and _means_the_same(found[name], field):
                    found[name] = replace(found[name], aliases=(*found[name].aliases, *field.aliases))
                    continue
                if name in owner and name not in self.pack.fields:
                    self.wrong(
                        ("pack", "plugins"),
                        say(
                            "the plugins {a} and {b} both have a field {name}",
                            a=owner[name],
                            b=industry.plugin,
                            name=name,
                        ),
                        say("declare it in [fields.{name}]", name=name),
                    )
                if name in ("account_id", "name"):
                    known = found[name]
                    field = replace(known, label=field.label, aliases=(*known.aliases, *field.aliases))
                found[name], owner[name] = field, industry.plugin
        for name, field in self.pack.fields.items():
            found[name] = self._refine(found.get(name), field)
        return found

    def _refine(self, base: Field | None, field: Field) -> Field:
        if base is None:
            return field
        keys = self.pack.refined[field.name]
        kind = field.kind if "type" in keys else base.kind
        if field.name in ("account_id", "name") and kind != "text":
            self.wrong(("fields", field.name, "type"), say("{name} is always a text", name=field.name))
        return Field(
            field.name,
            kind,
            field.label if "label" in keys else base.label,
            field.unit if "unit" in keys else base.unit,
            field.choices if "choices" in keys else base.choices,
            (*base.aliases, *field.aliases),
            field.immutable if "immutable" in keys else base.immutable,
            field.optional if "optional" in keys else base.optional,
            field.least if "least" in keys else base.least,
            field.most if "most" in keys else base.most,
        )

    def _merged_ledgers(self, used: Iterable[Industry]) -> dict[str, Ledger]:
        found: dict[str, Ledger] = {}
        for industry in used:
            for name, ledger in industry.ledgers.items():
                if name in found and name not in self.pack.ledgers:
                    self.wrong(
                        ("pack", "plugins"),
                        say("two plugins both have a ledger {name}", name=name),
                        say("declare it in [ledgers.{name}]", name=name),
                    )
                found[name] = ledger
        found |= self.pack.ledgers
        for ledger in found.values():
            self._check_ledger(ledger)
            for field in ledger.fields:
                path = ("ledgers", ledger.name, "fields", field.name)
                self.check_ends(path, field.least, field.most, number=field.kind in node.NUMERIC)
        return found

    def _check_ledger(self, ledger: Ledger) -> None:
        path = ("ledgers", ledger.name)
        taken = {"account_id": "account_id"}
        for name in (ledger.name, *(field.name for field in ledger.fields)):
            where = path if name == ledger.name else (*path, "fields", name)
            if not is_name(name):
                self._not_a_name(where, name)
        for field in ledger.fields:
            other = taken.setdefault(field.name.casefold(), field.name)
            if other != field.name or field.name == "account_id":
                what = _taken(field.name, "field")
                self.wrong((*path, "fields", field.name), what, say("choose another name"))

    def _declare(self) -> None:
        pack, fields = self.pack, self.fields
        self._folded = {"as_of": "as_of", "score": "score"} if pack.score is not None else {"as_of": "as_of"}
        self.symbols["as_of"] = Symbol("as_of", "as_of", Type("date"))
        if pack.score is not None:
            self.symbols["score"] = Symbol("score", "score", Type("number"))
        for name, field in fields.items():
            type, words = self.field_type(field, ("fields", name, "unit")), _words(field.label, field.aliases)
            self.check_ends(("fields", name), field.least, field.most, number=type.numeric)
            self._add(Symbol(name, "field", type, words=words, choices=field.choices), "fields")
        for name, param in pack.params.items():
            self._add(Symbol(name, "parameter", self._param_type(param)), "params")
        for table in pack.tables.values():
            self._add(self._table_symbol(table), "tables")
        for name, indicator in pack.indicators.items():
            words = _words(indicator.label, indicator.aliases)
            self._add(Symbol(name, "indicator", NULL, words=words), "indicators")
        for name, criterion in pack.criteria.items():
            self._add(Symbol(name, "criterion", BOOL, words=_words(criterion.label)), "criteria")

    def _add(self, symbol: Symbol, group: str) -> None:
        name, folded = symbol.name, self._folded
        if not is_name(name):
            self._not_a_name((group, name), name)
        elif name.casefold() in folded:
            other = self.symbols[folded[name.casefold()]]
            self.wrong((group, name), _taken(name, other.role), say("choose another name"))
            return
        elif name in {*RESERVED[2:]} or name.lower() in {**BUILTINS, **self.functions}:
            self.wrong(
                (group, name),
                say("{name} is a word of the language or of the results", name=name),
                say("choose another name"),
            )
        self.symbols[name] = symbol
        folded[name.casefold()] = name

    def _not_a_name(self, path: Sequence[str | int], name: str) -> None:
        what = say("{name} cannot be a name", name=repr(name)[:60])
        self.wrong(path, what, say("letters, digits and _, not a word of the language, not first a digit"))

    def unit(self, text: str | None, path: Sequence[str | int], *, number: bool = True) -> Unit | None:
        """The unit that a text names; None, and a problem, when it names none or what it measures is no number."""
        if text is None:
            return None
        if not number:
            self.wrong(path, say("only numbers have a unit"), say("leave it out"))
            return None
        unit = Unit.parse(text, self.unit_words)
        if unit is None:
            self.wrong(path, say("{text} is not a unit", text=f'"{text[:40]}"'), say("write CNY/month, day, ratio …"))
        return unit

    def check_ends(self, path: Sequence[str], least: End, most: End, *, number: bool) -> None:
        """Note what is wrong with the least and the most value of a fact."""
        for key, what, remedy in end_mistakes(least, most, number=number):
            self.wrong((*path, key), what, remedy)

    def field_type(self, field: Field, path: Sequence[str | int]) -> Type:
        """The type of a field or of a column of a ledger."""
        unit = self.unit(field.unit, path, number=field.kind in node.NUMERIC)
        if field.kind == "choice":
            return Type("choice", choices=tuple(choice.id for choice in field.choices))
        if field.kind == "ratio" and field.unit is None:
            unit = RATIO
        return Type(field.kind, unit, decimal=field.kind == "money")

    def _param_type(self, param: model.Param) -> Type:
        path = ("params", param.name)
        kinds = {type(value.value) for value in param.values}
        unit = self.unit(param.unit, (*path, "unit"), number=kinds <= {Decimal})
        if len(kinds) > 1:
            self.wrong((*path, "values"), say("the values are of different kinds"))
        alone = (*path, "value")
        for index, dated in enumerate(param.values):
            where = alone if alone in self.pack.lines else (*path, "values", index, "value")
            self._in_range(param, dated, where)
            self._among_choices(param, dated, where)
        value = param.values[0].value if param.values else None
        if isinstance(value, str):
            return Type("text")
        return Type("date") if value is not None and not isinstance(value, Decimal) else node.constant_number(unit)

    def _in_range(self, param: model.Param, value: model.DatedValue, path: Sequence[str | int]) -> None:
        if not isinstance(value.value, Decimal) or param.low is None or param.high is None:
            return
        if not param.low <= value.value <= param.high:
            self.wrong(
                path,
                say("{value} is outside the range {low} to {high}", value=value.value, low=param.low, high=param.high),
            )

    def _among_choices(self, param: model.Param, dated: model.DatedValue, path: Sequence[str | int]) -> None:
        if param.choices and dated.value not in param.choices:
            what = say("{value} is not one of {allowed}", value=str(dated.value)[:40], allowed=", ".join(param.choices))
            self.wrong(path, what, did_you_mean(str(dated.value), param.choices))

    def _table_symbol(self, table: model.LookupTable) -> Symbol:
        path = ("tables", table.name)
        values = {type(row.value.value) for row in table.rows}
        unit = self.unit(table.unit, (*path, "unit"), number=values <= {Decimal})
        keys = [{type(sample(row.key[i])) for row in table.rows} for i in range(len(table.keys))]
        if len(values) > 1 or any(len(kinds) > 1 for kinds in keys):
            self.wrong((*path, "rows"), say("the rows are of different kinds"))
        first = table.rows[0] if table.rows else None
        value_type = _scalar_type(first.value.value, unit) if first else NULL
        key_types = tuple(_scalar_type(sample(part), None) for part in first.key) if first else ()
        return Symbol(table.name, "table", value_type, key_types)


def _means_the_same(one: Field, other: Field) -> bool:
    """Whether two plugins mean the same fact by a name: then only its headers differ."""
    return (one.kind, one.unit, one.choices) == (other.kind, other.unit, other.choices)


def _scalar_type(value: Value, unit: Unit | None) -> Type:
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, str):
        return Type("text")
    return Type("number", unit, decimal=True) if isinstance(value, Decimal) else Type("date")


def _taken(name: str, role: Role) -> Message:
    return say("the name {name} is already taken by {role}", name=name, role=ROLES[role])


def _words(label: Label, aliases: Iterable[str] = ()) -> tuple[str, ...]:
    """What people and files call something."""
    return tuple(filter(None, (label.en, label.zh, *aliases)))
