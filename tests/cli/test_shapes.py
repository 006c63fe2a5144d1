"""The shapes that scripts rely on: JSON keys and their order, columns of results, exit statuses."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.cli import packs

COLUMNS = ["account_id", "tier", "tier_possible", "score_low", "score_high", "big", "monthly_spend"]


def test_classify_json(kam, spend_run):
    said = kam("classify", *spend_run, "--json")

    assert said.status == 0
    assert said.out.count("\n") == 1 and not said.err
    assert list(said.json.items()) == [
        ("pack", "spend"),
        ("version", "2026.1"),
        ("as_of", "2026-06-30"),
        ("accounts", 2),
        ("in_scope", 2),
        ("tiers", {"key": 1, "standard": 1}),
        ("possible", {"key": 2, "standard": 0}),
        ("undecided", 1),
        ("left_out", []),
        ("lookup_misses", []),
    ]


LINE = """
[tables.line]
label = { en = "Line by place", zh = "各地门槛" }
keys = ["place", "spend"]
rows = [ { key = ["east", { from = 10 }], value = 20, source = "assumption" } ]
"""


def test_keys_that_are_in_no_row_of_a_table(kam, write):
    write(
        "plain.toml",
        packs.with_condition("spend >= lookup(line, place, spend)") + '[fields.place]\ntype = "text"\n' + LINE,
    )
    rows = ["A,50,east", "B,5,east", "C,5.5,west", "D,,west", "E,5,east", "F,1,north", "G,1,south"]
    write("accounts.csv", "\n".join(["account_id,spend,place", *rows, ""]))

    said = kam("classify", "plain.toml", "accounts.csv", "--json")
    assert said.json["lookup_misses"][:2] == [
        {"table": "line", "key": ["east", 5], "accounts": 2},
        {"table": "line", "key": ["north", 1], "accounts": 1},
    ]

    said = kam("classify", "plain.toml", "accounts.csv")
    text = " ".join(line.strip() for line in said.out.splitlines())
    assert (
        "Line by place has no row for these keys, so what is looked up is unknown:"
        " east / 5 (accounts: 2), north / 1 (accounts: 1), south / 1 (accounts: 1) and others" in text
    )
    assert all(len(line) <= 80 for line in said.out.splitlines())

    said = kam("explain", "plain.toml", "accounts.csv", "C")
    assert "Line by place has no row for west, 5.5" in said.out


def test_results_as_csv(kam, spend_run):
    assert kam("classify", *spend_run, "-o", "out.csv").status == 0

    assert Path("out.csv").read_text() == (
        ",".join(COLUMNS) + "\nA,key,key,80.0,80.0,true,10000.0\nB,standard,key,0.0,80.0,,\n"
    )


def test_results_as_parquet(kam, spend_run):
    assert kam("classify", *spend_run, "-o", "made/on/the/way/out.parquet").status == 0

    results = duckdb.connect().execute("FROM 'made/on/the/way/out.parquet'")
    assert [name for name, *_ in results.description or ()] == COLUMNS
    assert results.fetchall() == [
        ("A", "key", "key", 80.0, 80.0, True, 10000.0),
        ("B", "standard", "key", 0.0, 80.0, None, None),
    ]


def test_results_replace_older_ones_and_leave_nothing_beside_them(kam, spend_run, folder, write):
    write("out.csv", "old")

    assert kam("classify", *spend_run, "-o", "out.csv").status == 0

    assert Path("out.csv").read_text().startswith("account_id,")
    assert sorted(path.name for path in folder.iterdir()) == ["accounts.csv", "bills.csv", "out.csv", "spend.toml"]


def test_parquet_in_gives_the_same_as_csv_in(kam, spend_run):
    duckdb.sql("COPY (FROM read_csv('accounts.csv')) TO 'accounts.parquet'")
    duckdb.sql("COPY (FROM read_csv('bills.csv')) TO 'bills.parquet'")
    parquet = [word.replace(".csv", ".parquet") for word in spend_run]

    assert kam("classify", *parquet, "--json").json == kam("classify", *spend_run, "--json").json


def test_explain_json(kam, spend_run):
    options = spend_run[2:]
    said = kam("explain", "spend.toml", "accounts.csv", "B", *options, "--json")

    assert said.status == 0
    found = said.json
    shape = ["account_id", "tier", "tier_possible", "score", "criteria", "parts", "needs", "left_out"]
    assert list(found) == [*shape, "changes", "changes_not_settled", "changes_not_looked_at"]
    (criterion,) = found.pop("criteria")
    assert "unknown" in criterion.pop("sentence")
    assert criterion == {"id": "big", "outcome": "unknown", "values": {"monthly_spend": None, "key_spend": 10000}}
    assert found == {
        "account_id": "B",
        "tier": "standard",
        "tier_possible": "key",
        "score": [0.0, 80.0],
        "parts": [{"id": "monthly_spend", "points": [0.0, 80.0], "weight": 100.0, "contribution": [0.0, 80.0]}],
        "needs": ["monthly_spend"],
        "left_out": [],
        "changes": [
            {
                "tier": "key",
                "set": {"monthly_spend": 10000.0},
                "from": {"monthly_spend": None},
                "delta": {},
                "cost": 1.0,
                "proof": "proved",
                "would_do": {"monthly_spend": {"from": 10000.0, "to": None}},
            }
        ],
        "changes_not_settled": {"facts": [], "pairs": False},
        "changes_not_looked_at": [],
    }


def test_explain_json_of_a_decided_account(kam, spend_run):
    options = spend_run[2:]
    found = kam("explain", "spend.toml", "accounts.csv", "A", *options, "--json").json

    assert found["criteria"][0]["outcome"] == "met"
    assert found["score"] == [80.0, 80.0]
    assert found["needs"] == []


def test_the_date_of_a_run_is_the_newest_in_the_ledgers(kam, spend_run):
    without_date = spend_run[:-2]

    assert kam("classify", *without_date, "--json").json["as_of"] == "2026-06-15"
    assert "as of 2026-06-15 (the newest date in the ledgers)" in kam("classify", *without_date).out


def test_a_parameter_is_moved_for_one_run(kam, spend_run):
    assert kam("classify", *spend_run, "--set", "key_spend=10000.01", "--json").json["tiers"]["key"] == 0


def test_a_ready_made_column_stands_in_for_a_ledger(kam, spend, write):
    write("accounts.csv", "account_id,月消费\nA,10000\nB,\n")

    said = kam("classify", spend, "accounts.csv", "--json")

    assert (said.status, said.err) == (0, "")
    assert said.json["tiers"] == {"key": 1, "standard": 1}
    assert said.json["undecided"] == 1


def test_nobody_in_scope(kam, write):
    write("plain.toml", packs.PLAIN.replace('title = "Plain"', 'title = "Plain"\nscope = "spend > 1000"'))
    write("accounts.csv", "account_id,spend\nA,5\nB,\n")

    said = kam("classify", "plain.toml", "accounts.csv", "--as-of", "2026-06-30")

    assert said.status == 0
    assert said.out.splitlines() == [
        "Plain, version 1, as of 2026-06-30",
        "Accounts: 2; in scope: 0; left out because it is unknown whether they are in",
        "  scope: 1",
        "",
        "The pack speaks about accounts with: spend > 1000",
    ]


def test_a_ledger_that_the_pack_does_not_use_is_not_read(kam, spend_run):
    said = kam("classify", *spend_run, "--ledger", "visits=nowhere.csv", "--json")

    assert said.status == 0
    assert said.problems == ["note: nowhere.csv: not read: no indicator of the pack looks at the ledger visits"]


def test_what_a_run_says_of_the_whole_list(kam, write):
    write("customers.csv", "Customer ID,Sales,Profit,Hours\n1,600,10,10\n2,300,80,10\n3,100,10,80\n")
    line = ("classify", "abc", "customers.csv", "--as-of", "2026-06-30")

    assert kam(*line).out.splitlines()[-3:] == [
        "Every account is decided.",
        "Share held by the top 20 % of accounts: 60 %",
        "Gini coefficient of the list: 33.33 %",
    ]
    assert kam(*line, "--json").json["informative"] == {"held_by_top": 0.6, "unevenness": 0.333333}
