"""Tables that intake makes on its way; all but the last of them are dropped in the end."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_intakes = count(1)


class Scratch:
    """Names for tables of one intake, so that several can live in one connection.

    Attributes:
        connection: where the tables are.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        """Start an intake in a connection."""
        self.connection = connection
        self._prefix = f"intake_{next(_intakes)}"
        self._names: list[str] = []

    def name(self, what: str) -> str:
        """A name that no other table has; whatever is made under it is dropped in the end."""
        name = f"{self._prefix}_{what}_{len(self._names) + 1}"
        self._names.append(name)
        return name

    def drop(self, keep: Collection[str] = ()) -> None:
        """Drop the tables, but not those to keep."""
        for name in self._names:
            if name not in keep:
                self.connection.execute(f"DROP TABLE IF EXISTS {name}")
        self._names = [name for name in self._names if name in keep]
