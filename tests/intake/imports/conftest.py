"""A workspace to import into, and what became of the rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kamengine.api import load_pack, plugins
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.sources import find_sources
from kamengine.intake.headers.catalog import FieldCatalog, known_fields
from kamengine.intake.imports.flow import Surroundings, import_files, retry_file
from kamengine.intake.imports.request import ImportRequest
from kamengine.intake.values.options import value_options
from kamengine.locale import Messages
from kamengine.problems import KamError
from kamengine.workspace import Workspace
from kamengine.workspace.progress import Progress

PACK = """\
[pack]
id = "spend"
version = "1"
title = { en = "Spend", zh = "消费" }

[fields.city]
type = "choice"
choices = ["prefecture", "county"]
aliases = ["City level", "城市级别"]
[fields.monthly_spend]
type = "money"
aliases = ["Monthly spend", "月租"]
[fields.opened]
type = "date"
aliases = ["Opened", "开户日期"]

[ledgers.bills]
label = { en = "Bills", zh = "账单" }
date = "date"
[ledgers.bills.fields.date]
type = "date"
[ledgers.bills.fields.amount]
type = "money"
[ledgers.bills.fields.status]
type = "text"

[indicators.billed]
from = "bills"
value = "sum(amount)"

[[tiers]]
id = "key"
label = { en = "Key", zh = "大客户" }
when = "monthly_spend >= 10000 and city = 'prefecture' and opened is not null and billed >= 0"
"""
"""The pack whose fields the files of these tests bring."""

TODAY = dt.date(2026, 6, 30)


@cache
def _fields(folder: Path) -> FieldCatalog:
    path = folder / "spend.toml"
    path.write_text(PACK, encoding="utf-8")
    host = plugins()
    return known_fields(host, [load_pack(path, host)])


@pytest.fixture(scope="session")
def fields(tmp_path_factory):
    """What the pack and the plugins declare."""
    return _fields(tmp_path_factory.mktemp("packs"))


@dataclass
class Desk:
    """Where files are written and imported from."""

    folder: Path
    workspace: Workspace
    fields: FieldCatalog
    progress: Progress = field(default_factory=Progress)

    def write(self, name: str, content: str | bytes) -> Path:
        """A file beside the workspace."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def take(
        self,
        *names: str,
        retry: bool = False,
        dry: bool = False,
        dates: Sequence[str] = (),
        decimals: Sequence[str] = (),
        reading: Mapping[str, Any] | None = None,
        **asked: Any,
    ) -> dict[str, Any]:
        """Import files and hand back the result as scripts see it; what was read always has its fate."""
        around = Surroundings(self.workspace, self.fields, "Ann", Messages.of("zh"), TODAY, self.progress)
        room = self.workspace.temporary()
        room.mkdir()
        sources = find_sources([str(self.folder / name) for name in names], room)
        request = ImportRequest(values=value_options(dates, decimals), reading=ReadOptions(**(reading or {})), **asked)
        result = (
            retry_file(around, sources[0], request, dry=dry)
            if retry
            else import_files(around, sources, request, dry=dry)
        )
        found = result.as_json(Messages.of("en"))
        assert found["read"] == found["taken"] + found["quarantined"] + found["skipped"]
        return found

    def refused(self, *names: str, **asked: Any) -> list[str]:
        """The problems for which an import is refused, a line each, without the folder."""
        with pytest.raises(KamError) as refusal:
            self.take(*names, **asked)
        return [problem.text().replace(f"{self.folder}/", "") for problem in refusal.value.problems]

    def rows(self, result: Mapping[str, Any], columns: str = "*") -> list[tuple]:
        """The rows of the snapshot that an import made."""
        record = self.workspace.imports.get(result["import"])
        with duckdb.connect() as connection:
            path = self.workspace.imports.path(record)
            return connection.execute(f"SELECT {columns} FROM read_parquet('{path}')").fetchall()

    def quarantine(self, result: Mapping[str, Any]) -> str:
        """The quarantine file of an import."""
        return Path(result["quarantine"]).read_text(encoding="utf-8-sig").replace(f"{self.folder}/", "")


@contextmanager
def opened(folder: Path, fields: FieldCatalog) -> Iterator[Desk]:
    """A desk in a folder, with the workspace that is there, else a new one."""
    place = folder / "workspace"
    packs = {"spend.toml": PACK.encode()}
    with Workspace.open(place) if place.exists() else Workspace.init(place, name="test", packs=packs) as workspace:
        yield Desk(folder, workspace, fields)


@pytest.fixture
def desk(tmp_path, fields):
    with opened(tmp_path, fields) as desk:
        yield desk
