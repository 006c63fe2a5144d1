"""Which hooks a plugin implements, whether it does so rightly, and calling them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import Parameter

from pluggy import PluginManager

from kamengine import hookspecs
from kamengine.plugin_host.guard import Refusal, blaming
from kamengine.problems import Message, did_you_mean, say

HOOKS = tuple(sorted(name for name in vars(hookspecs) if name.startswith("kam_")))
EVENTS = tuple(name for name in HOOKS if inspect.signature(getattr(hookspecs, name)).parameters)
"""Hooks that tell a plugin what has happened; the others ask it for something, when it is loaded."""


@dataclass(frozen=True)
class Implementation:
    """A marked function of a plugin: the hook that it is meant for and how it is marked."""

    hook: str
    attribute: str
    wrapper: bool
    optional: bool


class Hooked:
    """One plugin in a manager of its own.

    Plugins do not share a manager, because a shared one compares and hashes the plugins with each other, and a
    stranger's ``__eq__`` would then fail somebody else.
    """

    def __init__(self, name: str, plugin: object) -> None:
        """Look at what the plugin implements; nothing of it is called.

        Raises:
            Refusal: when looking at the plugin fails.
        """
        self._name, self._plugin = name, plugin
        self._manager = PluginManager(hookspecs.PROJECT)
        self._manager.add_hookspecs(hookspecs)
        with blaming(lambda error: say("while its hooks were looked up: {error}", error=error)):
            self._implementations = tuple(_implementations(self._manager, plugin))

    @property
    def hooks(self) -> tuple[str, ...]:
        """The names of the hooks that exist and that the plugin implements, in alphabetical order."""
        return tuple(sorted({each.hook for each in self._implementations if each.hook in HOOKS}))

    def register(self) -> None:
        """Check every implementation against the hook that it is meant for, and register the plugin.

        Raises:
            Refusal: for the first mistake found.
        """
        with blaming(lambda error: say("while its hooks were registered: {error}", error=error)):
            for mistake in _mistakes(self._plugin, self._implementations):
                raise Refusal(mistake)
            self._manager.register(self._plugin, self._name)
            self._manager.check_pending()

    def call(self, hook: str) -> list[object]:
        """What the plugin's implementations of a hook return, one each: as a rule, one.

        Raises:
            BaseException: whatever the plugin raises.
        """
        caller = getattr(self._manager.hook, hook)
        returned: list[object] = caller()
        left_out = len(caller.get_hookimpls()) - len(returned)  # pluggy drops None in silence
        return returned + [None] * left_out

    def tell(self, event: str, facts: Mapping[str, object]) -> None:
        """Call the plugin's implementations of an event; what they return counts for nothing.

        Raises:
            BaseException: whatever the plugin raises.
        """
        getattr(self._manager.hook, event)(**facts)


def _implementations(manager: PluginManager, plugin: object) -> Iterator[Implementation]:
    for attribute in dir(plugin):
        marks = manager.parse_hookimpl_opts(plugin, attribute)
        if marks is not None:
            yield Implementation(
                hook=marks.get("specname") or attribute,
                attribute=attribute,
                wrapper=bool(marks.get("wrapper") or marks.get("hookwrapper")),
                optional=bool(marks.get("optionalhook")),
            )


def _mistakes(plugin: object, implementations: tuple[Implementation, ...]) -> Iterator[Message]:
    marked = {each.attribute for each in implementations}
    for attribute in dir(plugin):
        if attribute in HOOKS and attribute not in marked and callable(getattr(plugin, attribute)):
            yield say("{hook} is not marked with @kamengine.hookimpl", hook=attribute)
    if not implementations:
        yield say("it implements no hook; the hooks are {hooks}", hooks=", ".join(HOOKS))
    for each in implementations:
        yield from _mistakes_of(plugin, each)


def _mistakes_of(plugin: object, implementation: Implementation) -> Iterator[Message]:
    hook = implementation.hook
    if hook not in HOOKS:
        if not implementation.optional:
            yield _unknown(hook)
    elif implementation.wrapper:
        yield say("{hook} is a wrapper; plugins are asked one by one, so there is nothing to wrap", hook=hook)
    elif surplus := _surplus_arguments(plugin, implementation):
        arguments = ", ".join(inspect.signature(getattr(hookspecs, hook)).parameters)
        yield say(
            "{hook} takes {surplus}, which the hook does not give; it is called as {hook}({arguments})",
            hook=hook,
            surplus=", ".join(surplus),
            arguments=arguments,
        )


def _unknown(hook: str) -> Message:
    near = did_you_mean(hook, HOOKS)
    if near is None:
        return say("there is no hook {hook}; the hooks are {hooks}", hook=hook, hooks=", ".join(HOOKS))
    return say("there is no hook {hook}; did you mean {name}?", hook=hook, **near.arguments)


def _surplus_arguments(plugin: object, implementation: Implementation) -> list[str]:
    """The arguments without a default that the implementation expects and the hook does not have."""
    known = inspect.signature(getattr(hookspecs, implementation.hook)).parameters
    expected = inspect.signature(getattr(plugin, implementation.attribute)).parameters.values()
    variable = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
    return [
        argument.name
        for argument in expected
        if argument.default is Parameter.empty and argument.kind not in variable and argument.name not in known
    ]
