"""Which imports have nothing left that counts, since later ones replaced all of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamengine.engine.sql_text import identifier, literal, path_literal
from kamengine.workspace.folder import ACCOUNTS
from kamengine.workspace.records import LedgerPart

if TYPE_CHECKING:
    from kamengine.workspace.imports import Imports


def replaced(imports: Imports) -> set[str]:
    """The ids of the imports that count by themselves, but none of whose rows does any more.

    Those are the accounts before the newest import that replaced all accounts, and of ledgers those whose rows all lie
    in days that later imports replaced. A file that cannot be read is not among them.
    """
    accounts = imports.counting(ACCOUNTS)
    replacing = [place for place, record in enumerate(accounts) if record.mode == "replace"]
    found = {record.id for record in accounts[: replacing[-1] if replacing else 0]}
    parts = (part for name in imports.ledger_names() for part in imports.ledger_parts(name))
    return found | {part.record.id for part in parts if part.hidden and part.record.date and not _has_rows(part)}


def _has_rows(part: LedgerPart) -> bool:
    """Whether any row of a part counts."""
    from duckdb import Error

    from kamengine.engine.database import scratch

    day = identifier(part.record.date or "")
    hidden = [f"{day} BETWEEN DATE {literal(period.first)} AND DATE {literal(period.last)}" for period in part.hidden]
    source = f"read_parquet({path_literal(str(part.path))}, hive_partitioning=false)"
    query = f"SELECT 1 FROM {source} WHERE ({' OR '.join(hidden)}) IS NOT TRUE LIMIT 1"
    try:
        with scratch() as connection:
            return bool(connection.execute(query).fetchall())
    except Error:
        return True
