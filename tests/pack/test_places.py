"""Where things stand in a file: the line of each key and of each element of a list."""

from __future__ import annotations

from kamengine.pack.toml_source import TomlSource, read_toml


def lines(text: str) -> dict[tuple[str | int, ...], int]:
    source = read_toml("made.toml", text.encode())
    assert isinstance(source, TomlSource)
    return dict(source.lines)


def test_a_comment_behind_a_list_does_not_hide_the_lines_of_its_rows():
    found = lines("values = [ # oldest first\n  { value = 1 }, # one\n  { value = 2 }\n] # two values\n")

    assert found[("values", 1, "value")] == 3
    assert found[("values", 0, "value")] == 2


def test_a_comment_behind_a_table_in_braces_does_not_hide_the_lines_of_its_keys():
    assert lines("a = { b.c = 1 } # here")[("a", "b", "c")] == 1
