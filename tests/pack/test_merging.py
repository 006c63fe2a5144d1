"""A pack that was changed elsewhere is written onto the author's file: it then says the same, and the rest stays."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from difflib import unified_diff
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamengine.pack.editing.merge import merge
from kamengine.pack.find import shipped_packs
from kamengine.pack.forms import Data, compact, full, same_data
from kamengine.pack.read import read_pack
from kamengine.pack.write import write_pack
from kamengine.problems import KamError
from tests.pack.changing import changed
from tests.pack.layouts import ODD_LAYOUT
from tests.pack.test_every_key import EVERY_KEY

PACKS = {id: entry.read_text(encoding="utf-8") for id, entry in shipped_packs().items()}
PACKS |= {"every key": EVERY_KEY, "odd layout": ODD_LAYOUT}


def data(text: str) -> Data:
    return full(tomllib.loads(text, parse_float=Decimal))


def merged(text: str, wanted: Data) -> str:
    return merge("made.toml", text.encode(), wanted).decode()


def diff(text: str, wanted: Data) -> list[str]:
    lines = unified_diff(text.splitlines(), merged(text, wanted).splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize("text", PACKS.values(), ids=PACKS)
def test_a_pack_that_says_the_same_changes_nothing(text):
    assert merged(text, data(text)) == text


@pytest.mark.parametrize("text", PACKS.values(), ids=PACKS)
def test_the_full_form_and_a_clean_layout_read_as_the_same_pack(text):
    same = {"file": "", "digest": "", "lines": {}}
    written = write_pack(compact(data(text)))

    packs = [read_pack("made.toml", one.encode())[0] for one in (text, written)]

    one, other = ({**vars(pack), **same} for pack in packs if pack is not None)
    assert one == other
    assert write_pack(compact(data(written))) == written


def test_a_changed_value_changes_its_own_bytes():
    wanted = data(ODD_LAYOUT)
    wanted["params"]["listed"]["values"][1]["value"] = Decimal("6.5")
    wanted["fields"]["城市"]["choices"]["north"] = []
    wanted["tiers"][0]["label"] = {"en": "Key", "zh": "大客户"}

    assert diff(ODD_LAYOUT, wanted) == [
        '-  { id = "key", label = "Key", when = "spend >= line and score >= 50" },  # the best',
        '+  { id = "key", label = { en = "Key", zh = "大客户" }, when = "spend >= line and score >= 50" },  # the best',
        '-"城市".choices = [ "east", "west" ]',
        '+"城市".choices = ["east", "west", "north"]',
        '-  {value=6,from=2024-01-01, source="second"}, # close',
        '+  {value=6.5,from=2024-01-01, source="second"}, # close',
    ]


def test_new_tables_and_keys_stand_beside_their_like():
    wanted = data(EVERY_KEY)
    wanted["criteria"]["small"] = {"when": "spend < line"}
    wanted["criteria"]["big"]["label"] = {"en": "Big"}
    wanted["indicators"]["growth"]["decimals"] = 2
    wanted["tiers"].insert(1, {"id": "middle", "when": "small"})

    assert diff(EVERY_KEY, wanted) == [
        "+decimals = 2",
        '-label = "big"',
        '+label = { en = "Big" }',
        "+",
        "+[criteria.small]",
        '+when = "spend < line"',
        "+",
        "+[[tiers]]",
        '+id = "middle"',
        '+when = "small"',
    ]


def test_what_is_gone_goes_and_what_moved_moves_with_its_comments():
    text = EVERY_KEY + "\n[[tests]] # two\nname = 'two'\n# why\nexpect = { tier = 'key' }\n"
    wanted = data(text)
    wanted["tests"].reverse()
    del wanted["tables"]

    lines = diff(text, wanted)

    assert [line for line in lines if "tables" in line or "rows" in line] == ["-[tables.lines]", "-rows = ["]
    assert "+# why" in lines and "-# why" in lines
    assert merged(text, wanted).index("name = 'two'") < merged(text, wanted).index('name = "at the line"')


def test_a_file_that_cannot_be_changed_piece_by_piece_is_left_alone():
    section = '[criteria.big]\nlabel = "big"\nwhen = "spend >= line"\n'
    closed = 'criteria = { big = { when = "spend >= line" } }\n' + EVERY_KEY.replace(section, "")
    wanted = data(closed)
    wanted["criteria"]["small"] = {"when": "spend < line"}

    with pytest.raises(KamError, match="cannot be changed piece by piece — convert without --onto"):
        merged(closed, wanted)


@settings(max_examples=40)
@given(st.sampled_from([EVERY_KEY, ODD_LAYOUT]), st.integers(0, 10**9), st.booleans())
def test_whatever_is_changed_the_file_says_it_and_says_nothing_else(text, seed, crlf):
    see_it_said(text, seed, crlf)


@pytest.mark.slow
@settings(max_examples=80)
@given(st.sampled_from(["telecom", "every key", "odd layout"]), st.integers(0, 10**9), st.booleans())
def test_whatever_is_changed_in_long_files(name, seed, crlf):
    see_it_said(PACKS[name], seed, crlf)


def see_it_said(text: str, seed: int, crlf: bool) -> None:
    """A file after random changes elsewhere says just what was changed; doing it once more changes nothing."""
    text = text.replace("\n", "\r\n") if crlf else text
    random = Random(seed)
    wanted = changed(data(text), random, random.randrange(1, 5))

    after = merged(text, wanted)

    assert same_data(data(after), wanted)
    assert "\n" not in after.replace("\r\n", "") or not crlf
    assert merged(after, wanted) == after


WORK = ("roles", "review", "visits", "stages", "playbooks")


def test_work_comes_where_there_was_none_and_goes_again():
    with_work = data(EVERY_KEY)
    without = {key: value for key, value in with_work.items() if key not in WORK}

    alone = merged(EVERY_KEY, without)
    assert same_data(data(alone), without)
    assert [line for line in alone.splitlines() if "playbook" in line or "stages" in line] == []

    back = merged(alone, with_work)
    assert same_data(data(back), with_work)
    order = [back.index(text) for text in ("[[tiers]]", "[roles.", "[review]", "[visits]", "[stages.", "[[playbooks]]")]
    assert order == sorted(order) and back.index("[[playbooks]]") < back.index("[[tests]]")


def test_a_step_more_stands_in_its_playbook_and_a_changed_one_keeps_its_place():
    wanted = data(EVERY_KEY)
    steps = next(one for one in wanted["playbooks"] if one["id"] == "raise-bill")["steps"]
    steps[1]["due"] = "1 month"
    steps.insert(1, {"id": "ask", "what": {"en": "Ask", "zh": "询问"}, "effort": Decimal("0.5")})

    assert diff(EVERY_KEY, wanted) == [
        "+",
        "+[[playbooks.steps]]",
        '+id = "ask"',
        '+what = { en = "Ask", zh = "询问" }',
        "+effort = 0.5",
        '-due = "3 weeks"',
        '+due = "1 month"',
    ]
