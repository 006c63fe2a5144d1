"""Whatever is in a file, the reader and the checker answer with problems; they never break.

The default run tries a share of the examples, the same every time; the slow run tries many more, drawn anew.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamengine.pack.find import shipped_packs
from tests.examples import holds_for
from tests.pack.made import SOUND, problems

SHIPPED = [entry.read_text(encoding="utf-8") for entry in shipped_packs().values()]
KEYS = sorted(
    {*re.findall(r"(\w+) ?=", "".join([SOUND, *SHIPPED])), *re.findall(r"\w+", SOUND), "from", "bands", "zh", ""}
)
WORDS = [
    "spend",
    "big",
    "billed",
    "line",
    "amount",
    "date",
    "score",
    "bills",
    "first",
    "unique",
    "interval",
    "zero",
    "month",
]
TEXTS = [
    "",
    " ",
    "3 months",
    "CNY/month",
    "ratio",
    "spend > 1",
    "sum(amount)",
    "count()",
    "x",
    "choice",
    "money",
    "unknown",
]

scalars = (
    st.sampled_from([*WORDS, *TEXTS])
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.sampled_from([0, 1, 100, -1, Decimal("0.5"), Decimal("1e400"), Decimal("nan"), float("inf"), 1e-300])
    | st.just(date(2024, 1, 1))
    | st.just(datetime(2024, 1, 1))
    | st.text(max_size=5)
)
names = st.sampled_from([*KEYS, *WORDS])
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)
SECTIONS = [
    *("pack", "fields", "ledgers", "params", "tables", "indicators", "criteria", "score", "tiers", "tests"),
    *("roles", "visits", "review", "stages", "playbooks"),
]


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf[pack]")
@example(b"\0")
@example(b"[pack]\r\nid='x'\r\n")
@example(b"a" + b".a" * 3000 + b" = 1")
@example(b"x = " + b"[" * 5000)
@example(b"x = " + b"{a=" * 5000)
@example(b"x = 2024-02-30")
@example(b"x = 99999999999999999999999999")
@example(b'"\\ud800" = 1')
def test_any_bytes_are_answered(content):
    assert problems(content)


@holds_for(st.dictionaries(st.sampled_from(SECTIONS), trees, min_size=1, max_size=4), few=50, many=600)
def test_any_toml_is_answered(data):
    assert problems(tomli_w.dumps(data))


@holds_for(st.sampled_from(SECTIONS), names, trees, few=50, many=600)
def test_a_sound_pack_with_any_section_more_is_answered(section, name, tree):
    head = f"[[{section}]]" if section in ("tiers", "tests", "playbooks") else f"[{section}.{name or 'x'}]"
    body = tomli_w.dumps(tree) if isinstance(tree, dict) else tomli_w.dumps({name: tree})

    problems(f"{SOUND}\n{head}\n{body}")


@holds_for(st.sampled_from(re.findall(r"^\w+ = .*$", SOUND, re.MULTILINE)), trees, few=50, many=600)
def test_any_value_for_any_key_is_answered(line, tree):
    key = line.split(" = ")[0]

    problems(SOUND.replace(line, tomli_w.dumps({key: tree}).strip() if not isinstance(tree, dict) else f"{key} = 1", 1))


@holds_for(st.sampled_from([SOUND, *SHIPPED]), st.data(), few=30, many=400)
def test_a_mutilated_pack_is_answered(text, data):
    lines = text.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "swap", "cut", "word"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "cut":
                lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
            case "word":
                words = re.split(r"(\W+)", lines[at])
                words[data.draw(st.integers(0, len(words) - 1))] = data.draw(
                    st.sampled_from([*KEYS, *TEXTS, "{", "]", "9"])
                )
                lines[at] = "".join(words)

    problems("".join(lines))


OF_WORK = st.sampled_from(
    [
        *(
            "id",
            "tier",
            "criterion",
            "outcome",
            "moved",
            "goal",
            "indicator",
            "target",
            "off",
            "steps",
            "label",
            "items",
        ),
        *("what", "responsible", "accountable", "consulted", "effort", "due", "every", "on_holiday", "after"),
        *("promote_after", "no_demotion_before", "key", "others"),
    ]
)
WORK_VALUES = (
    scalars
    | st.sampled_from(
        ["key", "big", "met", "up", "undecided", "1 month", "5个工作日", "finance", "spend", "line", "a", "b"]
    )
    | st.lists(st.sampled_from(["a", "b", "finance", ""]), max_size=3)
)
STEPS = st.lists(st.dictionaries(OF_WORK, WORK_VALUES, max_size=5), max_size=3)
PLAYBOOKS = st.lists(st.dictionaries(OF_WORK, WORK_VALUES | STEPS, max_size=6), max_size=3)
REST_OF_WORK = st.dictionaries(
    st.sampled_from(["roles", "review", "visits", "stages"]),
    st.dictionaries(OF_WORK, WORK_VALUES | st.dictionaries(OF_WORK, WORK_VALUES, max_size=3), max_size=3),
)


@settings(max_examples=80)
@given(PLAYBOOKS, REST_OF_WORK)
def test_whatever_is_said_of_work(playbooks, sections):
    said = tomli_w.dumps({"playbooks": playbooks, **sections})

    for problem in problems(f"{SOUND}\n{said if playbooks or sections else ''}"):
        assert problem.text()
        assert problem.place.file == "made.toml"
