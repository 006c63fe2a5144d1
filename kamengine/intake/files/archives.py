"""Zip archives of tables, taken apart so that nothing in them can do harm: no file is written but where we say."""

from __future__ import annotations

import re
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kamengine.intake.files.kinds import SUFFIXES, kind_of
from kamengine.intake.rows import shown
from kamengine.locale.terminal import plain
from kamengine.problems import KamError, Message, Place, say
from kamengine.spreadsheets.containers import DAMAGED, HIGHEST_RATIO, open_archive, unpacked_size

MOST_MEMBERS = 10_000
SMALL = 16 << 20
"""So many bytes may come out of any archive, however well they are packed; beyond, `HIGHEST_RATIO` counts."""

_BLOCK = 1 << 20
_SPARE = 256 << 20  # bytes of the disk that are left free
_LONGEST_NAME = 60
_MOST_NAMED = 5
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LEFTOVERS = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\._)", re.IGNORECASE)
_DOCUMENTS = frozenset(
    (
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".md", ".htm", ".html", ".ppt", ".pptx", ".eml", ".msg"),
        *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".webp", ".heic"),
        *(".url", ".lnk", ".ics", ".vcf", ".sha256", ".md5", ".p7s", ".asc", ".sig"),
    )
)
"""What comes with tables in the mail and is none, by its suffix."""

_READ_ME = re.compile(
    r"(^|/)([^/]*(read[ _.-]?me|license|licence|自述|说明|說明|须知|須知)[^/]*\.txt|readme|license)$", re.IGNORECASE
)
_LINES_AND_BOXES = re.compile("[\u2500-\u259f]")
_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True)
class _Member:
    name: str
    info: zipfile.ZipInfo


@dataclass(frozen=True)
class Unpacked:
    """What was in an archive.

    Attributes:
        tables: the name of each table within the archive, and where it is now; by name.
        left_out: the names of documents and pictures, which are no tables.
    """

    tables: tuple[tuple[str, Path], ...]
    left_out: tuple[str, ...]


def unpack(path: Path, name: str, folder: Path) -> Unpacked:
    """Write the tables in an archive to a folder.

    What systems leave in archives besides (``__MACOSX``, ``Thumbs.db``, ``~$…``) is no file of the user and passed
    over; documents and pictures, as they come with the tables in the mail, are left out and named.

    Args:
        path: the archive.
        name: how problems name it.
        folder: an empty one.

    Raises:
        KamError: the archive is damaged, has a password, holds a file that would leave it, a link, another archive, a
            file of another kind or no table at all, or more than any table is packed into, or more than the disk has
            room for.
    """
    place = Place(plain(name, None))
    try:
        with open_archive(path) as archive:
            members = sorted(_members(archive, place), key=lambda member: member.name)
            _see_that_it_is_safe(members, place)
            tables = [member for member in members if not _is_document(member)]
            left_out = tuple(member.name for member in members if _is_document(member))
            if not tables:
                what = say(
                    "the archive holds no tables, only {files}", files=[shown(name) for name in left_out[:_MOST_NAMED]]
                )
                raise KamError.of(what, say("pack the tables too"), place=place)
            _see_that_it_fits(unpacked_size([member.info for member in tables]), path.stat().st_size, folder, place)
            written = [
                (member.name, _write(archive, member, folder / str(number), place))
                for number, member in enumerate(tables, start=1)
            ]
            return Unpacked(tuple(written), left_out)
    except DAMAGED as error:
        what = say("the archive cannot be read: {reason}", reason=shown(str(error) or type(error).__name__))
        raise KamError.of(what, say("pack it again"), place=place) from error


def _members(archive: zipfile.ZipFile, place: Place) -> Iterator[_Member]:
    """The files in an archive, without what systems leave there."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        what = say("the archive holds {count} files; at most {most} are read", count=len(infos), most=MOST_MEMBERS)
        raise KamError.of(what, say("pack the tables that are wanted only"), place=place)
    for info in infos:
        name = name_of(info)
        if not name:
            raise zipfile.BadZipFile("a file in it has no name")
        if not info.is_dir() and not _LEFTOVERS.search(name):
            yield _Member(name, info)


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of a file in an archive, in the encoding that its packer used.

    Names without the mark for UTF-8 should be in code page 437, but Chinese systems write GBK, and others UTF-8.
    """
    if info.flag_bits & _UTF8_NAME:
        return unicodedata.normalize("NFC", info.filename)
    content = info.filename.encode("cp437", errors="replace")
    western = info.filename
    for encoding in ("utf-8", "gb2312", *(["gb18030"] if _LINES_AND_BOXES.search(western) else [])):
        try:
            return unicodedata.normalize("NFC", content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return western


def _see_that_it_is_safe(members: Sequence[_Member], place: Place) -> None:
    """Look at the directory of an archive before anything is unpacked."""
    if not members:
        raise KamError.of(say("the archive holds no files"), place=place)
    for check, what, remedy in _CHECKS:
        if bad := [shown(member.name) for member in members if check(member)]:
            raise KamError.of(what(bad[0]), remedy, place=place)
    names = [member.name for member in members]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise KamError.of(say("{name} stands in the archive twice", name=shown(twice)), _PACK_AGAIN, place=place)


def _see_that_it_fits(unpacked: int, packed: int, folder: Path, place: Place) -> None:
    if unpacked > SMALL and unpacked > packed * HIGHEST_RATIO:
        what = say(
            "the file of {packed} KB would unpack to {unpacked} MB, which is more than any table does",
            packed=max(1, packed >> 10),
            unpacked=unpacked >> 20,
        )
        raise KamError.of(what, say("unpack it yourself when you trust it"), place=place)
    free = shutil.disk_usage(folder).free
    if unpacked + _SPARE > free:
        what = say(
            "the archive unpacks to {unpacked} MB, and {free} MB are free", unpacked=unpacked >> 20, free=free >> 20
        )
        raise KamError.of(what, say("make room on the disk"), place=place)


def _leaves(member: _Member) -> bool:
    name = member.name.replace("\\", "/")
    return name.startswith("/") or bool(_DRIVE.match(name)) or ".." in name.split("/")


def _is_special(member: _Member) -> bool:
    kind = stat.S_IFMT(member.info.external_attr >> 16)
    return kind not in (0, stat.S_IFREG)


def _is_document(member: _Member) -> bool:
    """Whether a file is by its name one that people read: that it is no table, nobody need be asked."""
    return PurePosixPath(member.name).suffix.lower() in _DOCUMENTS or bool(_READ_ME.search(member.name))


def _is_no_table(member: _Member) -> bool:
    suffix = PurePosixPath(member.name).suffix.lower()
    return bool(suffix) and not _is_document(member) and SUFFIXES.get(suffix, "zip") == "zip"


def _names_no_table(name: str) -> Message:
    return say("the archive holds {name}, which is no table", name=name)


_PACK_AGAIN = say("pack the tables again")
_CHECKS = (
    (_leaves, lambda name: say("the file {name} would leave the archive", name=name), _PACK_AGAIN),
    (_is_special, lambda name: say("{name} is a link or a device, not a file", name=name), _PACK_AGAIN),
    (
        lambda member: bool(member.info.flag_bits & _ENCRYPTED),
        lambda name: say("the archive has a password"),
        say("pack it again without one, or unpack it and name the files"),
    ),
    (_is_no_table, _names_no_table, say("take it out, or unpack the archive and name the tables")),
)


def _write(archive: zipfile.ZipFile, member: _Member, folder: Path, place: Place) -> Path:
    """Write one file into a new folder, under a name that no file system objects to."""
    folder.mkdir()
    target = folder / _safe_name(member.name)
    left = member.info.file_size
    with archive.open(member.info) as source, target.open("xb") as file:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise zipfile.BadZipFile(f"{member.name} is larger than the archive says")
            file.write(block)
    if kind_of(target) == "zip":
        raise KamError.of(_names_no_table(shown(member.name)), say("unpack it first"), place=place)
    return target


def _safe_name(name: str) -> str:
    """The last part of a name, without anything that a file system may object to."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem, dot, suffix = last.rpartition(".")
    kept = "".join(character if character.isalnum() or character in " ._-()" else "_" for character in stem or suffix)
    return f"{kept.strip('. ')[:_LONGEST_NAME] or 'table'}{dot if stem else ''}{suffix if stem else ''}"
