from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamengine.declarations import Label
from kamengine.locale import Messages, our_words
from kamengine.problems import KamError, Place, Problem, did_you_mean, say

CHINESE = Messages("zh", {"unknown name {name}": "未知的名称 {name}", "did you mean {name}?": "是不是 {name}？"})
ENGLISH = Messages.of("en")


def test_a_message_comes_in_the_readers_language():
    message = say("unknown name {name}", name="spnd")

    assert CHINESE.text(message) == "未知的名称 spnd"
    assert ENGLISH.text(message) == "unknown name spnd"


def test_without_a_translation_the_english_is_shown():
    assert CHINESE.text(say("{count:,} accounts", count=12300)) == "12,300 accounts"


def test_say_is_short_for_text():
    assert CHINESE.say("unknown name {name}", name="spnd") == "未知的名称 spnd"


def test_messages_and_labels_inside_a_message_are_translated_too():
    inner = say("did you mean {name}?", name=Label(en="spend", zh="消费"))
    message = say("unknown name {name}", name=inner)

    assert CHINESE.text(message) == "未知的名称是不是消费？"
    assert ENGLISH.text(message) == "unknown name did you mean spend?"


@pytest.mark.parametrize(
    ("messages", "text"), [(CHINESE, "未知的名称 消费、b、3"), (ENGLISH, "unknown name spend, b, 3")]
)
def test_lists_are_written_out(messages, text):
    names = (Label(en="spend", zh="消费"), "b", 3)

    assert messages.say("unknown name {name}", name=names) == text


@pytest.mark.parametrize("hostile", ["{name}", "{0}", "{name.__class__}", "{", "}", "%s", "unknown name {name}"])
def test_text_from_data_is_never_a_template(hostile):
    assert CHINESE.say("unknown name {name}", name=hostile) == f"未知的名称 {hostile}"
    assert CHINESE.text(say("unknown name {name}", name=say("unknown name {name}", name=hostile))).endswith(hostile)


def test_labels_fall_back_to_the_other_language():
    assert CHINESE.label(Label(en="Spend", zh="消费")) == "消费"
    assert CHINESE.label(Label(en="Spend")) == "Spend"
    assert ENGLISH.label(Label(zh="消费")) == "消费"


def test_a_problem_is_shown_in_chinese_with_its_place():
    problem = Problem(
        Place("pack.toml", 3, "tiers[0].when"), say("unknown name {name}", name="spnd"), did_you_mean("spnd", ["spend"])
    )

    shipped = Messages("zh", {**Messages.of("zh").translations, **CHINESE.translations})
    assert problem.text(shipped) == "pack.toml:3: tiers[0].when：未知的名称 spnd——是不是 spend？"


def test_chinese_words_are_not_set_off_by_blanks_but_what_people_typed_is():
    messages = Messages("zh", {"import of {kind} by {who}": "{kind} 的导入 {who} 完成"})

    def said(kind, who):
        return messages.say("import of {kind} by {who}", kind=kind, who=who)

    accounts, somebody = Label("accounts", "客户"), Label("somebody", "某人")
    assert said(accounts, somebody) == "客户的导入某人完成"
    assert said("bills", "li") == "bills 的导入 li 完成"
    assert said("账单", "李梅") == "账单 的导入 李梅 完成"
    assert said(Label("bills", "bills"), "{kind}") == "bills 的导入 {kind} 完成"
    assert said(say("accounts"), 5) == "accounts 的导入 5 完成"


def test_the_environment_chooses_when_nobody_else_does(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert Messages.of(None).language == "zh"
    monkeypatch.setenv("LC_ALL", "C")
    assert Messages.of(None).language == "en"


def test_the_shipped_catalog_translates():
    assert Messages.of("zh").say("did you mean {name}?", name="spend") == "是不是 spend？"


def test_english_readers_do_not_pay_for_the_catalog():
    code = (
        "import sys; from kamengine.locale import Messages; Messages.of('en');"
        "print([name for name in ('babel', 'wcwidth', 'tabulate') if name in sys.modules])"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize(
    ("tier", "said"),
    [("战略", "可能是战略"), ("A 类", "可能是 A 类"), ("Key", "可能是 Key"), ("优先 1", "可能是优先 1")],
)
def test_names_of_ours_are_set_off_where_they_are_latin(tier, said):
    assert Messages.of("zh").say("could be {tier}", tier=our_words(tier)) == said


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
ARGUMENTS = st.recursive(
    st.one_of(TEXTS, st.integers(), st.booleans(), st.builds(Label, TEXTS, TEXTS)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.builds(lambda each: say("about {what}", what=each), inner),
    ),
    max_leaves=6,
)


@given(ARGUMENTS)
def test_as_a_plain_text_a_message_is_what_english_readers_see(argument):
    message = say("first {one}; then {one!s}", one=argument)
    assert str(message) == Messages.of("en").text(message)


def test_a_list_of_messages_is_readable_wherever_an_error_is_printed():
    error = KamError.of(say("wrong: {all}", all=[say("no {name}", name="a"), Label("tier", "等级"), ["b", 1]]))
    assert str(error) == "wrong: no a, tier, b, 1"


def test_the_very_word_is_never_suggested():
    assert did_you_mean("spend", ["spend"]) is None
    assert str(did_you_mean("spend", ["spend", "Spend"])) == "did you mean Spend?"
