"""What to do about a problem, by the keys of the app where the command line would name an option."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kamengine.problems import Message, Problem, say

Here = Callable[[Mapping[str, object]], Message]
"""What the app says in the place of a remedy, by the arguments of that."""


def _always(message: Message) -> Here:
    """The same for all arguments."""
    return lambda _: message


_IDS: Mapping[str, Here] = {
    "name the column with --key COLUMN": _always(say("Enter on the column says that it is the account's id")),
    'name it with --key COLUMN; with --key "#" the row numbers are the ids': _always(
        say("Enter on the column says that it is the account's id; o can take the row numbers instead")
    ),
    'name it with --key COLUMN, such as --key "{header}"; with --key "#" the row numbers are the ids, which only '
    "holds as long as no row moves": lambda given: say(
        "Enter on a column, such as {header}, says that it is the account's id; o can take the row numbers instead, "
        "which only holds as long as no row moves",
        header=given["header"],
    ),
    "name one of the headers with --key COLUMN": _always(
        say("o names the column of the account's id, by one of the headers")
    ),
    "name a column with --key COLUMN, or replace all accounts with --mode replace": _always(
        say("Enter on a column says that it is the account's id; with o, mode replace, these become all the accounts")
    ),
    "--duplicate-ids first or last takes one row of each, quarantine none": _always(
        say("the options of the import, o, say which row of each is taken: the first, the last or none")
    ),
    "--unknown-accounts quarantine leaves such rows out, add makes the accounts": _always(
        say("o chooses whether such rows are left out, or the accounts are made")
    ),
    "--unknown-accounts keep takes such rows, add makes the accounts too": _always(
        say("o chooses whether such rows are taken, and the accounts made, too")
    ),
    "--mode merge keeps them": _always(say("the options of the import, o, keep them with mode merge")),
}
_COLUMNS: Mapping[str, Here] = {
    'say which is with --map "Header={field}"': lambda given: say(
        "Enter on the column that it is, then {field}", field=given["field"]
    ),
    'say which is, such as --map "{header}={field}"': lambda given: say(
        "Enter on the column that it is, such as {header}, then {field}", header=given["header"], field=given["field"]
    ),
    'say which with --map "{header}={field}"': lambda given: say(
        "Enter on the right column, such as {header}, then {field}", header=given["header"], field=given["field"]
    ),
    'say what they are with --map "Header=field", or take them as they are with --all-columns': _always(
        say("Enter on a column says what it is; A takes all columns as they are")
    ),
    'rename all but one, or leave them out, as with --map "Header#2="': _always(
        say("rename all but one, or leave them out: Enter on the column")
    ),
    'bring the amounts to {one}, or say that they are with --map "{header}="': lambda given: say(
        "bring the amounts to {one}, or leave the column {header} out: Enter on it",
        one=given["one"],
        header=given["header"],
    ),
}
_FILES: Mapping[str, Here] = {
    "say which is right, with one of {options}": _always(say("o says in which order day and month stand")),
    "say which sign parts the fraction, with --decimal point or --decimal comma": _always(
        say("o says which sign parts the fraction, point or comma")
    ),
    "say which with --encoding, such as --encoding {encoding}": lambda given: say(
        "o names the encoding, such as {encoding}", encoding=given["encoding"]
    ),
    "name its encoding with --encoding, or save it as UTF-8": _always(say("o names its encoding; or save it as UTF-8")),
    "write what was meant there, or name another encoding with --encoding": _always(
        say("write what was meant there, or name another encoding with o")
    ),
    "name one with --sheet": _always(say("o names one")),
    "name one with --sheet, or give its number": _always(say("o names one, or gives its number")),
    "name a sheet with --sheet, or check the file": _always(say("o names a sheet; or check the file")),
}
_PEOPLE: Mapping[str, Here] = {
    "kam team lists who there is; kam team add NAME": _always(
        say("p on Today and on Plans lists who there is, and adds to the team whom you type")
    )
}
IN_THE_APP: Mapping[str, Here] = {**_IDS, **_COLUMNS, **_FILES, **_PEOPLE}
"""By the template of what the command line says: what the app has for it."""


def remedy_here(remedy: Message) -> Message:
    """The same remedy by the keys of the app; the remedy itself where the app has none for it."""
    here = IN_THE_APP.get(remedy.template)
    return remedy if here is None else here(remedy.arguments)


def problem_here(problem: Problem) -> Problem:
    """The same problem with its remedy by the keys of the app, at no option of the command line."""
    key = problem.place.key or ""
    is_option = key.startswith("--") and " " not in key
    place = replace(problem.place, key=None) if is_option else problem.place
    return replace(problem, place=place, remedy=None if problem.remedy is None else remedy_here(problem.remedy))
