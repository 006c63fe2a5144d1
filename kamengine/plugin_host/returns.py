"""Whether what a hook returned is what the hook promises.

Declarations are plain dataclasses and check nothing themselves; a text where a tuple of texts belongs would read as one
alias per letter. So everything is held against its annotations here, once, when the plugin is loaded.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cache
from importlib.resources.abc import Traversable
from itertools import islice
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from kamengine.declarations import Field, Ledger, Panel, Playbook, Preset
from kamengine.language.ends import end_mistakes
from kamengine.plugin_host.guard import Refusal, printable
from kamengine.problems import Message, say

if TYPE_CHECKING:
    from kamengine.language.functions import Function

MOST_ELEMENTS = 100_000  # more than any industry has; an endless generator ends here
PACK_SUFFIX = ".toml"
NUMBERS = ("integer", "number", "money", "ratio")
"""The kinds of fields whose values may have ends."""
ELEMENT_TYPES: Mapping[str, type] = {
    "kam_fields": Field,
    "kam_ledgers": Ledger,
    "kam_mappings": Preset,
    "kam_packs": Traversable,
    "kam_panels": Panel,
    "kam_playbooks": Playbook,
}
FUNCTION = "kamengine.language.functions.Function"
ELEMENT_NAMES = {hook: kind.__name__ for hook, kind in ELEMENT_TYPES.items()} | {"kam_functions": "Function"}


def elements(hook: str, returned: Iterable[object]) -> tuple[Any, ...]:
    """All that a hook gave, checked.

    Args:
        hook: one of the hooks.
        returned: what each implementation of it returned.

    Returns:
        The elements in the plugin's order, each of the type that the hook is annotated with, no two with one name.

    Raises:
        Refusal: for the first thing that is wrong.
        BaseException: whatever the plugin's generators raise.
    """
    found: tuple[Any, ...] = tuple(element for each in returned for element in _listed(hook, each))
    for number, element in enumerate(found, start=1):
        for mistake in _mistakes(hook, number, element):
            raise Refusal(mistake)
    if hook != "kam_playbooks":
        for name in _repeated(element.name for element in found):
            raise Refusal(say("{hook} gives {name} twice", hook=hook, name=name))
    return found


def _listed(hook: str, returned: object) -> tuple[object, ...]:
    """The elements of a list, tuple or generator; a set is refused because its order differs from run to run."""
    if not isinstance(returned, Iterable) or isinstance(returned, str | bytes | Mapping | Set):
        raise Refusal(
            say(
                "{hook} returned {value}; it must return a list of {wanted}",
                hook=hook,
                value=_shown(returned),
                wanted=ELEMENT_NAMES[hook],
            )
        )
    found = tuple(islice(returned, MOST_ELEMENTS + 1))
    if len(found) > MOST_ELEMENTS:
        raise Refusal(say("{hook} gives more than {most} elements", hook=hook, most=MOST_ELEMENTS))
    return found


def _mistakes(hook: str, number: int, element: object) -> Iterator[Message]:
    wanted = ELEMENT_TYPES.get(hook) or _function_type(element)
    if wanted is None or not isinstance(element, wanted):
        yield say(
            "{hook}: element {number} is {value}; it must be {wanted}",
            hook=hook,
            number=number,
            value=_shown(element),
            wanted=ELEMENT_NAMES[hook],
        )
        return
    for path, value, expected in _misfits(element, wanted):
        where = f"{_called(element, number)}{path}"
        yield say(
            "{hook}: {where} is {value}; it must be {wanted}",
            hook=hook,
            where=where,
            value=_shown(value),
            wanted=expected,
        )
        return  # the checks below rely on the types
    yield from FURTHER_MISTAKES[hook](hook, element)


def _function_type(element: object) -> type | None:
    """The class Function if this is one of its instances: the language is not imported just to ask."""
    bases = type(element).__mro__
    return next((base for base in bases if f"{base.__module__}.{base.__qualname__}" == FUNCTION), None)


def _misfits(value: object, hint: Any, path: str = "") -> Iterator[tuple[str, object, str]]:
    """Where a value departs from a type annotation: the path to the part, the part, and the type it must have."""
    if _test_of(hint)(value):
        return
    attributes, origin, inside = _taken_apart(hint)
    if attributes and isinstance(value, hint):
        for name, inner in attributes.items():
            yield from _misfits(getattr(value, name), inner, f"{path}.{name}")
    elif origin is tuple and isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _misfits(item, inside[0], f"{path}[{index}]")
    else:
        yield path, value, _type_text(hint)


@cache
def _test_of(hint: Any) -> Callable[[Any], bool]:
    """Whether a value is wholly of a type: made once a type, since plugins declare hundreds of values."""
    attributes, origin, inside = _taken_apart(hint)
    if attributes:
        parts = [(name, _test_of(inner)) for name, inner in attributes.items()]
        return lambda value: isinstance(value, hint) and all(test(getattr(value, name)) for name, test in parts)
    if origin is tuple:
        test_item = _test_of(inside[0])
        return lambda value: isinstance(value, tuple) and all(map(test_item, value))
    if origin is Literal:
        return lambda value: isinstance(value, str) and value in inside
    if origin in (Union, UnionType):
        tests = [_test_of(each) for each in inside]
        return lambda value: any(test(value) for test in tests)
    kind: type = origin or hint
    return lambda value: isinstance(value, kind)


@cache
def _taken_apart(hint: Any) -> tuple[Mapping[str, Any], Any, tuple[Any, ...]]:
    """The attributes of a dataclass with their types, none for another type; its origin and its arguments."""
    is_dataclass = isinstance(hint, type) and dataclasses.is_dataclass(hint)
    return get_type_hints(hint) if is_dataclass else {}, get_origin(hint), get_args(hint)


def _type_text(hint: Any) -> str:
    origin = get_origin(hint)
    if origin is Literal:
        return " | ".join(map(repr, get_args(hint)))
    if origin in (Union, UnionType):
        return " | ".join(map(_type_text, get_args(hint)))
    if origin is tuple:
        return f"tuple[{_type_text(get_args(hint)[0])}, ...]"
    kind: type = origin or hint
    return "None" if kind is NoneType else kind.__name__


def _field_mistakes(hook: str, field: Field, ledger: str = "") -> Iterator[Message]:
    where = f"{ledger}.{field.name}" if ledger else field.name
    yield from _name_mistakes(hook, field.name)
    for name in _repeated(choice.id for choice in field.choices):
        yield say("{hook}: {where} has {name} twice", hook=hook, where=where, name=name)
    for key, what, _ in end_mistakes(field.least, field.most, number=field.kind in NUMBERS):
        yield say("{hook}: {where}.{key}: {what}", hook=hook, where=where, key=key, what=what)


def _ledger_mistakes(hook: str, ledger: Ledger) -> Iterator[Message]:
    yield from _name_mistakes(hook, ledger.name)
    for column in ledger.fields:
        yield from _field_mistakes(hook, column, ledger.name)
    for name in _repeated(column.name for column in ledger.fields):
        yield say("{hook}: {where} has {name} twice", hook=hook, where=ledger.name, name=name)
    dates = [column.name for column in ledger.fields if column.kind == "date"]
    if ledger.date is not None and ledger.date not in dates:
        yield say(
            "{hook}: the ledger {ledger} has no field {date} of kind date; name another, or say date=None",
            hook=hook,
            ledger=ledger.name,
            date=ledger.date,
        )


def _function_mistakes(hook: str, function: Function) -> Iterator[Message]:
    yield from _name_mistakes(hook, function.name)
    if function.name != function.name.lower():
        yield say("{hook}: the function {name} must be named in lower case", hook=hook, name=function.name)


def _pack_mistakes(hook: str, pack: Traversable) -> Iterator[Message]:
    if not (pack.name.endswith(PACK_SUFFIX) and pack.is_file()):
        yield say("{hook}: {file} is not a {suffix} file", hook=hook, file=pack.name, suffix=PACK_SUFFIX)


def _playbook_mistakes(hook: str, playbook: Playbook) -> Iterator[Message]:
    return iter(())  # the types say everything; whether pack and tier exist is checked with the pack


def _panel_mistakes(hook: str, panel: Panel) -> Iterator[Message]:
    yield from _name_mistakes(hook, panel.name)
    if not (panel.title.en.strip() or panel.title.zh.strip()):
        yield say("{hook}: {where} has no title", hook=hook, where=printable(panel.name))


def _preset_mistakes(hook: str, preset: Preset) -> Iterator[Message]:
    where = printable(preset.name)
    for header, field in preset.headers.items():
        if not (isinstance(header, str) and isinstance(field, str)):
            pair = f"{_shown(header)}: {_shown(field)}"
            yield say("{hook}: {where} maps {pair}; both must be texts", hook=hook, where=where, pair=pair)
            return
    if not preset.signatures:
        yield say("{hook}: {where} has no signature, so no file would be recognised", hook=hook, where=where)
    if not all(any(header.strip() for header in signature) for signature in preset.signatures):
        yield say("{hook}: {where} has an empty signature, so every file would be recognised", hook=hook, where=where)
    for field in filter(None, preset.headers.values()):
        yield from _name_mistakes(hook, field)


FURTHER_MISTAKES: Mapping[str, Callable[[str, Any], Iterator[Message]]] = {
    "kam_fields": _field_mistakes,
    "kam_ledgers": _ledger_mistakes,
    "kam_mappings": _preset_mistakes,
    "kam_functions": _function_mistakes,
    "kam_packs": _pack_mistakes,
    "kam_panels": _panel_mistakes,
    "kam_playbooks": _playbook_mistakes,
}


def _name_mistakes(hook: str, name: str) -> Iterator[Message]:
    if not name.isidentifier():
        yield say(
            "{hook}: {name} is not a name that conditions can use: letters, digits and _ only",
            hook=hook,
            name=repr(name),
        )


def _repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once; case does not count, because it does not in the condition language."""
    given = list(names)
    times = Counter(name.casefold() for name in given)
    return [name for name in given if times[name.casefold()] > 1]


def _called(element: object, number: int) -> str:
    name = getattr(element, "name", None)
    kind = type(element).__name__
    return f"{kind} {printable(name)}" if isinstance(name, str) and name else f"{kind} {number}"


def _shown(value: object) -> str:
    """A short value as it is written, of any other the type: its repr is a stranger's code."""
    if value is None or type(value) in (str, bool, int, float):
        text = repr(value)
        return text if len(text) <= 60 else f"{text[:59]}…"
    return type(value).__name__
