"""What is measured: the accounts, the pack, and the SQL by hand that gives the same results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from duckdb import DuckDBPyConnection

from kamengine.engine.database import connect
from kamengine.engine.run import DIALECT, query_for
from kamengine.engine.snapshot import Snapshot, Table
from kamengine.pack.bind import bind
from kamengine.pack.check import check_pack
from kamengine.pack.checked import CheckedPack
from kamengine.pack.read import read_pack

HERE = Path(__file__).parent
AS_OF = date(2026, 6, 30)
_ONLY_WITH_PORTFOLIO = "-- portfolio"


@dataclass(frozen=True)
class Material:
    """One portfolio and the pack for it.

    Attributes:
        folder: holds the accounts; results may be written there.
        portfolio: with the share of the whole portfolio, or without.
        sample: of the sample, or of all accounts.
    """

    folder: Path
    portfolio: bool = False
    sample: bool = False

    @property
    def accounts(self) -> Path:
        return self.folder / ("sample.parquet" if self.sample else "accounts.parquet")

    @property
    def results(self) -> Path:
        return self.folder / "results.parquet"

    @cached_property
    def pack_text(self) -> str:
        names = ["pack.toml", "portfolio.toml"] if self.portfolio else ["pack.toml"]
        return "".join((HERE / name).read_text(encoding="utf-8") for name in names)

    @cached_property
    def checked(self) -> CheckedPack:
        pack, problems = read_pack("benchmark.toml", self.pack_text.encode())
        assert pack is not None and not problems, problems
        checked, problems = check_pack(pack, {})
        assert checked is not None, problems
        return checked

    def by_hand(self) -> str:
        """The SQL by hand, over the table `accounts`."""
        lines = (HERE / "by_hand.sql").read_text(encoding="utf-8").splitlines()
        return "\n".join(line for line in lines if self.portfolio or not line.endswith(_ONLY_WITH_PORTFOLIO))

    def by_engine(self, snapshot: Snapshot) -> str:
        """The engine's query."""
        return query_for(self.checked, snapshot, bind(self.checked, AS_OF)).sql(DIALECT)

    def snapshot(self) -> Snapshot:
        """The accounts, as a view of the file in a new database."""
        connection = connect()
        connection.execute("CREATE MACRO six(x) AS round(x * 1e6) / 1e6")
        connection.execute(f"CREATE VIEW accounts AS FROM read_parquet('{self.accounts}')")
        names = {row[0] for row in connection.execute("DESCRIBE accounts").fetchall()}
        return Snapshot(connection, Table("accounts", frozenset(names - {"account_id"})))


def make_accounts(folder: Path, accounts: int, sample: int) -> None:
    """Write the portfolio, and a sample of accounts of which everything is known and no divisor is zero."""
    with connect() as connection:
        _set(connection, "accounts", accounts)
        _set(connection, "file", str(folder / "accounts.parquet"))
        connection.execute((HERE / "accounts.sql").read_text(encoding="utf-8"))
        known = "columns(*) IS NOT NULL AND annual_spend > 0 AND spend_year_ago > 0 AND employees > 0"
        rows = f"FROM read_parquet('{folder / 'accounts.parquet'}') WHERE {known} ORDER BY account_id LIMIT {sample}"
        connection.execute(f"COPY ({rows}) TO '{folder / 'sample.parquet'}' (FORMAT parquet)")


def _set(connection: DuckDBPyConnection, name: str, value: object) -> None:
    connection.execute(f"SET VARIABLE {name} = ?", [value])
