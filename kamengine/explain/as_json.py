"""An explanation as plain data for scripts."""

from __future__ import annotations

from typing import Any

from kamengine.changes import Changes
from kamengine.explain.changes_json import changes_json
from kamengine.explain.left_out_words import left_out_json
from kamengine.explain.model import CriterionTrace, Explanation
from kamengine.explain.provenance import corrections_json
from kamengine.explain.sentences import Sentences
from kamengine.language.expressions import names
from kamengine.language.json_values import json_value
from kamengine.locale import Messages

Json = dict[str, Any]


def as_json(explanation: Explanation, messages: Messages, changes: Changes | None = None) -> Json:
    """What ``kam explain --json`` prints.

    Returns:
        ``account_id``, ``tier``, ``tier_possible``, ``score`` (its two ends, None without a scorecard), ``criteria``
        (``id``, ``outcome``, ``sentence`` in the reader's language, ``values`` that the condition names), ``parts``
        (``id``, ``points``, ``weight``, ``contribution``), ``needs``, the names of the facts that would decide,
        ``left_out``, of how many other accounts it is unknown what shares and ranks look at (``names``, ``accounts``),
        what `corrections_json` says of corrected facts and `changes_json` of what must change, where either was
        looked at. Numbers are numbers, dates ISO texts, unknown is None.
    """
    sentences = Sentences.of(explanation, messages)
    return {
        "account_id": explanation.account_id,
        "tier": explanation.tier,
        "tier_possible": explanation.tier_possible,
        "score": None if explanation.score is None else list(explanation.score),
        "criteria": [_criterion(explanation, criterion, sentences) for criterion in explanation.criteria],
        "parts": [
            {
                "id": part.id,
                "points": list(part.points),
                "weight": part.weight,
                "contribution": list(part.contribution),
            }
            for part in explanation.parts
        ],
        "needs": [need.name for need in explanation.needs],
        "left_out": left_out_json(explanation.left_out),
        **corrections_json(explanation),
        **(changes_json(changes) if changes is not None else {}),
    }


def _criterion(explanation: Explanation, criterion: CriterionTrace, sentences: Sentences) -> Json:
    used = names(criterion.trace.expr, "field", "indicator", "parameter", "criterion")
    return {
        "id": criterion.id,
        "outcome": criterion.outcome,
        "sentence": sentences.sentence(criterion.trace),
        "values": {name: json_value(explanation.values.get(name)) for name in used},
    }
