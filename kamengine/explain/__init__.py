"""Why an account got its verdict: recorded once, then told as sentences, as a page of text or as data for scripts."""

from kamengine.explain.as_json import as_json
from kamengine.explain.model import (
    CriterionTrace,
    Explanation,
    Need,
    Outcome,
    PartTrace,
    TierTrace,
    Trace,
)
from kamengine.explain.record import explain
from kamengine.explain.sentences import Outline, Sentences
from kamengine.explain.text import render_text

__all__ = [
    "CriterionTrace",
    "Explanation",
    "Need",
    "Outcome",
    "Outline",
    "PartTrace",
    "Sentences",
    "TierTrace",
    "Trace",
    "as_json",
    "explain",
    "render_text",
]
