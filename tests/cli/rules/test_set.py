"""`kam set`: a new value goes into the file when it is sound, has a source and breaks no promise of the pack."""

from __future__ import annotations

import shlex
import stat
from pathlib import Path

import pytest

from tests.cli import packs

TESTED = (
    packs.SPEND.replace("value = 10000\n", "value = 10000  # agreed\n")
    + """
[[tests]]
name = "at the line"
given = { monthly_spend = 10000 }
expect = { tier = "key" }

[[tests]]
name = "far below it"
given = { monthly_spend = 1 }
expect = { tier = "standard" }
"""
)
NEXT_YEAR = ("--from", "2027-01-01", "--source", "board, 12 November")


@pytest.fixture
def own(write) -> str:
    return str(write("own.toml", TESTED))


def test_a_value_from_a_day_on(kam, spend):
    said = kam("set", spend, "key_spend=12000", *NEXT_YEAR)

    assert (said.status, said.err) == (0, "")
    assert (
        said.out
        == """\
--- spend.toml
+++ spend.toml
@@ -19,8 +19,10 @@
 [params.key_spend]
 label = { en = "Monthly spend of a key account", zh = "大客户月消费门槛" }
 range = [1000, 100000]
-value = 10000
-source = "made up"
+values = [
+  { value = 10000, source = "made up" },
+  { value = 12000, from = 2027-01-01, source = "board, 12 November" },
+]
 
 [indicators.monthly_spend]
 label = { en = "Average monthly spend", zh = "月均消费" }

key_spend: 12,000 from 2027-01-01; until then 10,000
to go back: kam set spend.toml key_spend=10000 --from 2027-01-01 '--source=made up'
"""
    )
    assert "{ value = 12000, from = 2027-01-01" in Path(spend).read_text(encoding="utf-8")
    assert kam("check", spend).status == 0


def test_without_a_day_the_value_of_today_is_corrected(kam, spend):
    said = kam("set", spend, "key_spend=12000", "--source", "assumption")

    assert said.status == 0
    assert "\nkey_spend: 12,000; this replaces 10,000\n" in said.out
    assert 'value = 12000\nsource = "assumption"\n' in Path(spend).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "written"), [("12000.000000", "12000"), ("1.25e4", "12500"), ("12000.50", "12000.5")]
)
def test_a_number_is_written_as_people_write_it(kam, spend, typed, written):
    assert kam("set", spend, f"key_spend={typed}", "--source", "assumption").status == 0
    assert f"\nvalue = {written}\n" in Path(spend).read_text(encoding="utf-8")


def test_the_same_day_again_replaces_the_value(kam, spend):
    kam("set", spend, "key_spend=12000", *NEXT_YEAR)

    said = kam("set", spend, "key_spend=13000", *NEXT_YEAR)

    assert "\nkey_spend: 13,000 from 2027-01-01; this replaces 12,000 from 2027-01-01\n" in said.out
    assert Path(spend).read_text(encoding="utf-8").count("from = 2027-01-01") == 1


@pytest.mark.parametrize("day", [(), ("--from", "2027-01-01")], ids=["corrected", "from a day"])
def test_the_call_that_goes_back_is_printed_and_does(kam, spend, day):
    said = kam("set", spend, "key_spend=12000.5", *day, "--source", "board")
    words = shlex.split(said.out.splitlines()[-1].removeprefix("to go back: "))

    assert words[:2] == ["kam", "set"]
    back = kam(*words[1:])

    assert back.status == 0
    written = Path(spend).read_text(encoding="utf-8")
    assert "12000.5" not in written and 'source = "made up"' in written


def test_nothing_leads_back_to_what_was_not_there_or_is_no_other(kam, spend):
    kam("set", spend, "key_spend=12000", "--source", "assumption")

    assert "to go back" not in kam("set", spend, "key_spend=12000", "--source", "board").out
    assert "to go back" not in kam("set", spend, "key_spend=13000", "--source", "board", "--dry-run").out


def test_a_ratio_may_be_typed_as_a_percentage(kam, write):
    ratio = packs.SPEND.replace(
        "[params.key_spend]",
        """\
[params.quality_line]
label = { en = "Quality", zh = "质量" }
unit = "ratio"
range = [0.51, 0.99]
value = 0.85
source = "assumption"

[params.key_spend]""",
    )
    own = str(write("own.toml", ratio))

    said = kam("set", own, "quality_line=90%", "--source", "board")

    assert said.status == 0 and "quality_line: 90 %; this replaces 85 %" in said.out
    assert "\nvalue = 0.9\n" in Path(own).read_text(encoding="utf-8")
    assert kam("set", own, "quality_line=85 ％", "--source", "board").status == 0, "as a Chinese keyboard types it"
    refused = kam("set", own, "quality_line=100%", "--source", "board")
    assert refused.problems == ["quality_line=100%: 100% is outside the range 51% to 99%"]
    plain = kam("set", own, "quality_line=1", "--source", "board")
    assert plain.problems == ["quality_line=1: 1 is outside the range 0.51 to 0.99"]
    money = kam("set", own, "key_spend=90%", "--source", "board")
    assert money.problems == ["key_spend=90%: 90% is not a number — write it as 9000000, 9,000,000 or 900万"]


def test_as_json(kam, spend):
    said = kam("set", spend, "key_spend=12000.5", *NEXT_YEAR, "--json")

    assert said.json == {
        "file": "spend.toml",
        "changes": [
            {
                "param": "key_spend",
                "from": "2027-01-01",
                "old": 10000,
                "new": 12000.5,
                "source": "board, 12 November",
            }
        ],
        "written": True,
        "failing_tests": [],
    }


def test_in_chinese(kam, spend):
    said = kam("set", spend, "key_spend=12000", *NEXT_YEAR, "--lang", "zh")

    assert said.out.splitlines()[-2].startswith("key_spend")
    assert "2027年1月1日" in said.out


def test_a_dry_run_shows_and_writes_nothing(kam, spend):
    before = Path(spend).read_bytes()

    said = kam("set", spend, "key_spend=12000", *NEXT_YEAR, "--dry-run")

    assert said.status == 0
    assert "+  { value = 12000, from = 2027-01-01" in said.out
    assert said.problems == ["note: nothing was written: this is a dry run"]
    assert Path(spend).read_bytes() == before


def test_what_the_file_says_already_is_not_written_again(kam, spend):
    said = kam("set", spend, "key_spend=10000", "--source", "made up")

    assert said.status == 0
    assert said.problems == ["note: the file says so already; nothing was written"]


def test_a_promise_of_the_pack_may_stand_against_it(kam, own):
    before = Path(own).read_bytes()

    said = kam("set", own, "key_spend=12000", *NEXT_YEAR, "--only-if-tests-pass")

    assert said.status == 1
    assert said.problems == [
        "own.toml:53: no longer passes: at the line",
        "note: nothing was written: tests of the pack that no longer pass: 1; mend them, or give them an as_of of "
        "their own",
    ]
    assert Path(own).read_bytes() == before


def test_a_promise_that_is_broken_is_named(kam, own):
    said = kam("set", own, "key_spend=12000", *NEXT_YEAR)

    assert said.status == 0
    assert said.problems == [
        "own.toml:55: no longer passes: at the line",
        "note: tests of the pack that no longer pass: 1; mend them, or give them an as_of of their own",
    ]
    assert '{ value = 10000, source = "made up" }, # agreed\n' in Path(own).read_text(encoding="utf-8")


def test_a_test_with_a_day_of_its_own_still_passes(kam, write):
    own = write("own.toml", TESTED.replace('"at the line"\n', '"at the line"\nas_of = 2026-06-30\n'))

    assert kam("set", own, "key_spend=12000", *NEXT_YEAR).status == 0


def test_permissions_stay_and_no_other_file_is_left(kam, spend, folder):
    Path(spend).chmod(0o640)
    files = sorted(folder.iterdir())

    kam("set", spend, "key_spend=12000", *NEXT_YEAR)

    assert stat.S_IMODE(Path(spend).stat().st_mode) == 0o640
    assert sorted(folder.iterdir()) == files


def test_a_link_stays_a_link(kam, spend):
    Path("link.toml").symlink_to(spend)

    assert kam("set", "link.toml", "key_spend=12000", *NEXT_YEAR).status == 0
    assert Path("link.toml").is_symlink()
    assert "12000" in Path(spend).read_text(encoding="utf-8")


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "problems"),
    [
        (
            ["key_spnd=1", "--source", "us"],
            ["key_spnd=1: key_spnd is not a parameter of the pack spend — did you mean key_spend?"],
        ),
        (
            ["limit=1", "--source", "us"],
            ["limit=1: limit is not a parameter of the pack spend — its parameters: key_spend"],
        ),
        (["key_spend=12m", "--source", "us"], ["key_spend=12m: 12m is not a number — write it as 9000000, "]),
        (["key_spend=1_000", "--source", "us"], ["key_spend=1_000: 1_000 is not a number"]),
        (["key_spend=999", "--source", "us"], ["key_spend=999: 999 is outside the range 1000 to 100000"]),
        (["key_spend", "--source", "us"], ["kam set: key_spend is not of the form PARAM=VALUE"]),
        (
            ["key_spend=1", "key_spend=2"],
            [
                "kam set: key_spend is given twice",
                '--source: the value has no source — write --source "who says so", or --source assumption when nobody '
                "vouches for it",
            ],
        ),
        (["key_spend=2000", "--source", " "], ["--source: the value has no source"]),
        (
            ["key_spend=2000", "--from", "soon", "--source", "us"],
            ["--from: soon is not a date — write it as 2026-01-31"],
        ),
    ],
)
def test_bad_wishes(kam, spend, arguments, problems):
    before = Path(spend).read_bytes()

    said = kam("set", spend, *arguments)

    assert said.status == 2
    assert all(found.startswith(problem) for found, problem in zip(said.problems, problems, strict=True)), said.err
    assert Path(spend).read_bytes() == before


def test_every_bad_wish_is_named(kam, spend):
    said = kam("set", spend, "key_spend=x", "kez_spend=1", "--source", "us")
    assert len(said.problems) == 2


def test_a_value_that_starts_later_cannot_be_corrected_today(kam, write):
    later = write("later.toml", packs.SPEND.replace('source = "made up"', 'source = "made up"\nfrom = 2999-01-01'))

    said = kam("set", later, "key_spend=12000", "--source", "us")

    assert said.status == 2
    assert "key_spend has no value today that could be corrected — say from when the new one holds: --from " in said.err


def test_weights_that_no_longer_add_up(kam, write):
    weights = packs.SPEND.replace("weight = 100", 'weight = "share"') + "\n[params.share]\nvalue = 100\nsource = 'us'\n"
    own = write("own.toml", weights)

    said = kam("set", own, "share=90", "--from", "2027-01-01", "--source", "us")

    assert said.status == 2
    assert "the weights add to 90, not to 100" in said.err
    assert own.read_text(encoding="utf-8") == weights


@pytest.mark.slow
def test_a_shipped_pack_is_copied_first(kam):
    said = kam("set", "key-account", "criteria_needed=3", "--source", "us")

    assert said.status == 2
    assert said.problems == [
        "key-account comes with kamengine or a plugin, and is not changed — "
        "copy it, and change the copy: kam convert key-account --to toml -o key-account-own.toml"
    ]
    assert kam("convert", "key-account", "--to", "toml", "-o", "key-account-own.toml").status == 0
    assert kam("set", "key-account-own.toml", "criteria_needed=3", "--source", "us").status == 0


def test_a_pack_with_problems_is_mended_first(kam, write):
    bad = write("bad.toml", packs.with_condition("spent > 1"))
    assert kam("set", bad, "x=1", "--source", "us").problems[0].startswith("bad.toml:10: tiers[1].when: unknown name")


def test_no_file(kam):
    problems = kam("set", "none.toml", "x=1", "--source", "us").problems
    assert problems == ["none.toml: there is no such file — a rule pack is expected; kam packs lists them"]


def test_a_text_must_be_one_of_the_choices(kam, write):
    home = '\n[params.home]\nchoices = ["east", "west"]\nvalue = "east"\nsource = "us"\n'
    own = write("own.toml", packs.SPEND + home)

    assert kam("set", own, "home=wets", "--source", "us").problems == [
        "home=wets: wets is not one of east, west — did you mean west?"
    ]
    assert kam("set", own, "home=west", "--source", "us").status == 0
