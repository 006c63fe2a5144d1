"""What is not ours comes through a query as it is, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlglot import exp

from kamengine.engine.database import scratch
from kamengine.engine.sql_text import identifier, literal, path_literal

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(texts, texts)
@example("it's \\' \n $$ -- /*", 'a "name" \\" \n $$ -- /*')
def test_texts_and_names_come_back(text, name):
    with scratch() as connection:
        found = connection.execute(f"SELECT {literal(text)} AS {identifier(name)}")
        assert ([column[0] for column in found.description], found.fetchall()) == ([name], [(text,)])


@given(st.text())
def test_they_are_written_as_in_the_queries_of_conditions(text):
    assert literal(text) == exp.Literal.string(text).sql("duckdb")
    assert identifier(text) == exp.column(text, quoted=True).sql("duckdb")


@pytest.mark.parametrize("name", ["it's.txt", "every[1].txt", "what?.txt", "all*.txt"])
def test_a_path_is_no_pattern(tmp_path, name):
    for other in (name, "every1.txt", "whatx.txt", "allx.txt"):
        (tmp_path / other).write_text(other)
    with scratch() as connection:
        found = connection.execute(f"SELECT content FROM read_text({path_literal(str(tmp_path / name))})").fetchall()
    assert found == [(name,)]
