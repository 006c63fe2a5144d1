"""Writes the demo into a folder, again and again if asked, without ever touching what a user has changed there."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import tomli_w

from kamengine.demo.distributor import distributor_demo
from kamengine.demo.tables import A_QUARTER_BEFORE, AS_OF, DemoData, DemoTable
from kamengine.demo.telecom import telecom_demo
from kamengine.problems import KamError, Place, say, system_reason

MANIFEST = "demo.toml"
_CLAIM = "# What each file was when `kam demo` wrote it. A file that is different now is yours, and is kept.\n"
_UNFINISHED = ".demo-"
_DAY = 1  # the place of the day in the rows of every ledger


@dataclass(frozen=True)
class DemoPortfolio:
    """Accounts of one industry with their ledgers.

    Attributes:
        initial: with which the ids of its accounts begin.
        pack: id of the shipped rule pack that classifies them.
        accounts: the file of the accounts.
        ledgers: the file of each ledger, by the ledger's name.
        as_of: the date to look at them from.
        before: the date from which they were looked at the time before that.
    """

    pack: str
    accounts: Path
    ledgers: Mapping[str, Path]
    as_of: dt.date
    before: dt.date
    initial: str


@dataclass(frozen=True)
class DemoFiles:
    """A folder with the demo in it.

    Attributes:
        directory: the folder.
        portfolios: one for each industry.
        kept: files that a user has changed; they are as the user left them.
    """

    directory: Path
    portfolios: tuple[DemoPortfolio, ...]
    kept: tuple[Path, ...]


def write_demo(directory: Path) -> DemoFiles:
    """Write the demo into a new or empty folder, or bring one that holds it up to date.

    Each file is complete or not there at all. A file that a user has changed since it was written is kept.

    Args:
        directory: the folder; it is made if it is not there.

    Raises:
        KamError: the folder holds something else, or cannot be written.
    """
    try:
        written = _claim(directory)
        industries = {"telecom": telecom_demo(), "distributor": distributor_demo()}
        contents = dict(_files(industries))
        _remove_what_is_no_more(directory, written, contents)
        kept = [name for name, content in contents.items() if not _put(directory / name, content, written.get(name))]
        ours = {name: _hash(content) for name, content in contents.items() if name not in kept}
        _write_manifest(directory, {**written, **ours})
    except OSError as error:
        reason = system_reason(error)
        raise KamError.of(say("cannot be written: {reason}", reason=reason), place=Place(str(directory))) from error
    portfolios = tuple(_portfolio(directory, pack, data) for pack, data in industries.items())
    return DemoFiles(directory, portfolios, tuple(directory / name for name in kept))


def write_demo_before(files: DemoFiles, directory: Path) -> DemoFiles:
    """Write the demo as it was the time before: the same accounts, and the rows of ledgers up to that date.

    Args:
        files: the demo as it is now.
        directory: an empty folder.

    Returns:
        Where it is; nothing of it is kept up to date later.
    """
    return replace(files, portfolios=tuple(_portfolio_before(portfolio, directory) for portfolio in files.portfolios))


def _portfolio_before(now: DemoPortfolio, directory: Path) -> DemoPortfolio:
    folder = directory / now.pack
    folder.mkdir()
    ledgers = {name: folder / path.name for name, path in now.ledgers.items()}
    for name, path in now.ledgers.items():
        with path.open(encoding="utf-8-sig", newline="") as all_of_it:
            header, *rows = csv.reader(all_of_it)
        old = [row for row in rows if len(row) <= _DAY or row[_DAY] <= now.before.isoformat()]
        ledgers[name].write_bytes(DemoTable(tuple(header), old).as_csv(byte_order_mark=not header[0].isascii()))
    return replace(now, ledgers=ledgers, as_of=now.before)


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────────────────


def _accounts_name(pack: str) -> str:
    return f"{pack}/accounts.csv"


def _ledger_name(pack: str, ledger: str) -> str:
    return f"{pack}/{ledger}.csv"


def _files(industries: Mapping[str, DemoData]) -> Iterator[tuple[str, bytes]]:
    """The tables: name in the folder and content. Chinese ones have the byte order mark that spreadsheets want."""
    for pack, data in industries.items():
        mark = not data.accounts.headers[0].isascii()
        yield _accounts_name(pack), data.accounts.as_csv(byte_order_mark=mark)
        for ledger, table in data.ledgers.items():
            yield _ledger_name(pack, ledger), table.as_csv(byte_order_mark=mark)


def _portfolio(directory: Path, pack: str, data: DemoData) -> DemoPortfolio:
    ledgers = {ledger: directory / _ledger_name(pack, ledger) for ledger in data.ledgers}
    initial = str(data.accounts.rows[0][0])[0]
    return DemoPortfolio(pack, directory / _accounts_name(pack), ledgers, AS_OF, A_QUARTER_BEFORE, initial)


# ── how it is written ────────────────────────────────────────────────────────────────────────────────────────────────


def _claim(directory: Path) -> dict[str, str]:
    """Make the folder ours, or see that it is: the hashes of what was written there before.

    Raises:
        KamError: it is a file, or holds something that we did not write.
        OSError: it cannot be made or read.
    """
    place, elsewhere = Place(str(directory)), say("name a new or empty folder")
    if directory.exists() and not directory.is_dir():
        raise KamError.of(say("is a file, not a folder"), elsewhere, place=place)
    directory.mkdir(parents=True, exist_ok=True)
    manifest = directory / MANIFEST
    if manifest.exists():
        return _read_manifest(manifest)
    if any(not entry.name.startswith(_UNFINISHED) for entry in directory.iterdir()):
        raise KamError.of(say("is not empty, and holds no demo"), elsewhere, place=place)
    _write_manifest(directory, {})  # first of all, so that a demo cut short is known for one
    return {}


def _remove_what_is_no_more(directory: Path, written: dict[str, str], contents: Mapping[str, bytes]) -> None:
    """Remove files that an earlier demo wrote and this one does not, unless a user has changed them."""
    for name in [name for name in written if name not in contents]:
        path = directory / name
        if path.is_file() and _hash(path.read_bytes()) == written[name]:
            path.unlink()
        del written[name]


def _read_manifest(manifest: Path) -> dict[str, str]:
    try:
        files = tomllib.loads(manifest.read_text(encoding="utf-8")).get("files", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = say("is not what `kam demo` wrote: {reason}", reason=str(error))
        raise KamError.of(what, say("name a new or empty folder"), place=Place(str(manifest))) from error
    return {name: hash for name, hash in files.items() if isinstance(hash, str)} if isinstance(files, dict) else {}


def _write_manifest(directory: Path, hashes: Mapping[str, str]) -> None:
    _write(directory / MANIFEST, (_CLAIM + tomli_w.dumps({"files": dict(hashes)})).encode())


def _put(path: Path, content: bytes, written: str | None) -> bool:
    """Bring a file to this content; False if it was kept because it is not what was written there."""
    found = _hash(path.read_bytes()) if path.exists() else None
    if found == _hash(content):
        return True
    if found is not None and found != written:
        return False
    _write(path, content)
    return True


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
