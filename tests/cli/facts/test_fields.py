"""`kam fields`: which fields and ledgers there are, what they are called, and who declares them."""

from __future__ import annotations

import pytest

from kamengine.locale.terminal import width


def row(said, name):
    return next(line.split() for line in said.out.splitlines() if line.startswith(f"{name} "))


def test_fields_of_plugins_are_listed_by_table(kam, folder):
    said = kam("fields")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("Facts of accounts (")
    assert row(said, "city_level") == ["city_level", "City", "level", "choice", "telecom"]
    assert "Columns of the ledger bills, Bills (" in said.out
    assert row(said, "balance")[-3:] == ["money", "currency", "distributor"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_80_columns_wide(kam, folder, language):
    for names in ([], ["city_level", "amount"]):
        said = kam("--lang", language, "fields", *names)
        assert max(map(width, said.out.splitlines())) <= 80


@pytest.mark.parametrize("called", ["city_level", "City level", "城市级别", "城市等级"])
def test_all_is_said_of_a_field_by_its_name_a_label_or_an_alias(kam, folder, called):
    said = kam("fields", called)
    assert said.out.splitlines()[0] == "city_level"
    text = " ".join(said.out.split())
    assert "kind: choice" in text
    assert "capital (provincial capital)" in text
    assert "headers that mean it: City level, 城市级别, 城市等级" in text
    assert text.endswith("declared by: telecom")


def test_what_a_pack_looks_at(kam, folder):
    names = {(each["ledger"], each["name"]) for each in kam("fields", "--pack", "rfm", "--json").json}
    assert (None, "monetary") in names and ("orders", "date") in names
    assert (None, "city_level") not in names


def test_a_workspace_adds_its_packs_and_its_own_columns(kam, folder):
    assert kam("init", ".", "--pack", "abc").status == 0
    (folder / "a.csv").write_text("id,Colour,Name\nA,red,Ada\n", encoding="utf-8")
    assert kam("import", "a.csv", "--all-columns").status == 0
    by = {each["name"]: each["declared_by"] for each in kam("fields", "--json").json if each["ledger"] is None}
    assert by["Colour"] == []
    assert "abc" in by["sales"]
    assert row(kam("fields"), "Colour") == ["Colour", "Colour", "text", "this", "workspace"]


def test_they_are_those_that_an_import_knows(kam, folder):
    """A column that somebody made a field of is known by its header; a pack with problems is named by both commands."""
    assert kam("init", ".", "--pack", "abc").status == 0
    (folder / "a.csv").write_text("id,Favourite colour\nA,red\n", encoding="utf-8")
    assert kam("import", "a.csv", "--map", "Favourite colour=colour:text").status == 0
    (folder / "rules" / "broken.toml").write_text("[pack]\n", encoding="utf-8")

    said = kam("fields", "Favourite colour", "--json")
    assert [(each["name"], each["aliases"], each["declared_by"]) for each in said.json] == [
        ("colour", ["Favourite colour"], [])
    ]
    assert said.err == "note: broken.toml has problems, so its fields are not known: see kam check\n"
    (folder / "b.csv").write_text("id,favourite_colour\nB,blue\n", encoding="utf-8")
    planned = kam("import", "b.csv", "--dry-run", "--json")
    assert planned.json["mapping"] == {"id": "account_id", "favourite_colour": "colour"}
    assert planned.err == said.err


def test_the_data_for_scripts(kam, folder):
    (found,) = kam("fields", "city_level", "--json").json
    assert (found["kind"], found["ledger"], found["declared_by"]) == ("choice", None, ["telecom"])
    assert found["label"] == {"en": "City level", "zh": "城市级别"}
    assert {"id": "county", "label": {"en": "county", "zh": "县"}}.items() <= found["choices"][4].items()
    (column,) = kam("fields", "balance", "--ledger", "receivables", "--json").json
    assert (column["ledger"], column["unit"]) == ("receivables", "currency")


def test_where_the_values_of_a_number_end(kam, folder):
    (found,) = kam("fields", "outages", "--json").json
    assert (found["least"], found["most"]) == ("0", None)
    said = kam("fields", "outages").out
    assert "    least: 0\n" in said and "most:" not in said


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (["city_levl"], "there is no field city_levl — did you mean city_level?"),
        (["城市级别别"], "there is no field 城市级别别 — did you mean city_level (城市级别)?"),
        (["zzzz"], "there is no field zzzz — kam fields lists them"),
        (["--ledger", "bils"], "--ledger: there is no ledger bils — did you mean bills?"),
        (["--pack", "nosuch"], "there is no rule pack nosuch"),
    ],
)
def test_what_is_not_there_is_refused_with_a_hint(kam, folder, line, problem):
    said = kam("fields", *line)
    assert said.status == 2
    assert said.problems[0].startswith(problem)
