"""What packs and runs say to a team: what books are worth, exactly, and which roles and tiers there are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamengine.api import plugins
from kamengine.api.work.owners import bring_owners
from kamengine.api.work.team import books_of, words_of
from kamengine.declarations import Kind
from kamengine.problems import KamError
from kamengine.work.ground.things import keep
from kamengine.work.model import Holding, Person
from kamengine.work.people.owners import OWNER, imported_owners, keep_imported
from kamengine.work.team.ownership import own
from kamengine.workspace import Workspace
from kamengine.workspace.corrections import Statement
from tests.api.made import bring_in

PACK = """
[pack]
id = "own"
version = "1"
title = "Own"
currency = "EUR"
value = "worth"
[fields.worth]
type = "KIND"
label = { en = "Worth", zh = "价值" }
[fields.account_manager]
type = "text"
[[tiers]]
id = "key"
label = { en = "Key", zh = "重点" }
when = "worth >= 1000"
[[tiers]]
id = "other"
[roles.analyst]
label = { en = "Analyst", zh = "分析师" }
"""


@pytest.fixture(scope="module")
def host():
    return plugins(enabled=False)


@pytest.fixture
def having(tmp_path):
    """A workspace with accounts: the manager and the worth of each, by id."""
    opened: list[Workspace] = []

    def made(rows: dict[str, tuple[str | None, object]], kind: Kind = "money") -> Workspace:
        pack = PACK.replace("KIND", kind).encode()
        workspace = Workspace.init(tmp_path / "w", name="w", packs={"own.toml": pack})
        opened.append(workspace)
        columns: dict[str, Kind] = {"account_manager": "text", "worth": kind}
        bring_in(workspace, "accounts", columns, [[id, *values] for id, values in rows.items()])
        bring_owners(workspace)
        return workspace

    yield made
    for workspace in opened:
        workspace.close()


def books(workspace, host):
    found = books_of(workspace, host, None, "Ann")
    return found, {book.person: book for book in found.books}


def test_books_are_summed_up_exactly_and_the_unknown_is_counted(having, host):
    cents = {f"L{n}": ("Li", Decimal("0.1")) for n in range(10)}
    workspace = having({**cents, "M": ("mei", Decimal(3)), "N": ("Mei", None), "O": (None, Decimal(1000))})
    found, by = books(workspace, host)
    assert (found.total, found.unit, found.value) == (Decimal(1004), "", "worth")
    assert (by["Li"].value, by["Li"].accounts) == (1, 10)
    assert by["Li"].share == pytest.approx(Decimal(1) / 1004)
    mei = by.get("Mei") or by["mei"]
    assert (mei.value, mei.accounts, mei.unknown) == (3, 2, 1)
    assert (by[""].value, by[""].top, by[""].is_too_much()) == (1000, 1, False)  # in nobody's hand
    assert [book.person for book in found.books][-1] == ""
    assert sum(book.share for book in found.books) == pytest.approx(1)


@pytest.mark.parametrize(("share", "too_much"), [(25, True), (Decimal("24.99"), False)])
def test_a_quarter_of_all_value_in_one_hand_is_too_much(having, host, share, too_much):
    _, by = books(having({"A": ("Li", Decimal(share)), "B": (None, 100 - Decimal(share))}), host)
    assert by["Li"].is_too_much() is too_much


def test_numbers_that_are_no_decimals_and_sums_below_nothing_do_no_harm(having, host):
    found, by = books(having({"A": ("Li", 0.1), "B": ("Li", 0.2), "C": ("Mei", -5.0)}, "number"), host)
    assert (by["Li"].value, by["Mei"].value, found.total) == (Decimal("0.3"), -5, Decimal("-4.7"))
    assert by["Li"].share is None  # nothing is a share of less than nothing


def test_a_book_is_whose_the_team_says_it_is(having, host):
    workspace = having({"A": ("Li", 10), "B": ("Li", 20), "C": (None, 2000)})
    with workspace.transaction("Ann") as change:
        keep(workspace, change, Person(key="Mei"))
        keep(workspace, change, Holding(key=f"{OWNER}/key", role=OWNER, person="Mei", tier="key"))
        own(workspace, change, ["B"], "Mei")
    _, by = books(workspace, host)
    assert {name: book.accounts for name, book in by.items()} == {"Li": 1, "Mei": 2}


def test_corrected_managers_count_and_blank_ones_do_not(having):
    workspace = having({"A": ("Li", 1), "B": ("  ", 1), "C": ("Li", 1)})
    workspace.corrections.state([Statement("A", OWNER, "text", "Mei", None)], who="Ann", why="told so")
    workspace.corrections.state([Statement("C", OWNER, "text", None, None)], who="Ann", why="unknown")
    bring_owners(workspace)
    assert imported_owners(workspace) == {"A": "Mei"}


def test_managers_are_read_anew_only_when_facts_have_changed(having):
    workspace = having({"A": ("Li", 1), "B": (None, 1)})
    (accounts,) = (workspace.paths.root / "data" / "accounts").glob("*.parquet")
    moved = accounts.rename(accounts.with_suffix(".aside"))
    bring_owners(workspace)  # nothing is read, or it would be missed
    workspace.corrections.state([Statement("B", OWNER, "text", "Mei", None)], who="Ann", why="told so")
    with pytest.raises(KamError):
        bring_owners(workspace)
    moved.rename(accounts)
    bring_owners(workspace)
    assert imported_owners(workspace) == {"A": "Li", "B": "Mei"}


def test_managers_that_a_plan_of_earlier_facts_kept_last_are_put_right(having):
    workspace = having({"A": ("Li", 1)})
    with workspace.catalog.writing() as database:
        keep_imported(database, {"A": "Mei"})
    bring_owners(workspace)
    assert imported_owners(workspace) == {"A": "Li"}


def test_roles_and_tiers_are_meant_by_id_or_label_in_any_language(having, host):
    words = words_of(having({"A": ("Li", 1)}), host)
    assert [words.role(each) for each in ("finance", "FINANCE", "财务", "分析师", "Sales director")] == [
        "finance",
        "finance",
        "finance",
        "analyst",
        "sales_director",
    ]
    assert [words.tier(each) for each in ("key", "重点", "other")] == ["key", "key", "other"]
    with pytest.raises(KamError, match=r"ROLE: there is no role anallyst — did you mean Analyst\?"):
        words.role("anallyst", "ROLE")
    with pytest.raises(KamError, match="--tier: there is no tier gold — known are"):
        words.tier("gold")
