"""Small queries run at the same time: one over few rows keeps one core busy only, however many there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from kamengine.engine.database import beside

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

T = TypeVar("T")
R = TypeVar("R")

_MOST = 8


def side_by_side(
    connection: DuckDBPyConnection, items: Iterable[T], do: Callable[[DuckDBPyConnection, T], R]
) -> list[R]:
    """Do something with each item, several at a time.

    Args:
        connection: each call gets a cursor of it, which sees the same tables but no temporary ones.
        items: what is to be worked on.
        do: the work, mostly in the database.

    Returns:
        what the work gave, in the order of the items.

    Raises:
        Exception: what the first item raised whose work failed, after all of it has ended.
    """

    def one(item: T) -> R:
        with beside(connection) as cursor:
            return do(cursor, item)

    with ThreadPoolExecutor(min(_MOST, os.cpu_count() or 1)) as pool:
        return list(pool.map(one, items))
