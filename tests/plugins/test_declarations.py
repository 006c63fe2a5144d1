"""What holds for every built-in industry: labels in both languages, and headers and values that mean one thing only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from importlib import import_module

import pytest

from kamengine import Field, load_pack
from kamengine.intake.headers.folding import fold_header, fold_value

INDUSTRIES = ("telecom", "distributor")


def tables(industry: str) -> dict[str, tuple[Field, ...]]:
    """The fields of the accounts (with the indicators that a file may bring) and the columns of each ledger."""
    plugin = import_module(f"kamengine_{industry}")
    accounts = (*plugin.kam_fields(), *load_pack(industry).ready_made_fields())
    return {"accounts": accounts, **{ledger.name: ledger.fields for ledger in plugin.kam_ledgers()}}


def shared(spellings: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Spellings that more than one owner claims, from pairs of spelling and owner."""
    owners: dict[str, set[str]] = defaultdict(set)
    for spelling, owner in spellings:
        owners[spelling].add(owner)
    return {spelling: names for spelling, names in owners.items() if len(names) > 1}


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_every_field_and_choice_has_labels_in_both_languages(industry):
    for fields in tables(industry).values():
        for field in fields:
            for label in (field.label, *(choice.label for choice in field.choices)):
                assert label.en and label.zh, field.name


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_header_means_one_field(industry):
    for fields in tables(industry).values():
        pairs = [(fold_header(text), field.name) for field in fields for text in (field.name, *field.aliases)]
        assert shared(pairs) == {}
        assert [pair for pair in pairs if not pair[0]] == []


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_label_is_a_header_too(industry):
    plugin = import_module(f"kamengine_{industry}")
    for field in (*plugin.kam_fields(), *(column for ledger in plugin.kam_ledgers() for column in ledger.fields)):
        if field.name != "account_id":
            assert {field.label.en, field.label.zh} <= set(field.aliases), field.name


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_a_value_means_one_choice(industry):
    for fields in tables(industry).values():
        for field in fields:
            pairs = [(fold_value(text), choice.id) for choice in field.choices for text in (choice.id, *choice.aliases)]
            assert shared(pairs) == {}, field.name


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_every_ledger_has_a_date_and_knows_the_headers_of_the_account(industry):
    for ledger in import_module(f"kamengine_{industry}").kam_ledgers():
        assert [field.kind for field in ledger.fields if field.name == ledger.date] == ["date"]
        assert "客户编号" in ledger.account_aliases and "Customer ID" in ledger.account_aliases


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_every_tier_has_its_service_pack(industry):
    playbooks = import_module(f"kamengine_{industry}").kam_playbooks()
    assert [(playbook.pack, playbook.tier) for playbook in playbooks if not playbook.criterion] == [
        (industry, tier.tier.id) for tier in load_pack(industry).tiers
    ]
