"""Opens a file by what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.intake.files.csv_file import CsvFile
from kamengine.intake.files.json_file import JsonFile
from kamengine.intake.files.kinds import Kind, kind_of, not_read
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.parquet_file import ParquetFile
from kamengine.intake.files.sheets import SheetFile
from kamengine.intake.rows import DataFile
from kamengine.problems import KamError, Place, say, system_reason

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OPENERS: Mapping[Kind, Callable[[Path, DuckDBPyConnection, ReadOptions], DataFile]] = {
    "text": lambda path, connection, options: CsvFile.open(path, options),
    "JSON": lambda path, connection, options: JsonFile.open(path, options),
    "Parquet": lambda path, connection, options: ParquetFile.open(path, connection),
    "workbook": lambda path, connection, options: SheetFile.open(path, connection, options),
}
"""How a file is opened, by what it is."""


def open_file(path: Path, connection: DuckDBPyConnection, options: ReadOptions | None = None) -> DataFile:
    """The file, ready to be read.

    Args:
        path: where it is.
        connection: where its rows are going to be.
        options: what the user said about it; None when nothing.

    Raises:
        KamError: there is no such file, it is a directory, of a kind that is not known, empty or broken.
    """
    place = Place(str(path))
    try:
        if not _can_be_named(path):
            raise KamError.of(say("the name of the file is not text in UTF-8"), say("rename it"), place=place)
        if not path.exists():
            raise KamError.of(say("there is no such file"), say("check the path"), place=place)
        if path.is_dir():
            raise KamError.of(say("this is a directory, not a file"), say("name one file in it"), place=place)
        if not path.is_file():
            raise KamError.of(say("this is not a file"), say("save it as a file first"), place=place)
        kind = kind_of(path)
        opener = OPENERS.get(kind)
        if opener is None:
            raise not_read(str(path), path.suffix or kind)
        if not path.stat().st_size:
            raise KamError.of(say("the file is empty"), place=place)
        return opener(path, connection, options or ReadOptions())
    except OSError as error:
        what = say("the file cannot be read: {reason}", reason=system_reason(error))
        raise KamError.of(what, place=place) from error


def _can_be_named(path: Path) -> bool:
    """Whether DuckDB, which takes UTF-8 only, can be told the path."""
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        return False
    return True
