"""JSON lines, and lists of objects in JSON: the keys are the headers, each value comes in as text."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kamengine.intake.files.json_records import LONGEST, Record, records
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.temporary import TemporaryFolder
from kamengine.intake.files.text_file import TextFile, open_text
from kamengine.intake.headers.layout import name_headers
from kamengine.intake.rows import NoRow, Rows
from kamengine.intake.scratch import Scratch
from kamengine.intake.sql_text import Argument, arguments, path_literal
from kamengine.problems import KamError, Place, say

MOST_KEYS = 4096
"""So many different keys the objects may have; DuckDB takes very long over more columns."""

_LONGEST_LINE = 10 * LONGEST  # in bytes, with its quotes doubled


@dataclass(frozen=True)
class _Counts:
    """How many objects with a value there are, how many without, and how many lines are none."""

    full: int
    blank: int
    broken: int


@dataclass(frozen=True)
class JsonFile:
    """A file of objects whose keys are known.

    Attributes:
        path: where it is.
        text: its bytes.
        keys: the keys of the objects, in the order in which they first appear.
        options: what the user said about it.
    """

    path: Path
    text: TextFile
    keys: tuple[str, ...]
    options: ReadOptions
    header_lines: tuple[int, ...] = ()
    native_numbers: bool = True

    @classmethod
    def open(cls, path: Path, options: ReadOptions | None = None) -> JsonFile:
        """The file, after a look at all its objects.

        Raises:
            KamError: it is empty or no text, a list in it is broken, no line of it is an object, or there are too many
                keys.
        """
        options, place = options or ReadOptions(), Place(str(path))
        text = open_text(path, options, mostly_utf8=True)
        keys: dict[str, None] = {}
        objects = 0
        for record in records(text.content, place):
            if not isinstance(record.cells, NoRow):
                objects += 1
                if not record.cells.keys() <= keys.keys():
                    keys.update(dict.fromkeys(record.cells))
            if len(keys) > MOST_KEYS:
                what = say("the objects have more than {most} different keys", most=MOST_KEYS)
                raise KamError.of(what, say("write what belongs together as one list"), place=place)
        if not objects or not keys:
            what = say("no line is an object of JSON with a key")
            raise KamError.of(what, say("write one object on each line"), place=place)
        return cls(path, text, tuple(keys), options)

    @property
    def headers(self) -> tuple[str, ...]:
        """The keys, without blanks at their ends; an empty one is named after its column."""
        return name_headers(" ".join(key.split()) for key in self.keys)

    @property
    def types(self) -> tuple[str, ...]:
        """Every value is text."""
        return ("VARCHAR",) * len(self.keys)

    @property
    def encoding(self) -> str:
        """The encoding of its bytes."""
        return self.text.encoding

    def read(self, scratch: Scratch, columns: Collection[int]) -> Rows:
        """The rows in memory, with the columns asked for; objects without any value are left out.

        A line that can be no row is a ragged one, with a `NoRow` for the number of its cells.
        """
        folder = TemporaryFolder(self.options.folder)
        wanted = sorted(columns)
        rows, broken = folder.path / "rows.csv", folder.path / "broken.csv"
        counts = self._write(rows, broken, wanted)
        names = scratch.name("json"), scratch.name("broken")
        sources = {names[0]: (rows, [f"c{index}" for index in wanted]), names[1]: (broken, ["text", "cells"])}
        for name, (source, texts) in sources.items():
            scratch.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {_table(source, texts)}")
        return Rows(
            relation=f"(SELECT * FROM {names[0]})",
            count=counts.full,
            ragged=f"(SELECT r, text, CAST(cells AS BIGINT) AS cells FROM {names[1]})" if counts.broken else None,
            ragged_count=counts.broken,
            blank=counts.blank,
        )

    def lines_of(self, rows: Sequence[int]) -> dict[int, int]:
        """The line on which each of these objects begins."""
        wanted, last = set(rows), max(rows, default=0)
        lines: dict[int, int] = {}
        for number, record in enumerate(self._records(), start=1):
            if number > last:
                break
            if number in wanted:
                lines[number] = record.line
        return lines

    def _records(self) -> Iterator[Record]:
        return records(self.text.content, Place(str(self.path)))

    def _write(self, rows: Path, broken: Path, wanted: Sequence[int]) -> _Counts:
        """Write the objects with a value, and what is no object, each with its number."""
        keys = [self.keys[index] for index in wanted]
        full = blank = bad = 0
        with ExitStack() as opened:
            files = [opened.enter_context(path.open("w", encoding="utf-8", newline="")) for path in (rows, broken)]
            good_rows, bad_rows = (csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n") for file in files)
            for number, record in enumerate(self._records(), start=1):
                if isinstance(record.cells, NoRow):
                    bad_rows.writerow([number, _one_kind_of_break(record.text), record.cells.value])
                    bad += 1
                elif any(text and not text.isspace() for text in record.cells.values()):
                    good_rows.writerow([number, *(_one_kind_of_break(record.cells.get(key)) for key in keys)])
                    full += 1
                else:
                    blank += 1
        return _Counts(full, blank, bad)


def _one_kind_of_break(text: str | None) -> str | None:
    """The text with LF for line breaks of other kinds, which DuckDB does not take beside each other."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if text and "\r" in text else text


def _table(path: Path, texts: Sequence[str]) -> str:
    """What stands after ``FROM``: the rows of our own file, numbered ``r``."""
    how: dict[str, Argument] = {
        "columns": {"r": "BIGINT", **dict.fromkeys(texts, "VARCHAR")},
        "delim": ",",
        "quote": '"',
        "escape": '"',
        "header": False,
        "auto_detect": False,
        "max_line_size": _LONGEST_LINE,
    }
    return f"read_csv({path_literal(str(path.absolute()))}, {arguments(how)})"
