from __future__ import annotations

import pytest

from kamengine.declarations import Field, Label
from kamengine.intake import IntakeOptions
from tests.intake.taking import notes_of, refusal, rows_of, take, write_csv

SPEND = Field("monthly_charges", "number", Label("Monthly charges", "月消费"), aliases=("ARPU", "月费"))
NAME = Field("name", "text", aliases=("Customer", "客户名称"))
NAME_THE_KEY = 'name it with --key COLUMN; with --key "#" the row numbers are the ids'


def headers(tmp_path, *names, row=None, delimiter=","):
    return write_csv(tmp_path / "a.csv", names, [row or [str(n) for n in range(len(names))]], delimiter)


@pytest.mark.parametrize(
    "header",
    ["monthly_charges", "Monthly Charges", "MonthlyCharges", "MONTHLY-CHARGES（必填）", "arpu", "月费", "\u3000月费 "],
)
def test_a_field_is_found_by_its_name_or_alias(connection, tmp_path, header):
    intake = take(connection, headers(tmp_path, "id", header), SPEND)
    assert intake.snapshot.accounts.columns == {"monthly_charges"}
    assert rows_of(intake) == [("0", 1.0)]


def test_the_lower_of_two_rows_of_headers_names_a_field(connection, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("客户,,费用,\nid,Customer,月费,余额\nA,Ada,5,6\nB,Bo,7,8\n", encoding="utf-8")
    intake = take(connection, file, SPEND, NAME, options=IntakeOptions(key="客户 id"))
    assert rows_of(intake) == [("A", 5.0, "Ada"), ("B", 7.0, "Bo")]


def test_a_label_is_not_a_header(connection, tmp_path):
    assert take(connection, headers(tmp_path, "id", "月消费"), SPEND).snapshot.accounts.columns == frozenset()


def test_the_name_of_a_field_counts_more_than_the_alias_of_another(connection, tmp_path):
    other = Field("other", "text", aliases=("name",))
    intake = take(connection, headers(tmp_path, "id", "name"), other, NAME)
    assert intake.snapshot.accounts.columns == {"name"}


@pytest.mark.parametrize(
    ("names", "used"),
    [
        (["x", "account_id"], "account_id"),
        (["x", "Account ID"], "Account ID"),
        (["x", "customerID"], "customerID"),
        (["x", "客户编号（必填）"], "客户编号（必填）"),
        (["id", "客户ID"], "客户ID"),
        (["Record ID", "id"], "id"),
        (["account_id", "工号"], "account_id"),
        (["customerID", "工号"], "工号"),
    ],
)
def test_the_key_is_the_header_that_is_preferred(connection, tmp_path, names, used):
    intake = take(connection, headers(tmp_path, *names), key_aliases=("工号",))
    assert rows_of(intake) == [(str(names.index(used)),)]


@pytest.mark.parametrize(
    ("key", "position"), [("Konto", 0), ("konto", 0), ("KONTO（必填）", 0), ("monthly charges", 2), ("column D", 3)]
)
def test_the_user_may_name_the_key(connection, tmp_path, key, position):
    file = headers(tmp_path, "Konto", "id", "monthly_charges", "")
    intake = take(connection, file, SPEND, options=IntakeOptions(key=key))
    assert rows_of(intake) == [(str(position), 2.0)]


REFUSED = {
    "no key": (
        ["a", "b"],
        {},
        [f"a.csv: no column holds the account's id; the headers are a, b — {NAME_THE_KEY}"],
    ),
    "no such key": (
        ["Konto", "b"],
        {"key": "Knto"},
        ["a.csv: there is no column Knto for the account's id; the headers are Konto, b — did you mean Konto?"],
    ),
    "two keys": (
        ["Customer ID", "customer_id", "id"],
        {},
        [
            "a.csv: the account's id may be in any of the columns Customer ID, customer_id — "
            "name the column with --key COLUMN"
        ],
    ),
    "two headers for a field": (
        ["id", "ARPU", "Monthly Charges"],
        {},
        ["a.csv: the columns ARPU, Monthly Charges all mean the field monthly_charges — rename or remove all but one"],
    ),
    "the same header twice": (
        ["id", "x", "y", "x"],
        {},
        ["a.csv: the header x stands in columns B, D — rename or remove all but one"],
    ),
    "the same header of a field twice": (
        ["id", "ARPU", "ARPU"],
        {},
        ["a.csv: the header ARPU stands in columns B, C — rename or remove all but one"],
    ),
}


@pytest.mark.parametrize(("names", "options", "problems"), REFUSED.values(), ids=REFUSED)
def test_headers_that_leave_a_doubt(connection, tmp_path, names, options, problems):
    assert refusal(connection, headers(tmp_path, *names), SPEND, options=IntakeOptions(**options)) == problems


def test_a_header_that_two_fields_claim(connection, tmp_path):
    fields = [Field("a", "text", aliases=("X",)), Field("b", "text", aliases=("x",))]
    assert (
        refusal(connection, headers(tmp_path, "id", "x!"), *fields)
        == ["a.csv: the header x! may mean any of the fields a, b — rename the column to the field it holds"] * 2
    )


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        (["id", "monthly_charge"], "did you mean monthly_charge? Else "),
        (["id", "ARPUs"], "did you mean ARPUs? Else "),
        (["id", "月消费额"], "did you mean 月消费额? Else "),
        (["id", "colour"], ""),
        (["id", "month"], ""),
        (["id", "all_charged"], ""),
    ],
)
def test_a_needed_column_that_is_absent(connection, tmp_path, names, hint):
    file = headers(tmp_path, *names)
    assert refusal(connection, file, SPEND, NAME, needed=["monthly_charges"]) == [
        "a.csv: the pack needs a column for monthly_charges, and there is none — "
        f"{hint}add it, or let its facts be unknown with --allow-missing-columns"
    ]


def test_a_needed_column_may_be_absent_when_the_user_says_so(connection, tmp_path):
    options = IntakeOptions(allow_missing_columns=True)
    intake = take(connection, headers(tmp_path, "id", "name"), SPEND, NAME, needed=["monthly_charges"], options=options)
    assert intake.snapshot.accounts.columns == {"name"}
    assert notes_of(intake, tmp_path) == ["a.csv: there is no column for monthly_charges: it is unknown"]


HOSTILE = [
    '"; DROP TABLE accounts; --',
    "it's",
    'say "x"',
    "two\nlines",
    "\x1b[31mred",
    "[/]",
    "{x}",
    "%s",
    "x" * 10_000,
    "",
]


@pytest.mark.parametrize("header", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_hostile_header_is_only_a_header(connection, tmp_path, header, delimiter):
    file = headers(tmp_path, header, "id", "name", delimiter=delimiter)
    field = Field("fact", "integer", aliases=(header,)) if header else Field("fact", "integer", aliases=("column A",))
    assert rows_of(take(connection, file, field, NAME)) == [("1", 0, "2")]


def test_a_hostile_header_is_shown_short_and_harmless(connection, tmp_path):
    file = headers(tmp_path, "\x1b[31m" + "x" * 10_000, "y\nz")
    assert refusal(connection, file) == [
        f"a.csv: no column holds the account's id; the headers are ␛[31m{'x' * 34}…, y z — {NAME_THE_KEY}"
    ]
