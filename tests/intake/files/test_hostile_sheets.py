from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from typing import Any

import pytest

from kamengine.intake.files.opening import open_file
from kamengine.intake.scratch import Scratch
from kamengine.locale import Messages
from kamengine.problems import KamError
from kamengine.spreadsheets.apart import Ending, run_apart
from kamengine.spreadsheets.program import Request
from tests.spreadsheets.writing import (
    ods_cell,
    raw_cell,
    write_ods,
    write_raw_ods,
    write_raw_xlsx,
    write_xls,
    write_xlsx,
)

ENGLISH = Messages.of("en")
HEAD = f'<row r="1">{raw_cell("A1", "id")}{raw_cell("B1", "x")}</row>'
FIRST = f'<row r="2">{raw_cell("A2", "A")}{raw_cell("B2", "1", "n")}</row>'
DAMAGED = "open it in a spreadsheet program and save it again"


def read(connection, path):
    """Headers, then all cells as text; or what is wrong."""
    try:
        file = open_file(path, connection)
        rows = file.read(Scratch(connection), range(len(file.headers)))
    except KamError as error:
        return [problem.text(ENGLISH).replace(f"{path.parent}/", "") for problem in error.problems]
    columns = ", ".join(f"c{index}" for index in range(len(file.headers)))
    return [list(file.headers), *map(list, connection.execute(f"SELECT {columns} FROM {rows.relation}").fetchall())]


@pytest.mark.slow
def test_a_cell_in_the_last_corner_is_a_column_and_a_row_more(connection, tmp_path):
    last = f'<row r="1048576">{raw_cell("XFD1048576", "far")}</row>'
    path = write_raw_xlsx(tmp_path / "a.xlsx", [HEAD, FIRST, last])

    assert read(connection, path) == [["id", "x", "column XFD"], ["A", "1", None], [None, None, "far"]]
    file = open_file(path, connection)
    rows = file.read(Scratch(connection), [0])
    assert (rows.count, rows.blank, file.lines_of([1, 2])) == (2, 1_048_573, {1: 2, 2: 1_048_576})


def test_places_that_no_sheet_has_are_damage(connection, tmp_path):
    below = write_raw_xlsx(tmp_path / "a.xlsx", [HEAD, f'<row r="1000000000">{raw_cell("A1000000000", "x")}</row>'])
    beside = write_raw_xlsx(tmp_path / "b.xlsx", [HEAD, f'<row r="2">{raw_cell("ZZZZZZ2", "x")}</row>'])

    assert read(connection, below) == [f"a.xlsx: the workbook is damaged: a cell stands below row 1048576 — {DAMAGED}"]
    assert read(connection, beside)[0].startswith("b.xlsx: the workbook is damaged: ")


def test_rows_without_cells_cost_little_and_are_no_rows(connection, tmp_path):
    blank = write_raw_xlsx(tmp_path / "a.xlsx", [HEAD, *['<row r="9"/>' * 10_000] * 30, FIRST])
    repeated = '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell/></table:table-row>'
    cells = f"<table:table-row>{ods_cell('id')}</table:table-row>"

    assert read(connection, blank) == [["id", "x"], ["A", "1"]]
    assert read(connection, write_raw_ods(tmp_path / "a.ods", cells + repeated)) == [["id"]]


def test_a_row_of_a_billion_cells_is_too_wide(connection, tmp_path):
    repeated = (
        '<table:table-cell table:number-columns-repeated="1000000000" office:value-type="float" office:value="7"/>'
    )
    path = write_raw_ods(tmp_path / "a.ods", f"<table:table-row>{repeated}</table:table-row>")

    assert read(connection, path) == [
        "a.ods: the sheet has 16384 columns; at most 4096 are read — delete what stands beside the table"
    ]


def test_entities_are_not_expanded(connection, tmp_path):
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {after} "{f"&{name};" * 10}">' for name, after in zip("abcdefghi", "bcdefghij", strict=True)
    )
    laughs = f"<!DOCTYPE x [{entities}]>"
    file = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'

    for before in (laughs, file):
        path = write_raw_xlsx(tmp_path / "a.xlsx", [HEAD, f'<row r="2">{raw_cell("A2", "&j;")}</row>'], before)
        (problem,) = read(connection, path)
        assert problem.startswith("a.xlsx: the workbook is damaged: ") and "&j;" in problem


def test_what_unpacks_to_more_than_any_table_is_refused_before_it_is_unpacked(connection, tmp_path):
    path = write_raw_xlsx(tmp_path / "a.xlsx", [HEAD, *[b" " * (1 << 20)] * 150])

    started = time.monotonic()
    (problem,) = read(connection, path)

    assert problem.startswith("a.xlsx: the file of ") and "would unpack to 150 MB" in problem
    assert time.monotonic() - started < 20


def test_damaged_and_protected_workbooks_are_one_clear_problem(connection, tmp_path):
    content = write_xlsx(tmp_path / "a.xlsx", [["id", "x"], ["A", 1]]).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(content[: len(content) // 2])
    (tmp_path / "word.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    locked = write_xls(tmp_path / "locked.xlsx", [["id"]])
    locked.write_bytes(
        locked.read_bytes().replace("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"), 1)
    )

    assert read(connection, tmp_path / "cut.xlsx")[0].startswith("cut.xlsx: the workbook is damaged: ")
    assert read(connection, tmp_path / "word.xls")[0].startswith("word.xls: the workbook is damaged: ")
    assert len(read(connection, locked)) == 1


def test_text_that_would_do_harm_elsewhere_stays_text(connection, tmp_path):
    harm = ["=cmd|' /C calc'!A0", "\x1b[2J".replace("\x1b", "\u202e"), "x[/]y", "_x0000_"]
    cells = [f"<row>{raw_cell(f'A{row}', text)}</row>" for row, text in enumerate(["id", *harm], start=1)]

    found = read(connection, write_raw_xlsx(tmp_path / "a.xlsx", cells))

    assert [row[0] for row in found[1:]] == [*harm[:3], "\ufffd"]


def test_the_reader_stops_at_its_limits(tmp_path):
    far = write_raw_xlsx(tmp_path / "a.xlsx", [HEAD, f'<row r="1048576">{raw_cell("XFD1048576", "far")}</row>'])
    near = write_xlsx(tmp_path / "b.xlsx", [["id", "x"], ["A", 1]])

    def ending(path, seconds):
        asked = Request(str(path), str(tmp_path), None, 50, 0, frugal=False, memory=0, seconds=0)
        return run_apart("kamengine.spreadsheets.program", vars(asked), seconds)[0]

    assert [ending(near, 60), ending(far, 60), ending(near, 0)] == [Ending.WELL, Ending.TOO_LARGE, Ending.TOO_LONG]


def test_an_open_document_with_a_cell_far_away_is_too_large(connection, tmp_path):
    far = (
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="16383"/>{ods_cell("far")}</table:table-row>'
    )
    path = write_raw_ods(tmp_path / "a.ods", f"<table:table-row>{ods_cell('id')}</table:table-row>{far}")

    (problem,) = read(connection, path)

    assert problem.startswith("a.ods: the workbook takes more than ")
    assert problem.endswith(
        " MB of memory to read — delete what stands far away from the table, or save the sheet as CSV"
    )


def test_a_folder_of_the_user_cannot_slip_in_code(connection, tmp_path, monkeypatch):
    path = write_xlsx(tmp_path / "a.xlsx", [["id"], ["A"]])
    for name in ("python_calamine", "kamengine", "csv", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)

    assert read(connection, path) == [["id"], ["A"]]


@pytest.mark.slow
def test_this_process_stays_small_whatever_the_sheet(tmp_path):
    path = write_raw_xlsx(tmp_path / "a.xlsx", [HEAD, f'<row r="1048576">{raw_cell("XFD1048576", "far")}</row>'])
    program = (
        "import sys, duckdb, pathlib, resource\n"
        "from kamengine.intake.files.opening import open_file\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "with duckdb.connect() as connection:\n"
        "    open_file(pathlib.Path(sys.argv[1]), connection)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )

    grown = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)

    assert int(grown.stdout) < 200 << 10  # KB


@pytest.mark.slow
def test_mutated_spreadsheets_are_rows_or_one_problem(connection, tmp_path):
    table: list[list[Any]] = [["id", "名称", "x"], *([f"A{row}", "客户", row / 3] for row in range(5))]
    originals = [
        write(tmp_path / f"o{name}", table)
        for name, write in {"a.xlsx": write_xlsx, "b.ods": write_ods, "c.xls": write_xls}.items()
    ]
    chance = random.Random(os.environ.get("KAM_FUZZ_SEED", "1"))
    for number in range(90):
        original = originals[number % 3]
        content = bytearray(original.read_bytes())
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        path = tmp_path / f"m{original.name}"
        path.write_bytes(content[: chance.choice([len(content), chance.randrange(9, len(content))])])

        found = read(connection, path)

        assert found and (len(found) == 1 or isinstance(found[0], list)), number
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1 << 20
