from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kamengine.declarations import Choice, Field
from kamengine.intake import IntakeOptions, take_in
from tests.intake.taking import notes_of, refusal, rows_of, take, wanted

BAD = "bad"
CITY = (Choice("prefecture", aliases=("地级市",)), Choice("county"), Choice("1"))


def written(tmp_path, columns, name="a.parquet"):
    path = tmp_path / name
    pq.write_table(pa.table(columns), path)
    return path


def column(values, kind=None):
    return {"id": [f"A{number}" for number in range(len(values))], "x": pa.array(values, kind)}


def of(kind, **others):
    return Field("x", kind, **others)


DAY = dt.date(2026, 1, 31)
NOON = dt.datetime(2026, 1, 31, 12)
CASES = [
    # Parquet type, values in the file, kind of the field, values in the snapshot
    (pa.float64(), [1.5, None, math.nan, -math.inf], "number", [1.5, None, None, None]),
    (pa.float64(), [1.5, 2.0], "ratio", [1.5, 2.0]),
    (pa.float32(), [0.1, math.inf], "number", [0.1, None]),
    (pa.int32(), [1, None], "number", [1.0, None]),
    (pa.decimal128(10, 2), [Decimal("1.25")], "number", [1.25]),
    (pa.string(), ["1,000", " ", "2"], "number", [1000.0, None, 2.0]),
    (pa.int16(), [7, None], "integer", [7, None]),
    (pa.uint64(), [7, 2**64 - 1], "integer", [7, BAD]),
    (pa.float64(), [7.0, 7.5, None, math.nan, 1e30], "integer", [7, BAD, None, None, BAD]),
    (pa.decimal128(38, 4), [Decimal("7"), Decimal("7.5"), Decimal(10) ** 30], "integer", [7, BAD, BAD]),
    (pa.string(), ["7", "7.0", "7.5"], "integer", [7, 7, BAD]),
    (pa.decimal128(18, 4), [Decimal("1.2345"), None], "money", [Decimal("1.2345"), None]),
    (pa.decimal128(38, 30), [Decimal("1.2"), Decimal("1.00005")], "money", [Decimal("1.2"), Decimal("1.0001")]),
    (pa.decimal128(38, 0), [Decimal(5), Decimal(10) ** 37], "money", [Decimal(5), BAD]),
    (pa.float64(), [29.85, 1.00005, -1.00005, 0.1 + 0.2, math.nan, 1e14, None],
     "money", [Decimal("29.85"), Decimal("1.0001"), Decimal("-1.0001"), Decimal("0.3"), None, BAD, None]),
    (pa.float32(), [29.85], "money", [Decimal("29.85")]),
    (pa.int64(), [5, 2**62], "money", [Decimal(5), BAD]),
    (pa.string(), ["12.5", "x"], "money", [Decimal("12.5"), BAD]),
    (pa.bool_(), [True, None, False], "bool", [True, None, False]),
    (pa.int8(), [1, 0, None, 2], "bool", [True, False, None, BAD]),
    (pa.float64(), [1.0, 0.0, 0.5], "bool", [True, False, BAD]),
    (pa.string(), ["是", "no", "", "?"], "bool", [True, False, None, BAD]),
    (pa.string(), ["county", None], "choice", ["county", None]),
    (pa.string(), ["地级市", " County", "", "x"], "choice", ["prefecture", "county", None, BAD]),
    (pa.dictionary(pa.int8(), pa.string()), ["county", "地级市"], "choice", ["county", "prefecture"]),
    (pa.int64(), [1, 2], "choice", ["1", BAD]),
    (pa.float64(), [1.0, None], "choice", ["1", None]),
    (pa.date32(), [DAY, None], "date", [DAY, None]),
    (pa.timestamp("us"), [NOON, None], "date", [DAY, None]),
    (pa.timestamp("ns"), [NOON], "date", [DAY]),
    (pa.timestamp("s", tz="UTC"), [NOON], "date", [DAY]),
    (pa.int64(), [20260131, 202601, 5], "date", [DAY, dt.date(2026, 1, 1), BAD]),
    (pa.string(), ["2026/1/31", "2026/13/31"], "date", [DAY, BAD]),
    (pa.float64(), [46053.0, None], "date", [DAY, None]),  # days as spreadsheets count them
    (pa.string(), ["a", " b\x1b ", "", None], "text", ["a", "b", None, None]),
    (pa.int64(), [5], "text", ["5"]),
    (pa.float64(), [17850.0], "text", ["17850.0"]),
    (pa.date32(), [DAY], "text", ["2026-01-31"]),
    (pa.bool_(), [True], "text", ["true"]),
    (pa.null(), [None, None], "text", [None, None]),
    (pa.null(), [None], "money", [None]),
    (pa.null(), [None], "date", [None]),
]  # fmt: skip


@pytest.mark.parametrize(("type", "values", "kind", "read"), CASES, ids=[f"{case[2]} from {case[0]}" for case in CASES])
def test_columns_of_any_type_become_fields(connection, tmp_path, type, values, kind, read):
    options = IntakeOptions(on_error="quarantine", quarantine=tmp_path / "q.csv")
    columns = {"id": ["good", *(f"A{n}" for n in range(len(values)))], "x": pa.array([None, *values], type)}
    intake = take(connection, written(tmp_path, columns), of(kind, choices=CITY), options=options)
    found = dict(rows_of(intake))
    assert [found.get(f"A{n}", BAD) for n in range(len(values))] == read


WRONG = [
    (pa.list_(pa.int64()), [[1]], "number", "BIGINT[]"),
    (pa.struct({"a": pa.int64()}), [{"a": 1}], "text", "STRUCT(a BIGINT)"),
    (pa.map_(pa.string(), pa.int64()), [[("a", 1)]], "text", "MAP(VARCHAR, BIGINT)"),
    (pa.binary(), [b"\xff"], "text", "BLOB"),
    (pa.bool_(), [True], "number", "BOOLEAN"),
    (pa.date32(), [DAY], "money", "DATE"),
    (pa.bool_(), [True], "date", "BOOLEAN"),
    (pa.timestamp("us"), [NOON], "bool", "TIMESTAMP"),
]


@pytest.mark.parametrize(
    ("type", "values", "kind", "shown"), WRONG, ids=[f"{case[2]} from {case[0]}" for case in WRONG]
)
def test_columns_that_can_never_be_the_field(connection, tmp_path, type, values, kind, shown):
    assert refusal(connection, written(tmp_path, column(values, type)), of(kind)) == [
        f"a.parquet: x: the column is of type {shown}, which cannot be read as x — convert the column, or rename it"
    ]


def test_columns_that_nobody_wants_may_be_of_any_type(connection, tmp_path):
    file = written(tmp_path, column([[1]], pa.list_(pa.int64())))
    assert rows_of(take(connection, file, Field("y", "text"))) == [("A0",)]


def test_a_bad_value_is_named_by_its_row(connection, tmp_path):
    assert refusal(connection, written(tmp_path, column(["1", "ten"])), of("number")) == [
        "a.parquet: x: 'ten' in data row 2 is not a number — "
        "correct it, or leave such rows out with --on-error quarantine"
    ]


def test_ids_are_texts_whatever_they_are_in_the_file(connection, tmp_path):
    assert rows_of(take(connection, written(tmp_path, {"id": pa.array([12, 7])}))) == [("12",), ("7",)]


def test_blank_and_duplicate_ids(connection, tmp_path):
    problems = refusal(connection, written(tmp_path, {"id": ["A", " A", None, " ", "B"]}))
    assert [problem.split(" — ")[0] for problem in problems] == [
        "a.parquet: id: the cell in data row 3 is blank",
        "a.parquet: id: the cell in data row 4 is blank",
        "a.parquet: id: the id A stands in data rows 1, 2",
    ]


def test_headers_that_differ_only_in_case(connection, tmp_path):
    file = written(tmp_path, {"id": ["A"], "Spend": ["1"], "spend ": ["2"]})
    (problem,) = refusal(connection, file, Field("spend", "number"))
    assert problem.startswith("a.parquet: the columns Spend, spend")


@pytest.mark.parametrize("header", ['"; DROP TABLE x; --', "it's", "two\nlines", "r", "r0", "c0", "account_id "])
def test_a_hostile_header_is_only_a_header(connection, tmp_path, header):
    file = written(tmp_path, {header: [1], "id": ["A"], "v0": [2]})
    intake = take(connection, file, Field("x", "integer", aliases=(header,)), options=IntakeOptions(key="id"))
    assert rows_of(intake) == [("A", 1)]


def test_a_field_may_have_any_name(connection, tmp_path):
    file = written(tmp_path, {"id": ["A"], "r": [1], "c0": [2], "月消费": [3], "select": [4]})
    fields = [Field(name, "integer") for name in ("r", "c0", "月消费", "select")]
    assert rows_of(take(connection, file, *fields)) == [("A", 1, 2, 3, 4)]


def test_what_is_clean_is_read_from_the_file_and_not_copied(connection, tmp_path):
    file = written(tmp_path, {"id": ["A"], "x": ["fine"], "y": pa.array([1.5], pa.float64())})
    intake = take(connection, file, of("text"), Field("y", "number"))
    assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)
    view = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = ?", [intake.snapshot.accounts.name])
    assert "SELECT c0 AS account_id, c1 AS x, c2 AS y FROM" in view.fetchone()[0].replace('"', "")


def test_what_was_changed_is_noted(connection, tmp_path):
    intake = take(connection, written(tmp_path, column([1.00005, math.inf, 1.5])), of("money"))
    assert notes_of(intake, tmp_path) == [
        "a.parquet: x: nan or infinity, taken as unknown: 1",
        "a.parquet: x: amounts rounded to 4 decimals: 1",
    ]


def test_bad_rows_are_written_out_whole(connection, tmp_path):
    file = written(tmp_path, {**column(["1", "ten", "3"]), "l": [[1], [2, 3], None]})
    options = IntakeOptions(on_error="quarantine", quarantine=tmp_path / "q.csv")
    assert rows_of(take(connection, file, of("number"), options=options)) == [("A0", 1.0), ("A2", 3.0)]
    assert (tmp_path / "q.csv").read_text() == 'row,column,value,reason,id,x,l\n2,x,ten,not a number,A1,ten,"[2, 3]"\n'


def test_strangers_in_a_ledger_are_left_out(connection, tmp_path):
    accounts = written(tmp_path, {"id": [1, 2]}, "accounts.parquet")
    bills = written(tmp_path, {"id": pa.array([1.0, 3.0, None], pa.float32()), "date": [DAY] * 3}, "bills.parquet")
    bills = written(tmp_path, {"id": ["1", "3", None], "date": [DAY] * 3}, "bills.parquet")
    table = wanted(Field("date", "date"), date="date")
    intake = take_in(connection, accounts, {"bills": bills}, wanted(), {"bills": table}, IntakeOptions())
    assert rows_of(intake, "bills") == [("1", DAY)]
    assert intake.newest_ledger_date == DAY
    assert len(intake.notes) == 2


BROKEN = {"empty": b"", "text": b"id,x\nA,1\n", "magic only": b"PAR1PAR1", "cut": None}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_broken_files(connection, tmp_path, content):
    file = written(tmp_path, column(["a"]))
    file.write_bytes(file.read_bytes()[:-20] if content is None else content)
    (problem,) = refusal(connection, file, of("text"))
    assert problem.startswith(
        "a.parquet: the file " + ("is empty" if content == b"" else "cannot be read as Parquet: ")
    )


def test_a_file_that_breaks_off_in_the_middle(connection, tmp_path):
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table(column([f"text {n}" for n in range(10_000)])), file, compression="snappy")
    content = bytearray(file.read_bytes())
    content[1000:20_000] = b"\x01" * 19_000
    file.write_bytes(content)
    (problem,) = refusal(connection, file, of("text"))
    assert problem.startswith("a.parquet: the file cannot be read to its end: ")


def test_no_rows(connection, tmp_path):
    assert refusal(connection, written(tmp_path, {"id": pa.array([], pa.string())})) == [
        "a.parquet: there are no rows, only headers — export the file again"
    ]
