"""The parser is sqlglot's own, and knows no name: what it cannot know is left for the checker to name."""

from __future__ import annotations

import pytest
from sqlglot import exp, generator, parser

import kamengine.engine.query  # noqa: F401 - whatever is derived from sqlglot's classes is loaded with it
from kamengine.language.syntax import parse


def _below(known):
    return [below for each in known.__subclasses__() for below in (each, *_below(each))]


@pytest.mark.parametrize("known", [parser.Parser, generator.Generator, exp.Expression])
def test_no_class_of_ours_is_derived_from_one_that_may_be_compiled(known):
    """`sqlglot[c]`, which others may have installed, makes instances of none that are."""
    assert not [each for each in _below(known) if not each.__module__.startswith("sqlglot")]


@pytest.mark.parametrize("name", ["date", "if", "any", "json", "left", "current_date", "客户", "months_between"])
def test_no_name_means_anything_to_it(name):
    column = parse(f"{name} = 1")
    assert isinstance(column, exp.EQ) and type(column.this) is exp.Column and column.this.name == name
    call = parse(f"{name}(spend, 1)")
    assert isinstance(call, exp.Anonymous) and call.name == name
    assert [argument.name for argument in call.expressions] == ["spend", "1"]
