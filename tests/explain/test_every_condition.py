"""Whatever a pack says, it can be explained in both languages, harmlessly; and what is open has a reason.

The default run tries a share of the packs, the same every time; the slow run tries many more, drawn anew.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from kamengine.engine.database import scratch
from kamengine.engine.made_up import made_up
from kamengine.engine.run import classify
from kamengine.explain import Explanation, Outline, Sentences, as_json, explain, render_text
from kamengine.locale import Messages
from kamengine.problems import KamError
from tests.engine.packs import Case, cases
from tests.examples import holds_for

LANGUAGES = [Messages.of("en"), Messages.of("zh")]
ENDINGS = {
    "en": {"met": " — met", "not met": " — not met", "unknown": " — unknown"},
    "zh": {"met": "——满足", "not met": "——不满足", "unknown": "——未知"},
}


def explanations(case: Case) -> list[Explanation]:
    """The explanations of the accounts in scope; none where an account is certain to be in two tiers."""
    checked, as_of, portfolio = case.parts
    with scratch() as connection:
        try:
            run = classify(checked, made_up(connection, checked, portfolio.accounts, portfolio.ledgers), as_of)
        except KamError:
            return []
        found = [explain(run, account["account_id"]) for account in portfolio.accounts]
    return [explanation for explanation in found if explanation is not None]


def lines(outline: Outline) -> list[str]:
    return [outline.text, *(line for below in outline.below for line in lines(below))]


LARGE = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
)


@holds_for(cases(), few=5, many=70, like=LARGE)
def test_every_verdict_can_be_explained(case: Case) -> None:
    """Every account has harmless words in both languages, and needs facts exactly when a better tier is open."""
    for explanation in explanations(case):
        for messages in LANGUAGES:
            demand_harmless_words(explanation, messages)
        undecided = explanation.tier is None or explanation.tier != explanation.tier_possible
        open_tiers = [tier for tier in explanation.tiers if tier.outcome == "unknown"]
        assert bool(explanation.needs) == (undecided and bool(open_tiers))
        assert len({(need.name, need.role) for need in explanation.needs}) == len(explanation.needs)


def demand_harmless_words(explanation: Explanation, messages: Messages) -> None:
    """Each criterion is a printable sentence that ends with its outcome, and the page has printable lines."""
    sentences = Sentences.of(explanation, messages)
    for criterion in explanation.criteria:
        said = sentences.sentence(criterion.trace)
        assert said.isprintable() and "\ue000" not in said
        assert said.endswith(ENDINGS[messages.language][criterion.outcome])
        assert all(line and line.isprintable() for line in lines(sentences.outline(criterion.trace)))
    assert all(line.isprintable() for line in render_text(explanation, messages).splitlines())
    assert len(as_json(explanation, messages)["criteria"]) == len(explanation.criteria)
