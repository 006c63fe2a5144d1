"""A change of some knobs: who moves, what they are worth, and what stays as it is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamengine.engine.migration import OUT_OF_SCOPE
from kamengine.problems import KamError
from kamengine.whatif.step import what_if, write_movers
from tests.whatif.made import kept, pack, spends

TIERS = {"top": "spend >= 500", "key": "spend >= line", "others": None}


def test_movers_are_counted_with_what_they_are_worth():
    with kept(pack(TIERS), spends(600, "99.99", "80.10", 70, None)) as resident:
        found = what_if(resident, {"line": Decimal(80)})
    moved = found.migration
    assert (moved.accounts, moved.moved, moved.up, moved.down) == (5, 2, 2, 0)
    assert moved.matrix["others"] == {"top": 0, "key": 2, "others": 2}
    assert moved.value_moved == Decimal("180.09")
    assert (found.before.tiers["key"], found.after.tiers["key"]) == (0, 2)
    assert [(one.knob.name, one.knob.value, one.value) for one in found.moved] == [("line", 100, 80)]


def test_the_same_values_move_nobody():
    with kept(pack(TIERS), spends(600, 100)) as resident:
        found = what_if(resident, {"line": "100"})
    assert not found.moved and not found.migration.moved and found.before == found.after


def test_an_account_that_is_decided_now_has_not_moved_when_its_tier_is_the_same():
    checked = pack({"key": "spend >= line or size > 5", "others": None})
    with kept(checked, [{"spend": Decimal(90), "size": None}, {"spend": None, "size": 1.0}]) as resident:
        found = what_if(resident, {"line": "50"})
    assert (found.before.undecided, found.after.undecided) == (2, 1)
    assert found.migration.moved == 1


def test_a_line_in_the_scope_lets_accounts_in_and_out():
    checked = pack({"key": "spend >= 500", "others": None}, head='scope = "spend >= line"')
    with kept(checked, spends(50, 150, 600, None)) as resident:
        found = what_if(resident, {"line": "200"})
        wider = what_if(resident, {"line": "10"})
    assert found.migration.matrix["others"] == {"key": 0, "others": 0, OUT_OF_SCOPE: 1}
    assert (found.migration.moved, found.migration.up, found.migration.down) == (1, 0, 0)
    assert (found.before.in_scope, found.after.in_scope) == (2, 1)
    assert wider.migration.matrix[OUT_OF_SCOPE] == {"key": 0, "others": 1, OUT_OF_SCOPE: 0}
    assert wider.migration.value_moved == 50


def test_an_account_that_would_be_in_two_tiers_is_refused():
    checked = pack({"key": "spend >= line", "small": "spend < 100"}, head='hit = "unique"')
    with kept(checked, spends(50, 150)) as resident, pytest.raises(KamError, match="1 accounts certainly meet two"):
        what_if(resident, {"line": "20"})


def test_a_share_of_the_whole_changes_for_everybody():
    rest = "[indicators.share]\nvalue = 'share_of_total(case when spend >= line then spend else 0 end)'\ndecimals = 4\n"
    with kept(pack({"key": "share >= 0.5", "others": None}, rest), spends(100, 100, 300)) as resident:
        found = what_if(resident, {"line": "200"})
        assert (found.before.tiers["key"], found.after.tiers["key"]) == (1, 1)
        found = what_if(resident, {"line": "0", "other": "7"})
    assert found.migration.moved == 0


def test_a_row_per_mover_is_written_in_the_order_of_accounts(tmp_path):
    checked = pack({"key": "spend >= line", "others": None})
    accounts = [{"name": name, "spend": Decimal(spend)} for name, spend in (("=1+1", 60), ("乙", 70), ("丙", 5))]
    with kept(checked, accounts) as resident:
        write_movers(what_if(resident, {"line": "60"}), tmp_path / "movers.csv")
    lines = (tmp_path / "movers.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "account_id,name,from,to,from_possible,to_possible,value"
    assert lines[1:] == [
        "A000,=1+1,others,key,others,key,60.000000",
        "A001,乙,others,key,others,key,70.000000",
    ]
