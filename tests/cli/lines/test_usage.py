"""Wrong lines: each is refused with status 2 and a line that says what to write instead, in the reader's language."""

from __future__ import annotations

import pytest

NAME_FILES = "name files, or go into a workspace, where none are needed; see"
WRONG_LINES = {
    "clasify": "kam: there is no command clasify — did you mean classify?",
    "frobnicate": "kam: there is no command frobnicate — kam --help lists the commands",
    "check": "kam check: PACK is missing — see kam check --help",
    "classify": f"kam classify: PACK is missing — {NAME_FILES} kam classify --help",
    "classify telecom": f"kam classify: ACCOUNTS is missing — {NAME_FILES} kam classify --help",
    "open README.md": (
        "kam open: README.md is taken as the rule pack, and ACCOUNTS is missing — "
        "name the rule pack first: kam open PACK ACCOUNTS; see kam open --help"
    ),
    "classify own.toml": f"kam classify: ACCOUNTS is missing — {NAME_FILES} kam classify --help",
    "explain telecom a.csv": "kam explain: ACCOUNT_ID is missing — see kam explain --help",
    "classify telecom a.csv b.csv c.csv": (
        "kam classify: this is too much: b.csv, c.csv — put names that hold blanks in quotes"
    ),
    "classify telecom a.csv --jsn": "kam classify: there is no option --jsn — did you mean --json?",
    "classify telecom a.csv --ledgr=x": "kam classify: there is no option --ledgr=x — did you mean --ledger?",
    "classify --pack=telecom a.csv": "kam classify: there is no option --pack=telecom — write it without "
    "--pack: kam classify PACK",
    "classify telecom a.csv -x": "kam classify: there is no option -x — see kam classify --help",
    "classify telecom a.csv --as-of": "kam classify: --as-of needs a value — see kam classify --help",
    "classify telecom a.csv --json=yes": "kam classify: --json takes no value — see kam classify --help",
    "classify telecom a.csv --as-of yesterday": "--as-of: yesterday is not a date — write it as 2026-01-31",
    "classify telecom a.csv --as-of 2026-02-30": "--as-of: 2026-02-30 is not a date — write it as 2026-01-31",
    "classify telecom a.csv --as-of 31.01.2026": "--as-of: 31.01.2026 is not a date — write it as 2026-01-31",
    "classify telecom a.csv --on-error carry-on": "--on-error: carry-on is not known — write one of stop, quarantine",
    "classify telecom a.csv --on-error quarantin": "--on-error: quarantin is not known — did you mean quarantine?",
    "classify telecom a.csv --ledger bills": "--ledger: bills is not of the form NAME=FILE",
    "classify telecom a.csv --ledger =bills.csv": "--ledger: =bills.csv is not of the form NAME=FILE",
    "classify telecom a.csv --ledger bills=a --ledger bills=b": "--ledger: bills is given twice",
    "classify telecom a.csv --set key_spend": "--set: key_spend is not of the form PARAM=VALUE",
    "classify telecom a.csv --set a=1 --set a=2": "--set: a is given twice",
    "--lang fr packs": "--lang: fr is not known — write one of zh, en",
    "--debug=3 packs": "kam: --debug takes no value — see kam --help",
}


@pytest.mark.parametrize(("line", "problem"), WRONG_LINES.items())
def test_a_wrong_line(kam, line, problem):
    said = kam(*line.split())

    assert (said.status, said.out, said.problems) == (2, "", [problem])


WRONG_VALUES = {
    ("--ledger", "bils=bills.csv"): "spend.toml: the pack spend knows no ledger bils — did you mean bills?",
    ("--ledger", "people=bills.csv"): "spend.toml: the pack spend knows no ledger people — it knows: bills, visits",
    (
        "--set",
        "key_spent=5",
    ): "--set key_spent: key_spent is not a parameter of the pack spend — did you mean key_spend?",
    ("--set", "key_spend=5"): "--set key_spend: 5 is outside the range 1000 to 100000",
    ("--set", "key_spend=much"): "--set key_spend: much is not a number — write it as 9000000, 9,000,000 or 900万",
    ("--set", "key_spend=nan"): "--set key_spend: nan is not a number — write it as 9000000, 9,000,000 or 900万",
    ("--key", "acount_id"): (
        "accounts.csv: there is no column acount_id for the account's id; the headers are account_id, name"
        " — did you mean account_id?"
    ),
}


@pytest.mark.parametrize(("option", "problem"), WRONG_VALUES.items(), ids=lambda value: value[1])
def test_a_value_that_does_not_fit_the_pack_or_the_files(kam, spend_run, option, problem):
    said = kam("classify", *spend_run, *option)

    assert (said.status, said.out, said.problems) == (2, "", [problem])


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_dates_like_others(kam, spend_run, day):
    said = kam("classify", *spend_run[:-1], day, "--json")

    assert said.status == 0
    assert said.json["tiers"]["key"] == 0


def test_an_account_that_is_not_there(kam, spend_run):
    pack, accounts, *options = spend_run

    assert kam("explain", pack, accounts, "a", *options).problems == ["there is no account a — did you mean A?"]
    assert kam("explain", pack, accounts, "Zoe", *options).problems == ["there is no account Zoe"]


IN_CHINESE = {
    "clasify": "kam：没有命令 clasify——是不是 classify？",
    "classify telecom": "kam classify：缺少客户文件——请指明文件，或进入工作区（其中无需指明文件）；"
    "见 kam classify --help",
    "classify telecom a.csv --as-of": "kam classify：--as-of 需要一个值——详见 kam classify --help",
    "classify telecom a.csv --as-of 昨天": "--as-of：昨天 不是日期——请写成 2026-01-31 的形式",
    "classify telecom a.csv --ledger bills": "--ledger：bills 不符合“名称=文件”的形式",
}


@pytest.mark.parametrize("line", IN_CHINESE)
@pytest.mark.parametrize("place", ["before", "after"])
def test_wrong_lines_are_explained_in_chinese(kam, line, place):
    words = line.split()
    said = kam("--lang", "zh", *words) if place == "before" else kam(words[0], "--lang=zh", *words[1:])

    assert said.status == 2
    assert said.problems == [IN_CHINESE[line]]


@pytest.mark.parametrize(("given", "value"), [("x", "x"), ("-1", "-1"), ("1.5", "1.5")])
@pytest.mark.parametrize(("lang", "mark"), [("en", ": "), ("zh", "：")])
def test_a_number_of_lines_is_a_whole_number(kam, lang, mark, given, value):
    said = kam("--lang", lang, "accounts", "--limit", given)

    assert (said.status, len(said.problems)) == (2, 1)
    (problem,) = said.problems
    assert problem.startswith(f"kam accounts{mark}--limit{mark}{value} ")
    assert "valid" not in problem and "range" not in problem
