from __future__ import annotations

import gc
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.intake.files import line_breaks
from kamengine.intake.files.line_breaks import copy_with_equal_breaks
from kamengine.intake.files.options import ReadOptions
from kamengine.intake.files.text_file import open_text
from kamengine.problems import KamError

PIECES = ["a", ",", '"', "\n", "\r", "\r\n", "客", "é", "\ufeff", "😀"]
UTF8 = ReadOptions(encoding="utf-8")
BREAK = re.compile(rb"\r\n|\n|\r")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("text") / "a.csv"


@pytest.fixture(autouse=True, scope="module", params=[1, 2, 3, 5, 1 << 22])
def block(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_breaks, "BLOCK", request.param)
        yield request.param


@settings(max_examples=40)
@given(text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_blocks_do_not_matter(file, text):
    content = f"a{text}".encode()
    file.write_bytes(content)
    found = open_text(file, UTF8)
    assert found.content == file
    assert found.breaks.all == len(BREAK.findall(content.rstrip(b"\r\n")))
    assert found.equal_breaks == (len({*BREAK.findall(content)}) <= 1 and "\ufeff" not in text)
    assert found.quotes == ('"' in text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "gb18030"])
@settings(max_examples=40)
@given(text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_copy_in_utf_8_says_the_same(file, encoding, text):
    file.write_bytes(f"\ufeffa{text}".encode(encoding))
    found = open_text(file, ReadOptions(encoding=encoding))
    assert (found.content.read_bytes(), found.encoding) == (f"a{text}".encode(), encoding)


@settings(max_examples=40)
@given(
    start=st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    bad=st.sampled_from([b"\xff", b"\xc3", b"\xe5\xae"]),
    end=st.sampled_from([b"", b"a\n"]),
)
def test_the_first_byte_that_is_not_utf_8_is_named(file, start, bad, end):
    content = f"a{start}".encode() + bad + end
    file.write_bytes(content)
    with pytest.raises(UnicodeDecodeError) as decoding:
        content.decode()
    with pytest.raises(KamError) as refusing:
        open_text(file, UTF8)
    problem = refusing.value.problems[0]
    assert problem.what.arguments == {"byte": decoding.value.start + 1, "encoding": "utf-8"}
    assert problem.place.line == 1 + len(BREAK.findall(content[: decoding.value.start]))


def test_the_first_three_lines_with_bad_bytes_are_named(file):
    lines = ["id,城市", *(f"{number},上海" for number in range(6))]
    content = b"\n".join(line.encode() + (b"\xff\xff" if number % 2 else b"") for number, line in enumerate(lines))
    file.write_bytes(content)
    with pytest.raises(KamError) as refusing:
        open_text(file, UTF8)
    assert [problem.place.line for problem in refusing.value.problems] == [2, 4, 6]
    assert [problem.what.arguments["byte"] for problem in refusing.value.problems] == [
        match.start() + 1 for match in re.finditer(b"\xff\xff", content)
    ]


def test_half_a_character_of_utf_16_is_named(file):
    file.write_bytes("id\nA\n\ud800B\n".encode("utf-16-le", "surrogatepass"))
    with pytest.raises(KamError) as refusing:
        open_text(file, ReadOptions(encoding="utf-16-le"))
    (problem,) = refusing.value.problems
    assert (problem.place.line, problem.what.arguments["byte"]) == (3, 11)


def test_a_copy_goes_with_the_last_one_who_needs_it(file, tmp_path):
    file.write_bytes("编号\n1\n".encode("gb18030"))
    found = open_text(file, ReadOptions(encoding="gbk", folder=tmp_path))
    assert found.content.is_relative_to(tmp_path) and found.content.exists()
    del found
    gc.collect()
    assert list(tmp_path.iterdir()) == []


COPIES = {
    b"a\r\nb\nc\r\n": b"a\nb\nc\n",
    b"a\r\r\nb\r\r\n": b"a\nb\n",
    b"a\nb\rc\n": b"a\nb c\n",
    b"a\r\nb": b"a\nb",
    b"a\nb\r": b"a\nb ",
    b"a\nb\r\r\r": b"a\nb   ",
    b"a\r\r\rb": b"a   b",
    b"\xef\xbb\xbfa\n\xef\xbb\xbfa\nb": b"\xef\xbb\xbfa\na\nb",
}


@pytest.mark.parametrize(("content", "copied"), COPIES.items())
def test_copies_have_breaks_of_one_kind(file, content, copied):
    file.write_bytes(content)
    copy = file.with_name("copy.csv")
    copy_with_equal_breaks(file, copy, ended_by_return=False)
    assert copy.read_bytes() == copied


def test_a_lone_return_may_end_lines(file):
    file.write_bytes(b'a\rb,"\n"\rc\r\n')
    copy = file.with_name("copy.csv")
    copy_with_equal_breaks(file, copy, ended_by_return=True)
    assert copy.read_bytes() == b'a\nb,"\n"\nc\n'
