"""``kam fact``: facts stated by hand, over every import, with who, when and why."""

from __future__ import annotations

import re
from shutil import copytree

import pytest

from kamengine.workspace import Workspace
from tests.quality.made import ABROAD, SPEND, import_query, workspace_with

TODAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace whose accounts are those of `tests.quality.made`."""
    folder = tmp_path_factory.mktemp("made") / "acme"
    with workspace_with(folder, {"spend.toml": SPEND}):
        pass
    return folder


@pytest.fixture
def acme(made, folder, monkeypatch):
    """A copy of it as the current folder; li works in it."""
    copytree(made, folder / "acme")
    monkeypatch.chdir(folder / "acme")
    monkeypatch.setenv("KAM_USER", "li")
    return folder / "acme"


def undated(text: str) -> str:
    return TODAY.sub("DAY", text)


def test_a_fact_is_stated_beside_what_was_imported(kam, acme):
    said = kam("fact", "A", "city=Xian", "--why", "phone call")
    assert (said.status, said.err) == (0, "")
    assert undated(said.out).splitlines() == [
        "A",
        "  City: Xian — imported: Beijing",
        "      li, DAY: phone call",
        "Facts corrected: 1",
    ]


def test_it_holds_at_once_in_what_is_computed(kam, acme):
    assert kam("fact", "B", "staff=12", "--why", "their site").status == 0
    (explained,) = kam("explain", "B", "--json").json
    assert explained["tier"] == "key"
    assert [(one["field"], one["value"], one["imported"]) for one in explained["corrected"]] == [("staff", 12, None)]


@pytest.mark.slow
def test_what_a_ledger_gives_can_be_stated_too_and_holds_for_that_account_alone(kam, acme):
    def billed():
        listed = kam("accounts", "--columns", "account_id,billed,tier", "--format", "json")
        return {one["account_id"]: (one["billed"], one["tier"]) for one in listed.json}

    before = billed()
    assert before["A"] == (120.0, "key")
    said = kam("fact", "A", "billed=5", "--why", "a bill is disputed")
    assert said.status == 0
    assert said.problems == [
        "note: Billed is computed from the ledger bills; for this account what is stated counts instead, until it is "
        "withdrawn"
    ]

    run = kam("classify", "--json").json[0]["run"]
    assert billed() == {**before, "A": (5.0, "standard")}
    (explained,) = kam("explain", "A", "--json").json
    assert (explained["tier"], explained["corrected"][0]["value"]) == ("standard", 5)
    assert kam("rerun", run, "--json").json["same"] is True

    assert kam("fact", "A", "billed=", "--why", "nobody knows").status == 0
    kam("classify")
    assert billed() == {**before, "A": (None, "standard")}
    assert kam("fact", "A", "--withdraw", "billed").status == 0
    kam("classify")
    assert billed() == before


def test_values_are_read_as_the_cells_of_files_are(kam, acme):
    said = kam("fact", "A", "年收入=1.2万", "Staff=１２", "--why", "report", "--json")
    values = [(one["field"], one["value"], one["imported"]) for one in said.json["corrections"]]
    assert values == [("yearly", 12000, 1000.1), ("staff", 12, 50)]


def test_an_account_is_found_by_its_id_as_people_write_it(kam, acme):
    with Workspace.open(acme) as workspace:
        import_query(workspace, "accounts", "SELECT '17850' AS account_id, 'Wuhan' AS city")
    for typed in ("17850", "17850.0", "１７８５０", " 17850 "):
        assert kam("fact", typed, "city=Xian", "--why", typed).status == 0
    assert [one["account"] for one in kam("fact", "17850.0", "--json").json] == ["17850"]


def test_a_fact_can_be_stated_to_be_unknown(kam, acme):
    assert kam("fact", "A", "staff=", "--why", "they will not say").status == 0
    assert kam("fact", "A", "--json").json[0]["value"] is None


def test_facts_of_an_account_and_of_all(kam, acme):
    kam("fact", "A", "city=Xian", "--why", "one")
    kam("fact", "B", "city=Beijing", "--why", "two")
    with Workspace.open(acme) as workspace:
        import_query(workspace, "accounts", "SELECT 'A' AS account_id, 'Wuhan' AS city")
    assert [one["state"] for one in kam("fact", "--json").json] == ["contradicts", "no account"]
    assert undated(kam("fact").out).splitlines() == [
        "A",
        "  City: Xian — imported: Wuhan, changed since the correction",
        "      li, DAY: one",
        "B",
        "  City: Beijing — not in the import",
        "      li, DAY: two",
        "",
        "Corrected by hand: 2",
        "  the import has changed since, and says something else: look again: 1",
        "  the account is not in the newest import; kept: 1",
    ]
    assert "Beijing" not in kam("fact", "A").out


def test_withdrawing_and_history(kam, acme):
    kam("fact", "A", "city=Xian", "--why", "one")
    kam("fact", "A", "city=Wuhan", "--why", "two", "--as", "wang")
    said = kam("fact", "A", "--withdraw", "城市", "--why", "a mistake")
    assert said.out.splitlines()[-1] == "Withdrawn, so that the import counts again: 1"
    assert kam("fact", "A").out == "Nothing is corrected by hand for A.\n"
    assert undated(kam("fact", "A", "--history").out).splitlines() == [
        "DAY li: A, City: Xian — one",
        "    replaced on DAY by wang",
        "DAY wang: A, City: Wuhan — two",
        "    withdrawn on DAY by li",
    ]
    assert [one["ended"]["verb"] for one in kam("fact", "--history", "--json").json] == ["set", "withdraw"]


def test_undo_takes_the_newest_facts_back(kam, acme):
    kam("fact", "A", "city=Xian", "--why", "one")
    kam("fact", "A", "city=Wuhan", "staff=1", "--why", "two")
    assert kam("undo", "fact").status == 0
    assert [(one["field"], one["value"], one["why"]) for one in kam("fact", "--json").json] == [("city", "Xian", "one")]


def test_many_accounts_at_once_are_counted_before_and_changed_with_yes(kam, acme):
    bulk = ("fact", "--where", "staff is null", "staff=20", "city=Xian", "--why", "a survey")
    asked = kam(*bulk)
    assert asked.status == 2
    assert asked.problems == ["--where: facts: 4, accounts: 2; nothing was changed — say it again with --yes to go on"]
    assert kam("fact", "--json").json == []
    said = kam(*bulk, "--yes", "--json").json
    assert (said["new"], {one["account"] for one in said["corrections"]}) == (4, {"B", "F"})
    assert kam("undo", "fact").status == 0 and kam("fact", "--json").json == []


def test_withdrawing_of_many_accounts_leaves_out_those_that_are_not_corrected(kam, acme):
    kam("fact", "A", "city=Xian", "--why", "one")
    bulk = ("fact", "--where", "staff > 0", "--withdraw", "city")
    assert kam(*bulk).problems[0].startswith("--where: facts: 1, accounts: 1; nothing was changed")
    assert len(kam(*bulk, "--yes", "--json").json["withdrawn"]) == 1
    assert kam(*bulk, "--yes").problems == ["--withdraw: none of these facts is corrected"]


WRONG: tuple[tuple[tuple[str, ...], str], ...] = (
    (("A", "city=Xian"), "no reason is given — say why with --why, such as --why 'phone call with the customer'"),
    (("AA", "city=x", "--why", "y"), "there is no account AA — did you mean A?"),
    (("A", "citty=x", "--why", "y"), "citty: there is no field citty — did you mean city?"),
    (("A", "staff=many", "--why", "y"), "staff: 'many' is not a number"),
    (("A", "account_id=x", "--why", "y"), "account_id: the id of an account cannot be corrected"),
    (("A", "city=x", "city=y", "--why", "y"), "kam fact: city is given twice"),
    (("A", "city=x", "城市=y", "--why", "y"), "城市: city is given twice"),
    (("A", "city", "--why", "y"), "kam fact: city is not of the form FIELD=VALUE"),
    (
        ("city=x", "--why", "y"),
        "kam fact: no account is named — write the account's id first, or --where CONDITION",
    ),
    (("A", "--why", "y"), "--why: no fact is given — write FIELD=VALUE, or --withdraw FIELD"),
    (("A", "--withdraw", "city"), "city of A is not corrected"),
    (
        ("A", "city=x", "--withdraw", "staff", "--why", "y"),
        "--withdraw: a fact is given and another is withdrawn — do one after the other",
    ),
    (("--where", "staff > 1", "staff=many", "--why", "y"), "staff: 'many' is not a number"),
    (("--where", "staff > 9999", "city=x", "--why", "y"), "--where: no account meets the condition"),
    (("--where", "staf > 1", "city=x", "--why", "y"), "--where: unknown name staf — did you mean staff?"),
)


def test_what_is_wrong_is_said_and_nothing_is_changed(kam, acme):
    for line, problem in WRONG:
        said = kam("fact", *line)
        assert (said.status, said.out, said.problems) == (2, "", [problem])
    assert kam("fact", "--json").json == []


def test_several_values_that_are_wrong_are_all_named(kam, acme):
    assert len(kam("fact", "A", "staff=x", "yearly=y", "colour=red", "--why", "z").problems) == 3


def test_with_several_packs_a_condition_needs_to_know_whose_names_it_uses(kam, acme):
    (acme / "rules" / "abroad.toml").write_text(ABROAD, encoding="utf-8")
    line = ("fact", "--where", "staff > 100", "city=x", "--why", "y")
    assert kam(*line).problems == ["there are several packs: abroad, spend — name one with --pack"]
    assert kam(*line, "--pack", "abroad").problems[0].startswith("--where: facts: 2, accounts: 2")


def test_outside_of_a_workspace(kam):
    assert kam("fact", "A").problems[0].startswith("kam fact: this folder is no workspace")


def test_hostile_text_stays_text(kam, acme):
    said = kam("fact", "A", "city=\x1b[31m=cmd|' /C calc'!A0", "--why", "a\nb\x1b[2J", "--as", "x[/]y")
    shown = said.out + kam("fact").out + kam("fact", "--history").out
    assert said.status == 0 and "\x1b" not in shown and "x[/]y" in shown


@pytest.mark.parametrize("line", [("\udcff", "city=x"), ("A", "city=\udcff"), ("A", "city=x", "--why", "\udcff")])
def test_bytes_that_are_no_text_are_refused(kam, acme, line: tuple[str, ...]):
    said = kam("fact", *line)
    assert said.status == 2 and "holds bytes that are no text — write it in UTF-8" in said.err


def test_in_chinese_units_and_dates_are_chinese(kam, acme):
    said = kam("fact", "A", "年收入=12000", "--why", "年报", "--lang", "zh").out
    assert "12,000 元/年" in said
    assert re.search(r"\d{4}年\d+月\d+日", said)


def test_an_import_says_which_corrections_it_agrees_with_and_contradicts(kam, acme, write):
    kam("fact", "A", "city=Xian", "staff=60", "--why", "one")
    kam("fact", "E", "city=Wuhan", "--why", "two")
    kam("fact", "B", "city=Wuhan", "--why", "three")
    write("new.csv", "account_id,city,staff\nA,Xian,70\nB,Beijing,\n")
    said = kam("import", "new.csv", "--mode", "replace", "--json").json
    counts = {one["code"]: one["count"] for one in said["findings"] if one["code"].startswith("corrections")}
    assert counts == {
        "corrections-that-the-import-contradicts": 1,  # staff of A: 50, then 70; stated: 60
        "corrections-that-the-import-agrees-with": 1,  # city of A
        "corrections-of-accounts-that-are-not-in-the": 1,  # E; B's city is imported as it was, which is no news
    }
    assert {(one["account"], one["value"]) for one in kam("fact", "--json").json} == {
        ("A", "Xian"),
        ("A", 60),
        ("B", "Wuhan"),
        ("E", "Wuhan"),
    }


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "start"), [("en", "  Billed: 5 — from the ledger bills: "), ("zh", "  出账：5——")])
def test_what_a_ledger_gives_stands_beside_what_is_stated(kam, acme, lang, start):
    line = kam("--lang", lang, "fact", "A", "billed=5", "--why", "a bill is disputed").out.splitlines()[1]
    assert line.startswith(start) and "bills" in line and line.endswith("120")
    assert line in kam("--lang", lang, "fact", "A").out.splitlines()
    assert line in kam("--lang", lang, "explain", "A").out.splitlines()
    for told in (kam("fact", "A", "--json").json, kam("explain", "A", "--json").json[0]["corrected"]):
        assert [(one["value"], one["imported"], one["ledger"], one["computed"]) for one in told] == [
            (5, None, "bills", 120)
        ]
    assert kam("--lang", lang, "fact", "A", "--withdraw", "billed").out.splitlines()[1] == line


def test_a_value_that_was_imported_ready_made_stands_there_too(kam, acme):
    with Workspace.open(acme) as workspace:
        import_query(workspace, "accounts", "SELECT 'A' AS account_id, 'Wuhan' AS city, 70 AS billed")
    kam("fact", "A", "billed=5", "city=Xian", "--why", "a bill is disputed")
    assert kam("fact", "A").out.splitlines()[1::2][:2] == [
        "  Billed: 5 — from the ledger bills: 120; imported: 70",
        "  City: Xian — imported: Wuhan",
    ]
    kam("undo", "fact")
    assert kam("fact", "A", "city=Xian", "--why", "moved", "--json").json["corrections"][0]["ledger"] is None


def test_a_pack_that_cannot_be_run_does_not_hide_what_is_stated(kam, acme):
    kam("fact", "A", "billed=5", "--why", "a bill is disputed")
    for lost in (acme / "data" / "ledgers" / "bills").iterdir():
        lost.unlink()
    said = kam("fact", "A")
    assert (said.status, said.out.splitlines()[1]) == (0, "  Billed: 5 — not in the import")


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("signed=03/04/2026", "one of 2026-04-03, 2026-03-04"),
        ("yearly=1.234", "one of 1.2340, 1234"),
        ("staff=1.234", "1234"),
    ],
)
def test_what_can_be_read_in_several_ways_is_asked_for_in_a_way_that_cannot(kam, acme, fact, values):
    pack = acme / "rules" / "spend.toml"
    signed = '[fields.signed]\ntype = "date"\n[fields.vip]'
    pack.write_text(pack.read_text(encoding="utf-8").replace("[fields.vip]", signed), encoding="utf-8")
    name, _, typed = fact.partition("=")

    said = kam("fact", "A", fact, "--why", "their site")

    assert said.problems == [f"{name}: '{typed}' can be read in several ways — write it as {values}"]
    chinese = kam("--lang", "zh", "fact", "A", fact, "--why", "their site").err
    assert chinese.count(typed) == 1 + values.count(typed) and "--d" not in chinese
    for value in values.removeprefix("one of ").split(", "):
        assert kam("fact", "A", f"{name}={value}", "--why", "their site").status == 0


def test_undo_says_what_holds_now(kam, acme):
    kam("fact", "A", "city=Xian", "yearly=1.2万", "--why", "one")
    kam("fact", "A", "city=Wuhan", "billed=5", "--why", "two")
    kam("fact", "A", "--withdraw", "yearly")

    def told(*arguments):
        return undated(kam(*arguments, "undo", "fact").out).splitlines()[1:]

    assert told() == ["What holds now:", "  A, Yearly revenue: 12,000 CNY/year — li, DAY: one"]
    assert told() == ["What holds now:", "  A, City: Xian — li, DAY: one", "  A, Billed: from the ledger bills: 120"]
    assert sorted(told("--lang", "zh")[1:]) == sorted(
        ["  A，城市：导入值：Beijing", "  A，年收入：导入值：1,000.1 元/年"]
    )


def test_history_shows_values_as_everywhere(kam, acme):
    kam("fact", "A", "yearly=12000.50", "vip=yes", "staff=", "--why", "one")
    shown = kam("fact", "A", "--history").out
    assert "Yearly revenue: 12,000.5 CNY/year — one" in shown
    assert "vip: yes — one" in shown and "Staff: unknown — one" in shown
    assert "年收入：12,000.5 元/年" in kam("--lang", "zh", "fact", "A", "--history").out


@pytest.mark.parametrize("name", ["tier", "score", "tier_possible", "等级"])
def test_what_packs_work_out_is_not_stated(kam, acme, name):
    said = kam("fact", "A", f"{name}=key", "--why", "why not")
    assert said.status == 2
    assert said.problems == [
        f"{name}: {name} is worked out by rule packs, not stated — state the facts that it depends on, or change the "
        "rules"
    ]
