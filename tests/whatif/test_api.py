"""What scripts call: files in, a run that stays, questions to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamengine.api import keep_files, load_pack
from kamengine.problems import KamError
from kamengine.whatif import fit, parse_goal, sweep, what_if
from tests.whatif.made import PACK

TIERS = '[[tiers]]\nid = "key"\nwhen = "spend >= line"\n[[tiers]]\nid = "others"\n'


@pytest.fixture
def files(tmp_path):
    (tmp_path / "lines.toml").write_text(PACK.format(head="", rest=TIERS), encoding="utf-8")
    (tmp_path / "accounts.csv").write_text("account_id,spend\nA1,150\nA2,90\nA3,80\n", encoding="utf-8")
    return tmp_path


def test_a_run_over_files_is_kept_and_asked_again_and_again(files):
    checked = load_pack(files / "lines.toml")
    kept = keep_files(checked, files / "accounts.csv", as_of=date(2026, 6, 30))
    assert kept.as_of_from == "given"
    assert what_if(kept.resident, {"line": Decimal(85)}).migration.moved == 1
    steps = sweep(kept.resident, "line", [Decimal(70), Decimal(100)])
    assert [step.counts.tiers["key"] for step in steps if step.counts] == [3, 1]
    assert fit(kept.resident, parse_goal(("tier=key", "count=2"))).value == 90
    assert what_if(kept.resident, {"line": Decimal(85)}).migration.moved == 1


def test_bad_files_and_values_are_refused_before_anything_is_kept(files):
    checked = load_pack(files / "lines.toml")
    with pytest.raises(KamError, match="line"):
        keep_files(checked, files / "accounts.csv", sets={"line": "2000"})
    with pytest.raises(KamError):
        keep_files(checked, files / "nothing.csv")
