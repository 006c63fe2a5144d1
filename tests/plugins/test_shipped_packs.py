"""What the shipped packs promise: lines that can be moved, sources that are named, and tests that pass."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from kamengine import load_pack
from kamengine.engine.pack_tests import run_tests
from tests.conftest import REPOSITORY

PACKS = tuple(sorted(path.stem for path in (REPOSITORY / "rules").glob("*.toml")))
SCORED = ("telecom", "distributor")
TESTED = [pytest.param(pack, marks=pytest.mark.slow) if pack == "distributor" else pack for pack in PACKS]
"""Most tests of distributors look at all accounts, and run one by one."""


def toml(pack: str) -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "rules" / f"{pack}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pack", TESTED)
def test_the_tests_inside_pass(pack):
    results = run_tests(load_pack(pack))
    assert len(results) >= 20
    assert [result for result in results if not result.passed] == []


@pytest.mark.parametrize("pack", PACKS)
def test_every_tier_and_criterion_is_tested(pack):
    content = toml(pack)
    expected = [test["expect"] for test in content["tests"]]
    assert {tier["id"] for tier in content["tiers"]} <= {expect.get("tier") for expect in expected}
    for name in content["criteria"]:
        outcomes = {expect.get("criteria", {}).get(name) for expect in expected}
        assert {True, False} <= outcomes, name


@pytest.mark.parametrize("pack", PACKS)
def test_every_line_has_a_label_in_both_languages_a_range_and_a_source(pack):
    for name, param in toml(pack)["params"].items():
        assert param["label"]["en"] and param["label"]["zh"], name
        for dated in param.get("values", [param]):
            if not isinstance(dated["value"], str):
                low, high = param["range"]
                assert low <= dated["value"] <= high, name
            assert dated["source"] == "assumption" or len(dated["source"]) > 20, name


@pytest.mark.parametrize("pack", SCORED)
def test_every_weight_is_a_parameter_and_they_add_to_100(pack):
    content = toml(pack)
    weights = [content["params"][part["weight"]]["value"] for part in content["score"]["parts"]]
    assert sum(weights) == 100


@pytest.mark.parametrize("pack", PACKS)
def test_no_condition_draws_a_line_of_its_own(pack):
    """A number in a criterion or tier, other than 0, would be a line that nobody can move."""
    content = toml(pack)
    conditions = [rule["when"] for rule in (*content["criteria"].values(), *content["tiers"]) if "when" in rule]
    assert [text for text in conditions if set(re.findall(r"[\d.]+", text)) - {"0"}] == []
