"""Rule packs that cannot be used: `kam check` finds (status 1), `kam classify` refuses (status 2), each says why."""

from __future__ import annotations

import pytest

from kamengine.pack.toml_source import read_toml
from kamengine.problems import Message, Problem
from tests.cli import packs

THIRTY_PLACES = """\
2: pack.id
3: pack.version
5: pack.colour
8: fields.spend.type
11: fields.city.choices
14: fields.limit.unit
16: params.line.source
19: params.share.value
27: indicators.total.from
31: indicators.average.value
35: indicators.recent.window
36: indicators.first_of_circle
42: indicators.rounded.decimals
45: criteria.unknown_name.when
47: criteria.unlike_types.when
49: criteria.not_a_condition.when
51: criteria.unknown_function.when
53: criteria.subquery.when
55: criteria.statement.when
57: criteria.misspelt_number.when
60: score.missing
61: score.parts
64: score.parts[1].bands[2].from
66: score.parts[2].indicator
68: score.parts[2].bands[1].points
70: tiers[1]
73: tiers[2].id
74: tiers[2].when
77: tiers[3].wen
79: tests[1].expect
""".splitlines()


@pytest.fixture
def accounts(write):
    write("accounts.csv", "account_id,spend\nA,100\n")
    return "accounts.csv"


@pytest.fixture
def refused(kam, write, accounts):
    """The problems of a pack, which are the same to `kam check` and to `kam classify`."""

    def problems(content):
        write("pack.toml", content)
        checked, classified = kam("check", "pack.toml"), kam("classify", "pack.toml", accounts, "-o", "out.csv")
        assert (checked.status, checked.err) == (1, "")
        assert (classified.status, classified.out) == (2, "")
        *found, count = checked.out.splitlines()
        assert found == classified.problems
        assert count == f"pack.toml: problems: {len(found)}"
        return found

    return problems


def test_all_thirty_mistakes_are_reported_in_the_order_of_the_file(refused):
    found = refused(packs.THIRTY_MISTAKES)

    assert len(THIRTY_PLACES) == 30
    for line, place in zip(found, THIRTY_PLACES, strict=True):
        assert line.startswith(f"pack.toml:{place}: ")


FORBIDDEN = {
    "spend > 1; drop table accounts": "`;` is not part of the language (at character 10)",
    "spend > (select max(spend) from accounts)": "`select` is not part of the language (at character 10)",
    "spend in (select 1)": "`select` is not part of the language (at character 11)",
    "exists (select 1)": "`exists` is not part of the language (at character 1)",
    "read_csv('/etc/passwd') = 1": "read_csv is not a function of this language",
    "spend > (from read_csv('/etc/passwd'))": "`from` is not part of the language (at character 10)",
    "pragma database_list": "`pragma` is not part of the language (at character 1)",
    "copy accounts to 'x.csv'": "`copy` is not part of the language (at character 1)",
    "attach 'x.db'": "`attach` is not part of the language (at character 1)",
    "getenv('HOME') = 'x'": "getenv is not a function of this language",
    "spend > 1 -- and so on": "comments are not allowed in a condition (at character 11)",
    "spend::integer = 1": "`:` is not part of the language (at character 6)",
}


@pytest.mark.parametrize(("condition", "what"), FORBIDDEN.items())
def test_what_is_not_part_of_the_language_is_refused_by_name(refused, condition, what):
    (line,) = refused(packs.with_condition(condition))

    assert line.split(" — ")[0] == f"pack.toml:10: tiers[1].when: {what}"


DEEP = {
    "parentheses": ("(" * 10_000 + "spend > 1" + ")" * 10_000, "the condition has 20009 characters; at most 10000"),
    "fewer parentheses": ("(" * 900 + "spend > 1" + ")" * 900, "the condition is nested more than"),
    "nots": ("not " * 2100 + "spend > 1", "the condition has 2103 words and signs; at most 2000 are allowed"),
}


@pytest.mark.parametrize(("condition", "what"), DEEP.values(), ids=DEEP)
def test_deep_nesting_is_refused(refused, condition, what):
    (line,) = refused(packs.with_condition(condition))

    assert line.startswith("pack.toml:10: tiers[1].when: ")
    assert what in line
    assert len(line) < 200


NOT_A_PACK = {
    "ten megabytes": (
        packs.PLAIN.encode() + b"# " + b"x" * 10_000_000,
        "pack.toml: the file is too large: a rule pack has at most 1048576 bytes — is this the right file?",
    ),
    "not TOML": ("[pack\n", "pack.toml:1: this is not TOML: "),
    "key twice": ('[pack]\nid = "a"\nid = "b"\n', "pack.toml:3: this is not TOML: Cannot overwrite a value"),
    "table twice": (
        "[pack]\n[tests.a]\n[tests.a]\n",
        "pack.toml:3: this is not TOML: the table tests.a is there twice",
    ),
    "nested lists": ("a = " + "[" * 20_000, "pack.toml: the file is nested too deep"),
    "GBK": ('[pack]\ntitle = "电信"\n'.encode("gbk"), "pack.toml:2: this is not UTF-8 text — save the file as UTF-8"),
    "binary": (bytes(range(256)), "pack.toml:"),
}


@pytest.mark.parametrize(("content", "line"), NOT_A_PACK.values(), ids=NOT_A_PACK)
def test_a_file_that_is_no_pack_is_refused_in_one_line(refused, content, line):
    (found,) = refused(content)

    assert found.startswith(line)


def test_an_empty_file_lacks_everything(refused):
    assert refused("")[0].startswith("pack.toml: pack: the file has no [pack] section")


def test_a_circle_is_named_once_and_what_hangs_on_it_is_left_alone(refused):
    circle = '[indicators.a]\nvalue = "b + 1"\n[indicators.b]\nvalue = "c * 2"\n[indicators.c]\nvalue = "a"\n'

    assert refused(packs.PLAIN.replace("spend >= 100", "a > 1 and b between 1 and 2") + circle) == [
        "pack.toml:13: indicators.a: goes round in a circle: a → b → c → a"
    ]


def test_control_characters_in_a_pack_are_made_visible(refused):
    (line,) = refused(packs.PLAIN.replace('"plain"', '"\\u001b[31mplain\\u0007"'))

    assert line == 'pack.toml:2: pack.id: "␛[31mplain␇" is not an id: letters, digits, - and _'


SHIPPED = "abc, distributor, key-account, portfolio-matrix, rfm, telecom"

NOWHERE = {
    "file": ("nowhere.toml", "nowhere.toml: there is no such file — a rule pack is expected; kam packs lists them"),
    "id": ("telcom", "there is no rule pack telcom — did you mean telecom?"),
    "far from any id": ("x", f"there is no rule pack x — packs: {SHIPPED}"),
    "directory": (".", ".: this is a folder, not a rule pack — name the .toml file in it"),
    "nothing": ("", "no rule pack is named — kam packs lists them"),
    "long id": ("x" * 5000, f"there is no rule pack {'x' * 80} — packs: {SHIPPED}"),
}


@pytest.mark.parametrize(("reference", "line"), NOWHERE.values(), ids=NOWHERE)
def test_a_pack_that_is_not_there_is_bad_input_to_every_command(kam, accounts, reference, line):
    for arguments in (["check", reference], ["test", reference], ["classify", reference, accounts]):
        said = kam(*arguments)
        assert (said.status, said.out, said.problems) == (2, "", [line])


def test_the_other_packs_are_checked_all_the_same(kam, plain):
    said = kam("check", "nowhere.toml", plain)

    assert said.status == 2
    assert said.problems == ["nowhere.toml: there is no such file — a rule pack is expected; kam packs lists them"]
    assert said.out.splitlines()[-1].startswith("plain 1: sound;")


def test_a_pack_whose_plugin_is_off_says_so(kam, accounts):
    said = kam("classify", "telecom", accounts, "--no-plugins")

    assert said.status == 2
    assert "pack.plugins" in said.problems[0]
    assert "the plugin telecom is not loaded" in said.problems[0]


@pytest.mark.parametrize("content", [content for content, _ in NOT_A_PACK.values() if isinstance(content, str)])
def test_what_the_parser_says_can_be_translated(content):
    found = read_toml("pack.toml", content.encode())

    assert isinstance(found, Problem)
    assert isinstance(found.what.arguments.get("reason", found.what), Message)
