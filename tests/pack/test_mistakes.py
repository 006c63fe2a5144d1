"""Every mistake of a pack is reported, all at once, each with file, line, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamengine.declarations import Field, Ledger
from kamengine.pack.check import check_pack
from kamengine.pack.read import read_pack
from kamengine.problems import say
from tests.pack.made import SOUND, changed, messages, problems

HERE = Path(__file__).parent


def test_a_sound_pack_has_no_problems():
    assert messages(SOUND) == []


def test_all_mistakes_of_one_file_are_reported_where_they_are():
    pack, found = read_pack("mistakes.toml", (HERE / "mistakes.toml").read_bytes())
    assert pack is not None
    found = [*found, *check_pack(pack, {})[1]]
    lines = [problem.text() for problem in sorted(found, key=lambda problem: problem.place.line or 0)]

    assert lines == (HERE / "mistakes.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 30


def wrong(old: str, new: str) -> list[str]:
    return [message.partition(": ")[2] for message in messages(changed(old, new))]


ONE_SLIP = [
    # what is changed, to what, what is said about it
    ('id = "made"', "", "pack.id: is missing"),
    ('id = "made"', "id = 5", "pack.id: must be a text, not a number"),
    (
        'version = "1"',
        'version = "1"\nvalue = "spent"',
        "pack.value: spent is not an indicator or a field — did you mean spend?",
    ),
    (
        'version = "1"',
        'version = "1"\nvalue = "city"',
        "pack.value: city is a choice; what an account is worth is a number",
    ),
    ('version = "1"', "version = 1.5", "pack.version: must be a text, not a number"),
    ('version = "1"', 'version = "1"\ntitle = 5', "pack.title: must be a text, or one text for each of en and zh"),
    ('version = "1"', 'version = "1"\nplugins = "telecom"', "pack.plugins: must be a list, not a text"),
    ('version = "1"', 'version = "1"\nplugins = [5]', "pack.plugins[1]: must be a text, not a number"),
    ('version = "1"', 'version = "1"\nscope = "spend"', "pack.scope: this is a money, not a condition"),
    ('version = "1"', 'version = "1"\nscope = "billed > 1"', "pack.scope: unknown name billed"),
    ('version = "1"', 'version = "1"\nscop = "true"', "pack.scop: unknown key — did you mean scope?"),
    ("[fields.spend]", "[field.spend]", "field: unknown key — did you mean fields?"),
    ("[fields.spend]", "[fields.select]", "criteria.big.when: unknown name spend"),
    ("[fields.spend]", '[fields."a b"]', "fields.a b: 'a b' cannot be a name — letters, digits and _"),
    ("[fields.spend]", "[fields.1x]", "fields.1x: '1x' cannot be a name — letters, digits and _"),
    ("[fields.spend]", "[fields.as_of]", "fields.as_of: the name as_of is already taken"),
    ("[fields.spend]", "[fields.tier]", "fields.tier: tier is a word of the language or of the results"),
    ("[fields.spend]", "[fields.round]", "fields.round: round is a word of the language or of the results"),
    ("[fields.spend]", "[fields.case]", "fields.case: 'case' cannot be a name"),
    ("[fields.spend]", "[fields.account_id]", "fields.account_id.type: account_id is always a text"),
    (
        'unit = "CNY/month"\n\n[fields.city]',
        'unit = "1 CNY"\n\n[fields.city]',
        'fields.spend.unit: "1 CNY" is not a unit',
    ),
    ("[fields.spend]", '[fields.spend]\nleast = "0"', "fields.spend.least: must be a number, not a text"),
    ("[fields.spend]", "[fields.spend]\nleast = 2\nmost = 1", "fields.spend.least: 2 is above the most, 1"),
    ("[fields.city]", "[fields.city]\nmost = 1", "fields.city.most: only numbers have a least and a most value"),
    (
        "[ledgers.bills.fields.date]",
        "[ledgers.bills.fields.date]\nleast = 1",
        "ledgers.bills.fields.date.least: only numbers have a least and a most value",
    ),
    (
        'per = "month"',
        'per = "month"\nleast = 1\nmost = -1',
        "indicators.billed.least: 1 is above the most, -1",
    ),
    (
        'value = "sum(amount)"\nwindow = "3 months"\nper = "month"',
        'value = "max(date)"\nleast = 0',
        "indicators.billed.least: only numbers have a least and a most value",
    ),
    ('choices = ["prefecture", "county"]', "choices = []", "fields.city.choices: a choice needs its list of values"),
    ('["prefecture", "county"]', '["a", "a"]', "fields.city.choices: a is listed twice"),
    ('["prefecture", "county"]', '["a", 5]', "fields.city.choices[2]: must be a text, not a number"),
    ('type = "choice"', 'type = "text"', "fields.city.choices: only fields of type choice have choices"),
    ('[ledgers.bills.fields.date]\ntype = "date"\n', "", "indicators.billed.window: the ledger bills has no date"),
    (
        "[ledgers.bills]\n",
        '[ledgers.bills]\ndate = "amount"\n',
        "ledgers.bills.date: amount is not a field of type date",
    ),
    ("[ledgers.bills]\n", "[ledgers.bills]\ndate = 5\n", "ledgers.bills.date: must be a text, not a number"),
    ("value = 10000\n", "", "params.line.values: the parameter has no value"),
    ('source = "assumption"\n', "", "params.line.source: the value has no source"),
    ('source = "assumption"\n', 'source = " "\n', "params.line.source: is blank"),
    ("value = 10000\n", "value = true\n", "params.line.value: must be a number, not true or false"),
    ("value = 10000\n", "value = 1e15\n", "params.line.value: 1E+15 is out of bounds"),
    ("value = 10000\n", "value = nan\n", "params.line.value: NaN is out of bounds"),
    ("value = 10000\n", "value = 10000\nvalues = []\n", "params.line.values: give either value or values, not both"),
    (
        "value = 10000\n",
        "value = 10000\nfrom = 2024-01-01T00:00:00\n",
        "params.line.from: must be a date, not a date with a time",
    ),
    ("value = 10000\n", 'value = 10000\nfrom = "2024-01-01"\n', "params.line.from: must be a date, not a text"),
    ("value = 10000\n", "value = 10000\nrange = [1, 2, 3]\n", "params.line.range: must be a list of 2 numbers"),
    ("value = 10000\n", "value = 10000\nrange = [1, 2]\n", "params.line.value: 10000 is outside the range 1 to 2"),
    ("sum(amount)", "sum(amont)", "indicators.billed.value: unknown name amont — did you mean amount?"),
    ("sum(amount)", "sum(spend)", "indicators.billed.value: unknown name spend"),
    ("sum(amount)", "sum(sum(amount))", "indicators.billed.value: an aggregate inside an aggregate"),
    ("sum(amount)", "1", "indicators.billed.value: the value looks at no rows — such as sum(amount)"),
    ("sum(amount)", "max(1)", "indicators.billed.value: an aggregate needs a column of the ledger, not a constant"),
    ("sum(amount)", "amount > 1", "indicators.billed.value: an indicator is a number or a date; this is a bool"),
    ("sum(amount)", "avg(amount)", "indicators.billed.per: per divides a sum or a count only"),
    ("sum(amount)", "sum(amount) + 1", "indicators.billed.per: per divides a sum or a count only"),
    ('"3 months"', '"90 days"', "indicators.billed.per: month does not divide the window 90 days"),
    ('window = "3 months"\n', "", "indicators.billed.per: per needs a window to divide by"),
    (
        'per = "month"',
        'per = "fortnight"',
        'indicators.billed.per: "fortnight" is not one of day, week, month, quarter, year',
    ),
    ('per = "month"', 'per = "month"\nunit = "CNY"', "indicators.billed.unit: the value is in CNY/month, not in CNY"),
    (
        'per = "month"',
        'per = "month"\ndecimals = 1.5',
        "indicators.billed.decimals: must be a whole number from 0 to 10",
    ),
    ('from = "bills"\n', "", "indicators.billed.window: only an indicator with `from` has this"),
    ('when = "spend >= line"', 'when = "spend"', "criteria.big.when: this is a money, not a condition"),
    ('when = "spend >= line"', 'when = "big"', "criteria.big: goes round in a circle: big → big"),
    ('when = "spend >= line"', 'when = "score > 5 and spnd > 1"', "criteria.big.when: unknown name spnd"),
    ('when = "spend >= line"', "", "criteria.big.when: is missing"),
    ("[criteria.big]", "[criteria.spend]", "criteria.spend: the name spend is already taken by a field"),
    ("[criteria.big]", "[criteria.Billed]", "criteria.Billed: the name Billed is already taken by an indicator"),
    ("weight = 100", "weight = 99.99", "score.parts: the weights add to 99.99, not to 100"),
    ("weight = 100", 'weight = "lin"', "score.parts[1].weight: lin is not a numeric parameter — did you mean line?"),
    ("weight = 100", "weight = -100", "score.parts[1].weight: a weight is not negative"),
    ("weight = 100", "", "score.parts[1].weight: is missing"),
    (
        'indicator = "spend"',
        'indicator = "spnd"',
        "score.parts[1].indicator: spnd is not an indicator or a field — did you mean spend?",
    ),
    ('indicator = "spend"', 'indicator = "big"', "score.parts[1].indicator: big is not an indicator or a field"),
    ('indicator = "spend"', 'indicator = "city"', "score.parts[1].indicator: city is a choice; points need a number"),
    ("{ from = 10000, points = 100 }", "{ points = 100 }", "score.parts[1].bands[2].from: is missing"),
    (
        "{ from = 10000, points = 100 }",
        "{ from = 0, points = 100 }",
        "score.parts[1].bands[2].from: bands must ascend: 0 comes before 0",
    ),
    ("points = 100 }", "points = 100.5 }", "score.parts[1].bands[2].points: points are 0 to 100, not 100.5"),
    ("points = 100 }", "points = 100, to = 5 }", "score.parts[1].bands[2].to: unknown key"),
    (
        "weight = 100\n",
        "weight = 100\nline = [ [0, 0], [1, 1] ]\n",
        "score.parts[1].bands: a part has either bands or a line",
    ),
    ('id = "key"', 'id = "key account"', 'tiers[1].id: "key account" is not an id: letters, digits, - and _'),
    ('id = "others"', 'id = "key"', "tiers[2].id: the tier key is there twice"),
    ('when = "big and score >= 80"\n', "", "tiers[1]: only the last tier may have no when"),
    ('when = "big and score >= 80"', 'when = "big + 1 > 2"', "tiers[1].when: `big` is a bool; only numbers are added"),
    ('id = "others"', 'id = "others"\nhit = "unique"', "tiers[2].hit: belongs in the section [pack]"),
]


@pytest.mark.parametrize(("old", "new", "message"), ONE_SLIP, ids=[message[:60] for _, _, message in ONE_SLIP])
def test_one_slip(old, new, message):
    found = wrong(old, new)

    assert any(line.partition(": ")[2].startswith(message) or line.startswith(message) for line in found), found


LINES = [
    # each kind of line of a scorecard
    ("[ [0, 0] ]", "must be a list of at least two points [value, points]"),
    ("[ [0, 0], 5 ]", "must be a pair [value, points]"),
    ("[ [0, 0], [0, 1] ]", "the points of a line must ascend: 0 comes before 0"),
    ("[ [0, 0], [1, 101] ]", "points are 0 to 100, not 101"),
]


@pytest.mark.parametrize(("line", "message"), LINES)
def test_lines_of_a_scorecard(line, message):
    text = changed("bands = [ { from = 0, points = 0 }, { from = 10000, points = 100 } ]", f"line = {line}")

    assert any(message in found for found in messages(text))


TESTS = [
    ("given = { spnd = 1 }", "tests[1].given.spnd: unknown name spnd — did you mean spend?"),
    ("given = { line = 1 }", "tests[1].given.line: unknown name line"),
    ('given = { spend = "a lot" }', "tests[1].given.spend: a lot is not a money"),
    ("given = { spend = 100_000_000_000_000 }", "tests[1].given.spend: 100000000000000 is out of bounds"),
    ("given = { spend = 0.00001 }", "tests[1].given.spend: 0.00001 is out of bounds"),
    ('given = { city = "countie" }', "tests[1].given.city: countie is not one of prefecture, county"),
    ("set = { lin = 1 }", "tests[1].set.lin: lin is not a parameter — did you mean line?"),
    ("ledgers.bils = []", "tests[1].ledgers.bils: there is no ledger bils — did you mean bills?"),
    ("ledgers.bills = [ { amont = 1 } ]", "tests[1].ledgers.bills[1].amont: unknown name amont — did you mean amount?"),
    ('ledgers.bills = [ { date = "2024" } ]', "tests[1].ledgers.bills[1].date: 2024 is not a date"),
    ("as_of = 5", "tests[1].as_of: must be a date, not a number"),
    ("gven = {}", "tests[1].gven: unknown key — did you mean given?"),
]
EXPECTATIONS = [
    ("", "tests[1].expect: the test expects nothing"),
    ("expect = {}", "tests[1].expect: the test expects nothing"),
    ('expect = { tier = "kee" }', "tests[1].expect.tier: there is no tier kee — did you mean key?"),
    ('expect = { tier_possible = "kee" }', "tests[1].expect.tier_possible: there is no tier kee — did you mean key?"),
    ("expect = { criteria.bigg = true }", "tests[1].expect.criteria.bigg: unknown name bigg — did you mean big?"),
    ("expect = { criteria.big = 1 }", 'tests[1].expect.criteria.big: must be true, false or "unknown"'),
    ('expect = { indicators.billed = "x" }', 'tests[1].expect.indicators.billed: must be a number or "unknown"'),
    ("expect = { in_scope = 1 }", "tests[1].expect.in_scope: must be true or false"),
    ("expect = { score = [1] }", "tests[1].expect.score: must be a list of 2 numbers"),
    ("expect = { scores = 1 }", "tests[1].expect.scores: unknown key — did you mean score?"),
]


@pytest.mark.parametrize(("keys", "message"), TESTS)
def test_tests_inside_a_pack_are_checked(keys, message):
    found = messages(f'{SOUND}\n[[tests]]\nname = "x"\nexpect = {{ tier = "key" }}\n{keys}\n')

    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize(("expect", "message"), EXPECTATIONS)
def test_what_tests_expect_is_checked(expect, message):
    found = messages(f'{SOUND}\n[[tests]]\nname = "x"\n{expect}\n')

    assert len(found) == 1
    assert message in found[0]


TABLES = [
    ("keys = []", "{ key = [], value = 1, source = 's' }", "tables.t.keys: is missing"),
    ("keys = ['city']", "", "tables.t.rows: the table has no rows"),
    ("", "{ key = ['a'], value = 1, source = 's' }", "tables.t.keys: is missing"),
    ("keys = ['city']", "{ key = ['a', 'b'], value = 1, source = 's' }", "the table has 1 keys; this row gives 2"),
    ("keys = ['city']", "{ key = 'a', value = 1 }", "tables.t.rows[1].source: the value has no source"),
    (
        "keys = ['city']",
        "{ key = 'a', value = 1, source = 's' }, { key = ['a'], value = 2, source = 's' }",
        "tables.t.rows: the key a is there twice for the same date",
    ),
    (
        "keys = ['city']",
        "{ key = 'a', value = 1, source = 's' }, { key = 'b', value = 'x', source = 's' }",
        "tables.t.rows: the rows are of different kinds",
    ),
    (
        "keys = ['city']",
        "{ key = 'a', value = 1, source = 's' }, { key = 5, value = 1, source = 's' }",
        "tables.t.rows: the rows are of different kinds",
    ),
]


@pytest.mark.parametrize(("keys", "rows", "message"), TABLES)
def test_tables(keys, rows, message):
    found = messages(
        changed('[[tiers]]\nid = "key"', f'[tables.t]\n{keys}\nrows = [ {rows} ]\n\n[[tiers]]\nid = "key"')
    )

    assert any(message in line for line in found), found


def test_circles_are_all_reported_once_with_their_way():
    text = SOUND + "".join(
        f'[indicators.{name}]\nvalue = "{value}"\n'
        for name, value in [
            ("a", "b + 1"),
            ("b", "c + 1"),
            ("c", "a + 1"),
            ("d", "e"),
            ("e", "d"),
            ("f", "f"),
            ("g", "a"),
        ]
    )
    found = [line for line in messages(text) if "circle" in line]

    assert [line.rsplit(": ", 1)[1] for line in found] == ["a → b → c → a", "d → e → d", "f → f"]


def test_a_circle_through_the_score_is_found():
    text = (
        changed('indicator = "spend"', 'indicator = "points"')
        + '[indicators.points]\nvalue = "case when big then 1 else 0 end"\n'
    )
    text = text.replace('when = "spend >= line"', 'when = "score > 50"')

    assert any("goes round in a circle" in line for line in messages(text))


def test_parts_are_told_apart_by_more_than_case():
    second = """
[[score.parts]]
id = "SPEND"
indicator = "spend"
weight = 0
line = [ [0, 0], [1, 1] ]
"""
    text = changed('\n[[tiers]]\nid = "key"', f'{second}\n[[tiers]]\nid = "key"')

    assert [problem.what for problem in problems(text)] == [say("the part {id} is there twice", id="SPEND")]


class Bank:
    """What a plugin gives to packs."""

    plugin = "bank"
    fields = {"deposits": Field("deposits", "money", unit="currency"), "grade": Field("grade", "number")}  # noqa: RUF012
    ledgers = {"visits": Ledger("visits", (Field("date", "date"), Field("minutes", "integer")))}  # noqa: RUF012
    functions = {}  # type: ignore[var-annotated]  # noqa: RUF012


class Broker(Bank):
    plugin = "broker"
    fields = {"deposits": Field("deposits", "number")}  # noqa: RUF012


def of_plugins(plugins: str, more: str = "") -> list[str]:
    text = changed('version = "1"', f'version = "1"\nplugins = {plugins}\ncurrency = "USD"') + more
    pack, found = read_pack("made.toml", text.encode())
    assert pack is not None
    return [problem.text() for problem in (*found, *check_pack(pack, {"bank": Bank(), "broker": Broker()})[1])]


def test_plugins_give_fields_ledgers_and_units_in_the_currency_of_the_pack():
    more = """
[indicators.minutes]
from = "visits"
value = "sum(minutes)"
[indicators.wealth]
value = "deposits / 2"
unit = "USD"
"""
    assert of_plugins('["bank"]', more) == []
    assert "the value is in USD, not in CNY" in of_plugins('["bank"]', more.replace('"USD"', '"CNY"'))[0]


def test_a_plugin_that_is_not_loaded_is_named():
    assert of_plugins('["bnk"]') == ["made.toml:4: pack.plugins[1]: the plugin bnk is not loaded — did you mean bank?"]


def test_plugins_that_mean_the_same_by_a_field_share_it():
    pack, _ = read_pack("made.toml", changed('version = "1"', 'version = "1"\nplugins = ["bank", "other"]').encode())
    assert pack is not None

    class Other(Bank):
        plugin = "other"
        fields = {"grade": Field("grade", "number", aliases=("Stufe",))}  # noqa: RUF012
        ledgers = {}  # noqa: RUF012

    checked, found = check_pack(pack, {"bank": Bank(), "other": Other()})
    assert [problem.text() for problem in found] == []
    assert checked is not None and checked.fields["grade"] == Field("grade", "number", aliases=("Stufe",))


def test_plugins_that_disagree_about_a_field_need_the_packs_word():
    assert of_plugins('["bank", "broker"]')[0] == (
        "made.toml:4: pack.plugins: the plugins bank and broker both have a field deposits"
        " — declare it in [fields.deposits]"
    )
    assert not any(
        "deposits" in line for line in of_plugins('["bank", "broker"]', '[fields.deposits]\ntype = "money"\n')
    )
