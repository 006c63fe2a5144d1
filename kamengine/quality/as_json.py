"""The report as plain data for scripts."""

from __future__ import annotations

from typing import Any

from kamengine.language.json_values import json_value
from kamengine.problems import code_of
from kamengine.quality.model import (
    FailedPack,
    FieldQuality,
    LedgerQuality,
    PackQuality,
    Quality,
    Scopes,
    TierQuality,
    Worth,
)

Json = dict[str, Any]


def as_json(quality: Quality) -> Json:
    """What ``kam quality --json`` prints; every name is explained in ``docs/quality.md``.

    Numbers are numbers, dates ISO texts, shares between 0 and 1; what is unknown or does not apply is None.
    """
    groups = [
        {"ids": list(one.ids), "names": list(one.names), "accounts": one.count} for one in quality.near_duplicates
    ]
    return {
        "workspace": quality.name,
        "today": quality.today.isoformat(),
        "accounts": quality.accounts,
        "imported": quality.imported,
        "fields": [_field(field, quality.accounts) for field in quality.fields],
        "packs": [_pack(pack) for pack in quality.packs],
        "failed": [_failed(pack) for pack in quality.failed],
        "scopes": [_scopes(one) for one in quality.scopes],
        "ledgers": [_ledger(ledger, quality) for ledger in quality.ledgers],
        "near_duplicates": {"groups": quality.near_duplicate_groups, "examples": groups},
        "corrections": {state.replace(" ", "_"): n for state, n in quality.corrections.items()},
    }


def _field(field: FieldQuality, accounts: int) -> Json:
    return {
        "field": field.field,
        "type": field.kind,
        "known": field.known,
        "share": share(field.known, accounts),
        "asked": {
            "accounts": field.asked,
            "known": field.known_of_asked,
            "share": share(field.known_of_asked, field.asked),
        },
        "corrected": field.corrected,
        "imported": field.imported,
        "packs": list(field.packs),
    }


def _pack(pack: PackQuality) -> Json:
    checked = pack.run.checked
    return {
        "pack": checked.pack.id,
        "version": checked.pack.version,
        "as_of": pack.run.as_of.isoformat(),
        "in_scope": pack.in_scope,
        "scope_unknown": pack.scope_unknown,
        "value": checked.pack.value,
        "worth": _worth(pack.worth),
        "undecided": {"accounts": pack.undecided, **_worth(pack.undecided_worth)},
        "deciding": [
            {
                "fact": fact.name,
                "accounts": fact.accounts,
                "alone": fact.alone,
                "value": json_value(fact.value),
                "value_unknown": fact.value_unknown,
            }
            for fact in pack.deciding
        ],
        "tiers": [_tier(id, tier) for id, tier in pack.tiers.items()],
    }


def _worth(worth: Worth) -> Json:
    return {"value": json_value(worth.value), "value_unknown": worth.unknown}


def _tier(id: str | None, tier: TierQuality) -> Json:
    shares = {name: share(known, tier.accounts) for name, known in tier.known.items()}
    return {"tier": id, "accounts": tier.accounts, "known": dict(tier.known), "share": shares}


def _failed(pack: FailedPack) -> Json:
    problems = [{"code": code_of(problem.what), "message": problem.text()} for problem in pack.problems]
    return {"pack": pack.id, "problems": problems}


def _scopes(one: Scopes) -> Json:
    return {
        "packs": list(one.packs),
        "accounts": one.accounts,
        "scope_unknown": one.unknown,
        "examples": list(one.examples),
    }


def _ledger(ledger: LedgerQuality, quality: Quality) -> Json:
    return {
        "ledger": ledger.name,
        "rows": ledger.rows,
        "accounts": ledger.accounts,
        "share": share(ledger.accounts, quality.accounts),
        "of_no_account": ledger.of_no_account,
        "repeated": ledger.repeated,
        "columns": list(ledger.columns),
        "first": json_value(ledger.first),
        "last": json_value(ledger.last),
        "days_since_last": None if ledger.last is None else quality.age(ledger.last).days,
        "imported": ledger.imported,
        "imports": ledger.imports,
    }


def share(part: int, whole: int) -> float | None:
    """Which part of a whole; None of nothing."""
    return part / whole if whole else None
