"""The whole examination: settings, catalog, then the files against the catalog, and people's work."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kamengine.problems import KamError, Message, Place, Problem, say
from kamengine.workspace.catalog import DAMAGED, Catalog
from kamengine.workspace.doctor.files import examine_files
from kamengine.workspace.doctor.findings import Found
from kamengine.workspace.doctor.work import examine_work
from kamengine.workspace.durable import make_folder
from kamengine.workspace.folder import Folder
from kamengine.workspace.making import open_catalog
from kamengine.workspace.migrations import MIGRATIONS, migrate, schema_version
from kamengine.workspace.settings import read_settings
from kamengine.workspace.temporary import TemporaryRoom, abandoned, remove_abandoned


def examine(root: Path, *, fix: bool = False) -> Found:
    """Look a workspace over.

    Args:
        root: its folder.
        fix: whether to repair what can be repaired. Files are put into ``lost+found/``, never deleted; only what
            killed processes left unfinished is removed.

    Raises:
        KamError: the folder is no workspace, or a repair cannot be written.
    """
    folder, found = Folder(root.absolute()), Found()
    if not folder.settings.is_file() and not folder.catalog.is_file():
        raise KamError.of(say("this is no workspace"), say("kam init makes one"), place=Place(str(root)))
    _settings(folder, found)
    _temporary(folder, found, fix=fix)
    try:
        with closing(open_catalog(folder)) as catalog:
            if _catalog(folder, catalog, found, fix=fix):
                examine_files(folder, catalog, found, fix=fix and catalog.read_only is None)
                examine_work(folder, catalog, found)
    except KamError as error:
        found.add_problems("catalog", tuple(_with_remedy(folder, problem) for problem in error.problems))
    return found


def _settings(folder: Folder, found: Found) -> None:
    found.looked_at["settings"] = 1
    try:
        read_settings(folder.settings)
    except KamError as error:
        found.add_problems("settings", error.problems)


def _temporary(folder: Folder, found: Found, *, fix: bool) -> None:
    """What killed processes left; and the folder of the rule packs, which people may have removed."""
    gone = remove_abandoned(folder.temporary) if fix else abandoned(folder.temporary)
    for path in gone:
        what = say("what a process that is gone left unfinished")
        if fix:
            found.add("files", path, what, say("removed"), state="fixed")
        else:
            found.add("files", path, what, say("kam doctor --fix removes it"))
    if not folder.rules.is_dir():
        what = say("the folder of the rule packs is gone")
        if fix:
            make_folder(folder.rules)
            found.add("files", folder.rules, what, say("made again, empty"), state="fixed")
        else:
            found.add("files", folder.rules, what, say("kam doctor --fix makes it again"))


def _catalog(folder: Folder, catalog: Catalog, found: Found, *, fix: bool) -> bool:
    """Whether the catalog is sound and can be read by this program."""
    found.looked_at["catalog"] = 1
    if catalog.read_only is not None:
        found.add("catalog", folder.root, catalog.read_only, state="note")
    wrong = [str(row["integrity_check"]) for row in catalog.rows("PRAGMA integrity_check(5)")]
    wrong = [text for text in wrong if text != "ok"]
    wrong += [_dangling(row) for row in catalog.rows("PRAGMA foreign_key_check")[:5]]
    for text in wrong:
        found.add("catalog", folder.catalog, say("damaged: {reason}", reason=text), _remedy(folder))
    return not wrong and _schema(folder, catalog, found, fix=fix)


def _schema(folder: Folder, catalog: Catalog, found: Found, *, fix: bool) -> bool:
    version, newest = schema_version(catalog), len(MIGRATIONS)
    if version < newest and not fix:
        what = say("schema {version}, older than that of this program ({newest})", version=version, newest=newest)
        found.add("catalog", folder.catalog, what, say("it is brought up to date when it is next used"), state="note")
        return False
    with closing(TemporaryRoom(folder.temporary)) as room:
        migrate(catalog, room)
    if version < newest:
        found.add("catalog", folder.catalog, say("an older schema"), say("brought up to date"), state="fixed")
    return True


def _dangling(row: dict[str, object]) -> str:
    return f"{row['table']} row {row['rowid']} refers to nothing in {row['parent']}"


def _with_remedy(folder: Folder, problem: Problem) -> Problem:
    """A problem with the catalog, with something better to do than to run the doctor."""
    return replace(problem, remedy=_remedy(folder)) if problem.what == DAMAGED[0] else problem


def _remedy(folder: Folder) -> Message:
    """The newest copy to go back to, if there is one."""
    copies = sorted(folder.root.glob(f"{folder.catalog.name}.before-*"), key=lambda path: path.stat().st_mtime)
    if copies:
        return say("put a copy in its place; the newest here is {file}", file=copies[-1].name)
    return say("put a copy from a backup in its place")
