"""The report over the real telecom customers, whose gaps are known (see the README beside the data)."""

from __future__ import annotations

from pathlib import Path

from kamengine.cli import main
from kamengine.quality import as_json
from kamengine.workspace import Workspace
from tests.cli.packs import FOUR_TIERS
from tests.quality.test_report import report


def test_eleven_customers_have_no_total_and_no_tier_hangs_on_it(shared_data: Path, tmp_path: Path, capsys):
    folder = tmp_path / "telco"
    with Workspace.init(folder, name="Telco", language="en", packs={"four.toml": FOUR_TIERS.encode()}):
        pass
    assert main(["import", str(shared_data / "telco" / "Telco-Customer-Churn.csv"), "-w", str(folder)]) == 0
    capsys.readouterr()
    with Workspace.open(folder) as workspace:
        found = as_json(report(workspace))
    assert found["accounts"] == 7043
    known = {field["field"]: field["known"] for field in found["fields"]}
    assert (known["total_charges"], known["monthly_charges"], known["tenure"]) == (7032, 7043, 7043)
    (four,) = found["packs"]
    assert {tier["tier"]: tier["accounts"] for tier in four["tiers"]} == {
        "diamond": 443,
        "gold": 1440,
        "silver": 3433,
        "standard": 1727,
    }
    assert sum(tier["accounts"] - tier["known"]["total_charges"] for tier in four["tiers"]) == 11
    assert four["undecided"]["accounts"] == 0 and four["deciding"] == []
