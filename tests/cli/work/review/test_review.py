"""`kam review` and `kam override`: who moved and why, what is decided about it, and both tiers side by side."""

from __future__ import annotations

import shutil

import pytest

from kamengine import Workspace
from kamengine.cli import main

PACK = """\
[pack]
id = "shop"
version = "2026"
title = { en = "Shop", zh = "商店" }

[fields.spend]
type = "money"
label = { en = "Spend", zh = "消费" }
[ledgers.bills.fields.date]
type = "date"
[indicators.bills]
from = "bills"
value = "count(*)"

[[tiers]]
id = "key"
label = { en = "Key", zh = "关键" }
when = "spend >= 1000"
[[tiers]]
id = "other"
label = { en = "Other", zh = "其他" }

[review]
demote_after = 2

[[playbooks]]
id = "care"
tier = "key"
goal = { en = "Care", zh = "关怀" }
[[playbooks.steps]]
id = "call"
what = { en = "Call", zh = "致电" }
"""
JULY = "account_id,name,spend\nA,Ada,2400\nB,Ben,1250\nC,Cem,990.50\n"
AUGUST = "account_id,name,spend\nA,Ada,2400\nB,Ben,800\nC,Cem,1990.50\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace that was planned with in July, and whose facts are those of August."""
    folder = tmp_path_factory.mktemp("review")
    with Workspace.init(folder / "shop", name="Shop", language="en", packs={"shop.toml": PACK.encode()}):
        pass
    where = ["--as", "Ann", "-w", str(folder / "shop")]
    for accounts, day in ((JULY, "2026-07-31"), (AUGUST, "2026-08-31")):
        (folder / "accounts.csv").write_text(accounts, encoding="utf-8")
        (folder / "bills.csv").write_text(f"account_id,date\nA,{day}\n", encoding="utf-8")
        assert main(["import", str(folder / "accounts.csv"), *where]) == 0
        assert main(["import", str(folder / "bills.csv"), "--ledger", "bills", *where]) == 0
        if accounts is JULY:
            assert main(["plan", "--today", "2026-11-23", *where]) == 0
    return folder


@pytest.fixture
def shop(made, folder, monkeypatch):
    shutil.copytree(made / "shop", folder / "shop")
    monkeypatch.setenv("KAM_WORKSPACE", str(folder / "shop"))
    monkeypatch.setenv("KAM_USER", "Ann")
    return folder / "shop"


@pytest.fixture
def moves(kam, shop):
    """The moves as data, by account."""
    return lambda *more: {move["account_id"]: move for move in kam("review", "--json", *more).json}


def titles(kam) -> list[tuple[str, str]]:
    found = kam("tasks", "--json", "--today", "2026-11-23").json
    return [(task["account_id"], task["title"]) for task in found if not task["reason_gone"]]


TODAY = ("--today", "2026-11-23")


def test_moves_are_listed_with_their_causes(kam, shop):
    assert kam("review").out == (
        f"shop, run {kam('runs', '--json').json[-1]['run'][:8]} as of 2026-08-31\n"
        "promoted: 1, demoted: 1, gone: 0; to be decided: 2\n"
        "\n"
        "C Cem: Other → Key, to be decided\n"
        "  Spend 990.5 → 1,990.5\n"
        "\n"
        "B Ben: Key → Other, to be decided\n"
        "  Spend 1,250 → 800\n"
        "  in effect: Key — 1 of the 2 runs that a demotion needs\n"
        "\n"
        "kam review confirm ACCOUNT lets a move stand, kam review defer puts it off, kam\n"
        "review override keeps a tier.\n"
    )


def test_scripts_get_the_promised_names(moves):
    found = moves()
    promised = {"account_id": "B", "from": "key", "to": "other", "state": "open"}
    assert {name: found["B"][name] for name in promised} == promised
    assert found["B"]["causes"] == [{"kind": "facts", "from": {"spend": 1250}, "to": {"spend": 800}}]
    assert (found["B"]["effective"], found["B"]["effective_why"], found["B"]["version"]) == ("key", "grace", 0)
    assert moves("--where", "spend > 900").keys() == moves("--limit", "1").keys() == {"C"}


def test_who_is_gone_is_said_to_be_gone(kam, shop, folder):
    (folder / "accounts.csv").write_text("account_id,name,spend\nA,Ada,2400\n", encoding="utf-8")
    assert kam("import", str(folder / "accounts.csv"), "--mode", "replace").status == 0
    page = kam("review").out
    assert "B: Key → gone, to be decided\n  not in the data any more\n" in page
    assert "file" not in page


def test_rules_that_changed_are_causes_as_well(kam, shop, moves):
    assert kam("review", "confirm", "--all", "--yes").status == 0
    rules = shop / "rules" / "shop.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("spend >= 1000", "spend >= 2000"), encoding="utf-8")
    (cause,) = moves()["C"]["causes"]
    assert (cause["kind"], cause["element"], cause["name"]) == ("rule", "tier", "key")


def test_causes_are_found_once_and_looked_up_afterwards(kam, shop, moves):
    rules = shop / "rules" / "shop.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("spend >= 1000", "spend >= 900"), encoding="utf-8")
    found, page = moves(), kam("review").out
    (kept,) = (shop / "runs" / "causes").iterdir()
    content = kept.read_bytes()

    imported = sorted((shop / "data").rglob("*.parquet"))
    aside = {path: path.read_bytes() for path in imported if "ledgers" in path.parts}
    for path in aside:
        path.unlink()  # what would be read to find causes
    assert moves() == found
    for path, was in aside.items():
        path.write_bytes(was)
    for damaged in (content.replace(b"990.5", b"991.5"), b""):
        kept.write_bytes(damaged)
        assert kam("review").out == page
        assert kept.read_bytes() == content
    assert kam("doctor", "--json").json == []


def test_causes_are_told_also_where_they_cannot_be_kept(kam, shop, moves):
    moves("--no-causes")
    assert not (shop / "runs" / "causes").exists()
    (shop / "runs" / "causes").write_text("in the way", encoding="utf-8")
    assert moves()["B"]["causes"] == [{"kind": "facts", "from": {"spend": 1250}, "to": {"spend": 800}}]


def test_a_confirmed_move_takes_effect_in_plans_at_once(kam, moves):
    assert kam("plan", *TODAY).status == 0
    assert titles(kam) == [("A", "Call"), ("B", "Call"), ("C", "Call")]
    (made,) = kam("review", "confirm", "B", "--reason", "seen", "--approver", "Wang", "--json").json
    assert (made["from"], made["to"], made["state"], made["approver"]) == ("key", "other", "confirmed", "Wang")
    assert kam("plan", *TODAY).status == 0
    assert titles(kam) == [("A", "Call"), ("C", "Call")]
    assert {account: move["state"] for account, move in moves().items()} == {"B": "confirmed", "C": "open"}


def test_what_was_decided_is_taken_back_and_done_again(kam, moves):
    for line, state in ((("review", "confirm", "B"), "confirmed"), (("undo",), "open"), (("redo",), "confirmed")):
        assert kam(*line).status == 0
        assert moves()["B"]["state"] == state


def test_many_moves_are_decided_after_their_number_was_seen(kam, moves):
    for asked in (["--all"], ["--where", "spend < 5000"]):
        said = kam("review", "confirm", *asked)
        assert (said.status, said.problems) == (
            2,
            ["--where: moves: 2; nothing was changed — say it again with --yes to go on"],
        )
    assert kam("review", "confirm", "--all", "--yes").out.startswith("Moves decided: 2\n")
    assert kam("review", "--state", "open").out.splitlines()[1] == ("No move is of this kind; moves of any kind: 2")


def test_a_move_is_put_off_or_another_tier_holds(kam, moves):
    assert kam("review", "defer", "B", "--until", "2026-12-01", "--reason", "strike").status == 0
    assert (
        kam("review", "override", "C", "--until", "2027-01-31", "--reason", "one-off", "--approver", "Wang").status == 0
    )
    found = moves()
    assert (found["B"]["state"], found["B"]["until"], found["B"]["reason"]) == ("deferred", "2026-12-01", "strike")
    assert (found["C"]["state"], found["C"]["effective"], found["C"]["approver"]) == ("overridden", "other", "Wang")
    out = kam("review").out
    assert "  in effect: Key — put off until 2026-12-01 by Ann: strike\n" in out
    assert "  in effect: Other — an override until 2027-01-31, agreed by Wang: one-off\n" in out


def test_a_move_has_one_version_whatever_was_decided_about_it(kam, moves):
    over = ("--until", "2027-06-30", "--reason", "x", "--approver", "Wang", "--json", *TODAY)
    assert moves()["B"]["version"] == 0
    (first,) = kam("review", "override", "B", "--expect", "0", *over).json
    assert first["version"] == moves()["B"]["version"] > 0
    late = kam("review", "defer", "B", "--until", "2027-03-31", "--reason", "y", "--expect", "0", "--as", "Li")
    assert late.err.startswith("shop B: Ann changed it in the meantime")
    seen = str(first["version"])
    (second,) = kam(
        "review", "defer", "B", "--until", "2027-03-31", "--reason", "y", "--expect", seen, "--json", "--as", "Li"
    ).json
    assert second["version"] == moves()["B"]["version"] > first["version"]
    assert "Li changed it" in kam("review", "override", "B", "--expect", seen, *over).err


def test_a_history_says_why_only_where_there_is_something_to_say(kam, shop, folder):
    for accounts in (JULY, AUGUST):  # two runs of one date
        (folder / "accounts.csv").write_text(accounts, encoding="utf-8")
        kam("import", str(folder / "accounts.csv"), "--mode", "replace")
        kam("review", "--no-causes")
    kam("review", "defer", "B", "--until", "2027-03-31", "--reason", "y")
    ends = [line.split()[3:] for line in kam("review", "history", "B").out.splitlines()[2:]]
    assert ends == [["Key", "Key"], ["Key", "Key"], ["Other", "Key", "put", "off"]]


def test_both_tiers_stand_side_by_side(kam, shop):
    assert kam("classify").status == 0
    lines = kam("accounts", "--where", "tier_effective = 'key'", "--sort", "tier_effective").out.splitlines()
    assert lines[3].split() == ["Account", "Name", "Tier", "In", "effect", "Could", "be"]
    assert [line.split() for line in lines[5:8]] == [
        ["A", "Ada", "Key", "Key", "Key"],
        ["B", "Ben", "Other", "Key", "Other"],
        ["C", "Cem", "Key", "Key", "Key"],
    ]
    assert [row["tier_effective"] for row in kam("accounts", "--format", "json").json] == ["key", "key", "key"]
    assert kam("explain", "B").out.splitlines()[2:4] == [
        "Tier: Other",
        "In effect: Key — 1 of the 2 runs that a demotion needs",
    ]
    assert kam("explain", "A").out.splitlines()[3] == "In effect: Key"
    assert [each["tier_effective"] for each in kam("explain", "B", "--json").json] == ["key"]


def test_an_explanation_says_from_which_tier_the_account_fell_or_rose_and_why(kam, shop):
    review = kam("review", "--json")
    assert review.status == 0
    fallen = kam("explain", "B").out.splitlines()
    (told,) = [line for line in fallen if line.startswith("Fell from Key on ")]
    assert told == "Fell from Key on 2026-08-31: Spend 1,250 → 800"
    assert kam("explain", "B", "--json").json[0]["tier_before"] == "key"
    rest = kam("explain", "A")
    assert "Fell from" not in rest.out and "tier_before" not in kam("explain", "A", "--json").json[0]


def test_an_older_run_has_the_tiers_of_then_and_a_trial_has_none(kam, shop):
    older = kam("runs", "--json").json[0]["run"]
    assert kam("plan", *TODAY).status == 0
    rows = {
        row["account_id"]: row["tier_effective"] for row in kam("accounts", "--run", older, "--format", "json").json
    }
    assert rows == {"A": "key", "B": "key", "C": "other"}
    kam("classify", "--as-of", "2026-09-30")
    assert "tier_effective" not in kam("accounts", "--format", "json").json[0]


@pytest.mark.slow
def test_each_of_several_runs_of_a_day_has_the_tiers_that_it_led_to(kam, shop, folder):
    for spend in (990, 1500, 700):
        (folder / "one.csv").write_text(f"account_id,spend\nC,{spend}\n", encoding="utf-8")
        kam("import", str(folder / "one.csv"))
        assert kam("plan", *TODAY).status == 0
    runs = [each["run"] for each in kam("runs", "--json").json if each["as_of"] == "2026-08-31"]
    rows = [kam("accounts", "--run", run, "--where", "account_id = 'C'", "--format", "json").json for run in runs]
    assert [[(row["tier"], row["tier_effective"]) for row in each] for each in rows] == [
        [("other", "other")],
        [("key", "key")],
        [("other", "other")],
    ]
    found = [(each["computed"], each["effective"]) for each in kam("review", "history", "C", "--json").json[1:]]
    assert found == [("other", "other"), ("key", "key"), ("other", "other")]


def test_the_history_of_an_account_names_the_version_of_the_rules(kam, shop):
    assert kam("plan", *TODAY).status == 0
    found = kam("review", "history", "Ben", "--json").json
    assert [(each["as_of"], each["version"], each["computed"], each["effective"]) for each in found] == [
        ("2026-07-31", "2026", "key", "key"),
        ("2026-08-31", "2026", "other", "key"),
    ]
    assert kam("review", "history", "Ben").out.splitlines()[-1].split() == [
        *("2026-08-31", found[1]["run"][:8], "2026", "Other", "Key", "grace", "rules")
    ]


def test_a_pack_without_playbooks_is_reviewed_all_the_same(kam, shop):
    rules = shop / "rules" / "shop.toml"
    text = rules.read_text(encoding="utf-8")
    rules.with_name("bare.toml").write_text(text[: text.index("[[playbooks]]")], encoding="utf-8")
    assert kam("plan", *TODAY).status == 0
    rules.with_name("bare.toml").write_text(
        text[: text.index("[[playbooks]]")].replace("spend >= 1000", "spend >= 2000"), encoding="utf-8"
    )
    assert kam("plan", *TODAY).status == 0
    (move,) = kam("review", "--pack", "bare", "--json").json
    assert (move["account_id"], move["direction"], move["effective_why"]) == ("C", "down", "grace")


def test_results_that_are_gone_are_computed_again(kam, shop):
    assert kam("classify").status == 0
    run = kam("runs", "--json").json[-1]["run"][:8]
    for results in (shop / "runs").glob("*.parquet"):
        results.unlink()
    said = kam("review")
    assert said.status == 2
    assert said.problems[0].endswith(f"the results of the run are gone — kam rerun {run} computes them again")
    assert kam("rerun", run).status == kam("review").status == 0


# ── overrides ────────────────────────────────────────────────────────────────────────────────────────────────────────

SET = ("override", "set", "C", "--tier", "Key", "--reason", "new plant", "--approver", "Wang", *TODAY)


def test_the_last_day_of_an_override_may_be_counted_ahead(kam, shop):
    (made,) = kam(*SET, "--until", "+30w", "--json").json
    assert made["until"] == "2027-06-21"


def test_an_override_is_set_listed_and_ended(kam, shop):
    (made,) = kam(*SET, "--until", "2027-06-30", "--json").json
    assert (made["tier"], made["state"], made["since"], made["until"]) == ("key", "holds", "2026-08-31", "2027-06-30")
    assert kam("override").out == "C Cem (shop): Key, holds until 2027-06-30\n  agreed by Wang: new plant\n"
    assert kam("override", "list", "--where", "spend > 0").out == kam("override").out
    assert kam("override", "list", "--where", "name = 'Ada'").out == "There are no overrides.\n"
    assert kam("override", "end", "C").out == "Overrides that ended: 1\n"
    assert kam("override").out == "There are no overrides.\n"


def test_an_override_of_an_account_that_is_gone_can_be_ended(kam, shop, folder):
    assert kam(*SET, "--until", "2027-06-30").status == 0
    (folder / "accounts.csv").write_text("account_id,name,spend\nA,Ada,2400\n", encoding="utf-8")
    assert kam("import", str(folder / "accounts.csv"), "--mode", "replace").status == 0
    assert kam("override", "end", "B").problems == ["there is no account B — kam accounts lists them"]
    assert kam("override", "end", "C").out == "Overrides that ended: 1\n"


def test_only_what_was_seen_is_changed(kam, shop):
    (made,) = kam(*SET, "--until", "2027-06-30", "--json").json
    assert kam(*SET, "--until", "2027-07-31", "--expect", str(made["version"]), "--as", "Li").status == 0
    said = kam(*SET, "--until", "2027-08-31", "--expect", str(made["version"]))
    assert said.status == 2
    assert said.err.startswith("shop C: Li changed it in the meantime")
    assert "2027-07-31" in said.err


REFUSED = {
    (*SET, "--until", "2026-11-22"): "--until: this override has expired: its last day is 2026-11-22 — name a day that "
    "is still to come",
    (*SET[:4], "kye", *SET[5:], "--until", "2027-06-30"): "--tier: the pack shop has no tier kye — did you mean key?",
    ("override", "set", "Z", *SET[3:], "--until", "2027-06-30"): "there is no account Z — kam accounts lists them",
    ("override", "end", "A"): "no override of A in shop — kam override list names those that are there",
    ("review", "confirm", "A"): "there is no move to decide of A — kam review lists the moves",
    ("review", "confirm"): "--where: no account is named — write the account's id, or --where CONDITION",
    (
        "review",
        "defer",
        "B",
        "--until",
        "2026-08-31",
        "--reason",
        "x",
    ): "--until: 2026-08-31 is not after the date of the run, 2026-08-31 — name a later day",
    (
        "review",
        "defer",
        "B",
        "--until",
        "2026-13-01",
        "--reason",
        "x",
    ): "--until: 2026-13-01 is not a date — write it as 2026-01-31",
    ("review", "override", "B", "--until", "2027-08-31", "--reason", "x"): "--approver: an override needs somebody who "
    "agreed to it — write --approver NAME",
}


@pytest.mark.parametrize(("line", "problem"), REFUSED.items(), ids=[" ".join(line[:3]) for line in REFUSED])
def test_what_cannot_be_done(kam, shop, line, problem):
    before = Workspace.open(shop)
    with before:
        work = before.work.dump()
    said = kam(*line)
    assert (said.status, said.out, said.problems) == (2, "", [problem])
    with Workspace.open(shop) as after:
        assert after.work.dump() == work


HOSTILE = "[red]a[/]\x1b[31m\nb\u202ec \N{PILE OF POO}"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_people_typed_does_no_harm(kam, shop, language):
    said = ["--reason", HOSTILE, "--approver", HOSTILE, "--until", "2027-06-30"]
    assert kam("review", "override", "C", *said).status == 0
    assert kam("review", "defer", "B", *said).status == 0
    for line in (["review"], ["override"], ["explain", "C"], ["review", "history", "C"], ["accounts"]):
        out = kam(*line, "--lang", language).out
        assert not {"\x1b", "\u202e"} & set(out)
        assert "\n" + "b" not in out
    assert kam("override", "--json").json[0]["reason"] == HOSTILE


def test_the_page_is_in_the_readers_language(kam, shop):
    out = kam("review", "--lang", "zh").out
    assert "关键" in out and "消费" in out
