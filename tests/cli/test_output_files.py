"""Where results cannot go is said at once, and no input is ever harmed."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest


@pytest.fixture
def content(spend_run):
    """What the input files hold."""
    return {name: Path(name).read_bytes() for name in ("spend.toml", "accounts.csv", "bills.csv")}


NO_PLACE_FOR_RESULTS = {
    "out.xlsx": "out.xlsx: results are written as .csv or .parquet — name a file that ends in .csv or .parquet",
    "out": "out: results are written as .csv or .parquet — name a file that ends in .csv or .parquet",
    "": "--output: results are written as .csv or .parquet — name a file that ends in .csv or .parquet",
    "folder.csv": "folder.csv: this is a directory, not a file — name a file in it",
    "accounts.csv": (
        "accounts.csv: this file is read, and would be replaced by what is written — name another file with --output"
    ),
    "./folder.csv/../bills.csv": (
        "folder.csv/../bills.csv: this file is read, and would be replaced by what is written"
        " — name another file with --output"
    ),
    "accounts.csv/out.csv": "accounts.csv: this is a file, not a folder — name a file in a folder",
}


@pytest.mark.parametrize(("output", "problem"), NO_PLACE_FOR_RESULTS.items())
def test_results_cannot_go_there(kam, spend_run, content, folder, output, problem):
    Path("folder.csv").mkdir()

    said = kam("classify", *spend_run, "-o", output)

    assert (said.status, said.out, said.problems) == (2, "", [problem])
    assert {name: Path(name).read_bytes() for name in content} == content
    assert sorted(path.name for path in folder.iterdir()) == sorted([*content, "folder.csv"])


def test_a_link_to_an_input_is_that_input(kam, spend_run, content):
    Path("out.csv").symlink_to("bills.csv")

    said = kam("classify", *spend_run, "-o", "out.csv")

    assert said.status == 2
    assert "would be replaced" in said.err
    assert Path("bills.csv").read_bytes() == content["bills.csv"]


def test_bad_rows_do_not_replace_an_input_either(kam, plain, write):
    write("out.quarantine.csv", "account_id,spend\nA,lots\nB,5\n")

    said = kam("classify", plain, "out.quarantine.csv", "--on-error", "quarantine", "-o", "out.csv")

    assert said.status == 2
    assert "would be replaced" in said.err
    assert Path("out.quarantine.csv").read_text().startswith("account_id,spend")


def test_bad_input_leaves_older_results_alone(kam, plain, write):
    write("out.csv", "older")
    write("accounts.csv", "account_id,spend\nA,lots\n")

    assert kam("classify", plain, "accounts.csv", "-o", "out.csv").status == 2
    assert Path("out.csv").read_text() == "older"


def test_an_id_that_a_spreadsheet_would_run_is_harmless_in_csv_and_itself_in_parquet(kam, plain, write):
    write("accounts.csv", "account_id,spend\n=cmd|' /C calc'!A0,5\n-12,5\nB,5\n")
    for name in ("out.csv", "out.parquet"):
        assert kam("classify", plain, "accounts.csv", "-o", name).status == 0

    ids = [line.split(",")[0] for line in Path("out.csv").read_text().splitlines()[1:]]
    assert ids == ["-12", "'=cmd|' /C calc'!A0", "B"]
    with duckdb.connect() as connection:
        kept = connection.execute("SELECT account_id FROM 'out.parquet'").fetchall()
    assert kept == [("-12",), ("=cmd|' /C calc'!A0",), ("B",)]
