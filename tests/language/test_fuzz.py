"""Whatever is written, the checker answers: with findings, or with an expression that DuckDB can evaluate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamengine.language.builtins import BUILTINS
from kamengine.language.check import check, check_condition
from kamengine.language.expressions import Name, names, walk
from kamengine.language.sql import SqlWriter
from kamengine.language.syntax import SIGNS, WORDS
from tests.language.made import BINDINGS, VOCABULARY, by_duckdb, by_reference

FACTS = {
    "vip": True,
    "people": 3,
    "size": 2.5,
    "spend": Decimal("0.3"),
    "city": "county",
    "region": "east",
    "joined": date(2024, 2, 29),
}
soup = st.sampled_from(
    [
        *(word.lower() for word in WORDS),
        *SIGNS,
        *"()=<>+-*/,;.%!'\"[]{}:?@#&|\\`",
        *VOCABULARY.symbols,
        *BUILTINS,
        *(
            "0",
            "1",
            "2.5",
            "1e3",
            "10_000",
            "1万",
            "''",
            "'east'",
            "'county'",
            "date '2024-02-29'",
            "as",
            "select",
            "(",
            ")",
        ),
        *("is null", "is not null", "between 1 and 2", "in (1, null)", "like 'a%'", "case when vip then 1 else 2 end"),
    ]
)
sensible = st.sampled_from(
    ["vip", "late", "size > 1", "spend >= 0.3", "region like 'e%'", "city = 'county'", "score >= 80"]
)


@settings(max_examples=300)
@given(st.text(max_size=60))
@example("\0")
@example("\ud800")
@example("a\x00b > 1")
@example("'" * 3)
@example("date '0000-01-01' > joined")
@example("date '99999-01-01' > joined")
@example("date '2024-W01-1' > joined")
@example("date '20240131' > joined")
@example("date '2024-01-31T00:00' > joined")
@example("1e99 > size")
@example("in (1)")
@example("between 1 and 2")
@example("case")
@example("count(*)")
@example("vip.late")
@example("\N{BYTE ORDER MARK}vip")
@example("vip\u200b")
@example("v\u0131p")
def test_any_text_is_answered(text):
    _, findings = check_condition(text, VOCABULARY)

    assert all(str(finding.what) for finding in findings)


@settings(max_examples=300)
@given(st.lists(soup, min_size=1, max_size=12).map(" ".join) | st.lists(soup, min_size=1, max_size=8).map("".join))
def test_any_soup_of_words_is_answered_or_means_the_same_in_sql(text):
    expr, findings = check(text, VOCABULARY)
    if findings:
        return

    roles = {part.role for part in walk(expr) if isinstance(part, Name)}
    if roles & {"score", "criterion"} or "share_of_total" in text:
        SqlWriter(BINDINGS).value(expr).sql("duckdb")
    else:
        assert by_duckdb(expr, FACTS) == by_reference(expr, FACTS)


@settings(max_examples=300)
@given(st.lists(sensible, min_size=1, max_size=4).map(" and ".join), st.data())
def test_a_condition_with_a_slip_is_answered(text, data):
    at = data.draw(st.integers(0, len(text)))
    until = data.draw(st.integers(at, min(len(text), at + 3)))
    slip = data.draw(st.text(max_size=2) | soup)

    check_condition(text[:at] + slip + text[until:], VOCABULARY)


@given(
    st.lists(st.sampled_from(["(", "not ", "-", "case when ", "abs(", "vip and (", "1 + ("]), min_size=1, max_size=400)
)
def test_depth_is_answered(openings):
    check("".join(openings) + "vip" + ")" * 20, VOCABULARY)


@settings(max_examples=200)
@given(st.lists(soup, min_size=1, max_size=8).map(" ".join))
def test_a_sound_expression_names_only_what_it_was_given(text):
    expr, findings = check(text, VOCABULARY)

    assert findings or set(names(expr)) <= set(VOCABULARY.symbols)
