"""Every field and ledger that is known: what a file may bring, whatever packs look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute

from kamengine.declarations import Choice, Field, Kind, Label, Ledger, Preset
from kamengine.intake.headers.folding import fold_header, fold_value
from kamengine.intake.rows import KEY
from kamengine.intake.wanted import WantedTable
from kamengine.pack.checked import CheckedPack
from kamengine.pack.names import NAME
from kamengine.plugin_host import PluginHost

_WIDER: Mapping[frozenset[Kind], Kind] = {
    frozenset(("choice", "text")): "text",
    frozenset(("integer", "number")): "number",
    frozenset(("integer", "money")): "money",
}
"""Of two kinds that packs give one field, the one that holds every value of both."""


@dataclass(frozen=True)
class FieldCatalog:
    """What files may bring.

    Attributes:
        accounts: the facts about an account, with the indicators of packs that may come ready-made. ``needed`` are the
            fields that packs declare themselves: their aliases count more than presets.
        ledgers: the same for each ledger, by its name.
        labels: what people call each ledger.
        presets: of all plugins.
        own: the names of the workspace's own fields, which nobody else declares.
        computed: the indicators that packs compute from each ledger, as fields; accounts may bring them ready-made.
    """

    accounts: WantedTable
    ledgers: Mapping[str, WantedTable]
    labels: Mapping[str, Label]
    presets: tuple[Preset, ...]
    own: frozenset[str] = frozenset()
    computed: Mapping[str, tuple[Field, ...]] = attribute(default_factory=dict)

    def table(self, kind: str) -> WantedTable:
        """What a file of this kind may bring: ``accounts``, or the name of a ledger.

        Raises:
            KeyError: there is no such ledger.
        """
        return self.accounts if kind == "accounts" else self.ledgers[kind]


def known_fields(host: PluginHost, packs: Sequence[CheckedPack], extra: Sequence[Field] = ()) -> FieldCatalog:
    """Everything that packs and plugins declare.

    Packs come first, then the workspace's own fields, then plugins in their order. The first declaration of a name
    says what it is; the aliases of later ones of the same kind are added. Where packs disagree about a kind, the wider
    one is taken (text before a choice, number before integer), because a pack reads what is stored as its own kind; for
    the same reason a choice that only plugins declare is a text. A header that packs give to one field is no alias of
    another that only plugins declare.

    Args:
        host: the plugins that are enabled.
        packs: those of the workspace.
        extra: fields of the workspace's own, made for columns of earlier files.
    """
    contributions = host.contributions.values()
    by_packs = [field for pack in packs for field in (*pack.fields.values(), *pack.ready_made_fields())]
    by_plugins = [_open(field) for each in contributions for field in each.fields.values()]
    own = frozenset(name for pack in packs for name in (*pack.pack.fields, *pack.indicators)) - {KEY, "name"}
    fields = _merged((*by_packs, *extra), (NAME, *by_plugins))
    key = fields.pop(KEY, Field(KEY, "text"))
    key_aliases = tuple(dict.fromkeys((*key.aliases, *filter(None, (key.label.en, key.label.zh)))))
    accounts = WantedTable(tuple(fields.values()), own, key_aliases)
    ledgers = _ledgers(
        [ledger for pack in packs for ledger in pack.ledgers.values()],
        [ledger for each in contributions for ledger in each.ledgers.values()],
    )
    tables = {name: _ledger_table(ledger, _declared(packs, name), key_aliases) for name, ledger in ledgers.items()}
    presets = tuple(preset for each in contributions for preset in each.presets)
    declared = {field.name.casefold() for field in (*by_packs, NAME, *by_plugins)}
    mine = frozenset(field.name for field in extra if field.name.casefold() not in declared)
    labels = {name: ledger.label for name, ledger in ledgers.items()}
    return FieldCatalog(accounts, tables, labels, presets, mine, _computed(packs))


def _computed(packs: Iterable[CheckedPack]) -> dict[str, tuple[Field, ...]]:
    """The indicators that packs compute from each ledger; of one name the first."""
    found: dict[str, dict[str, Field]] = {}
    for pack in packs:
        for ready_made in pack.ready_made_fields():
            if (ledger := pack.indicators[ready_made.name].indicator.ledger) is not None:
                found.setdefault(ledger, {}).setdefault(ready_made.name, ready_made)
    return {ledger: tuple(fields.values()) for ledger, fields in found.items()}


def _declared(packs: Iterable[CheckedPack], ledger: str) -> frozenset[str]:
    """The columns of a ledger that packs declare themselves."""
    return frozenset(
        field.name for pack in packs if ledger in pack.pack.ledgers for field in pack.ledgers[ledger].fields
    )


def _ledger_table(ledger: Ledger, own: frozenset[str], key_aliases: tuple[str, ...]) -> WantedTable:
    required = frozenset({ledger.date} if ledger.date else ())
    aliases = tuple(dict.fromkeys((*ledger.account_aliases, *key_aliases)))
    return WantedTable(ledger.fields, own, aliases, required, ledger.date)


def _ledgers(by_packs: Iterable[Ledger], by_plugins: Iterable[Ledger]) -> dict[str, Ledger]:
    groups: dict[str, tuple[list[Ledger], list[Ledger]]] = {}
    for number, ledgers in enumerate((by_packs, by_plugins)):
        for ledger in ledgers:
            groups.setdefault(ledger.name, ([], []))[number].append(ledger)
    united = {}
    for name, (first, later) in groups.items():
        whole = (*first, *later)
        columns = [field for ledger in first for field in ledger.fields]
        fields = _merged(columns, [_open(field) for ledger in later for field in ledger.fields])
        aliases = tuple(dict.fromkeys(alias for ledger in whole for alias in ledger.account_aliases))
        united[name] = replace(whole[0], fields=tuple(fields.values()), account_aliases=aliases)
    return united


def _merged(first: Iterable[Field], later: Iterable[Field]) -> dict[str, Field]:
    """Fields by name, whose case does not count; the later ones may add spellings, but take none from the first."""
    found: dict[str, Field] = {}
    for field in first:
        folded = field.name.casefold()
        found[folded] = _united(found[folded], field) if folded in found else field
    owners = dict(_spellings(found.values()))
    for field in later:
        folded = field.name.casefold()
        known = found.get(folded)
        aliases = tuple(alias for alias in field.aliases if owners.get(fold_header(alias), folded) == folded)
        field = replace(field, aliases=aliases)
        if known is None:
            found[folded] = field
        elif known.kind == field.kind or folded in (KEY, "name"):
            found[folded] = _united(known, field)
        owners = {**dict(_spellings([field])), **owners}
    return {field.name: field for field in found.values()}


def _spellings(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """What headers fold to, each with the name of the field that it means, without case."""
    return ((fold_header(text), field.name.casefold()) for field in fields for text in (field.name, *field.aliases))


def _open(field: Field) -> Field:
    """A choice that no pack asks for is a text: its list would refuse values that nobody minds."""
    return replace(field, kind="text", choices=()) if field.kind == "choice" else field


def _united(first: Field, other: Field) -> Field:
    """One field from two declarations of its name; the first says what it is, the other adds spellings."""
    kind = first.kind if first.kind == other.kind else _WIDER.get(frozenset((first.kind, other.kind)), first.kind)
    return replace(
        first,
        kind=kind,
        aliases=tuple(dict.fromkeys((*first.aliases, *other.aliases))),
        choices=_united_choices(first.choices, other.choices) if kind == "choice" else (),
        label=first.label if first.label != Label() else other.label,
        unit=first.unit or other.unit,
    )


def _united_choices(first: Sequence[Choice], others: Sequence[Choice]) -> tuple[Choice, ...]:
    """The values of both lists; a spelling that the first list knows keeps its meaning."""
    found = {choice.id: choice for choice in first}
    owners = {fold_value(text): choice.id for choice in first for text in (choice.id, *choice.aliases)}
    for choice in others:
        aliases = tuple(text for text in choice.aliases if owners.get(fold_value(text), choice.id) == choice.id)
        known = found.get(choice.id)
        if known is not None:
            found[choice.id] = replace(known, aliases=tuple(dict.fromkeys((*known.aliases, *aliases))))
        elif fold_value(choice.id) not in owners:
            found[choice.id] = replace(choice, aliases=aliases)
        owners = {**{fold_value(text): choice.id for text in (choice.id, *aliases)}, **owners}
    return tuple(found.values())
