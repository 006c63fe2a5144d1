"""Playbooks as a plan was made with them: kept as text, so that what they said stays readable when packs change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from kamengine.declarations import Label
from kamengine.pack.playbooks import CheckedPlaybook, CheckedPlaybooks, CheckedStep, Span
from kamengine.workspace.journal import to_json

_LABELS = ("what", "acceptance", "evidence")
_LISTS = ("consulted", "informed", "after")


def text_of(playbooks: CheckedPlaybooks) -> str:
    """The playbooks as text: equal playbooks are equal texts, wherever they were read from."""
    parts = {id: asdict(replace(playbook, origin="")) for id, playbook in playbooks.playbooks.items()}
    return to_json(json.loads(json.dumps(parts, default=str)))


def digest_of(text: str) -> str:
    """The name of a text: the SHA-256 of its bytes."""
    return sha256(text.encode()).hexdigest()


def playbooks_in(text: str) -> dict[str, CheckedPlaybook]:
    """The playbooks of a text, by id."""
    return {id: _playbook(values) for id, values in json.loads(text).items()}


def _playbook(values: Mapping[str, Any]) -> CheckedPlaybook:
    target = values["target"]
    return CheckedPlaybook(
        **{
            **values,
            "goal": Label(**values["goal"]),
            "target": None if target is None else Decimal(target),
            "steps": tuple(_step(step) for step in values["steps"]),
        }
    )


def _step(values: Mapping[str, Any]) -> CheckedStep:
    labels = {name: Label(**values[name]) for name in _LABELS}
    lists = {name: tuple(values[name]) for name in _LISTS}
    spans = {name: None if values[name] is None else Span(**values[name]) for name in ("due", "every")}
    return CheckedStep(**{**values, **labels, **lists, **spans, "effort": Decimal(values["effort"])})
