"""What the app shows of rules, on the command line: ``kam rules``, ``kam curve``, ``kam whatif`` in a workspace."""

from __future__ import annotations

import json

import pytest

from kamengine.locale.display import width

PACK = """\
[pack]
id = "lines"
version = "3"
title = { en = "Lines", zh = "门槛" }
value = "spend"

[fields]
spend = { type = "money", unit = "CNY/month", label = { en = "Spend", zh = "消费" } }

[params.line]
label = { en = "Key line", zh = "大客户门槛" }
unit = "CNY/month"
range = [0, 1000]
value = 100
source = "assumption"

[criteria.big]
label = { en = "Big", zh = "大" }
when = "spend >= line"

[[tiers]]
id = "key"
label = { en = "Key", zh = "大客户" }
when = "big"

[[tiers]]
id = "others"
label = { en = "Others", zh = "其他" }
"""
ACCOUNTS = "account_id,name,spend\nA1,[x],50\nA2,two\tB,150\nA3,C,400\nA4,D,\n"


@pytest.fixture
def shop(kam, folder):
    """A workspace with one pack and four accounts."""
    assert kam("init", "shop").status == 0
    for pack in (folder / "shop" / "rules").glob("*.toml"):
        pack.unlink()
    (folder / "shop" / "rules" / "lines.toml").write_text(PACK, encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    assert kam("import", "-w", "shop", "accounts.csv").status == 0
    return lambda *line: kam(*line, "-w", "shop")


def test_the_packs_of_the_workspace_are_listed_sound_or_not(shop, folder):
    assert [(each["id"], each["sound"], each["tiers"]) for each in shop("rules", "--json").json] == [
        ("lines", True, ["key", "others"])
    ]
    (folder / "shop" / "rules" / "bad.toml").write_text(PACK.replace("spend >= line", "spnd >= line"), encoding="utf-8")
    said = shop("rules")
    assert said.status == 1 and said.out.splitlines()[3].split() == ["lines", "3", "Lines", "sound"]
    assert "bad.toml:" in said.out and "spnd" in said.out
    (bad, _) = shop("rules", "--json").json
    assert bad["sound"] is False and bad["problems"][0]["line"] == 19


def test_a_pack_is_said_in_words(shop):
    out = shop("rules", "lines").out
    assert "Lines, version 3" in out
    assert "Spend is at least 100 CNY/month (Key line)" in out
    assert "Everyone else" in out and "source: assumption" in out
    assert "来源：假定" in shop("rules", "lines", "--lang", "zh").out
    assert all(width(line) <= 80 for line in out.splitlines())


def test_a_pack_is_said_for_scripts_with_the_lines_of_its_file(shop):
    found = shop("rules", "lines", "--json").json
    sections = {section["id"]: section for section in found["sections"]}
    (big,) = sections["criteria"]["entries"]
    assert big["says"] == [{"text": "Spend is at least 100 CNY/month (Key line)", "below": []}]
    assert PACK.splitlines()[big["line"] - 1] == "[criteria.big]"


def test_a_pack_of_any_kind_is_said_outside_of_a_workspace(kam, write):
    write("lines.toml", PACK)
    assert "Key line" in kam("rules", "lines.toml").out
    assert kam("rules", "nobody").status == 2
    assert "no workspace" in kam("rules").err


def test_a_curve_has_bins_lines_and_shares(shop):
    found = shop("curve", "lines", "spend", "--json").json
    assert (found["known"], found["unknown"], found["least"], found["greatest"]) == (3, 1, 50, 400)
    assert sum(bin["accounts"] for bin in found["bins"]) == 3
    assert found["lines"] == [
        {"value": 100, "parameters": ["line"], "used_by": ["big"], "at_or_above": 2, "held": pytest.approx(550 / 600)}
    ]
    assert found["curve"][0] == [0, 0] and found["curve"][-1] == [1, 1]
    assert found["top_fifth"] == pytest.approx(400 / 600)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_curve_is_drawn_within_the_page(shop, language):
    out = shop("curve", "spend", "--lang", language).out
    assert all(width(line) <= 80 for line in out.splitlines()), "the only pack need not be named"
    assert "a 100 " in out and "█" in out and "91.7" in out


def test_a_curve_of_files(kam, write):
    write("lines.toml", PACK)
    write("accounts.csv", ACCOUNTS)
    assert kam("curve", "lines.toml", "accounts.csv", "spend", "--json").json["known"] == 3
    said = kam("curve", "lines.toml", "accounts.csv")
    assert said.status == 2 and "no indicator is named" in said.err and "spend" in said.err


def test_what_is_no_indicator_is_named(shop):
    said = shop("curve", "lines", "spned")
    assert said.status == 2 and "did you mean spend?" in said.err


def test_what_if_asks_the_accounts_of_the_workspace(shop, folder):
    found = shop("whatif", "lines", "--set", "line=200", "--json").json
    assert (found["moved"], found["down"], found["after"]["tiers"]) == (1, 1, {"key": 1, "others": 3})
    assert shop("whatif", "--set", "line=200", "--json").json == found, "the only pack need not be named"
    assert [step["moved"] for step in shop("whatif", "--sweep", "line=100:400:300", "--json").json] == [0, 1]
    assert shop("whatif", "--set", "line=200", "-o", "movers.csv").status == 0
    assert "A2" in (folder / "movers.csv").read_text(encoding="utf-8")


def test_of_several_packs_one_is_named(shop, folder):
    (folder / "shop" / "rules" / "second.toml").write_text(
        PACK.replace('id = "lines"', 'id = "second"'), encoding="utf-8"
    )
    said = shop("whatif", "--set", "line=200")
    assert said.status == 2 and "several packs: lines, second" in said.err
    assert json.loads(shop("whatif", "second", "--set", "line=200", "--json").out)["moved"] == 1
