"""Text files of strangers: whatever they hold, there are rows or a problem, in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.intake.files.opening import open_file
from kamengine.intake.scratch import Scratch
from kamengine.problems import KamError
from tests.intake.taking import shared_connection

MEGABYTE = 1 << 20
READ = """
import resource, sys
from pathlib import Path
import duckdb
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from kamengine.intake.files.opening import open_file
from kamengine.intake.scratch import Scratch
from kamengine.problems import KamError
connection = duckdb.connect(config={"memory_limit": "256MB", "threads": "2"})
connection.execute("SET enable_progress_bar = false")
path = Path(sys.argv[1])
try:
    file = open_file(path, connection)
    rows = file.read(Scratch(connection), range(len(file.headers)))
    print(rows.count, rows.ragged_count, rows.blank)
except KamError as error:
    print("; ".join(problem.text().replace(str(path), path.name) for problem in error.problems))
"""
EXPORT = "export the file again"
LONG = f"this line is longer than 2097152 bytes — {EXPORT}"
MEANT = "write what was meant there, or name another encoding with --encoding"
UTF8 = "save it as UTF-8 (in Excel: CSV UTF-8)"

FILES: dict[str, tuple[str, list[tuple[bytes, int]], str]] = {
    "a cell of 100 MB": ("a.csv", [(b"id,x\nA,", 1), (b"x" * MEGABYTE, 100), (b"\nB,1\n", 1)], f"a.csv:2: {LONG}"),
    "a quoted cell of 50 MB in short lines": (
        "a.csv",
        [(b'id,x\nA,1\nB,"', 1), (b"x" * 99 + b"\n", 500_000), (b'"\n', 1)],
        "a.csv:3: the row that begins here, with line breaks within quotes, is longer than 2097152 bytes — "
        "shorten it, or leave its long column out",
    ),
    "a quote that is not closed for 50 MB": (
        "a.csv",
        [(b'id,x\nA,1\nB,"', 1), (b"x" * 99 + b"\n", 500_000)],
        "a.csv:3: a quote that is opened here is not closed — close the quote; a quote inside a cell is written twice",
    ),
    "a gigabyte of quotes": ("a.csv", [(b"id,x\nA,", 1), (b'"' * MEGABYTE, 1024)], f"a.csv:2: {LONG}"),
    "zeros": (
        "a.csv",
        [(b"id,x\n", 1), (bytes(MEGABYTE), 200)],
        f"a.csv:2: the file holds binary data (a zero byte at byte 6) — {UTF8}",
    ),
    "half characters of UTF-16": (
        "a.csv",
        [("\ufeffid,x\nA,".encode("utf-16-le"), 1), (b"\x00\xd8" * 1000, 1000)],
        f"a.csv:2: byte 17 does not fit utf-16-le — {MEANT}",
    ),
    "half characters of UTF-8": (
        "a.csv",
        [("编号,名称\n甲,".encode(), 1), (b"\xed\xa0\x80\n", 1_000_000)],
        "; ".join(
            f"a.csv:{line}: byte {byte} does not fit utf-8 — {MEANT}" for line, byte in ((2, 19), (3, 23), (4, 27))
        ),
    ),
    "returns only": ("a.csv", [(b"id,x\nA,1", 1), (b"\r" * MEGABYTE, 100), (b"\nB,2\n", 1)], "2 0 0"),
    "empty lines": ("a.csv", [(b"id,x\nA,1\n", 1), (b"\n" * MEGABYTE, 32), (b"B,2\n", 1)], "2 0 0"),
    "a million columns": (
        "a.csv",
        [(b"a," * 100_000, 1), (b"\n1\n", 1)],
        "a.csv: the file has 100001 columns; at most 4096 are read — export only the columns that are needed",
    ),
    "rows of two million commas": (
        "a.csv",
        [(b"id,x\n", 1), (b"A" + b"," * 2_000_000 + b"\n", 2), (b",,B\n", 1)],
        "2 1 0",
    ),
    "a million ragged rows": ("a.csv", [(b"id,x\n", 1), (b"A,1\nB\n", 1_000_000)], "1000000 1000000 0"),
    "one line of GBK": (
        "a.csv",
        [("编号,名称\n甲,".encode("gbk"), 1), ("深圳市腾飞科技有限公司".encode("gbk"), 1_000_000)],
        f"a.csv:2: {LONG}",
    ),
    "a list of JSON that is never closed": (
        "a.json",
        [(b"[", 1), (b'{"id":1},\n', 500_000)],
        "a.json:500001: the list of JSON is broken here — mend it, or write one object on each line",
    ),
    "a string of JSON of 100 MB": (
        "a.jsonl",
        [(b'{"id":1}\n{"id":"', 1), (b"x" * MEGABYTE, 100)],
        "a.jsonl:2: what begins here is longer than 1048576 characters — write one object on each line",
    ),
    "lists in lists of JSON": (
        "a.json",
        [(b"[" * MEGABYTE, 20)],
        "a.json:1: what begins here is longer than 1048576 characters — write one object on each line",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "parts", "said"), FILES.values(), ids=FILES)
def test_in_bounded_time_and_memory(tmp_path, name, parts, said):
    path: Path = tmp_path / name
    with path.open("wb") as file:
        for part, times in parts:
            many = max(1, MEGABYTE // len(part))
            for done in range(0, times, many):
                file.write(part * min(many, times - done))
    reading = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, timeout=120)
    path.unlink()
    assert (reading.stderr, reading.returncode) == ("", 0)
    assert reading.stdout.strip() == said


PIECES = [
    *(mark.encode() for mark in ',;|\t "\n\r{}[]:0aé客\ufeff'),
    *(b"\r\n", b'""', b"\0", b"\xff", b"\xfe", b"sep=;\n", b"\\u", b"x" * 50, b"\n" * 10, "客".encode("gbk")),
]
MENDED = [
    '编号,名称\nC1,上海\nC2,"浦东\n新区"\nC3,北京,x\n',
    'id;x\nA;1,5\n\nB;"2"\n;\n',
    '{"id": "A", "x": 1}\n\n{"id": "B", "y": {"z": [1.50]}}\n',
    '[{"id": 1}, {"id": 2},\n {"id": 3}]',
]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"]
pieces = st.lists(st.sampled_from(PIECES) | st.binary(max_size=3), max_size=30).map(b"".join)


@st.composite
def mutated(draw) -> bytes:
    content: bytes = draw(st.sampled_from(MENDED)).encode(draw(st.sampled_from(ENCODINGS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.sampled_from([b"", *PIECES])) + content[at + draw(st.integers(0, 3)) :]
    return content


def read_all(path: Path) -> None:
    """Read a file; what is said of it must hold."""
    scratch = Scratch(shared_connection())
    try:
        file = open_file(path, scratch.connection)
        rows = file.read(scratch, range(len(file.headers)))
        good = scratch.connection.execute(f"SELECT r FROM {rows.relation}").fetchall()
        ragged = scratch.connection.execute(f"SELECT r FROM {rows.ragged}").fetchall() if rows.ragged else []
        numbers = {number for (number,) in good + ragged}
        assert (len(good), len(ragged)) == (rows.count, rows.ragged_count)
        assert len(numbers) == len(good) + len(ragged) <= max(numbers, default=0)
        assert max(numbers, default=0) <= len(good) + len(ragged) + rows.blank
        assert file.lines_of(sorted(numbers)).keys() == numbers
    except KamError as error:
        assert all(problem.text() for problem in error.problems)
    finally:
        scratch.drop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@settings(max_examples=100)
@given(content=pieces | mutated(), name=st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json"]))
def test_any_bytes_give_rows_or_a_problem(folder, content, name):
    path = folder / name
    path.write_bytes(content)
    read_all(path)


@pytest.mark.slow
@settings(max_examples=1000)
@given(content=pieces | mutated(), name=st.sampled_from(["a.csv", "a.tsv", "a.jsonl", "a.json"]))
def test_any_bytes_give_rows_or_a_problem_at_length(folder, content, name):
    path = folder / name
    path.write_bytes(content)
    read_all(path)


@settings(max_examples=40)
@given(data=st.data())
def test_real_files_with_some_bytes_changed(folder, shared_data, data):
    source = data.draw(st.sampled_from(sorted(shared_data.rglob("*.csv"))))
    content = bytearray(source.read_bytes()[:20_000])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = folder / "real.csv"
    path.write_bytes(content)
    read_all(path)
