"""What to do about a problem, by the keys of the app where the command line would name an option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kamengine.problems import Message, Problem, say

MAPPING = (
    (
        say("name the column with --key COLUMN"),
        say("Enter on the column says that it is the account's id"),
    ),
    (
        say('name it with --key COLUMN; with --key "#" the row numbers are the ids'),
        say("Enter on the column says that it is the account's id; o can take the row numbers instead"),
    ),
    (
        say(
            'name it with --key COLUMN, such as --key "{header}"; with --key "#" the row numbers are the ids, which '
            "only holds as long as no row moves"
        ),
        say(
            "Enter on a column, such as {header}, says that it is the account's id; o can take the row numbers "
            "instead, which only holds as long as no row moves"
        ),
    ),
    (
        say("name one of the headers with --key COLUMN"),
        say("o names the column of the account's id, by one of the headers"),
    ),
    (
        say("name a column with --key COLUMN, or replace all accounts with --mode replace"),
        say("Enter on a column says that it is the account's id; with o, mode replace, these become all the accounts"),
    ),
    (
        say('say which is with --map "Header={field}"'),
        say("Enter on the column that it is, then {field}"),
    ),
    (
        say('say which is, such as --map "{header}={field}"'),
        say("Enter on the column that it is, such as {header}, then {field}"),
    ),
    (
        say('say which with --map "{header}={field}"'),
        say("Enter on the right column, such as {header}, then {field}"),
    ),
    (
        say('say what they are with --map "Header=field", or take them as they are with --all-columns'),
        say("Enter on a column says what it is; A takes all columns as they are"),
    ),
    (
        say('rename all but one, or leave them out, as with --map "Header#2="'),
        say("rename all but one, or leave them out: Enter on the column"),
    ),
    (
        say('bring the amounts to {one}, or say that they are with --map "{header}="'),
        say("bring the amounts to {one}, or leave the column {header} out: Enter on it"),
    ),
    (
        say("--duplicate-ids first or last takes one row of each, quarantine none"),
        say("the options of the import, o, say which row of each is taken: the first, the last or none"),
    ),
    (
        say("--mode merge keeps them"),
        say("the options of the import, o, keep them with mode merge"),
    ),
    (
        say("say which is right, with one of {options}"),
        say("o says in which order day and month stand"),
    ),
    (
        say("say which sign parts the fraction, with --decimal point or --decimal comma"),
        say("o says which sign parts the fraction, point or comma"),
    ),
    (
        say("say which with --encoding, such as --encoding {encoding}"),
        say("o names the encoding, such as {encoding}"),
    ),
    (
        say("name its encoding with --encoding, or save it as UTF-8"),
        say("o names its encoding; or save it as UTF-8"),
    ),
    (
        say("write what was meant there, or name another encoding with --encoding"),
        say("write what was meant there, or name another encoding with o"),
    ),
    (say("name one with --sheet"), say("o names one")),
    (say("name one with --sheet, or give its number"), say("o names one, or gives its number")),
    (say("name a sheet with --sheet, or check the file"), say("o names a sheet; or check the file")),
)
"""Of files on their way in: what the command line says, and what the screen of their columns has for it."""

PEOPLE = (
    (
        say("kam team lists who there is; kam team add NAME"),
        say("p on Today and on Plans lists who there is; outside the app, kam team add NAME adds somebody"),
    ),
)
"""Of people: what the command line says, and what the app has for it."""

_HERE: Mapping[str, Message] = {there.template: here for there, here in (*MAPPING, *PEOPLE)}


def remedy_here(remedy: Message) -> Message:
    """The same remedy by the keys of the app; the remedy itself where the app has none for it."""
    here = _HERE.get(remedy.template)
    return remedy if here is None else replace(here, arguments=remedy.arguments)


def problem_here(problem: Problem) -> Problem:
    """The same problem with its remedy by the keys of the app, at no option of the command line."""
    key = problem.place.key or ""
    is_option = key.startswith("--") and " " not in key
    place = replace(problem.place, key=None) if is_option else problem.place
    return replace(problem, place=place, remedy=None if problem.remedy is None else remedy_here(problem.remedy))
