from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.intake.files.archives import name_of
from kamengine.intake.files.sources import find_sources
from kamengine.locale import Messages
from kamengine.problems import KamError

ENGLISH = Messages.of("en")

TABLE = b"id,spend\nA,1\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The user's folder, which is the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def find(tmp_path):
    """Find sources, with a new folder for what is unpacked."""

    def found(*arguments, stdin=b""):
        folder = tmp_path / f"unpacked{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return find_sources(arguments, folder, io.BytesIO(stdin))

    return found


@pytest.fixture
def problems(find):
    """What is wrong with arguments."""

    def said(*arguments, **more):
        with pytest.raises(KamError) as refused:
            find(*arguments, **more)
        return [problem.text(ENGLISH) for problem in refused.value.problems]

    return said


def write(path, content=TABLE):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def pack(path, members, **how):
    """Write an archive; a member may be a ZipInfo with all that is strange about it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def names(sources):
    return [source.name for source in sources]


def test_a_file_is_found_with_the_hash_and_the_size_of_its_bytes(here, find):
    write(here / "a.csv")

    (source,) = find("a.csv")

    assert (source.name, source.path.read_bytes(), source.size) == ("a.csv", TABLE, len(TABLE))
    assert source.sha256 == hashlib.sha256(TABLE).hexdigest()


def test_files_come_in_the_order_of_the_arguments_and_those_of_a_pattern_by_name(here, find):
    for name in ("b2.csv", "b1.csv", "b10.csv", "a.csv", "sub/b0.csv"):
        write(here / name, name.encode())

    assert names(find("b*.csv", "a.csv")) == ["b1.csv", "b10.csv", "b2.csv", "a.csv"]
    assert names(find("**/b?.csv")) == ["b1.csv", "b2.csv", "sub/b0.csv"]
    assert names(find("sub/*")) == ["sub/b0.csv"]


def test_a_folder_of_three_hundred_files(here, find):
    for day in range(300):
        write(here / f"days/{day:03}.csv", b"id,spend\nA,%d\n" % day)

    found = find("days/*.csv")

    assert names(found) == [f"days/{day:03}.csv" for day in range(300)]
    assert len({source.sha256 for source in found}) == 300


def test_a_name_that_exists_is_no_pattern(here, find):
    write(here / "a[1].csv")
    write(here / "a1.csv")

    assert names(find("a[1].csv")) == ["a[1].csv"]


def test_a_file_named_more_than_once_is_taken_once(here, find):
    write(here / "a.csv")
    write(here / "b.csv", b"other")
    os.link(here / "a.csv", here / "same.csv")

    assert names(find("b.csv", "*.csv", "./a.csv")) == ["b.csv", "a.csv"]


def test_a_folder_is_answered_with_the_tables_that_are_really_in_it(here, problems):
    for name in ("a.csv", "b.csv", "c.xls"):
        write(here / "mixed" / name)
    for number in range(9):
        write(here / "mixed" / f"{number}.txt", b"dear reader\n1, 2\n")
    write(here / "mixed" / "d.xlsx", b"%PDF-1.7")
    (here / "mixed" / "e.parquet").mkdir()
    asked = "this is a directory, not a file"
    assert problems("mixed") == [f"mixed: {asked} — name what is in it: 'mixed/*.csv', 'mixed/c.xls'"]
    write(here / "letters" / "a.txt", b"dear reader\n")
    assert problems("letters") == [f"letters: {asked} — it holds no table; name a file such as a .csv or .xlsx"]


def test_everything_wrong_with_the_arguments_is_said_at_once(here, problems):
    write(here / "bills/1.csv")
    write(here / "bills/2.csv")
    (here / "empty").mkdir()
    os.mkfifo(here / "pipe")
    write(here / "report.pdf", b"%PDF-1.7")
    write(here / "page.xls", b"\xef\xbb\xbf\n<html><table><tr><td>id</td></tr></table></html>")

    assert problems("none.csv", "*.parquet", "bills", "empty", "pipe", "report.pdf", "page.xls") == [
        "none.csv: there is no such file — check the path",
        "*.parquet: no file matches — check the pattern",
        "bills: this is a directory, not a file — name what is in it: 'bills/*.csv'",
        "empty: this is a directory, not a file — it holds no table; name a file such as a .csv or .xlsx",
        "pipe: this is not a file — save it as a file first",
        "report.pdf: files of the kind PDF are not read — save it as one of csv, tsv, xlsx, xls, ods, parquet, jsonl",
        "page.xls: this is a web page or an XML file, whatever its name — "
        "open it in a spreadsheet program and save it as xlsx",
    ]


def test_a_link_is_followed_when_it_is_named_and_within_a_folder_but_not_out_of_it(here, tmp_path, find, problems):
    write(tmp_path / "secret.csv")
    write(here / "in/real.csv", b"real")
    (here / "in/link.csv").symlink_to("real.csv")
    assert names(find("in/*.csv")) == ["in/link.csv"]  # the same file as real.csv

    (here / "in/out.csv").symlink_to(tmp_path / "secret.csv")
    assert names(find("in/out.csv")) == ["in/out.csv"]
    assert problems("in/*.csv") == ["in/*.csv: the link in/out.csv leads out of the folder — name that file itself"]

    (here / "in/out.csv").unlink()
    (here / "in/elsewhere").symlink_to(tmp_path)
    assert problems("in/**/*.csv") == [
        "in/**/*.csv: the link in/elsewhere leads out of the folder — name the files there themselves"
    ]


def test_a_link_that_leads_to_itself_or_nowhere_is_a_problem_of_its_own(here, problems):
    write(here / "in/a.csv")
    for name, target in (("loop.csv", "loop.csv"), ("gone.csv", "none.csv")):
        (here / "in" / name).symlink_to(target)
        said = f"in/{name}: this link leads to no file — name the file that is meant"
        assert (problems("in/*.csv"), problems(f"in/{name}"), problems("in/**/*.csv")) == ([said], [said], [said])
        (here / "in" / name).unlink()


def test_links_to_folders_above_do_not_lead_around_in_circles(here, find):
    write(here / "in/sub/deep/a.csv", b"a")
    write(here / "in/.hidden/b.csv", b"b")
    for number in range(4):
        (here / f"in/sub/up{number}").symlink_to("..")
        (here / f"in/sub/deep/up{number}").symlink_to(here / "in")
    (here / "in/sub/seen").symlink_to("../.hidden")

    assert names(find("in/**/*.csv")) == ["in/sub/deep/a.csv", "in/sub/seen/b.csv"]
    assert names(find("in/**/deep/**/a*")) == ["in/sub/deep/a.csv"]
    assert names(find("**/sub/**/*.csv")) == ["in/sub/deep/a.csv", "in/sub/seen/b.csv"]
    assert names(find("in/sub/up0/sub/deep/*.csv")) == ["in/sub/up0/sub/deep/a.csv"]


def test_standard_input_is_written_to_a_file(find, problems):
    (source,) = find("-", stdin=TABLE)

    assert (source.name, source.path.read_bytes(), source.size) == ("-", TABLE, len(TABLE))
    assert problems("-", "-", stdin=TABLE) == ["-: the standard input can be read only once — name - once"]


def test_an_archive_stands_for_the_tables_in_it_by_name(here, find):
    pack(here / "march.zip", {"2.csv": TABLE, "1.csv": b"first", "deep/3.xlsx": b"third"})

    found = find("march.zip")

    assert names(found) == ["march.zip/1.csv", "march.zip/2.csv", "march.zip/deep/3.xlsx"]
    assert [source.path.read_bytes() for source in found] == [b"first", TABLE, b"third"]
    assert [source.path.suffix for source in found] == [".csv", ".csv", ".xlsx"]
    assert found[1].sha256 == hashlib.sha256(TABLE).hexdigest()


def test_an_archive_on_standard_input(here, find):
    pack(here / "march.zip", {"1.csv": TABLE})

    assert names(find("-", stdin=(here / "march.zip").read_bytes())) == ["-/1.csv"]


def test_what_systems_leave_in_archives_is_no_table(here, find):
    leftovers = ("__MACOSX/._a.csv", ".DS_Store", "sub/Thumbs.db", "~$a.xlsx")
    pack(here / "a.zip", {"sub/": b"", "sub/a.csv": TABLE, **dict.fromkeys(leftovers, b"x")})

    assert names(find("a.zip")) == ["a.zip/sub/a.csv"]


def test_documents_and_pictures_beside_the_tables_are_left_out_and_named(here, find, problems):
    others = ["Read me.txt", "a/使用说明.txt", "合同.PDF", "letter.docx", "logo.png", "x/LICENSE", "y.md"]
    pack(here / "mail.zip", {"客户.csv": TABLE, "notes.txt": TABLE, **dict.fromkeys(others, b"hello there")})

    found = find("mail.zip")

    assert names(found) == ["mail.zip/notes.txt", "mail.zip/客户.csv"]
    assert [ENGLISH.text(source.note) for source in found if source.note] == [
        "mail.zip: left out, since these are no tables: "
        "Read me.txt, a/使用说明.txt, letter.docx, logo.png, x/LICENSE, and 2 more"
    ]
    pack(here / "only.zip", dict.fromkeys(others[2:4], b"x"))
    assert problems("only.zip") == [
        "only.zip: the archive holds no tables, only letter.docx, 合同.PDF — pack the tables too"
    ]


def test_a_small_archive_may_be_packed_as_well_as_it_likes(here, find):
    pack(here / "zeros.zip", {"a.csv": b"0\n" * (8 << 20)})
    assert find("zeros.zip")[0].size == 16 << 20


def special(name, mode):
    member = zipfile.ZipInfo(name)
    member.external_attr = mode << 16
    return member


LEAVES = "pack the tables again"
HOSTILE = {
    "climbs out": ({"../a.csv": TABLE}, "the file ../a.csv would leave the archive — " + LEAVES),
    "climbs out later": ({"a/../../a.csv": TABLE}, "the file a/../../a.csv would leave the archive — " + LEAVES),
    "climbs out of Windows": ({"..\\a.csv": TABLE}, "the file ..\\a.csv would leave the archive — " + LEAVES),
    "begins at the root": ({"/etc/a.csv": TABLE}, "the file /etc/a.csv would leave the archive — " + LEAVES),
    "names a drive": ({"C:/a.csv": TABLE}, "the file C:/a.csv would leave the archive — " + LEAVES),
    "a link": (
        {special("a.csv", stat.S_IFLNK | 0o777): b"/etc/passwd"},
        "a.csv is a link or a device, not a file — " + LEAVES,
    ),
    "another archive": (
        {"a.csv": TABLE, "b.zip": b"PK\x03\x04"},
        "the archive holds b.zip, which is no table — take it out, or unpack the archive and name the tables",
    ),
    "another archive under a false name": (
        {"b.csv": b"PK\x05\x06" + b"\0" * 18},
        "the archive holds b.csv, which is no table — unpack it first",
    ),
    "no table": (
        {"a.csv": TABLE, "data.db": b"SQLite"},
        "the archive holds data.db, which is no table — take it out, or unpack the archive and name the tables",
    ),
    "nothing": ({}, "the archive holds no files"),
    "a bomb": (
        {"a.csv": b"0" * (17 << 20)},
        "the file of 17 KB would unpack to 17 MB, which is more than any table does — "
        "unpack it yourself when you trust it",
    ),
    "a name that would rewrite the terminal": (
        {"\x1b[2Ja.bin": b""},
        "the archive holds ␛[2Ja.bin, which is no table — take it out, or unpack the archive and name the tables",
    ),
}


@pytest.mark.parametrize(("members", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_refuses_archives_that_are_not_safe_and_writes_nothing_outside(here, tmp_path, problems, members, expected):
    pack(here / "bad.zip", members)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}

    assert problems("bad.zip") == [f"bad.zip: {expected}"]
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert all(path.is_relative_to(tmp_path) and "unpacked" in str(path) for path in written)


def test_the_same_name_twice_in_an_archive(here, problems):
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(here / "a.zip", "w") as archive:
        archive.writestr("a.csv", b"one")
        archive.writestr("a.csv", b"two")

    assert problems("a.zip") == ["a.zip: a.csv stands in the archive twice — pack the tables again"]


def test_an_archive_with_a_password(here, problems):
    pack(here / "a.zip", {"a.csv": TABLE})
    content = bytearray((here / "a.zip").read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    write(here / "a.zip", bytes(content))

    assert problems("a.zip") == [
        "a.zip: the archive has a password — pack it again without one, or unpack it and name the files"
    ]


def test_a_member_larger_than_the_archive_says(here, problems):
    pack(here / "a.zip", {"a.csv": TABLE * 1000})
    content = bytearray((here / "a.zip").read_bytes())
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    write(here / "a.zip", bytes(content))

    assert problems("a.zip")[0].startswith("a.zip: the archive cannot be read: Bad CRC-32")


def test_an_archive_whose_directory_is_longer_than_any(here, problems):
    with zipfile.ZipFile(here / "a.zip", "w") as archive:
        for number in range(200):
            member = zipfile.ZipInfo(f"{number}.csv")
            member.comment = b"x" * 60_000
            archive.writestr(member, TABLE)
    assert problems("a.zip") == ["a.zip: the archive cannot be read: its directory takes 11 MB — pack it again"]


def test_an_archive_with_a_file_that_has_no_name(here, problems):
    with zipfile.ZipFile(here / "a.zip", "w") as archive:
        archive.writestr("a.csv", TABLE)
    nameless = (here / "a.zip").read_bytes().replace(b"\x00a.csv", b"\x00\0.csv")
    (here / "a.zip").write_bytes(nameless)
    assert problems("a.zip") == ["a.zip: the archive cannot be read: a file in it has no name — pack it again"]


@given(st.data())
def test_a_damaged_archive_is_one_problem_or_readable(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    pack(folder / "a.zip", {"a.csv": TABLE * 5, "名称.csv": TABLE})
    content = bytearray((folder / "a.zip").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    write(folder / "a.zip", bytes(content))
    (folder / "unpacked").mkdir()
    try:
        found = find_sources([str(folder / "a.zip")], folder / "unpacked")
    except KamError as refused:
        assert len(refused.problems) == 1
    else:
        assert all(source.path.is_relative_to(folder / "unpacked") for source in found)


@pytest.mark.parametrize(
    "name", ["2024年3月账单.csv", "客户.csv", "Müller.csv", "Größe.csv", "naïve café.csv", "plain.csv"]
)
def test_names_are_read_in_the_encoding_that_the_packer_used(name):
    for encoding in ("gbk", "cp437", "utf-8"):
        try:
            content = name.encode(encoding)
        except UnicodeEncodeError:
            continue
        member = zipfile.ZipInfo("x")
        member.filename, member.flag_bits = content.decode("cp437"), 0
        if encoding == "gbk" and not name.isascii() and name[0] < "\u4e00" and not name[0].isdigit():
            continue  # nobody writes these letters in GBK
        assert name_of(member) == name


def test_names_with_the_mark_for_utf_8_are_taken_as_they_are(here, find):
    pack(here / "a.zip", {"客户\u0301.csv": TABLE})

    assert names(find("a.zip")) == ["a.zip/客户\u0301.csv"]


def test_kinds_on_standard_input_are_known_by_what_comes(find, tmp_path):
    from kamengine.intake.files.kinds import kind_of

    for content, kind in {
        b'{"id": 1}\n': "JSON",
        b' [\n {"id": 1}]': "JSON",
        TABLE: "text",
        b"PAR1....": "Parquet",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "workbook",
    }.items():
        assert kind_of(find("-", stdin=content)[0].path) == kind
