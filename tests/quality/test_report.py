"""The data quality report over a workspace whose numbers can be counted by hand (see `made`)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from shutil import copytree

import pytest

from kamengine.api import packs_of, plugins
from kamengine.api.facts.facts import state_facts
from kamengine.api.facts.quality import workspace_quality
from kamengine.engine.deciding import DecidingFact
from kamengine.problems import KamError
from kamengine.quality import Quality, as_json
from kamengine.quality.model import Scopes, Worth
from kamengine.workspace import Workspace
from tests.quality.made import ABROAD, SPEND, import_query, workspace_with

TODAY = date(2026, 6, 30)
PACKS = {"spend.toml": SPEND, "abroad.toml": ABROAD}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "acme"
    with workspace_with(folder, PACKS):
        pass
    return folder


@pytest.fixture
def workspace(made, tmp_path):
    """A copy of its own for each test."""
    with Workspace.open(copytree(made, tmp_path / "acme")) as opened:
        yield opened


def report(workspace: Workspace) -> Quality:
    packs = packs_of(workspace, plugins(enabled=False)) if workspace.pack_files() else []
    return workspace_quality(workspace, packs, today=TODAY)


def test_what_is_known_of_each_field_those_of_packs_first_the_least_known_first(workspace):
    found = report(workspace)
    assert found.accounts == 6
    assert [(field.field, field.known, field.packs) for field in found.fields] == [
        ("yearly", 4, ("spend",)),
        ("staff", 4, ("abroad", "spend")),
        ("city", 5, ("abroad", "spend")),
        ("name", 6, ()),
    ]


def test_a_field_is_asked_of_the_accounts_that_a_pack_which_looks_at_it_may_speak_about(workspace):
    """C is abroad, and D may be: only spend looks at the yearly revenue, of which C's does not count, and D's does."""
    found = {field.field: (field.known_of_asked, field.asked) for field in report(workspace).fields}
    assert found == {"yearly": (3, 5), "staff": (4, 6), "city": (5, 6), "name": (6, 6)}


def test_a_pack_without_a_scope_asks_of_everybody(workspace):
    pack = SPEND.replace("scope = \"city <> 'abroad'\"", "")
    (workspace.folder / "rules" / "spend.toml").write_text(pack, encoding="utf-8")
    yearly = next(field for field in report(workspace).fields if field.field == "yearly")
    assert (yearly.known_of_asked, yearly.asked) == (yearly.known, 6)


def test_a_field_that_a_pack_looks_at_and_nobody_ever_had_is_known_of_no_account(workspace):
    pack = SPEND.replace("staff >= 10", "staff >= 10 and vip")
    (workspace.folder / "rules" / "spend.toml").write_text(pack, encoding="utf-8")
    vip = report(workspace).fields[0]
    assert (vip.field, vip.kind, vip.known, vip.imported) == ("vip", "bool", 0, False)


def test_what_is_brought_ready_made_and_computed_all_the_same_is_known_as_it_is_computed(workspace):
    rows = "VALUES ('A', 'Xian', 1), ('E', 'Xian', 2), ('F', 'Xian', 3)"
    query = f"SELECT account_id, city, staff, 1 AS billed FROM ({rows}) AS rows (account_id, city, staff)"
    import_query(workspace, "accounts", query)
    found = report(workspace)
    billed = next(field for field in found.fields if field.field == "billed")
    spend = next(pack for pack in found.packs if pack.run.checked.pack.id == "spend")
    assert billed.known == billed.known_of_asked == sum(tier.known["billed"] for tier in spend.tiers.values()) < 3


def test_corrections_count_as_known(workspace):
    state_facts(workspace, plugins(enabled=False), "B", {"staff": "12"}, who="li", why="phone call")
    found = report(workspace)
    staff = next(field for field in found.fields if field.field == "staff")
    assert (staff.known, staff.corrected) == (5, 1)
    assert found.corrections["unknown"] == 1 and sum(found.corrections.values()) == 1


def test_undecided_accounts_and_what_they_are_worth(workspace):
    """B lacks staff, F lacks staff and bills; what F is worth is unknown. D is not in scope: its city is unknown."""
    spend = report(workspace).packs[1]
    assert (spend.in_scope, spend.scope_unknown, spend.undecided) == (4, 1, 2)
    assert spend.worth == Worth(Decimal("1200.30"), unknown=2)
    assert spend.undecided_worth == Worth(Decimal("200.20"), unknown=1)
    assert spend.deciding == (
        DecidingFact("staff", accounts=2, alone=1, value=Decimal("200.20"), value_unknown=1),
        DecidingFact("billed", accounts=1, alone=0, value=Decimal(0), value_unknown=1),
    )


def test_a_pack_that_names_no_value_says_nothing_of_money(workspace):
    abroad = report(workspace).packs[0]
    assert abroad.worth == abroad.undecided_worth == Worth(None, 0)


def test_what_is_known_in_each_tier(workspace):
    spend = report(workspace).packs[1]
    assert spend.facts == ("city", "staff", "billed")
    key, standard = spend.tiers["key"], spend.tiers["standard"]
    assert (key.accounts, key.known) == (1, {"city": 1, "staff": 1, "billed": 1})
    assert (standard.accounts, standard.known) == (3, {"city": 3, "staff": 1, "billed": 2})


def test_accounts_by_the_packs_that_speak_about_them(tmp_path):
    """D is abroad's for its staff whatever its city is, but its city would say whether it is spend's, too."""
    accounts = """
        SELECT * FROM (VALUES
            ('A', 'Beijing', 50), ('B', 'Beijing', 500), ('C', 'abroad', 1), ('D', NULL, 500), ('E', NULL, 5)
        ) AS rows (account_id, city, staff)
    """
    with workspace_with(tmp_path / "acme", PACKS, accounts, bills=None) as workspace:
        assert report(workspace).scopes == (
            Scopes((), 1, 1, ("E",)),
            Scopes(("abroad", "spend"), 1, 0, ("B",)),
            Scopes(("abroad",), 2, 1, ("C", "D")),
            Scopes(("spend",), 1, 0, ("A",)),
        )


def test_ledgers_are_counted_and_dated(workspace):
    (bills,) = report(workspace).ledgers
    assert (bills.rows, bills.accounts, bills.of_no_account, bills.repeated) == (7, 3, 1, 2)
    assert (bills.first, bills.last, bills.imports) == (date(2026, 1, 1), date(2026, 6, 21), 1)
    assert as_json(report(workspace))["ledgers"][0]["days_since_last"] == 9


def test_an_import_without_rows_makes_no_ledger(tmp_path):
    nothing = "SELECT 'A' AS account_id, DATE '2026-06-01' AS date, 1 AS amount WHERE false"
    with workspace_with(tmp_path / "acme", {}, bills=nothing) as workspace:
        assert report(workspace).ledgers == ()


def test_names_that_are_nearly_the_same(workspace):
    found = report(workspace)
    assert found.near_duplicate_groups == 1
    assert found.near_duplicates[0].ids == ("A", "B")


def test_a_pack_that_cannot_be_run_is_named_with_what_is_wrong(workspace):
    (workspace.folder / "rules" / "broken.toml").write_text("[pack]\nid = 'broken'\n", encoding="utf-8")
    found = report(workspace)
    assert [pack.run.checked.pack.id for pack in found.packs] == ["abroad", "spend"]
    assert [(pack.id, bool(pack.problems)) for pack in found.failed] == [("broken", True)]


def test_without_packs_the_data_are_still_looked_at(tmp_path):
    with workspace_with(tmp_path / "acme", {}) as workspace:
        found = report(workspace)
    assert found.packs == () and found.accounts == 6 and len(found.ledgers) == 1
    assert found.scopes == (Scopes((), 6, 0, ("A", "B", "C", "D", "E")),)


def test_without_accounts_there_is_nothing_to_report(tmp_path):
    with (
        workspace_with(tmp_path / "acme", PACKS, accounts=None, bills=None) as workspace,
        pytest.raises(KamError, match="holds no accounts yet"),
    ):
        report(workspace)


def test_scripts_get_every_number(workspace):
    found = json.loads(json.dumps(as_json(report(workspace))))
    assert (found["workspace"], found["today"], found["accounts"]) == ("Acme", "2026-06-30", 6)
    assert found["fields"][0] == {
        "field": "yearly",
        "type": "money",
        "known": 4,
        "share": 4 / 6,
        "asked": {"accounts": 5, "known": 3, "share": 3 / 5},
        "corrected": 0,
        "imported": True,
        "packs": ["spend"],
    }
    spend = found["packs"][1]
    assert spend["undecided"] == {"accounts": 2, "value": 200.2, "value_unknown": 1}
    assert spend["deciding"][1] == {"fact": "billed", "accounts": 1, "alone": 0, "value": 0, "value_unknown": 1}
    assert spend["tiers"][1]["share"] == {"city": 1.0, "staff": 1 / 3, "billed": 2 / 3}
    assert found["near_duplicates"]["groups"] == 1


@pytest.mark.parametrize("seed", range(2))
def test_every_account_is_in_one_place(tmp_path, seed: int):
    """The scopes part the accounts, the tiers part those in scope, as the runs themselves say."""
    accounts = f"""
        SELECT 'C' || i AS account_id, [NULL, 'abroad', 'Xian', 'Beijing'][1 + (hash(i + {seed}) % 4)::INT] AS city,
               nullif(hash(i * 7 + {seed}) % 300, 0)::BIGINT AS staff, (hash(i * 3) % 1000) / 10 AS yearly
        FROM range(500) AS numbers (i)
    """
    with workspace_with(tmp_path / "acme", PACKS, accounts, bills=None) as workspace:
        found = report(workspace)
    assert sum(one.accounts for one in found.scopes) == 500
    for pack in found.packs:
        id, summary = pack.run.checked.pack.id, pack.run.summary()
        assert sum(one.accounts for one in found.scopes if id in one.packs) == pack.in_scope == summary.in_scope
        assert {tier: one.accounts for tier, one in pack.tiers.items() if tier} == summary.tiers
        assert pack.undecided == summary.undecided >= max((fact.accounts for fact in pack.deciding), default=0)
        assert all(fact.alone <= fact.accounts for fact in pack.deciding)


def test_ages_are_counted_from_today(workspace):
    import_query(workspace, "bills", "SELECT 'A' AS account_id, DATE '2026-07-05' AS date, 1 AS amount")
    found = report(workspace)
    assert found.ledgers[0].last is not None and found.age(found.ledgers[0].last) == timedelta(days=-5)
    assert found.ledgers[0].imports == 2
