"""Sentences from kept results are those of the live explanation, to the letter, except where they leave parts out."""

from __future__ import annotations

import pytest

from kamengine.engine.run import Run
from kamengine.engine.selection import Results
from kamengine.engine.sql_text import identifier
from kamengine.explain.kept import KeptSentences
from kamengine.language.expressions import Type
from kamengine.locale import Language, Messages
from tests.explain.made import checked_pack, run_over
from tests.explain.test_sentences import CASES, run_of


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
        "Key: “Spends like a key account” is met and score 100 is at least 70 (Line of a key account) — met"
    )
    assert sentences.of_tier("A1", "standard") == "Standard"
    assert sentences.of_tier("A1", "key") == "Key"  # by somebody's word, not by the rules
    assert sentences.label_of_tier(None) == "no tier"
    assert not sentences.has("A2")


def test_values_are_read_from_their_canonical_text():
    sentences = kept(run_over(checked_pack({}), [{"spend": 5}]))
    told = [sentences.value_text(*pair) for pair in (("spend", "12000.5"), ("growth", "0.25"), ("products", "3"))]
    assert told == ["12,000.5 CNY/month", "25 %", "3"]
    assert sentences.value_text("contract_end", "2027-01-31") == "2027-01-31"
    assert sentences.value_text("spend", None) == "unknown"
    assert sentences.value_text("gone_since", "7") == "7"
