"""The work of people against the accounts that there are: what is about accounts that are gone is told, and kept."""

from __future__ import annotations

from kamengine.problems import say
from kamengine.workspace.catalog import Catalog
from kamengine.workspace.doctor.findings import Found
from kamengine.workspace.folder import Folder
from kamengine.workspace.imports import Imports
from kamengine.workspace.journal import Journal

_MOST = 8
_LONGEST = 40


def examine_work(folder: Folder, catalog: Catalog, found: Found) -> None:
    """Note which accounts people keep work about that are not among the accounts of now. Nothing is repaired here.

    They come back with the account: when an import is taken back or brought in that has it.
    """
    counts = {row["account"]: row["n"] for row in catalog.rows(_ACCOUNTS)}
    total = catalog.rows("SELECT count(*) AS n FROM records")[0]["n"]
    if total:
        found.looked_at["work"] = total
    imports = Imports(catalog, folder, Journal(catalog))
    current = imports.current_accounts()
    if not counts or current is None or not imports.path(current).is_file():
        return
    gone = sorted(counts.keys() - _known(str(imports.path(current)), list(counts)))
    if gone:
        shown = [account[:_LONGEST] for account in gone[:_MOST]] + (["…"] if len(gone) > _MOST else [])
        told = {"n": sum(counts[account] for account in gone), "accounts": shown}
        what = say("work about accounts that are not there, records: {n:,}; accounts: {accounts}", **told)
        found.add("work", folder.catalog, what, say("it is kept, and is there when they are again"), state="note")


def _known(parquet: str, accounts: list[str]) -> set[str]:
    """Which of some accounts are in a file of accounts; all of them when it is damaged, which is told elsewhere."""
    import duckdb

    from kamengine.engine.database import scratch

    query = "SELECT account_id FROM read_parquet(?) WHERE account_id IN (SELECT unnest(?::TEXT[]))"
    try:
        with scratch() as connection:
            return {str(row[0]) for row in connection.execute(query, [parquet, accounts]).fetchall()}
    except duckdb.Error:
        return set(accounts)


_ACCOUNTS = """
SELECT account, count(*) AS n FROM records WHERE account IS NOT NULL AND account <> '' GROUP BY account
"""
