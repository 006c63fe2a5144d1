"""Telling plugins what has happened: after it is kept, each plugin by itself, and without an echo."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy

from kamengine import hookspecs
from kamengine.plugin_host.guard import Refusal, blaming, quiet
from kamengine.plugin_host.hooks import EVENTS, Hooked
from kamengine.problems import Message, say

_TELLING: ContextVar[bool] = ContextVar("telling", default=False)
"""Whether plugins are being told something: what they change then is not told again, or it would never end."""


def listeners(hook: str, plugins: Mapping[str, Hooked]) -> dict[str, Hooked]:
    """The plugins that want to be told of an event, by name."""
    if hook not in EVENTS:
        raise ValueError(f"{hook} is not an event")
    return {name: plugin for name, plugin in plugins.items() if hook in plugin.hooks}


def tell(hook: str, plugins: Mapping[str, Hooked], facts: Iterable[Mapping[str, object]]) -> tuple[Message, ...]:
    """Tell plugins what has happened, once for each set of facts; a plugin that fails is not told the rest.

    Args:
        hook: the event.
        plugins: by name; those that do not implement it are left out.
        facts: the arguments of the hook for each time that it happened.

    Returns:
        What went wrong, a message for each plugin that failed. Nothing when plugins are being told something already.

    Raises:
        KeyboardInterrupt: when the user interrupts a plugin; no other exception of a plugin gets out.
        ValueError: the hook is not an event, or takes other arguments.
    """
    asked = listeners(hook, plugins)
    if not asked or _TELLING.get():
        return ()
    events = list(facts)
    wanted = set(inspect.signature(getattr(hookspecs, hook)).parameters)
    if any(set(each) != wanted for each in events):
        raise ValueError(f"{hook} takes {', '.join(sorted(wanted))}")
    with _telling(), quiet():
        return tuple(failure for name, plugin in asked.items() for failure in _told(name, plugin, hook, events))


def _told(name: str, plugin: Hooked, hook: str, events: list[Mapping[str, object]]) -> Iterator[Message]:
    try:
        for facts in events:
            with blaming(
                lambda error: say("the plugin {plugin} failed in {hook}: {error}", plugin=name, hook=hook, error=error)
            ):
                plugin.tell(hook, deepcopy(dict(facts)))  # its own copy: what it does with it is nobody else's matter
    except Refusal as refusal:
        yield refusal.reason


@contextmanager
def _telling() -> Iterator[None]:
    token = _TELLING.set(True)
    try:
        yield
    finally:
        _TELLING.reset(token)
