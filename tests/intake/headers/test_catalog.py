"""What files may bring: everything that the packs of a workspace and its plugins declare, in one vocabulary."""

from __future__ import annotations

import pytest

from kamengine.api import load_pack
from kamengine.declarations import Choice, Field, Label, Ledger, Preset
from kamengine.intake.headers.catalog import FieldCatalog, known_fields
from kamengine.plugin_host import Contribution, PluginHost

DATE = Field("date", "date", aliases=("Day",))


def host(**plugins: list) -> PluginHost:
    """Plugins with these fields, ledgers and presets."""
    contributions = {
        name: Contribution(
            name,
            {each.name: each for each in given if isinstance(each, Field)},
            {each.name: each for each in given if isinstance(each, Ledger)},
            presets=tuple(each for each in given if isinstance(each, Preset)),
        )
        for name, given in plugins.items()
    }
    return PluginHost((), contributions)


def field_of(catalog: FieldCatalog, name: str, kind: str = "accounts") -> Field:
    return next(field for field in catalog.table(kind).fields if field.name == name)


@pytest.fixture
def pack(tmp_path):
    """A pack with a choice, a ledger and an indicator, over the given plugins."""

    def load(host, plugins='["a"]'):
        path = tmp_path / "mine.toml"
        path.write_text(
            f"""[pack]
id = "mine"
version = "1"
title = {{ en = "Mine" }}
plugins = {plugins}

[fields.account_id]
aliases = ["工号"]

[fields.grade]
type = "choice"
choices = ["gold", "silver"]
aliases = ["Level"]

[ledgers.visits]
label = {{ en = "Visits" }}
fields.date = {{ type = "date", aliases = ["Visited on"] }}
fields.hours = {{ type = "number" }}

[indicators.effort]
aliases = ["Hours in all"]
from = "visits"
value = "sum(hours)"
window = "3 months"

[[tiers]]
id = "key"
when = "grade = 'gold' and effort > 3"
[[tiers]]
id = "rest"
""",
            encoding="utf-8",
        )
        return load_pack(path, host)

    return load


def test_fields_of_all_plugins_are_known_and_name_is_always_there():
    catalog = known_fields(host(a=[Field("x", "number")], b=[Field("y", "bool")]), [])
    assert [field.name for field in catalog.accounts.fields] == ["name", "x", "y"]
    assert catalog.accounts.needed == frozenset()


def test_the_first_declaration_of_a_name_says_what_it_is_and_spellings_are_united():
    one = Field("x", "number", Label("X"), unit="day", aliases=("Ex",))
    catalog = known_fields(host(a=[one], b=[Field("x", "number", unit="month", aliases=("Iks",))]), [])
    assert field_of(catalog, "x") == Field("x", "number", Label("X"), unit="day", aliases=("Ex", "Iks"))
    other = known_fields(host(a=[one], b=[Field("X", "text", aliases=("Iks",))]), [])
    assert field_of(other, "x") == one, "of another kind it means something else"


def test_a_header_of_the_first_field_is_none_of_a_later_one():
    catalog = known_fields(
        host(a=[Field("x", "number", aliases=("Sales",))], b=[Field("y", "text", aliases=("SALES", "Y!"))]), []
    )
    assert field_of(catalog, "y").aliases == ("Y!",)


def test_a_choice_that_no_pack_asks_for_is_a_text():
    grade = Field("grade", "choice", choices=(Choice("gold"),))
    assert field_of(known_fields(host(a=[grade]), []), "grade").kind == "text"


def test_packs_come_first_and_say_which_fields_are_theirs(pack):
    plugins = host(
        a=[Field("grade", "choice", choices=(Choice("bronze"),), aliases=("Stufe",))], b=[Field("z", "text")]
    )
    catalog = known_fields(plugins, [pack(plugins)])
    grade = field_of(catalog, "grade")
    assert (grade.kind, [choice.id for choice in grade.choices]) == ("choice", ["gold", "silver"])
    assert grade.aliases == ("Stufe", "Level")
    assert catalog.accounts.needed == {"grade", "effort"}
    assert field_of(catalog, "effort").aliases == ("Hours in all",)
    assert catalog.accounts.key_aliases == ("工号",)
    assert [field.name for field in catalog.accounts.fields][-1] == "z"


def test_packs_that_disagree_about_a_kind_get_the_wider_one(pack):
    plain = host(a=[])
    catalog = known_fields(plain, [pack(plain)], extra=[Field("grade", "text"), Field("note", "text")])
    assert field_of(catalog, "grade").kind == "text"
    assert field_of(catalog, "note").kind == "text"


def test_choices_of_several_packs_are_united_and_a_spelling_means_one_of_them():
    gold = Field("grade", "choice", choices=(Choice("gold", aliases=("金", "A")), Choice("none")))
    other = Field("grade", "choice", choices=(Choice("gold", aliases=("黄金",)), Choice("top", aliases=("A", "Best"))))
    catalog = known_fields(host(), [], extra=[gold, other])
    assert field_of(catalog, "grade").choices == (
        Choice("gold", aliases=("金", "A", "黄金")),
        Choice("none"),
        Choice("top", aliases=("Best",)),
    )


def test_ledgers_of_packs_and_plugins_are_united(pack):
    more = Ledger("visits", (DATE, Field("place", "text")), Label("Besuche"), account_aliases=("Konto",))
    plugins = host(a=[more, Ledger("scans", (Field("code", "text"),), Label("Scans"), date=None)])
    catalog = known_fields(plugins, [pack(plugins, "[]")])
    assert sorted(catalog.ledgers) == ["scans", "visits"]
    visits = catalog.table("visits")
    assert [field.name for field in visits.fields] == ["date", "hours", "place"]
    assert field_of(catalog, "date", "visits").aliases == ("Visited on", "Day")
    assert (set(visits.required), visits.date, set(visits.needed)) == ({"date"}, "date", {"date", "hours"})
    assert visits.key_aliases == ("Konto", "工号")
    assert (catalog.table("scans").date, catalog.table("scans").required) == (None, frozenset())
    assert catalog.labels["visits"] == Label("Visits")


def test_presets_of_all_plugins_are_known():
    preset = Preset("p", Label("P"), {"a": "name"}, signatures=(("a",),))
    assert known_fields(host(a=[preset], b=[]), []).presets == (preset,)
