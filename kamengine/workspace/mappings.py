"""How people mapped the headers of their files, so that the next file with the same headers needs no word."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from kamengine.workspace.catalog import Catalog
from kamengine.workspace.journal import Journal, to_json


class Mappings:
    """The mappings of a workspace, by the kind of file and the set of its headers."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        """Read and write the mappings of a catalog."""
        self._catalog, self._journal = catalog, journal

    def find(self, kind: str, headers: Collection[str]) -> dict[str, Any] | None:
        """What was saved for these headers, folded by the caller, in any order; None when nothing was."""
        where = {"kind": kind, "headers": _key(headers)}
        rows = self._catalog.rows("SELECT mapping FROM mappings WHERE kind = :kind AND headers = :headers", where)
        return json.loads(rows[0]["mapping"]) if rows else None

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Everything that was saved for files of a kind, whatever their headers."""
        rows = self._catalog.rows("SELECT mapping FROM mappings WHERE kind = :kind ORDER BY headers", {"kind": kind})
        return [json.loads(row["mapping"]) for row in rows]

    def save(self, kind: str, headers: Collection[str], mapping: Mapping[str, Any], who: str) -> None:
        """Keep a mapping (JSON values) for these headers, in the place of the one before.

        Raises:
            KamError: the catalog cannot be written.
        """
        key = _key(headers)
        with self._journal.transaction(who) as change:
            before = self.find(kind, headers)
            if before == dict(mapping):
                return
            change.note("set", "mapping", f"{kind} {key}", before=before, after=dict(mapping))
            row = {"kind": kind, "headers": key, "mapping": to_json(dict(mapping))}
            change.database.table("mappings").insert(row, pk=("kind", "headers"), replace=True)


def _key(headers: Collection[str]) -> str:
    return to_json(sorted(set(headers)))
