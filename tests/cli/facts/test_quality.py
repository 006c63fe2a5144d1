"""``kam quality``: the report on the data of a workspace, as a page of 80 columns and as JSON."""

from __future__ import annotations

import re

import pytest

from kamengine.locale.display import width
from tests.quality.made import ABROAD, SPEND, workspace_with

FIELDS = """\
Fields known of every account that a pack asks them of: 1 of 4

Field           Name    Known  of   Share  Packs
--------------  ------  -----  --  ------  -------------
Yearly revenue  yearly      3   5  60.0 %  spend
Staff           staff       4   6  66.7 %  abroad, spend
City            city        5   6  83.3 %  abroad, spend
"""
PACKS_AND_DOUBTS = """\
bills: rows of accounts that are not there: 1
bills: rows that stand there once more, alike in account_id, amount, date: 2

Abroad, as of 2026-06-30
  Accounts in scope: 2
  Unknown whether in scope: 2
  Undecided: 0 (0.0 %)

Share of the accounts of which a fact is known, by certain tier:

Fact     all     all
----  ------  ------
city  50.0 %  50.0 %

Spend, as of 2026-06-30
  Accounts in scope: 4
  Unknown whether in scope: 1
  Undecided: 2 (50.0 %)
  Yearly revenue of the undecided: 200 CNY/year (16.7 % of all in scope)
    and unknown of 1 of them

               Accounts                               of which
Missing fact  undecided  by it alone  Yearly revenue   unknown
------------  ---------  -----------  --------------  --------
Staff                 2            1             200         1
Billed                1            0               0         1

Share of the accounts of which a fact is known, by certain tier:

Fact       all      Key  Standard
------  ------  -------  --------
Staff   50.0 %  100.0 %    33.3 %
Billed  75.0 %  100.0 %    66.7 %

Packs that speak about an account
  abroad: 2 accounts; for 1 of them another pack may, too
  spend: 4 accounts; for 2 of them another pack may, too

Names that are nearly the same, under different ids: 1
  北京星河有限公司 (A), 北京星河集团 (B)
"""


@pytest.fixture
def acme(folder, monkeypatch):
    with workspace_with(folder / "acme", {"spend.toml": SPEND, "abroad.toml": ABROAD}):
        pass
    monkeypatch.chdir(folder / "acme")
    return folder / "acme"


def test_the_page(kam, acme):
    said = kam("quality", "--as-of", "2026-06-30")
    assert (said.status, said.err) == (0, "")
    assert re.match(r"Acme: 6 accounts, imported [-0-9]{10} \(today\)\n\n", said.out)
    assert FIELDS in said.out
    assert re.search(r"\nbills +7 +3 \(50\.0 %\)  2026-06-21 \([\d,]+ days ago\)  [-0-9]{10}\n", said.out)
    assert said.out.endswith(PACKS_AND_DOUBTS)


def test_json_and_one_pack(kam, acme):
    said = kam("quality", "--pack", "spend", "--as-of", "2026-06-30", "--json").json
    assert [(pack["pack"], pack["as_of"], pack["undecided"]["accounts"]) for pack in said["packs"]] == [
        ("spend", "2026-06-30", 2)
    ]


def test_a_pack_that_cannot_be_run_is_told_and_the_others_are_looked_at(kam, acme):
    (acme / "rules" / "broken.toml").write_text("[pack]\nid = 'broken'\n", encoding="utf-8")
    said = kam("quality")
    assert said.status == 0 and "Spend, as of" in said.out
    assert "broken cannot be run:\n  rules/broken.toml" in said.out


def test_the_page_in_chinese_fits_as_well(kam, acme):
    said = kam("quality", "--lang", "zh").out
    assert "大客户" in said and all(width(line) <= 80 for line in said.splitlines())


def test_hostile_names_stay_text(kam, folder, monkeypatch):
    accounts = "SELECT 'x[/]' || chr(27) || i AS account_id, 'evil' || chr(27) || '[2J' AS name FROM range(3) AS n (i)"
    with workspace_with(folder / "evil", {}, accounts, bills=None):
        pass
    monkeypatch.chdir(folder / "evil")
    said = kam("quality").out
    assert "\x1b" not in said and "evil␛[2J (x[/]␛0)" in said
