"""Looking a pack over in a process of its own."""

from __future__ import annotations

import threading

import pytest

from kamengine.api.packs.checking import Asked, Checking
from kamengine.problems import KamError
from kamengine.proof import Finding

PACK = """\
[pack]
id = "small"
version = "1"
[fields.spend]
type = "money"
[criteria.big]
when = "spend >= 100"
[criteria.never]
when = "spend > 5 and spend < 4"
[[tiers]]
id = "key"
when = "big"
[[tiers]]
id = "others"
[[tests]]
name = "at the line"
given = { spend = 100 }
expect = { tier = "key" }
[[tests]]
name = "wrong"
given = { spend = 99 }
expect = { tier = "key" }
"""


def asked(content: str = PACK, **how: bool) -> Asked:
    return Asked("small", "small.toml", content.encode(), (), **how)


def test_proofs_and_tests_come_back_as_they_were_found():
    found = Checking().check(asked())
    assert found is not None and found.failing == ("wrong",)
    assert found.report is not None
    never = [
        one for one in found.report.findings if isinstance(one, Finding) and one.place.key == "criteria.never.when"
    ]
    assert never and never[0].place.line == 9 and never[0].proof == "proved"


@pytest.mark.slow
def test_without_proofs_only_the_tests_are_run_and_a_pack_that_is_not_sound_has_neither():
    apart = Checking()
    found, unsound = apart.check(asked(proofs=False)), apart.check(asked("[pack]"))
    assert found is not None and found.report is None and found.failing == ("wrong",)
    assert unsound is not None and unsound.failing == ()


@pytest.mark.slow
def test_it_can_be_stopped_and_used_again():
    apart = Checking()
    answers: list[object] = []
    waiting = threading.Thread(target=lambda: answers.append(apart.check(asked())))
    waiting.start()
    while waiting.is_alive():
        apart.stop()
        waiting.join(0.01)
    assert answers == [None]
    assert apart.check(asked(proofs=False)) is not None


def test_why_the_process_came_to_grief_is_said(monkeypatch, tmp_path):
    (tmp_path / "kamengine").mkdir()
    (tmp_path / "kamengine" / "__init__.py").write_text("raise SystemExit('no such luck')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(KamError, match=r"could not be looked over: .*luck.* kam check small.toml"):
        Checking().check(asked())
