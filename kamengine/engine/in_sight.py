"""Rows of accounts with columns that are read of some accounts at a time: block by block, as they are fetched."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamengine.language.json_values import json_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Read = Callable[[Sequence[str]], Mapping[str, Any]]
"""Reads something of accounts: by id, where there is anything."""

_BLOCK, _BLOCK_READ = 10_000, 50_000  # rows; finding a few accounts takes as long as finding many


def completed(found: DuckDBPyConnection, read: Mapping[int, Read]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, in its order.

    Args:
        found: the query, executed; what stands last in its rows is the id of the account, which is left out.
        read: how the columns are read that are not in the query, by their place in its rows.
    """
    while block := found.fetchmany(_BLOCK_READ if read else _BLOCK):
        values = {place: of([row[-1] for row in block]) for place, of in read.items()}
        for *row, account in block:
            yield tuple(values[place].get(account) if place in read else cell for place, cell in enumerate(row))


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows to a CSV file, which is replaced: texts as they are, unknown cells empty, lists as JSON has them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers)
        for row in rows:
            writer.writerow(
                json.dumps(list(map(json_value, cell))) if isinstance(cell, tuple) else cell for cell in row
            )
