"""Making a workspace in a folder, and opening its catalog."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing

from kamengine.problems import KamError, Place, Problem, say
from kamengine.workspace.catalog import Catalog, create_database, open_for_all
from kamengine.workspace.durable import make_folder, said_clearly, write_file
from kamengine.workspace.folder import Folder
from kamengine.workspace.journal import Journal
from kamengine.workspace.migrations import migrate, schema_version
from kamengine.workspace.settings import Settings, parse_settings, settings_text
from kamengine.workspace.temporary import TemporaryRoom


def make_workspace(folder: Folder, settings: Settings, packs: Mapping[str, bytes]) -> None:
    """Make a workspace; one whose making was cut short is finished.

    The settings come last: until they are there, the folder is no workspace. Of several who make one at the same time,
    the first to hold the catalog does; it is told to the others.

    Raises:
        KamError: it is one already, a name that we need is taken, a setting is odd, or the folder cannot be written.
    """
    text = settings_text(settings).encode()
    parse_settings(str(folder.settings), text)  # what cannot be read again is not written
    _refuse_made(folder)
    with said_clearly(folder.root):
        taken = list(_taken(folder, packs))
        if taken:
            _refuse_made(folder)  # by somebody else just now
            raise KamError(taken)
        make_folder(folder.rules)
    with closing(TemporaryRoom(folder.temporary)) as room, said_clearly(folder.root):
        create_database(folder.catalog)
        with closing(Catalog(folder.catalog)) as catalog:
            migrate(catalog, room)
            with catalog.writing():  # so that nobody else writes the same
                _refuse_made(folder)
                for name, content in packs.items():
                    write_file(folder.rules / name, content, aside=room.path())
                write_file(folder.settings, text, aside=room.path())


def _refuse_made(folder: Folder) -> None:
    """See that there is no workspace yet.

    Raises:
        KamError: there is one.
    """
    if folder.settings.is_file():
        what = say("this is a workspace already")
        raise KamError.of(what, say("open it, or name another folder"), place=Place(str(folder.root)))


def open_catalog(folder: Folder) -> Catalog:
    """The catalog of a workspace.

    Raises:
        KamError: it is not there, is empty, or cannot be opened.
    """
    place, remedy = Place(str(folder.catalog)), say("put it back from a copy")
    # never made again without a word: there was work in it
    empty = KamError.of(say("the catalog of the workspace is empty"), remedy, place=place)
    if not folder.catalog.is_file():
        raise KamError.of(say("the catalog of the workspace is gone"), remedy, place=place)
    if folder.catalog.stat().st_size == 0:
        raise empty
    writable = os.access(folder.root, os.W_OK) and os.access(folder.catalog, os.W_OK)
    catalog = open_for_all(folder.catalog, writable=writable)
    try:
        if schema_version(catalog) == 0:
            raise empty
    except BaseException:
        catalog.close()
        raise
    return catalog


def _taken(folder: Folder, packs: Mapping[str, bytes]) -> Iterator[Problem]:
    """What stands where something of ours must go."""
    remedy = say("rename it, or name another folder")
    if folder.root.exists() and not folder.root.is_dir():
        yield Problem(Place(str(folder.root)), say("is a file, not a folder"), say("name a new or empty folder"))
        return
    for path in (folder.data, folder.runs, folder.quarantine, folder.settings):
        if path.exists():
            yield Problem(Place(str(path)), say("stands where the workspace needs a place"), remedy)
    if folder.rules.exists() and not folder.rules.is_dir():
        yield Problem(Place(str(folder.rules)), say("stands where the workspace needs a place"), remedy)
    for name, content in packs.items():
        path = folder.rules / name
        if path.exists() and path.read_bytes() != content:
            yield Problem(Place(str(path)), say("is another pack of this name"), remedy)
    if folder.catalog.exists() and not _is_unused(folder):
        yield Problem(Place(str(folder.catalog)), say("stands where the workspace needs a place"), remedy)


def _is_unused(folder: Folder) -> bool:
    """Whether the catalog is what an `init` that was cut short left: ours, and nothing in it."""
    if folder.catalog.stat().st_size == 0:
        return True
    try:
        with closing(Catalog(folder.catalog)) as catalog:
            tables = {row["name"] for row in catalog.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            return not tables or ("journal" in tables and Journal(catalog).last() == 0)
    except KamError:
        return False
