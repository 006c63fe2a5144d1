"""A workspace: a folder with settings, rule packs, immutable imports and runs, and a catalog of it all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING

from kamengine.problems import KamError, Place, say
from kamengine.workspace.catalog import Catalog
from kamengine.workspace.causes import CauseFiles
from kamengine.workspace.corrections import Corrections
from kamengine.workspace.durable import said_clearly
from kamengine.workspace.folder import Folder
from kamengine.workspace.human_work import HumanWork
from kamengine.workspace.imports import Imports
from kamengine.workspace.journal import Journal, Transaction
from kamengine.workspace.mappings import Mappings
from kamengine.workspace.migrations import migrate
from kamengine.workspace.records import ImportRecord, NewImport
from kamengine.workspace.runs import Runs
from kamengine.workspace.settings import Settings, read_settings
from kamengine.workspace.tables import WorkspaceTables, make_tables, with_corrections
from kamengine.workspace.temporary import TemporaryRoom

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.workspace.undo import Check, Undone

VARIABLE = "KAM_WORKSPACE"


class Workspace:
    """An open workspace. Many processes may have it open and change it at once; use it as a context manager.

    Attributes:
        paths: what is where.
        settings: what ``workspace.toml`` says.
        journal: every change, in order.
        imports: what was brought in.
        mappings: how headers were mapped to fields.
        corrections: facts stated by hand.
        runs: what was computed.
        causes: what caused moves between runs, as far as it was asked for.
        work: what people keep: tasks, visits, contacts …
    """

    def __init__(self, folder: Path, settings: Settings, catalog: Catalog) -> None:
        """Take what `open` found."""
        self.paths, self.settings = Folder(folder), settings
        self._catalog, self._temporary = catalog, TemporaryRoom(self.paths.temporary)
        self._elsewhere: TemporaryDirectory[str] | None = None
        self.journal = Journal(catalog)
        self.imports = Imports(catalog, self.paths, self.journal)
        self.mappings = Mappings(catalog, self.journal)
        self.corrections = Corrections(catalog, self.journal)
        self.runs = Runs(catalog, self.paths, self.journal)
        self.causes = CauseFiles(self.paths, self.temporary)
        self.work = HumanWork(catalog, self.journal)

    @classmethod
    def init(
        cls,
        folder: Path,
        *,
        name: str,
        language: str = "zh",
        currency: str = "CNY",
        calendar: str = "CN",
        plugins: tuple[str, ...] | None = None,
        packs: Mapping[str, bytes] | None = None,
    ) -> Workspace:
        """Make a workspace in a folder, which may hold other things, and open it.

        Args:
            folder: it is made if it is not there.
            name: what people call the workspace.
            language: what it speaks: ``"zh"`` or ``"en"``.
            currency: that of its money.
            calendar: whose working days count; see `Settings`.
            plugins: those that it uses; None for all.
            packs: rule packs to put into ``rules/``: content by name of the file.

        Raises:
            KamError: it is one already, a name that we need is taken, or the folder cannot be written.
        """
        from kamengine.workspace.making import make_workspace

        settings = Settings(name, language, currency, plugins, calendar)
        make_workspace(Folder(folder.absolute()), settings, packs or {})
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Open a workspace; an older schema is brought up to date first.

        Raises:
            KamError: it is none, its settings are wrong, or its catalog cannot be used.
        """
        from kamengine.workspace.making import open_catalog

        paths = Folder(folder.absolute())
        settings = _settings_in(paths.root)
        opened = cls(paths.root, settings, open_catalog(paths))
        try:
            migrate(opened._catalog, opened._temporary)
        except BaseException:
            opened.close()
            raise
        return opened

    def __enter__(self) -> Workspace:
        """The workspace itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Give everything back; what was half done is removed."""
        self._temporary.close()
        if self._elsewhere is not None:
            self._elsewhere.cleanup()
            self._elsewhere = None
        self._catalog.close()

    @property
    def folder(self) -> Path:
        """The folder, absolute."""
        return self.paths.root

    @property
    def catalog(self) -> Catalog:
        """The database, for the rooms that keep more in it."""
        return self._catalog

    def pack_files(self) -> list[Path]:
        """The rule packs of the workspace, by name."""
        return sorted(self.paths.rules.glob("*.toml"))

    def temporary(self, *, scratch: bool = False) -> Path:
        """A path that nothing has yet, for a file or folder; gone when the workspace is closed.

        Args:
            scratch: what is there is never put in its place, so that it is in the system's folder for such things
                where the workspace can only be read; else it is inside the workspace.

        Raises:
            KamError: nothing can be written there.
        """
        if scratch and self._catalog.read_only is not None:
            if self._elsewhere is None:
                self._elsewhere = TemporaryDirectory(prefix="kam-")
            return Path(self._elsewhere.name) / token_hex(8)
        with said_clearly(self.paths.temporary):
            return self._temporary.path()

    @contextmanager
    def transaction(self, who: str) -> Iterator[Transaction]:
        """A change of human work: whole or not at all, and noted in the journal (`Transaction.note`).

        Raises:
            KamError: the catalog cannot be written.
        """
        with self.journal.transaction(who) as change:
            yield change

    def add_import(self, draft: NewImport, parquet: Path, *, base: str | None, who: str) -> ImportRecord:
        """Put a finished import in place; see `Imports.add`.

        Raises:
            Stale: another import came first.
            KamError: it cannot be written.
        """
        return self.imports.add(draft, parquet, base=base, who=who)

    def undo_import(self, who: str) -> ImportRecord:
        """Take back the newest import that counts, with all that came in with it; its file stays. See `undo`.

        Raises:
            KamError: there is none.
        """
        return self.imports.get(self.undo("import", who).entries[-1].key)

    def undo(self, kind: str, who: str) -> Undone:
        """Take back the newest change of a kind (``import``, ``correction``, ``mapping``); see `undo_newest`.

        Raises:
            KamError: there is none, or what it changed was changed by something else since.
        """
        from kamengine.workspace.undo import undo_newest

        return undo_newest(self.journal, kind, who)

    def undo_last(
        self, who: str, of: Collection[str], *, number: int | None = None, check: Check | None = None
    ) -> Undone:
        """Take back the newest change of somebody, or the one of a number; see `kamengine.workspace.undo.undo_last`.

        Raises:
            KamError: there is none, or it cannot be taken back.
        """
        from kamengine.workspace.undo import undo_last

        return undo_last(self.journal, who, of, number=number, check=check)

    def redo_last(self, who: str, of: Collection[str], *, check: Check | None = None) -> Undone:
        """Do again what somebody took back last; see `kamengine.workspace.undo.redo_last`.

        Raises:
            KamError: there is nothing, or it cannot be done again.
        """
        from kamengine.workspace.undo import redo_last

        return redo_last(self.journal, who, of, check=check)

    def tables(self, connection: DuckDBPyConnection, at: int | None = None) -> WorkspaceTables:
        """What is known at a moment, as views in a connection: imports with what was corrected by hand over them.

        Args:
            connection: to DuckDB.
            at: the number of a journal entry, as `Journal.last_of_facts` gave it; None is now.

        Raises:
            KamError: a file is gone.
        """
        moment = self.journal.last_of_facts() if at is None else at
        tables = make_tables(connection, self.imports, moment)
        return with_corrections(connection, tables, self.corrections.list(at=moment))


def is_workspace(folder: Path) -> bool:
    """Whether a folder is a workspace."""
    return Folder(folder).settings.is_file()


def find_settings(option: Path | None, environ: Mapping[str, str]) -> Settings | None:
    """The settings of the workspace that `find_workspace` would open, without opening it; None outside of any.

    Raises:
        KamError: the folder named is no workspace, or its settings are wrong.
    """
    folder = _folder_to_work_in(option, environ)
    return None if folder is None else _settings_in(folder)


def find_workspace(option: Path | None, environ: Mapping[str, str]) -> Workspace | None:
    """The workspace to work in: the one named, else that of ``KAM_WORKSPACE``, else the current folder if it is one.

    Raises:
        KamError: the folder named is no workspace, or the workspace cannot be opened.
    """
    folder = _folder_to_work_in(option, environ)
    return None if folder is None else Workspace.open(folder)


def _folder_to_work_in(option: Path | None, environ: Mapping[str, str]) -> Path | None:
    named = option or (Path(environ[VARIABLE]) if environ.get(VARIABLE) else None)
    if named is not None:
        return named
    try:
        here = Path.cwd()
    except OSError:  # it has been removed
        return None
    return here if is_workspace(here) else None


def _settings_in(folder: Path) -> Settings:
    """The settings of a folder.

    Raises:
        KamError: it is no workspace, or they are wrong.
    """
    if is_workspace(folder):
        return read_settings(Folder(folder).settings)
    what = say("this is no workspace") if folder.is_dir() else say("there is no such folder")
    raise KamError.of(what, say("kam init makes one"), place=Place(str(folder)))
