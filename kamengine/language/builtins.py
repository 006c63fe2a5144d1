"""The functions that are always there: one table that checking, SQL, evaluation, sentences and documentation share."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from kamengine.declarations import Label
from kamengine.language import meanings
from kamengine.language.expressions import BOOL
from kamengine.language.functions import ANYTHING, ORDERED, QUANTITY, Function, Parameter
from kamengine.language.ledger_functions import LEDGER_FUNCTIONS
from kamengine.language.portfolio_functions import PORTFOLIO_FUNCTIONS
from kamengine.language.tables import lookup, lookup_sql
from kamengine.language.typing_rules import unify

_X = Parameter("x")
_XS = Parameter("x", repeated=True)

_ACCOUNT_FUNCTIONS: tuple[Function, ...] = (
    Function(
        "at_least",
        (Parameter("k", QUANTITY, constant=True), Parameter("condition", ("bool",), repeated=True)),
        lambda _: BOOL,
        meanings.at_least_sql,
        meanings.at_least,
        Label("at least {0} of: {rest}", "以下至少 {0} 项：{rest}"),
        Label(
            "k or more of the conditions are met; false once that is out of reach", "满足至少 k 个条件；已不可能时为假"
        ),
        unknown="own",
        numbers="as_is",
    ),
    Function(
        "coalesce",
        (Parameter("x", ANYTHING), Parameter("x", ANYTHING, repeated=True)),
        unify,
        lambda *xs: exp.Coalesce(this=xs[0], expressions=list(xs[1:])),
        lambda *xs: next((x for x in xs if x is not None), None),
        Label("{0}, or {rest} where that is unknown", "{0}（未知时取 {rest}）"),
        Label("the first argument that is known", "第一个已知的参数"),
        unknown="own",
        numbers="as_is",
    ),
    Function(
        "lookup",
        (Parameter("table", ("table",)), Parameter("key", ANYTHING, repeated=True)),
        lambda arguments: arguments[0],
        lookup_sql,
        lookup,
        Label("the value of {0} for {rest}", "{0} 中 {rest} 对应的值"),
        Label(
            "the value in a table of the pack, by its keys or the ranges they are in; unknown if no row has them",
            "规则包中查找表按键或所在区间查得的值；查不到则未知",
        ),
        unknown="own",
        numbers="compared",
    ),
    Function(
        "abs",
        (_X,),
        meanings.varying_type,
        lambda x: exp.Abs(this=x),
        abs,
        Label("the size of {0}", "{0} 的绝对值"),
        Label("the number without its sign", "绝对值"),
        unknown="native",
        numbers="as_is",
    ),
    Function(
        "least",
        (Parameter("x", ORDERED), Parameter("x", ORDERED, repeated=True)),
        meanings.varying_type,
        meanings.of_different(exp.Least),
        min,
        Label("the smallest of {all}", "{all} 中最小者"),
        Label("the smallest (or earliest) of the arguments", "参数中最小（或最早）的"),
        numbers="as_is",
    ),
    Function(
        "greatest",
        (Parameter("x", ORDERED), Parameter("x", ORDERED, repeated=True)),
        meanings.varying_type,
        meanings.of_different(exp.Greatest),
        max,
        Label("the largest of {all}", "{all} 中最大者"),
        Label("the largest (or latest) of the arguments", "参数中最大（或最晚）的"),
        numbers="as_is",
    ),
    Function(
        "round",
        (_X, Parameter("places", QUANTITY, optional=True, constant=True)),
        meanings.round_type,
        meanings.round_call_sql,
        meanings.round_number,
        Label("{0}, rounded", "{0}（取整）"),
        Label("rounded half away from zero to 0–10 places (default 0)", "四舍五入到 0–10 位小数（默认 0）"),
        unknown="native",
        numbers="as_is",
    ),
    Function(
        "days_between",
        (Parameter("from", ("date",)), Parameter("to", ("date",))),
        "integer",
        lambda a, b: exp.DateDiff(this=b, expression=a, unit=exp.var("DAY")),
        meanings.days_between,
        Label("days from {0} to {1}", "{0} 到 {1} 的天数"),
        Label("days from the first date to the second", "从前一日期到后一日期的天数"),
        unit="day",
        unknown="native",
    ),
    Function(
        "months_between",
        (Parameter("from", ("date",)), Parameter("to", ("date",))),
        "integer",
        meanings.months_between_sql,
        meanings.months_between,
        Label("months from {0} to {1}", "{0} 到 {1} 的月数"),
        Label("whole calendar months completed from the first date to the second", "两日期之间已满的整月数"),
        unit="month",
        unknown="native",
    ),
)

BUILTINS: Mapping[str, Function] = {
    function.name: function for function in (*_ACCOUNT_FUNCTIONS, *PORTFOLIO_FUNCTIONS, *LEDGER_FUNCTIONS)
}
"""Every built-in function by name."""
