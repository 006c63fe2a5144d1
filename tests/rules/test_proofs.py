"""What can be proved of the packs for any industry: nothing is wrong, and their tests notice every line that moves."""

from __future__ import annotations

import pytest

from kamengine import load_pack
from kamengine.proof import prove
from tests.rules.test_any_file import PACKS


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_is_proved_sound_and_its_tests_hold_every_line(pack):
    report = prove(load_pack(pack))

    assert [str(finding.what) for finding in report.findings] == []
    assert report.stopped == 0, "every question is answered by proof"
    assert report.coverage.noticed == report.coverage.moves > 0
