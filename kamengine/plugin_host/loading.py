"""Loads each candidate in a room of its own and settles who keeps a name that two of them want."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from kamengine.plugin_host.candidates import Candidate, find_candidates, places_of_plugins
from kamengine.plugin_host.guard import Refusal, blaming, quiet
from kamengine.plugin_host.hooks import EVENTS, Hooked
from kamengine.plugin_host.model import Contribution, PluginHost, PluginStatus
from kamengine.plugin_host.returns import elements
from kamengine.problems import Message, say


def load_plugins(
    *,
    enabled: bool = True,
    only: Collection[str] | None = None,
    extra: Mapping[str, object] = MappingProxyType({}),
    reserved_functions: Collection[str] = (),
) -> PluginHost:
    """Find every plugin and load it: built-in ones first, then installed ones by name, then `extra`.

    Args:
        enabled: False imports nothing; every candidate is then listed as ``"off"``.
        only: the names of those to load; the others are listed as ``"off"``. None loads all.
        extra: plugins given by the caller (modules or objects), by name.
        reserved_functions: names of the functions that the language has by itself.

    Returns:
        The host, which lists every candidate. A plugin that raises, exits, returns something wrong or takes a name that
        an earlier one has is listed as failed, gives nothing, and does not affect the others.

    Raises:
        KeyboardInterrupt: when the user interrupts a plugin; no other exception of a plugin gets out.
    """
    candidates = find_candidates(extra)
    if not enabled:
        return PluginHost(tuple(_status(each, "off") for each in candidates), MappingProxyType({}))
    loading = _Loading(reserved_functions)
    statuses = tuple(
        loading.load(candidate) if only is None or candidate.name in only else _status(candidate, "off")
        for candidate in candidates
    )
    return PluginHost(statuses, MappingProxyType(loading.contributions), MappingProxyType(loading.hooked))


def installed_plugins(
    *, enabled: bool = True, only: Collection[str] | None = None, reserved_functions: Collection[str] = ()
) -> PluginHost:
    """Like `load_plugins` without `extra`, but what loaded well is asked anew only after an installation or a removal.

    A module that was imported stays as it is while the process runs, so it would only say the same again.
    """
    names = None if only is None else frozenset(only)
    state = (places_of_plugins(), enabled, names, tuple(reserved_functions))
    host = _LOADED.get(state)
    if host is None:
        host = load_plugins(enabled=enabled, only=names, reserved_functions=reserved_functions)
        if not any(each.status == "failed" for each in host.statuses):
            while len(_LOADED) >= _MOST_KEPT:
                del _LOADED[next(iter(_LOADED))]
            _LOADED[state] = host
    return host


_MOST_KEPT = 4
_LOADED: dict[object, PluginHost] = {}


class _Loading:
    """What is loaded so far, and which names are taken."""

    def __init__(self, reserved_functions: Iterable[str]) -> None:
        self.contributions: dict[str, Contribution] = {}
        self.hooked: dict[str, Hooked] = {}
        self._origins: dict[str, str] = {}
        self._reserved = frozenset(name.casefold() for name in reserved_functions)
        self._functions: dict[str, str] = {}
        self._packs: dict[str, str] = {}

    def load(self, candidate: Candidate) -> PluginStatus:
        """Load one candidate; its contribution is kept only when everything of it is right."""
        hooks: tuple[str, ...] = ()
        with quiet():
            try:
                self._take_plugin_name(candidate)
                plugin = _import(candidate)
                hooked = Hooked(candidate.name, plugin)
                hooks = hooked.hooks
                hooked.register()
                self._keep(_contribution(candidate.name, hooked))
                self.hooked[candidate.name] = hooked
            except Refusal as refusal:
                return _status(candidate, "failed", hooks, refusal.reason)
        return _status(candidate, "loaded", hooks)

    def _take_plugin_name(self, candidate: Candidate) -> None:
        first = self._origins.get(candidate.name)
        if first is not None:
            raise Refusal(
                say(
                    "the plugin {plugin} is offered by {first} and by {second}; only the one of {first} counts",
                    plugin=candidate.name,
                    first=first,
                    second=candidate.source,
                )
            )
        self._origins[candidate.name] = candidate.source

    def _keep(self, contribution: Contribution) -> None:
        plugin = contribution.plugin
        functions = {name.casefold(): name for name in contribution.functions}
        packs = {pack.name.casefold(): pack.name for pack in contribution.packs}
        for clash in (*self._function_clashes(plugin, functions), *self._pack_clashes(plugin, packs)):
            raise Refusal(clash)
        self._functions.update(dict.fromkeys(functions, plugin))
        self._packs.update(dict.fromkeys(packs, plugin))
        self.contributions[plugin] = contribution

    def _function_clashes(self, plugin: str, functions: Mapping[str, str]) -> Iterator[Message]:
        for key, name in functions.items():
            if key in self._reserved:
                yield say(
                    "kam_functions: the function {function} of the plugin {plugin} is already built into kamengine",
                    function=name,
                    plugin=plugin,
                )
            elif key in self._functions:
                yield say(
                    "kam_functions: the plugins {first} and {second} both give the function {function}; "
                    "only the one of {first} counts",
                    first=self._functions[key],
                    second=plugin,
                    function=name,
                )

    def _pack_clashes(self, plugin: str, packs: Mapping[str, str]) -> Iterator[Message]:
        for key, name in packs.items():
            if key in self._packs:
                yield say(
                    "kam_packs: the plugins {first} and {second} both ship {file}; only the one of {first} counts",
                    first=self._packs[key],
                    second=plugin,
                    file=name,
                )


def _import(candidate: Candidate) -> object:
    with blaming(lambda error: say("on import of {target}: {error}", target=candidate.target, error=error)):
        return candidate.load()


def _contribution(plugin: str, hooked: Hooked) -> Contribution:
    """Everything that the plugin gives; raises Refusal when a hook fails or returns something wrong."""
    given = {hook: _asked(hooked, hook) for hook in hooked.hooks if hook not in EVENTS}
    return Contribution(
        plugin=plugin,
        fields=_by_name(given.get("kam_fields", ())),
        ledgers=_by_name(given.get("kam_ledgers", ())),
        functions=_by_name(given.get("kam_functions", ())),
        packs=given.get("kam_packs", ()),
        playbooks=given.get("kam_playbooks", ()),
        presets=given.get("kam_mappings", ()),
        panels=given.get("kam_panels", ()),
    )


def _asked(hooked: Hooked, hook: str) -> tuple[Any, ...]:
    with blaming(lambda error: say("in {hook}: {error}", hook=hook, error=error)):
        return elements(hook, hooked.call(hook))


def _by_name(elements: Iterable[Any]) -> Mapping[str, Any]:
    return MappingProxyType({element.name: element for element in elements})


def _status(
    candidate: Candidate,
    status: Literal["loaded", "failed", "off"],
    hooks: tuple[str, ...] = (),
    error: Message | None = None,
) -> PluginStatus:
    return PluginStatus(candidate.name, candidate.origin, candidate.version, hooks, status, error)
