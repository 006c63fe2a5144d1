"""How a comparison is said: where a fact stands to a line, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamengine.locale.display import plain
from kamengine.problems import Message, say

Said = Callable[[str, str], Message]
"""From subject and line to a clause."""

NEGATED: Mapping[str, str] = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
MIRRORED: Mapping[str, str] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

AMOUNTS: Mapping[tuple[str, bool], Said] = {
    (">=", True): lambda s, x: say("{subject} is at least {line}", subject=s, line=x),
    (">=", False): lambda s, x: say("{subject} is below {line}", subject=s, line=x),
    (">", True): lambda s, x: say("{subject} is more than {line}", subject=s, line=x),
    (">", False): lambda s, x: say("{subject} is not more than {line}", subject=s, line=x),
    ("<=", True): lambda s, x: say("{subject} is at most {line}", subject=s, line=x),
    ("<=", False): lambda s, x: say("{subject} is above {line}", subject=s, line=x),
    ("<", True): lambda s, x: say("{subject} is below {line}", subject=s, line=x),
    ("<", False): lambda s, x: say("{subject} is not below {line}", subject=s, line=x),
}
"""A number (with its name) beside a line, by operator and whether the comparison holds."""

DATES: Mapping[tuple[str, bool], Said] = {
    (">=", True): lambda s, x: say("{subject} is on or after {line}", subject=s, line=x),
    (">=", False): lambda s, x: say("{subject} is before {line}", subject=s, line=x),
    (">", True): lambda s, x: say("{subject} is after {line}", subject=s, line=x),
    (">", False): lambda s, x: say("{subject} is not after {line}", subject=s, line=x),
    ("<=", True): lambda s, x: say("{subject} is on or before {line}", subject=s, line=x),
    ("<=", False): lambda s, x: say("{subject} is after {line}", subject=s, line=x),
    ("<", True): lambda s, x: say("{subject} is before {line}", subject=s, line=x),
    ("<", False): lambda s, x: say("{subject} is not before {line}", subject=s, line=x),
}
"""The same for dates."""

OPEN_SCORE: Mapping[str, Said] = {
    ">=": lambda s, x: say("{subject} may reach {line}", subject=s, line=x),
    ">": lambda s, x: say("{subject} may exceed {line}", subject=s, line=x),
    "<=": lambda s, x: say("{subject} may stay at or below {line}", subject=s, line=x),
    "<": lambda s, x: say("{subject} may stay below {line}", subject=s, line=x),
    "=": lambda s, x: say("{subject} may be {line}", subject=s, line=x),
    "<>": lambda s, x: say("{subject} may differ from {line}", subject=s, line=x),
}
"""A score whose interval has the line inside it."""

WANTED: Mapping[str, Callable[[str], Message]] = {
    ">=": lambda x: say("at least {line}", line=x),
    ">": lambda x: say("more than {line}", line=x),
    "<=": lambda x: say("at most {line}", line=x),
    "<": lambda x: say("less than {line}", line=x),
    "=": lambda x: say("to be {line}", line=x),
    "<>": lambda x: say("anything but {line}", line=x),
}
"""What a number or a text has to be, said of an unknown one: "needs at least 10,000"."""

WANTED_DATES: Mapping[str, Callable[[str], Message]] = {
    ">=": lambda x: say("a date on or after {line}", line=x),
    ">": lambda x: say("a date after {line}", line=x),
    "<=": lambda x: say("a date on or before {line}", line=x),
    "<": lambda x: say("a date before {line}", line=x),
}
"""The same for dates."""


def equality(name: str, value: str, line: str, *, equal: bool, wanted: bool) -> Message:
    """Whether something is what it should be.

    Args:
        name: of the fact.
        value: that it has.
        line: what it is compared with; names the value when they are equal.
        equal: whether they are.
        wanted: whether they should be.
    """
    if not equal:
        return say("{name} is {value}, not {line}", name=name, value=value, line=line)
    if wanted:
        return say("{name} is {value}", name=name, value=line)
    return say("{name} is {value}, which is ruled out", name=name, value=line)


def like_words(pattern: str) -> Message:
    """What a pattern of ``like`` describes."""
    inner = pattern.strip("%")
    plain_text = "%" not in inner and "_" not in inner
    text = f"“{plain(inner, 60)}”"
    if not plain_text or not inner or pattern.count("%") > 2:
        return say("a text of the pattern {pattern}", pattern=f"“{plain(pattern, 60)}”")
    match pattern.startswith("%"), pattern.endswith("%"):
        case True, True:
            return say("a text with {text} in it", text=text)
        case True, False:
            return say("a text ending with {text}", text=text)
        case False, True:
            return say("a text starting with {text}", text=text)
    return say("the text {text}", text=text)
