"""docs/rules.md tells the truth: its packs keep their promises, its tables are evaluated, its commands are run."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

import pytest

from kamengine.engine.pack_tests import run_tests
from kamengine.language.builtins import BUILTINS
from kamengine.pack.window import Window
from tests.conftest import REPOSITORY
from tests.documentation import book
from tests.documentation.console import matches, run, shown_commands
from tests.pack.test_every_key import EVERY_KEY

PAGE = book.FILE.read_text(encoding="utf-8")
FILES = book.files(PAGE)
WITH_MISTAKES = "broken.toml"
PACKS = [name for name in FILES if name.endswith(".toml") and name != WITH_MISTAKES]
EVALUATED = [row for kind in ("one account", "all accounts", "ledger rows") for row in book.rows(PAGE, kind)]


# ── packs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_sound_and_keeps_its_promises(name):
    results = run_tests(book.sound(FILES[name], name))
    assert results, "a pack of the page promises something"
    assert [result for result in results if not result.passed] == []


def test_every_block_of_toml_is_a_file_of_the_page():
    assert re.findall(r"^```toml\n", PAGE, re.MULTILINE) == []


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("row", EVALUATED, ids=lambda row: f"{row}: {row.cells[1]}")
def test_an_expression_has_the_value_that_the_page_says(row):
    (value,) = book.values(PAGE, row.kind, [row])
    assert as_written(value) == as_written(book.toml_value(row.cells[2]))


@pytest.mark.parametrize("row", book.rows(PAGE, "unit of"), ids=str)
def test_an_expression_has_the_unit_that_the_page_says(row):
    assert book.unit_of(PAGE, row.cells[0]) == row.cells[1]


@pytest.mark.parametrize("row", book.rows(PAGE, "refused"), ids=str)
def test_the_check_says_what_the_page_says(row):
    assert book.refusals(PAGE, row.cells[0]) == [row.cells[1]]


@pytest.mark.parametrize("row", book.rows(PAGE, "window"), ids=str)
def test_a_window_has_the_days_that_the_page_says(row):
    window = Window.parse(row.cells[0])
    assert window is not None
    assert [day.isoformat() for day in window.bounds(book.AS_OF)] == list(row.cells[1:])


def test_every_kind_of_table_is_there():
    assert [kind for kind in book.TABLES if not book.rows(PAGE, kind)] == []


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_commands_print_what_the_page_shows(tmp_path):
    """In one folder, in the order of the page: a command may use what an earlier one wrote."""
    book.write_files(PAGE, tmp_path)
    for shown in shown_commands(PAGE):
        output = run(shown.command, tmp_path)
        assert matches(shown, output), f"{shown.command}\nrenew with python -m tests.documentation.update\n{output}"


# ── nothing is left out ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_function_is_in_a_table_or_a_pack_of_the_page():
    shown = "\n".join([*(row.cells[0] for row in EVALUATED), *FILES.values()])
    assert [name for name in BUILTINS if f"{name}(" not in shown] == []


def test_every_key_of_a_pack_is_in_a_pack_of_the_page():
    """Every key that the reader knows, held by the test of the reader, and every key of docs/packs.md."""
    examples = re.findall(r"^```toml\n(.*?)^```$", (REPOSITORY / "docs" / "packs.md").read_text(), re.M | re.S)
    assert examples
    wanted = keys(tomllib.loads(EVERY_KEY)) | set(re.findall(r"[{,\n]\s*([a-z_]+) = ", "\n".join(examples)))
    ours: set[str] = set().union(*(keys(tomllib.loads(FILES[name])) for name in PACKS))
    assert sorted(wanted - ours - names(tomllib.loads(EVERY_KEY)) - NAMES_IN_EXAMPLES) == []


NAMES_IN_EXAMPLES = {"criteria", "prefecture", "county", "key_spend", "industry", "monthly_spend", "city_level"}
"""What stands before ``=`` in the examples of docs/packs.md and is a name that their author chose, not a key."""


def test_the_index_names_every_key_of_the_packs_of_the_page():
    index = PAGE[PAGE.index("## 15.") :]
    used = set().union(*(keys(tomllib.loads(FILES[name])) - names(tomllib.loads(FILES[name])) for name in PACKS))
    assert sorted(key for key in used if f"`{key}`" not in index) == []


def keys(table: dict[str, Any]) -> set[str]:
    """Every key in a table and in the tables inside."""
    inside = [item for value in table.values() for item in (value if isinstance(value, list) else [value])]
    return set(table).union(*(keys(item) for item in inside if isinstance(item, dict)))


def names(pack: dict[str, Any]) -> set[str]:
    """The keys of a pack that are names its author chose: of facts, parameters, columns, choices …"""
    chosen: set[str] = set()
    for section in ("fields", "ledgers", "params", "tables", "indicators", "criteria", "roles", "stages"):
        chosen |= set(pack.get(section, {}))
    chosen |= set(pack.get("visits", {}).get("every", {}))
    for stage in pack.get("stages", {}).values():
        chosen |= set(stage.get("items", {}))
    fields = [*pack.get("fields", {}).values()]
    for ledger in pack.get("ledgers", {}).values():
        chosen |= set(ledger.get("fields", {}))
        fields += ledger.get("fields", {}).values()
    for field in fields:
        if isinstance(field.get("choices"), dict):
            chosen |= set(field["choices"])
    for test in pack.get("tests", []):
        chosen |= {*test.get("given", {}), *test.get("set", {})}
    return chosen - KEYS_THAT_ARE_NAMES_TOO


KEYS_THAT_ARE_NAMES_TOO = {"date", "fields", "name", "label"}


def as_written(value: Any) -> str:
    """A value as it is compared: 5, 5.0 and 5.00 are one."""
    if isinstance(value, list):
        return ", ".join(map(as_written, value))
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return format(Decimal(value).normalize(), "f")
    return str(value)


def test_the_page_is_for_both_languages():
    assert "## 中文快速入门" in PAGE


def test_every_link_leads_somewhere():
    links = re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", PAGE)
    assert [file for file, _ in links if not (book.FILE.parent / file).exists()] == []
    headings = {anchor(title) for title in re.findall(r"^##+ (.*)$", PAGE, re.MULTILINE)}
    assert [place for file, place in links if not file and place not in headings] == []


def anchor(title: str) -> str:
    """The anchor that a heading has on the web."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
