"""How long it takes to read a large sheet, and how much memory the process that reads it takes; nothing is asserted.

``python -m pytest -m benchmark -n 0 -s tests/benchmarks/test_spreadsheets.py`` prints the table.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
from pathlib import Path
from time import perf_counter

import duckdb
import openpyxl
import pytest

from kamengine.intake.files.opening import open_file
from kamengine.intake.scratch import Scratch

pytestmark = pytest.mark.benchmark

COLUMNS = 25
SIZES = (1_000, 20_000, 100_000)


def write_large(path: Path, rows: int) -> Path:
    """A sheet of texts, whole numbers, amounts and dates."""
    chance = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("accounts")
    sheet.append([f"field {column}" for column in range(COLUMNS)])
    for row in range(rows):
        numbers = [chance.randint(1, 10**6) for _ in range(10)]
        amounts = [round(chance.random() * 10_000, 2) for _ in range(10)]
        sheet.append([f"C{row:06}", f"客户 {row}", "county", *numbers, *amounts, *[dt.date(2024, 1, 1 + row % 28)] * 2])
    book.save(path)
    return path


def test_the_time_and_memory_that_reading_sheets_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    lines = []
    for rows in SIZES:
        path = write_large(tmp_path / f"{rows}.xlsx", rows)
        started = perf_counter()
        with duckdb.connect() as connection:
            file = open_file(path, connection)
            assert file.read(Scratch(connection), range(COLUMNS)).count == rows
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        lines.append((rows, path.stat().st_size / 1e6, perf_counter() - started, memory))
    with capsys.disabled():
        print(f"\n{'rows of 25':>12}{'MB':>8}{'seconds':>10}{'MB of memory':>14}")
        for count, size, seconds, memory in lines:
            print(f"{count:12,}{size:8.1f}{seconds:10.2f}{memory:14}")
