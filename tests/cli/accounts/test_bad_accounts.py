"""Files that cannot be used: each is refused with status 2 and lines that name the place and the remedy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli import packs

BAD_FILES = {
    "no such file": (None, "accounts.csv: there is no such file — check the path"),
    "empty": ("", "accounts.csv: the file is empty"),
    "blank": (" \n\n", "accounts.csv: the file holds nothing but blanks"),
    "header only": ("account_id,spend\n", "accounts.csv: there are no rows, only headers — export the file again"),
    "no key": (
        "number,spend\n1,5\n",
        "accounts.csv: no column holds the account's id; the headers are number, spend"
        ' — name it with --key COLUMN; with --key "#" the row numbers are the ids',
    ),
    "key twice": (
        "account_id,account_id,spend\n1,2,5\n",
        "accounts.csv: the header account_id stands in columns A, B — rename or remove all but one",
    ),
    "id twice": (
        "account_id,spend\nA,1\nB,2\nA,3\n",
        "accounts.csv:2: account_id: the id A stands in data rows 1, 3 — keep one row for each account,"
        " or leave all of these out with --on-error quarantine",
    ),
    "no id": (
        "account_id,spend\nA,1\n,2\n",
        "accounts.csv:3: account_id: the cell in data row 2 is blank"
        " — correct it, or leave such rows out with --on-error quarantine",
    ),
    "needed column absent": (
        "account_id,spent\nA,1\n",
        "accounts.csv: the pack needs a column for spend, and there is none"
        " — did you mean spent? Else add it, or let its facts be unknown with --allow-missing-columns",
    ),
    "text in a number column": (
        "account_id,Spend\nA,1\nB,lots\n",
        "accounts.csv:3: Spend: 'lots' in data row 2 is not a number"
        " — correct it, or leave such rows out with --on-error quarantine",
    ),
    "an encoding that is not certain": (
        "account_id,spend\n北京,1\n".encode("gbk"),
        "accounts.csv:2: the encoding is not certain; the file may be in gb18030 (北京), big5 (控儔)"
        " — say which with --encoding, such as --encoding gb18030",
    ),
}


@pytest.mark.parametrize(("content", "line"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_in_one_line(kam, plain, write, content, line):
    if content is not None:
        write("accounts.csv", content)

    said = kam("classify", plain, "accounts.csv", "-o", "out.csv", "--json")

    assert (said.status, said.out) == (2, "")
    assert said.problems == [line]
    assert not Path("out.csv").exists()


def test_a_directory_is_not_a_file(kam, plain):
    Path("accounts.csv").mkdir()

    said = kam("classify", plain, "accounts.csv")

    assert said.status == 2
    assert said.problems == ["accounts.csv: this is a directory, not a file — name one file in it"]


def test_files_of_other_kinds_are_named_with_those_that_are_read(kam, plain, write):
    write("accounts.doc", "x")

    said = kam("classify", plain, "accounts.doc")

    assert said.status == 2
    assert said.problems == [
        "accounts.doc: files of the kind .doc are not read — save it as one of csv, tsv, xlsx, xls, ods, parquet, jsonl"
    ]


@pytest.mark.parametrize("stream", ["-", "/dev/null"])
def test_streams_are_not_read(kam, plain, stream):
    said = kam("classify", plain, stream)

    assert said.status == 2
    assert said.problems == [f"{stream}: this is a stream, not a file — save it as a .csv or .parquet file first"]


def test_no_name_is_no_file(kam, plain):
    assert kam("classify", plain, "").problems == ["ACCOUNTS: no file is named"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_option_about_a_column_that_no_file_has_is_not_passed_over(kam, spend, language):
    files = [spend, "accounts.csv", "--ledger", "bills=bills.csv", "--lang", language]
    said = kam("classify", *files, "--dates", "Nothing=dmy", "--decimal", "amuont=comma", "--dates", "date=ymd")

    assert (said.status, said.out) == (2, "")
    assert (
        said.problems
        == {
            "en": [
                "--dates: there is no column nothing — the headers are account_id, name, date, amount",
                "--decimal: there is no column amuont — did you mean amount?",
            ],
            "zh": [
                "--dates：没有名为 nothing 的列——表头有 account_id、name、date、amount",
                "--decimal：没有名为 amuont 的列——是不是 amount？",
            ],
        }[language]
    )


def test_all_that_is_wrong_with_all_files_is_said_at_once(kam, spend, write):
    write("accounts.csv", "account_id\nA\nA\n")
    write("bills.csv", "account_id,date,amount\nA,2026-02-30,1\nA,2026-02-01,much\n")

    said = kam("classify", spend, "accounts.csv", "--ledger", "bills=bills.csv")

    assert said.status == 2
    assert [line.split(" — ")[0] for line in said.problems] == [
        "accounts.csv:2: account_id: the id A stands in data rows 1, 2",
        "bills.csv:2: date: '2026-02-30' in data row 1 is not a date of the calendar that can be read",
        "bills.csv:3: amount: 'much' in data row 2 is not a number",
    ]


def test_a_missing_column_may_be_allowed_and_its_facts_are_then_unknown(kam, plain, write):
    write("accounts.csv", "account_id\nA\n")

    said = kam("classify", plain, "accounts.csv", "--allow-missing-columns", "--json")

    assert said.status == 0
    assert said.json["tiers"] == {"key": 0, "standard": 1}
    assert said.json["possible"] == {"key": 1, "standard": 0}
    assert said.problems == ["note: accounts.csv: there is no column for spend: it is unknown"]


def test_a_missing_ledger_is_named_with_its_remedy(kam, spend):
    said = kam("classify", spend, "accounts.csv")

    assert said.status == 2
    assert said.problems == [
        "spend.toml:27: indicators.monthly_spend.from: the ledger bills is not given; it is needed for monthly_spend"
        " — give --ledger bills=FILE, or a column for each, or --allow-missing-columns: they are then unknown"
    ]


def test_a_missing_ledger_may_be_allowed(kam, spend):
    said = kam("classify", spend, "accounts.csv", "--allow-missing-columns", "--json")

    assert said.status == 0
    assert said.json["undecided"] == 2


def test_bad_rows_are_written_out_and_the_rest_goes_on(kam, plain, write):
    write("accounts.csv", "account_id,spend\nA,100\nB,lots\nC,5\n")

    said = kam("classify", plain, "accounts.csv", "--on-error", "quarantine", "-o", "out.csv", "--json")

    assert said.status == 0
    assert said.json["tiers"] == {"key": 1, "standard": 1}
    assert said.problems == ["note: accounts.csv: rows left out and written to out.quarantine.csv: 1"]
    assert Path("out.quarantine.csv").read_text() == (
        "row,column,value,reason,account_id,spend\n2,spend,lots,not a number,B,lots\n"
    )


def test_without_results_to_stand_beside_bad_rows_go_to_the_current_folder(kam, plain, write, tmp_path):
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text("account_id,spend\nA,100\nB,lots\n")

    said = kam("classify", plain, elsewhere, "--on-error", "quarantine")

    assert said.status == 0
    assert Path("elsewhere.quarantine.csv").exists()


def test_paths_are_shown_as_seen_from_the_current_folder(kam, plain, write, folder):
    write("accounts.csv", "account_id,spend\nA,lots\n")

    said = kam("classify", folder / plain, folder / "accounts.csv")

    assert said.problems[0].startswith("accounts.csv:2: spend: ")


AWKWARD_NAMES = ["with blanks.csv", 'it\'s "quoted".csv', "客户.csv", "*?[x].csv", "%s{uuid}.csv", "a=b.csv"]


@pytest.mark.parametrize("name", [name for name in AWKWARD_NAMES if os.name != "nt" or name[0] not in "*i"])
def test_awkward_names_of_files_work(kam, spend, write, name):
    write(name, "account_id,name\nA,Ada\n")
    write(f"bills {name}", Path("bills.csv").read_text())

    said = kam("classify", spend, name, "--ledger", f"bills=bills {name}", "-o", f"out {name}", "--json")

    assert (said.status, said.err) == (0, "")
    assert said.json["tiers"]["key"] == 1
    assert Path(f"out {name}").exists()


def test_a_name_with_a_leading_dash_is_taken_for_an_option_unless_it_is_told(kam, plain, write):
    write("-accounts.csv", "account_id,spend\nA,1\n")

    said = kam("classify", plain, "-accounts.csv")

    assert said.status == 2
    assert said.problems == [
        "kam classify: there is no option -accounts.csv — for the file of this name write ./-accounts.csv"
    ]
    assert kam("classify", plain, "./-accounts.csv").status == 0
    assert kam("classify", "--json", "--", plain, "-accounts.csv").status == 0


def test_a_tilde_is_the_home_folder_also_after_an_equals_sign(kam, spend_run, folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    line = [word.replace("bills.csv", "~/bills.csv") for word in spend_run]
    line[1] = "~/accounts.csv"

    assert kam("classify", *line, "-o", "~/out.csv", "--json").json["tiers"]["key"] == 1
    assert Path("out.csv").exists()


def test_many_columns_are_no_obstacle(kam, plain, write):
    headers = ",".join(f"column {number}" for number in range(600))
    write("accounts.csv", f"account_id,spend,{headers}\nA,100{',' * 600}\n")

    assert kam("classify", plain, "accounts.csv", "--json").json["tiers"]["key"] == 1


def test_the_key_may_be_named(kam, write):
    write("plain.toml", packs.PLAIN)
    write("accounts.csv", "number,spend\nA,100\n")

    assert kam("classify", "plain.toml", "accounts.csv", "--key", "number", "--json").json["tiers"]["key"] == 1
    assert kam("classify", "plain.toml", "accounts.csv", "--key", "numbr").problems == [
        "accounts.csv: there is no column numbr for the account's id; the headers are number, spend"
        " — did you mean number?"
    ]
