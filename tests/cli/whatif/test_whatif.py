"""``kam whatif`` as people and scripts call it."""

from __future__ import annotations

import csv
import json

import duckdb
import pytest

from kamengine.locale.display import width

PACK = """\
[pack]
id = "lines"
version = "1"
title = { en = "Lines", zh = "门槛" }
value = "spend"
currency = "CNY"

[fields.spend]
type = "money"
unit = "CNY/month"
label = { en = "Spend", zh = "消费" }
[fields.visits]
type = "integer"

[params.line]
label = { en = "Key line", zh = "大客户门槛" }
unit = "CNY/month"
range = [10, 1000]
value = 100
source = "assumption"
[params.needed]
value = 4
source = "assumption"

[score]
[[score.parts]]
id = "spend"
label = { en = "Spend", zh = "消费" }
indicator = "spend"
weight = 60
line = [ [0, 0], [100, 100] ]
[[score.parts]]
id = "visits"
label = { en = "Visits", zh = "拜访" }
indicator = "visits"
weight = 40
line = [ [0, 0], [10, 100] ]

[[tiers]]
id = "key"
label = { en = "Key", zh = "重点" }
when = "spend >= line"
[[tiers]]
id = "growth"
label = { en = "Growth", zh = "成长" }
when = "score >= 50 or visits > needed"
[[tiers]]
id = "others"
label = { en = "Others", zh = "其他" }
"""

ACCOUNTS = """\
account_id,name,spend,visits
A1,甲公司,150,3
A2,"=cmd|' /C calc'!A0",95.5,8
A3,[red]Corp[/],80,1
A4,丁,10,9
A5,戊,,2
"""


@pytest.fixture(autouse=True)
def files(folder):
    """A pack and five accounts in the current folder."""
    (folder / "lines.toml").write_text(PACK, encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    return folder


@pytest.fixture
def whatif(kam):
    """Run `kam whatif` over the files."""
    return lambda *arguments: kam("whatif", "lines.toml", "accounts.csv", "--as-of", "2026-06-30", *arguments)


# ── a change ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_moved_line_is_shown_with_who_moves_and_what_they_are_worth(whatif):
    said = whatif("--set", "line=80")
    assert (said.status, said.err) == (0, "")
    assert said.out == (
        "Lines, version 1, as of 2026-06-30\n"
        "Accounts in scope: 5\n"
        "\n"
        "Key line (line): 100 → 80 CNY/month\n"
        "\n"
        "Accounts: 5; moved: 2 (40.0 %), up: 2, down: 0\n"
        "Spend of those who move, in all: 175.50 CNY/month\n"
        "Undecided before and after: 1\n"
        "\n"
        "from ↓ to →  Key  Growth  Others\n"
        "-----------  ---  ------  ------\n"
        "Key            1       ·       ·\n"
        "Growth         2       1       ·\n"
        "Others         ·       ·       1\n"
        "\n"
        "tier    before  after  change  value before  value after  change\n"
        "------  ------  -----  ------  ------------  -----------  ------\n"
        "Key          1      3      +2           150        325.5  +175.5\n"
        "Growth       3      1      −2         185.5           10  −175.5\n"
        "Others       1      1       ·             0            0       ·\n"
    )


def test_scripts_get_the_matrix_and_the_counts(whatif):
    found = whatif("--set", "line=80", "--json").json
    assert {name: found[name] for name in ("accounts", "moved", "up", "down", "value_moved", "value", "set")} == {
        "accounts": 5,
        "moved": 2,
        "up": 2,
        "down": 0,
        "value_moved": 175.5,
        "value": "spend",
        "set": {"line": {"from": 100, "to": 80}},
    }
    assert found["matrix"]["growth"] == {"key": 2, "growth": 1, "others": 0}
    assert found["after"] == {
        "in_scope": 5,
        "tiers": {"key": 3, "growth": 1, "others": 1},
        "without_tier": 0,
        "undecided": 1,
    }


def test_nothing_to_tell_is_told_shortly(whatif):
    out = whatif("--set", "line=100").out
    assert "Nothing differs: the values are those of the pack." in out
    assert "Accounts: 5; moved: 0 (0.0 %), up: 0, down: 0" in out and "from ↓" not in out


def test_weights_that_are_not_named_share_the_rest(whatif):
    out = whatif("--weights", "visits=90").out
    assert "weight of Spend (weights.spend): 60 → 10\nweight of Visits (weights.visits): 40 → 90\n" in out
    assert whatif("--set", "weights.visits=90").out == out


@pytest.mark.parametrize("setting", ["line=80", "weights.visits=100", "needed=1"])
def test_what_comes_after_is_what_classify_gives_with_the_same_setting(whatif, kam, setting):
    after = whatif("--set", setting, "--json").json["after"]
    summary = kam("classify", "lines.toml", "accounts.csv", "--as-of", "2026-06-30", "--set", setting, "--json").json
    assert (after["tiers"], after["undecided"]) == (summary["tiers"], summary["undecided"])


def test_movers_are_written_and_a_spreadsheet_runs_none_of_their_names(whatif, files):
    said = whatif("--set", "line=80", "-o", "movers.csv")
    assert said.out.endswith("A row per mover is in movers.csv\n")
    with (files / "movers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["account_id"] for row in rows] == ["A2", "A3"]
    assert rows[0]["name"] == "'=cmd|' /C calc'!A0" and (rows[1]["from"], rows[1]["to"]) == ("growth", "key")


def test_movers_in_parquet_are_as_they_are(whatif, files):
    assert whatif("--set", "line=80", "-o", "movers.parquet").status == 0
    with duckdb.connect() as connection:
        names = connection.execute(f"SELECT name FROM '{files / 'movers.parquet'}'").fetchall()
    assert names[0] == ("=cmd|' /C calc'!A0",)


def test_a_matrix_that_is_too_wide_becomes_a_list_of_moves(kam, files):
    tiers = "".join(
        f'[[tiers]]\nid = "t{n}"\nlabel = "A long name {n}"\nwhen = "spend >= line * {n}"\n' for n in range(9, 0, -1)
    )
    (files / "lines.toml").write_text(PACK[: PACK.index("[[tiers]]")] + tiers, encoding="utf-8")
    out = kam("whatif", "lines.toml", "accounts.csv", "--set", "line=50").out
    assert "A long name 1  A long name 3           1" in out
    assert max(width(line) for line in out.splitlines()) <= 80


# ── along a line ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_sweep_has_a_row_for_each_value_and_a_bar_for_each_tier(whatif):
    out = whatif("--sweep", "line=80:160:40").out
    lines = out.splitlines()
    assert lines[3] == "Key line (line), now 100 CNY/month"
    assert lines[5].split() == ["CNY/month", "Key", "Growth", "Others", "moved"]
    assert [line.split() for line in lines[7:10]] == [
        ["80", "3", "█" * 16, "1", "█████▍", "1", "█" * 16, "2"],
        ["120", "1", "█████▍", "3", "█" * 16, "1", "█" * 16, "0"],
        ["160", "0", "4", "█" * 16, "1", "█" * 16, "1"],
    ] or len({width(line) for line in lines[5:10]}) == 1
    assert len({width(line) for line in lines[5:10]}) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_present_value_is_marked_and_the_columns_stand_in_line(whatif, language):
    lines = whatif("--sweep", "line=90:110:10", "--lang", language).out.splitlines()
    table = lines[5:10]
    assert [line.split()[1] == "◂" for line in table[2:]] == [False, True, False]
    assert len({width(line) for line in table}) == 1 and width(table[0]) <= 80


def test_a_sweep_for_scripts_is_a_list_of_steps(whatif):
    steps = whatif("--sweep", "weights.visits=0:100:50", "--json").json
    assert [step["value"] for step in steps] == [0, 50, 100]
    assert all(sum(step["tiers"].values()) == step["in_scope"] == 5 for step in steps)


def test_values_that_the_pack_refuses_are_named(whatif):
    said = whatif("--sweep", "line=0:1500:500")
    assert said.status == 0
    assert "Left out: 0 CNY/month: 0 is outside the range 10 to 1000" in said.out
    steps = json.loads(whatif("--sweep", "line=0:1500:500", "--json").out)
    assert [step.get("refused") is not None for step in steps] == [True, False, False, True]


# ── the line for a count ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_line_for_a_count(whatif):
    said = whatif("--fit", "tier=key", "count=2")
    assert said.out.splitlines()[3:] == [
        "Key line (line): 100 → 90 CNY/month",
        "Certainly Key: 1 → 2 accounts",
        "The same count: from above 80 to 95.5 CNY/month",
        "1 % lower, 89.1 CNY/month: ·",
        "1 % higher, 90.9 CNY/month: ·",
    ]


def test_the_line_for_a_share_for_scripts(whatif):
    found = whatif("--fit", "tier=key", "share=60%", "--by", "line", "--json").json
    assert (found["wanted"], found["count"], found["value"], found["proved"]) == (3, 3, 80, True)
    assert found["span"] == {"low": 10, "low_included": False, "high": 80, "high_included": True}


def test_a_count_that_no_line_gives(whatif):
    out = whatif("--fit", "tier=key", "count=5").out
    assert "No line from 10 to 1,000 CNY/month gives exactly 5; this is the nearest." in out
    assert "Certainly Key: 1 → 4 accounts" in out


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "kam whatif: nothing is moved — say what: --set, --weights, --sweep or --fit"),
        ("--set lime=1", "--set lime: lime is not a parameter of the pack lines — did you mean line?"),
        ("--set line=5", "--set line: 5 is outside the range 10 to 1000"),
        ("--set line=5 --set line=6", "--set: line is given twice"),
        ("--set weights.spend=5 --weights spend=6", "contradictory: weights.spend is set to 5 and to 6"),
        ("--weights spend=60,visits=60", "weights: the weights add to 120, not to 100 — lower one of them"),
        ("--weights spent=60", "weights.spent: spent is not a part of the scorecard — did you mean spend?"),
        ("--sweep line=0:10000000:1", "this sweep has 10,000,001 steps; at most 1,000 are done — a step of 20000 fits"),
        (
            "--sweep lime=1:2:1",
            "--sweep: lime is neither a parameter nor a weight of the pack lines — did you mean line?",
        ),
        ("--sweep line=1:2:1 --fit tier=key count=1", "--sweep and --fit are two questions — ask one of them"),
        ("--knob line", "--knob says what --fit moves — leave it out, or add --fit"),
        ("--sweep line=20:30:1 -o x.csv", "movers are written for --set and --weights only — leave --output out"),
        ("--fit tier=growth count=1", "--fit: the tier growth depends on 3 knobs: needed, weights.spend, weights.vis"),
        ("--fit tier=key count=9", "--fit count: 9 accounts are wanted, but only 5 are in scope"),
        ("--fit tier=key", "--fit"),
        ("--set line=80 -o accounts.csv", "this file is read, and would be replaced by what is written"),
    ],
)
def test_questions_that_cannot_be_asked(whatif, files, line, message):
    said = whatif(*line.split())
    assert (said.status, said.out) == (2, "")
    assert len(said.problems) == 1 and message in said.err
    assert {path.name for path in files.iterdir()} == {"lines.toml", "accounts.csv"}
