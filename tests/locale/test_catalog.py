"""The Chinese catalog says all that the code says; to mend it: python -m tests.locale.update_catalog."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from babel.messages.catalog import Catalog

from tests.locale.update_catalog import Use, placeholders, read_catalog, updated, uses, uses_in


@pytest.fixture(scope="module")
def said() -> list[Use]:
    return uses()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog()


def test_every_template_is_a_literal(said):
    assert_none(use.place for use in said if use.template is None)


def test_every_call_gives_exactly_the_arguments_of_its_template(said):
    assert_none(
        f"{use.place}: {use.template}"
        for use in said
        if use.template is not None
        and use.names is not None
        and use.names != {name for name, _, _ in placeholders(use.template)}
    )


def test_words_inside_a_message_are_messages_themselves(said):
    assert_none(f"{use.place}: write say({word!r})" for use in said for word in use.words)


def test_every_message_is_translated(said, catalog):
    translated = {entry.id for entry in catalog if entry.string and not entry.fuzzy}

    assert_none(f"{use.place}: {use.template}" for use in said if use.template and use.template not in translated)


def test_no_translation_is_left_over(said, catalog):
    templates = {use.template for use in said}

    assert_none(entry.id for entry in catalog if entry.id and entry.id not in templates)


def test_translations_put_in_the_same_values_in_the_same_format(catalog):
    translated = [(entry.id, entry.string) for entry in catalog if entry.id and entry.string]

    assert_none(f"{english} | {chinese}" for english, chinese in translated if differ(english, chinese))


@pytest.mark.parametrize(
    "other", ["次运行", "个运行", "近运行", "运行结果", "打开运行", "运行 {", "基准日", "评定日期"]
)
def test_a_run_and_its_date_are_always_called_the_same(catalog, other):
    """A run is 评定 and its date 评定日; 运行 is what one does with a command, 基准值 what a goal begins with."""
    assert_none(str(entry.id) for entry in catalog if entry.id and other in str(entry.string))


def test_calls_are_found_however_they_are_written():
    source = """
say("one {a}", a=1)
messages.say(
    "two "
    "lines", what="a text", **rest)
self.messages.say(f"three {a}")
say(template)
hearsay("not this")
"""

    assert list(uses_in(source, "x.py")) == [
        Use("x.py", 2, "one {a}", frozenset({"a"})),
        Use("x.py", 3, "two lines", None, ("a text",)),
        Use("x.py", 6, None, frozenset()),
        Use("x.py", 7, None, frozenset()),
    ]


def test_updating_adds_what_is_new_and_removes_what_is_gone():
    old = Catalog(locale="zh_CN")
    old.add("kept", "保留", user_comments=["a hint"])
    old.add("gone", "不再有")

    new = updated(old, [Use("x.py", 1, "kept", frozenset()), Use("x.py", 2, "new", frozenset())])

    assert {entry.id: entry.string for entry in new if entry.id} == {"kept": "保留", "new": ""}
    assert new["kept"].user_comments == ["a hint"]


def differ(english: str, chinese: str) -> bool:
    return placeholders(english) != placeholders(chinese)


def assert_none(wrong: Iterable[str]) -> None:
    found = list(wrong)
    assert not found, "\n".join(["", *found])
