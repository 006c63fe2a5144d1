"""``kam fields``: which fields and ledgers there are, what they are called, and who declares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.facts.known_fields import note_unsound
from kamengine.cli.inputs.inputs import host_of, pack_reference
from kamengine.cli.inputs.workspaces import workspace_or_none
from kamengine.cli.lines.help import LONGEST_WORD, argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, page_width
from kamengine.problems import KamError, Place, did_you_mean, say

if TYPE_CHECKING:
    from kamengine.declarations import Field
    from kamengine.intake.headers.catalog import FieldCatalog
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost

_INDENT = 4


@dataclass(frozen=True)
class _Known:
    """A field with what is around it.

    Attributes:
        field: the field.
        ledger: the ledger whose column it is; None for a fact of the account.
        by: the packs and plugins that declare it; empty for a field of the workspace's own.
    """

    field: Field
    ledger: str | None
    by: tuple[str, ...]


@command(
    "fields",
    say(
        "List every field that files may bring and conditions may name, the ledgers with their columns, and who "
        "declares them: plugins, the packs of the workspace, and its own columns. With NAME, all that is known of it."
    ),
    "kam fields",
    "kam fields --pack telecom",
    "kam fields 城市级别",
    "kam fields --ledger bills --json",
)
@argument("names", say("NAME"), say("A field, by its name, a label or an alias."), nargs=-1)
@option("--pack", value=say("PACK"), help=say("Only what this rule pack looks at."))
@option("--ledger", value=say("NAME"), help=say("Only the columns of this ledger."))
@option("--json", "as_json", is_flag=True, help=say("Print a JSON array."))
@click.pass_context
def fields(context: click.Context, names: tuple[str, ...], pack: str | None, ledger: str | None, as_json: bool) -> None:
    """Choose and print."""
    from kamengine.api.facts.imports import field_catalog

    messages, host = messages_of(context), host_of(context)
    packs = _packs(context, host, pack)
    catalog = field_catalog(workspace_or_none(context), host, packs)
    known = _of_pack(_all(catalog, host, packs), packs) if pack is not None else _all(catalog, host, packs)
    if ledger is not None:
        _refuse_unknown_ledger(ledger, catalog)
        known = [each for each in known if each.ledger == ledger]
    if names:
        known = _called(names, known)
    if as_json:
        echo_json([_json(each) for each in known])
    else:
        click.echo("\n".join(_details(known, messages) if names else _page(known, catalog, messages)))


# ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────────


def _packs(context: click.Context, host: PluginHost, reference: str | None) -> list[CheckedPack]:
    """The pack that is named, else the sound ones of the workspace, if there is one."""
    from kamengine.api import load_pack, pack_of
    from kamengine.api.facts.imports import sound_packs

    workspace = workspace_or_none(context)
    if reference is None:
        packs, unsound = sound_packs(workspace, host)
        note_unsound(unsound, messages_of(context))
        return packs
    named = pack_reference(reference)
    return [load_pack(named, host) if workspace is None else pack_of(workspace, named, host).checked]


def _all(catalog: FieldCatalog, host: PluginHost, packs: Sequence[CheckedPack]) -> list[_Known]:
    """The facts of the account, then the columns of each ledger."""
    facts = [_with_choices(field, host) for field in catalog.accounts.fields]
    known = [_Known(field, None, _declaring(field.name, host, packs)) for field in facts]
    for name, table in catalog.ledgers.items():
        by = _declaring_ledger(name, host, packs)
        known += [_Known(field, name, by) for field in table.fields]
    return known


def _with_choices(field: Field, host: PluginHost) -> Field:
    """A field with the list that a plugin declares, which files need not keep to as long as no pack asks for it."""
    declared = (each.fields[field.name] for each in host.contributions.values() if field.name in each.fields)
    lists = [other.choices for other in declared if other.kind == "choice"]
    return replace(field, kind="choice", choices=lists[0]) if lists and field.kind == "text" else field


def _declaring(name: str, host: PluginHost, packs: Sequence[CheckedPack]) -> tuple[str, ...]:
    by_packs = [each.pack.id for each in packs if name in each.pack.fields or name in each.pack.indicators]
    by_plugins = [each.plugin for each in host.contributions.values() if name in each.fields]
    return (*by_packs, *by_plugins, *(("kamengine",) if name == "name" else ()))


def _declaring_ledger(name: str, host: PluginHost, packs: Sequence[CheckedPack]) -> tuple[str, ...]:
    by_packs = [each.pack.id for each in packs if name in each.pack.ledgers]
    return (*by_packs, *(each.plugin for each in host.contributions.values() if name in each.ledgers))


def _of_pack(known: Sequence[_Known], packs: Sequence[CheckedPack]) -> list[_Known]:
    """What a pack looks at: fields, indicators that may come ready-made, and columns of ledgers."""
    (pack,) = packs
    facts = {"name", *pack.needed_fields(), *(field.name for field in pack.ready_made_fields())}
    ledgers = pack.needed_ledgers()
    return [
        each
        for each in known
        if (each.field.name in facts if each.ledger is None else each.field.name in ledgers.get(each.ledger, ()))
    ]


def _refuse_unknown_ledger(name: str, catalog: FieldCatalog) -> None:
    """See that there is such a ledger.

    Raises:
        KamError: there is none.
    """
    if name not in catalog.ledgers:
        names = sorted(catalog.ledgers)
        remedy = did_you_mean(name, names) or say("known are: {names}", names=names)
        raise KamError.of(
            say("there is no ledger {name}", name=name[:LONGEST_WORD]), remedy, place=Place(key="--ledger")
        )


def _called(names: Sequence[str], known: Sequence[_Known]) -> list[_Known]:
    """What is called so.

    Raises:
        KamError: nothing is, or nothing of the ledger or pack that was asked for.
    """
    from kamengine.intake.headers.called import fields_called, nearest_field

    every = [each.field for each in known]
    found: list[_Known] = []
    for name in names:
        called = fields_called(name, every)
        if not called:
            what = say("there is no field {name}", name=name[:LONGEST_WORD])
            raise KamError.of(what, nearest_field(name, every) or say("kam fields lists them"))
        meant = {field.name for field in called}
        found += [each for each in known if each.field.name in meant and each not in found]
    return found


# ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────


def _page(known: Sequence[_Known], catalog: FieldCatalog, messages: Messages) -> list[str]:
    """A table of the facts, and one of the columns of each ledger."""
    lines: list[str] = []
    for ledger in dict.fromkeys(each.ledger for each in known):
        group = [each for each in known if each.ledger == ledger]
        title = messages.say("Facts of accounts ({n}):", n=len(group))
        if ledger is not None:
            facts = {"name": ledger, "label": messages.label(catalog.labels[ledger]), "n": len(group)}
            title = messages.say("Columns of the ledger {name}, {label} ({n}):", **facts)
        lines += [*([""] if lines else []), title, "", _table(group, messages)]
    if not lines:
        return [messages.say("There are no fields.")]
    return [*lines, "", messages.say("kam fields NAME says all of one: its values, aliases and who declares it.")]


def _table(group: Sequence[_Known], messages: Messages) -> str:
    from kamengine.cli.pages.page_table import page_table

    rows = [
        (each.field.name, _label(each, messages), each.field.kind, _unit(each), _by(each, messages)) for each in group
    ]
    heads = (say("name"), say("label"), say("kind"), say("unit"), say("declared by"))
    return page_table(rows, [messages.text(head) for head in heads], ["left"] * len(heads), page_width())


def _details(known: Sequence[_Known], messages: Messages) -> list[str]:
    """All that is known of each field."""
    from kamengine.locale.terminal import plain
    from kamengine.locale.wrap import wrapped

    lines: list[str] = []
    for each in known:
        field = each.field
        lines += [*([""] if lines else []), plain(field.name, None)]
        told = [
            messages.say("label: {label}", label=_label(each, messages)),
            messages.say("kind: {kind}", kind=field.kind),
        ]
        if _unit(each):
            told.append(messages.say("unit: {unit}", unit=_unit(each)))
        if field.least is not None:
            told.append(messages.say("least: {least}", least=str(field.least)))
        if field.most is not None:
            told.append(messages.say("most: {most}", most=str(field.most)))
        if each.ledger is not None:
            told.append(messages.say("column of the ledger {name}", name=each.ledger))
        if field.choices:
            values = [
                f"{choice.id} ({messages.label(choice.label)})" if messages.label(choice.label) else choice.id
                for choice in field.choices
            ]
            told.append(messages.say("values: {values}", values=values))
        if field.aliases:
            told.append(messages.say("headers that mean it: {aliases}", aliases=list(field.aliases)))
        told.append(messages.say("declared by: {names}", names=_by(each, messages)))
        blank = " " * _INDENT
        for text in told:
            lines += wrapped(plain(text, None), page_width(), blank, blank * 2)
    return lines


def _label(each: _Known, messages: Messages) -> str:
    return messages.label(each.field.label)


def _unit(each: _Known) -> str:
    return each.field.unit or ""


def _by(each: _Known, messages: Messages) -> str:
    return ", ".join(each.by) or messages.say("this workspace")


def _json(each: _Known) -> dict[str, Any]:
    field = each.field
    return {
        "name": field.name,
        "ledger": each.ledger,
        "label": {"en": field.label.en, "zh": field.label.zh},
        "kind": field.kind,
        "unit": field.unit,
        "choices": [
            {"id": c.id, "label": {"en": c.label.en, "zh": c.label.zh}, "aliases": list(c.aliases)}
            for c in field.choices
        ],
        "least": None if field.least is None else str(field.least),
        "most": None if field.most is None else str(field.most),
        "aliases": list(field.aliases),
        "declared_by": list(each.by),
    }
