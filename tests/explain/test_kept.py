"""Sentences from kept results are those of the live explanation, to the letter, except where they leave parts out."""

from __future__ import annotations

import pytest

from kamengine.engine.results import Results
from kamengine.engine.run import Run
from kamengine.engine.sql_text import identifier
from kamengine.explain import explain
from kamengine.explain.kept import KeptSentences
from kamengine.language.expressions import Type
from kamengine.locale import Language, Messages
from tests.explain.made import checked_pack, run_over
from tests.explain.test_needs import CASES as NEEDS
from tests.explain.test_needs import KEY_IF, LIGHT_FIRST, RENORMALISED, ZERO
from tests.explain.test_sentences import CASES, run_of

ALONE = [case for case in NEEDS if "share_of_total" not in case[0]][::3]
"""What would decide an account, whatever others there are; every third case."""


def kept(run: Run, language: Language = "en") -> KeptSentences:
    """The sentences of a run as if it had been kept."""
    checked, connection = run.checked, run.snapshot.connection
    names = {row[0] for row in connection.execute("DESCRIBE accounts").fetchall()} - {"account_id"}
    types: dict[str, Type] = {name: checked.symbols[name].type for name in sorted(names & checked.symbols.keys())}
    return KeptSentences(
        Results(checked, run.bindings, connection, identifier(run.table), "accounts", types), Messages.of(language)
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sentence_is_that_of_the_live_explanation(language):
    told, wanted = [], []
    for group in dict.fromkeys(case.group for case in CASES):
        cases, run = run_of(group)
        sentences = kept(run, language)
        sentences.read(f"A{index}" for index in range(len(cases)))
        for index, case in enumerate(cases):
            told.append((case.line, sentences.of_criterion(f"A{index}", f"case{index}")))
            colon = "：" if language == "zh" else ": "
            wanted.append((case.line, f"case{index}{colon}{case.sentences[language]}"))
    assert told == wanted


def test_where_all_accounts_count_the_outcome_alone_is_said():
    run = run_over(checked_pack({"top": "share_of_total(spend) >= 0.6"}), [{"spend": 5}, {"spend": 15}, {}])
    sentences = kept(run)
    sentences.read(["A0", "A1", "A2"])
    assert [sentences.of_criterion(f"A{n}", "top") for n in range(3)] == ["top — not met", "top — met", "top — unknown"]


def test_a_tier_is_said_with_its_condition_if_it_is_the_computed_one():
    sentences = kept(run_over(checked_pack({}), [{"spend": 12000, "products": 4}, {"spend": 5, "products": 1}]))
    sentences.read(["A0", "A1"])
    assert sentences.of_tier("A0", "key") == (
        "Key: “Spends like a key account” is met and score 100.0 is at least 70 (Line of a key account) — met"
    )
    assert sentences.of_tier("A1", "standard") == "Standard"
    assert sentences.of_tier("A1", "key") == "Key"  # by somebody's word, not by the rules
    assert sentences.label_of_tier(None) == "no tier"
    assert not sentences.has("A2")


def test_a_tier_that_is_nothing_but_a_criterion_is_said_by_the_criterions_sentence():
    tiers = '[[tiers]]\nid = "key"\nlabel = "Key"\nwhen = "big_spender"\n[[tiers]]\nid = "standard"\n'
    sentences = kept(run_over(checked_pack({}, tiers=tiers), [{"spend": 12000}]))
    sentences.read(["A0"])
    assert sentences.of_tier("A0", "key") == f"Key: {sentences.of_criterion('A0', 'big_spender')}"


@pytest.mark.parametrize(("when", "facts", "expected"), ALONE, ids=[f"{when} | {facts}" for when, facts, _ in ALONE])
def test_the_facts_that_would_decide_are_those_of_the_live_explanation(when, facts, expected):
    run = run_over(checked_pack({}, tiers=KEY_IF.format(when=when)), [facts])
    sentences = kept(run)
    sentences.read(["A0"])
    live = explain(run, "A0")
    assert live is not None and [need.name for need in live.needs] == expected
    assert sentences.missing("A0") == [sentences.label(name) for name in expected]


@pytest.mark.parametrize("score", [RENORMALISED, ZERO, LIGHT_FIRST])
@pytest.mark.parametrize("facts", [{}, {"size": 1}, {"spend": 5}, {"spend": 5, "spend_before": 4, "size": 0}])
def test_so_they_are_where_the_score_decides(score, facts):
    run = run_over(checked_pack({}, tiers=KEY_IF.format(when="score >= 50"), score=score), [facts])
    sentences, live = kept(run), explain(run, "A0")
    sentences.read(["A0"])
    assert live is not None
    assert sentences.missing("A0") == [sentences.label(need.name) for need in live.needs]


def test_values_are_read_from_their_canonical_text():
    sentences = kept(run_over(checked_pack({}), [{"spend": 5}]))
    told = [sentences.value_text(*pair) for pair in (("spend", "12000.5"), ("growth", "0.25"), ("products", "3"))]
    assert told == ["12,000.5 CNY/month", "25 %", "3"]
    assert sentences.value_text("contract_end", "2027-01-31") == "2027-01-31"
    assert sentences.value_text("spend", None) == "unknown"
    assert sentences.value_text("gone_since", "7") == "7"
