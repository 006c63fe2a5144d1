"""The reader's own keys: a TOML file that says which keys do what, in the place of the usual ones.

    [keys]
    sort = "o"
    "app.undo" = "ctrl+z,u"

The names on the left are those of `kamengine.tui.ground.keys.Key.action`; those on the right are as Textual calls
them, with commas between.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path

from textual.keys import Keys

from kamengine.problems import KamError, Message, Place, Problem, did_you_mean, say

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_NAMED = frozenset(key.value for key in Keys)


def read_keymap(file: Path, actions: Collection[str]) -> dict[str, str]:
    """The keys by what they do; empty when there is no file.

    Args:
        file: the key map.
        actions: everything that keys can do.

    Raises:
        KamError: with everything that is wrong with it.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise KamError.of(say("it cannot be read: {reason}", reason=str(error)[:200]), place=_at(file)) from error
    try:
        found = tomllib.loads(text).get("keys", {})
    except tomllib.TOMLDecodeError as error:
        raise KamError.of(say("this is no TOML: {reason}", reason=str(error)), place=_at(file)) from error
    if not isinstance(found, Mapping):
        raise KamError.of(say("keys must be a table"), say('write [keys] and below it lines such as sort = "o"'))
    problems = [problem for name, keys in found.items() if (problem := _wrong(file, name, keys, actions))]
    if problems:
        raise KamError(problems)
    return {name: ",".join(key.strip() for key in str(keys).split(",")) for name, keys in found.items()}


def caps_of(keys: str) -> str:
    """Keys as people know them: ``ctrl+z,u`` is ``Ctrl+Z u``."""
    return " ".join(_cap(key) for key in keys.split(","))


def _cap(key: str) -> str:
    *modifiers, last = key.split("+")
    if not modifiers and len(last) == 1:
        return last
    return "+".join([*(modifier.capitalize() for modifier in modifiers), last.capitalize()])


def _wrong(file: Path, name: str, keys: object, actions: Collection[str]) -> Problem | None:
    place = _at(file, f"keys.{name[:80]}")
    if name not in actions:
        return Problem(place, say("no key does this"), did_you_mean(name, sorted(actions)) or _known(actions))
    if not isinstance(keys, str) or not keys.strip():
        return Problem(place, say("the keys must be text"), say('such as "o", "ctrl+z" or "j,down"'))
    for key in keys.split(","):
        if not _is_key(key.strip()):
            return Problem(
                place,
                say("{key} is no key", key=key.strip()[:40] or "''"),
                say('such as "o", "ctrl+z" or "j,down"'),
            )
    return None


def _known(actions: Collection[str]) -> Message:
    return say("there are: {names}", names=sorted(actions))


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+")
    return set(modifiers) <= _MODIFIERS and (len(last) == 1 or last in _NAMED or _is_character(last))


def _is_character(name: str) -> bool:
    """Whether it is the name of a character, such as ``question_mark``."""
    try:
        return bool(unicodedata.lookup(name.replace("_", " ").upper()))
    except KeyError:
        return False


def _at(file: Path, key: str | None = None) -> Place:
    return Place(str(file), key=key)
