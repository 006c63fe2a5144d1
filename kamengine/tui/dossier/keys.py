"""The keys of a dossier: those that work in every section, and which matter most in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kamengine.problems import Message, say
from kamengine.tui.actions.task_work import BLOCK_KEY, TASK_KEYS
from kamengine.tui.ground.keys import Key
from kamengine.tui.ground.opening import CONTACTS, FACTS, PLAN, TIMELINE, WHY
from kamengine.tui.screens.going import STEP_KEYS
from kamengine.tui.screens.searching import SEARCH_KEY

_GOING = (
    Key("escape,backspace", "Esc", "back", say("Back to where you came from"), say("back")),
    Key("n,right", "n", "turn(1)", say("Next account"), say("account"), together="p n"),
    Key("p,left", "p", "turn(-1)", say("Previous account")),
)
_SECTIONS = (
    Key("1", "1", "tab(1)", say("Why it has its tier")),
    Key("2", "2", "tab(2)", say("Plan: goals and tasks")),
    Key("3", "3", "tab(3)", say("Timeline: what happened")),
    Key("4", "4", "tab(4)", say("Contacts")),
    Key("5", "5", "tab(5)", say("Facts: what is known, and where it comes from")),
    Key("6", "6", "tab(6)", say("What a plugin says of it")),
    Key("7", "7", "tab(7)", say("The second thing that plugins say of it")),
    Key("8", "8", "tab(8)", say("The third thing that plugins say of it")),
    Key("9", "9", "tab(9)", say("The fourth thing that plugins say of it")),
    SEARCH_KEY,
    Key("tab", "Tab", "next_tab(1)", say("Next section")),
    Key("shift+tab", "⇧Tab", "next_tab(-1)", say("Previous section")),
    Key("right_square_bracket", "]", "pack(1)", say("By the next rule pack")),
    Key("left_square_bracket", "[", "pack(-1)", say("By the previous rule pack")),
)
_WORK = (
    Key("enter", "↵", "open", say("Fill in what is missing, or change what is looked at")),
    Key("e", "e", "edit", say("Correct the fact, change the task, the goal or the contact")),
    Key("a", "a", "add", say("Add a goal, a contact, or a note")),
    *(replace(key, brief=None) for key in (*TASK_KEYS, BLOCK_KEY) if key.action not in ("task_edit", "task_drop")),
    Key("D", "D", "drop", say("Drop the task or the goal, close the contact, or withdraw the correction")),
    Key("x", "x", "override", say("Let another tier hold, with a reason")),
    Key("R", "R", "run", say("Run the rules again, with the facts of now")),
    Key("space", "Space", "mark", say("Mark the task, or no longer; elsewhere the next page")),
    Key("asterisk", "*", "mark_all", say("Mark all tasks, or none")),
)
_MOVING = (
    *STEP_KEYS,
    Key("g,home", "g Home", "first", say("To the top")),
    Key("G,end", "G End", "last", say("To the bottom")),
)
KEYS = (*_GOING, *_SECTIONS, *_WORK, *_MOVING)
"""All keys of a dossier."""

_BRIEF: Mapping[str, Mapping[str, Message]] = {
    WHY: {"open": say("fill in"), "task_add": say("add task"), "run": say("run")},
    PLAN: {
        "task_done": say("finish"),
        "task_start": say("start"),
        "task_assign": say("assign"),
        "task_add": say("add task"),
        "edit": say("edit"),
        "add": say("goal"),
        "task_block": say("block"),
    },
    TIMELINE: {"add": say("note"), "task_add": say("add task")},
    CONTACTS: {"add": say("add"), "edit": say("edit"), "drop": say("close")},
    FACTS: {"edit": say("correct"), "drop": say("withdraw"), "run": say("run")},
}


def keys_told(sections: Sequence[str]) -> tuple[Key, ...]:
    """All keys, of the digits those that lead to a section, with what that is.

    Args:
        sections: those that there are, in their order.
    """
    usual = {id: key.what for id, key in zip((WHY, PLAN, TIMELINE, CONTACTS, FACTS), _SECTIONS, strict=False)}
    leads = {f"tab({digit})": usual.get(id) for digit, id in enumerate(sections, 1)}
    told = (key for key in KEYS if key.action in leads or not key.action.startswith("tab("))
    return tuple(replace(key, what=leads.get(key.action) or key.what) for key in told)


def keys_of(section: str, *, kept: bool, missing: bool = True) -> tuple[Key, ...]:
    """The keys with a brief text for those that matter most in a section.

    Args:
        section: the one that is shown.
        kept: whether anything can be kept, so that there is something to do.
        missing: whether there is a fact to fill in.
    """
    brief = dict(_BRIEF.get(section, {})) if kept else {}
    if section == WHY and not missing:
        brief.pop("open", None)
    here = [replace(key, brief=brief[key.action]) for name in brief for key in KEYS if key.action == name]
    return (*_GOING, *here, SEARCH_KEY)
