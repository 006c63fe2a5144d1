from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.declarations import Field
from kamengine.intake import IntakeOptions
from kamengine.intake.files import json_records
from kamengine.intake.files.opening import open_file
from kamengine.intake.scratch import Scratch
from tests.intake.taking import notes_of, refusal, rows_of, shared_connection, take

X = Field("x", "text")


def written(tmp_path, text: str, name="a.jsonl", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def table(path):
    """The headers, then all rows as text, by their number."""
    connection = shared_connection()
    scratch = Scratch(connection)
    file = open_file(path, connection)
    rows = file.read(scratch, range(len(file.headers)))
    found = connection.execute(f"SELECT * FROM {rows.relation} ORDER BY r").fetchall()
    scratch.drop()
    return file.headers, found


LINES = '{"id": "A", "x": "1"}\n\n{"id": "B", "x": "2"}\n'


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", [LINES, '[{"id": "A", "x": 1},\n{"id": "B", "x": 2}]', LINES.replace("\n", "\r\n")])
def test_lines_and_lists_of_objects_are_rows(connection, tmp_path, name, encoding, text):
    assert rows_of(take(connection, written(tmp_path, text, name, encoding), X)) == [("A", "1"), ("B", "2")]


def test_keys_are_headers_in_the_order_in_which_they_first_appear(tmp_path):
    headers, rows = table(written(tmp_path, '{"b": 1, "a": 2}\n{"c": 3, "b": 4}\n{"a": null, "c": ""}\n{"": 5}\n'))
    assert headers == ("b", "a", "c", "column D")
    assert rows == [(1, "1", "2", None, None), (2, "4", None, "3", None), (4, None, None, None, "5")]


VALUES = {
    '"text"': "text",
    '"two\\r\\nlines"': "two\nlines",
    '"客户 é 😀"': "客户 é 😀",
    '"\\u5ba2\\ud83d\\ude00"': "客😀",
    "12400.00": "12400.00",
    "1e3": "1e3",
    "-0.10": "-0.10",
    "123456789012345678901234567890": "123456789012345678901234567890",
    "true": "true",
    "false": "false",
    "NaN": "NaN",
    '["a", 1.50, null, true]': '["a", 1.50, null, true]',
    '{"k": {"z": [1e2, "é\\"q"]}}': '{"k": {"z": [1e2, "é\\"q"]}}',
    "{}": "{}",
}


@pytest.mark.parametrize(("value", "text"), VALUES.items())
def test_values_are_the_text_that_stands_there(tmp_path, value, text):
    _, rows = table(written(tmp_path, f'{{"x": {value}}}'))
    assert rows == [(1, text)]


def test_a_point_in_a_number_is_a_decimal_point(connection, tmp_path):
    file = written(tmp_path, '{"id": "A", "x": 1.234}\n{"id": "B", "x": 5.125}\n')
    assert rows_of(take(connection, file, Field("x", "number"))) == [("A", 1.234), ("B", 5.125)]


NO_OBJECT, KEY_TWICE = "not one object of JSON", "an object of JSON with one key twice"
HALF_CHARACTER = "half a character, or a zero, in a text of JSON"
BROKEN = {
    "not JSON": NO_OBJECT,
    '{"id": "B"': NO_OBJECT,
    "[1, 2]": NO_OBJECT,
    "5": NO_OBJECT,
    "null": NO_OBJECT,
    '{"id": "B", "id": "C"}': KEY_TWICE,
    '{"id": "B", "x": {"y": 1, "y": 2}}': KEY_TWICE,
    '{"id": "\\ud800"}': HALF_CHARACTER,
    '{"id": "B", "x": ["\\ud800"]}': HALF_CHARACTER,
    '{"id": "a\\u0000"}': HALF_CHARACTER,
    '{"x": ' * 5000: NO_OBJECT,
    "[" * 5000: NO_OBJECT,
}


@pytest.mark.parametrize(("broken", "why"), BROKEN.items(), ids=range(len(BROKEN)))
def test_a_broken_line_does_not_concern_the_others(connection, tmp_path, broken, why):
    file = written(tmp_path, f'{{"id": "A", "x": "1"}}\n\n{broken}\n{{"id": "B", "x": "2"}}\n')
    (problem,) = refusal(connection, file, X)
    assert problem.startswith(f"a.jsonl:3: data row 2 is {why} — ")
    options = IntakeOptions(on_error="quarantine", quarantine=tmp_path / "q.csv")
    intake = take(connection, file, X, options=options)
    assert rows_of(intake) == [("A", "1"), ("B", "2")]
    assert notes_of(intake, tmp_path) == ["a.jsonl: rows left out and written to q.csv: 1"]
    assert why in (tmp_path / "q.csv").read_text(encoding="utf-8")


def test_lines_of_objects(tmp_path):
    lines = open_file(written(tmp_path, '\n{"id": 1}\n\n\nbroken\n{"id": 2}'), shared_connection())
    assert lines.lines_of([1, 2, 3, 4]) == {1: 2, 2: 5, 3: 6}
    listed = open_file(written(tmp_path, '\n[\n {"id": 1},\n\n 5, {"id":\n 2}, {}\n]\n'), shared_connection())
    assert listed.lines_of([1, 2, 3, 4, 5]) == {1: 3, 2: 5, 3: 5, 4: 6}


REFUSED = {
    "empty": ("", "a.jsonl: the file is empty"),
    "no object": ("1\n[2]\n", "a.jsonl: no line is an object of JSON with a key — write one object on each line"),
    "objects without keys": ("{}\n{}\n", "a.jsonl: no line is an object of JSON with a key — {one}"),
    "an empty list": ("[]", "a.jsonl: no line is an object of JSON with a key — {one}"),
    "a list that breaks off": ('[{"x": 1},\n{"x": ', "a.jsonl:2: the list of JSON is broken here — mend it, or {one}"),
    "text after a list": ('[{"x": 1}]\n5', "a.jsonl:1: the list of JSON is broken here — mend it, or {one}"),
    "a long line": (
        '{"x": 1}\n{"x": "' + "y" * (1 << 20) + '"}',
        "a.jsonl:2: what begins here is longer than 1048576 characters — {one}",
    ),
    "too many keys": (
        json.dumps(dict.fromkeys(map(str, range(5000)))),
        "a.jsonl: the objects have more than 4096 different keys — write what belongs together as one list",
    ),
    "a key twice after cleaning": ('{"id": 1, " id ": 2}', "a.jsonl: the header id stands in columns A, B — {rename}"),
}
WORDS = {"one": "write one object on each line", "rename": "rename or remove all but one"}


@pytest.mark.parametrize(("text", "problem"), REFUSED.values(), ids=REFUSED)
def test_files_that_cannot_be_taken(connection, tmp_path, text, problem):
    assert refusal(connection, written(tmp_path, text), X)[0] == problem.format(**WORDS)


scalars = (
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
)
objects = st.dictionaries(st.sampled_from("abc"), scalars | st.lists(scalars, max_size=2), min_size=1)


@settings(max_examples=40)
@given(made=st.lists(objects, min_size=1, max_size=6), as_list=st.booleans(), block=st.integers(1, 40))
def test_rows_are_those_that_plain_python_reads(tmp_path_factory, made, as_list, block):
    text = json.dumps(made, ensure_ascii=False, indent=1) if as_list else "\n".join(map(json.dumps, made))
    path = written(tmp_path_factory.mktemp("rows"), text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_records, "_BLOCK", block)
        headers, rows = table(path)
    expected = [(number, *(as_text(item.get(key)) for key in headers)) for number, item in enumerate(made, start=1)]
    assert rows == [row for row in expected if any(text and not str(text).isspace() for text in row[1:])]


def as_text(value) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
