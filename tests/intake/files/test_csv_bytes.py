from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.intake.files import csv_bytes
from kamengine.intake.files.csv_bytes import copy_with_equal_breaks, empty_lines, examine
from kamengine.problems import KamError

pieces = st.sampled_from([b"a", b",", b'"', b"\n", b"\r", b"\r\n", "客".encode(), "é".encode(), b"\xef\xbb\xbf"])
wrong = st.sampled_from([b"\xff", b"\xc3", b"\xe5\xae"])


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("bytes") / "a.csv"


@pytest.fixture(autouse=True, scope="module", params=[1, 2, 3, 5, 1 << 22])
def block(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_bytes, "_BLOCK", request.param)
        yield request.param


@given(content=st.lists(pieces, max_size=12).map(b"".join))
def test_blocks_do_not_matter(file, content):
    content = b"a" + content
    file.write_bytes(content)
    text = examine(file)
    breaks = re.findall(rb"\r\n|\n|\r", content.rstrip(b"\r\n"))
    assert text.breaks.all == len(breaks)
    assert text.equal_breaks == (len({*re.findall(rb"\r\n|\n|\r", content)}) <= 1)
    assert text.quotes == (b'"' in content)


@given(start=st.lists(pieces, max_size=8).map(b"".join), bad=wrong, end=st.sampled_from([b"", b"a\n"]))
def test_the_first_byte_that_is_not_utf_8_is_named(file, start, bad, end):
    content = b"a" + start + bad + end
    file.write_bytes(content)
    with pytest.raises(UnicodeDecodeError) as decoding:
        content.decode()
    with pytest.raises(KamError) as refusing:
        examine(file)
    (problem,) = refusing.value.problems
    assert problem.what.arguments == {"byte": decoding.value.start + 1}
    assert problem.place.line == 1 + len(re.findall(rb"\r\n|\n|\r", content[: decoding.value.start]))


COPIES = {
    b"a\r\nb\nc\r\n": b"a\nb\nc\n",
    b"a\r\r\nb\r\r\n": b"a\nb\n",
    b"a\nb\rc\n": b"a\nb c\n",
    b"a\r\nb": b"a\nb",
    b"a\nb\r": b"a\nb ",
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


EMPTY = {
    b"id\nA\nB\n": [],
    b"id\n\nA\n\n\nB\n": [4, 7, 8],
    b"id\r\n\r\nA\r\n": [5],
    b'id,x\nA,"\n\n"\n\nB,1\n': [13],
    b'id,x\nA, "say ""\n\n""", 1\n\n"\n\n",\n': [25],
    b'id,x\nA,12" pipe\n\nB,1\n': [17],
}


@pytest.mark.parametrize(("content", "places"), EMPTY.items())
def test_empty_lines_outside_of_quotes(file, content, places):
    file.write_bytes(content)
    assert empty_lines(file, content.index(b"\n") + 1, ",") == places
