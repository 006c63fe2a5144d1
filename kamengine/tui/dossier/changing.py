"""Working on what is known of an account: facts corrected, contacts kept, notes taken, as the commands do it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kamengine.api.facts.account_facts import AccountFact
from kamengine.api.facts.facts import state_facts
from kamengine.api.goals.changing import reset_goal, set_goal
from kamengine.declarations import Label
from kamengine.locale import Messages
from kamengine.locale.display import plain
from kamengine.locale.written_numbers import number_as_typed
from kamengine.problems import KamError, Message, Place, say
from kamengine.tui.actions.overriding import asked_of_override, overriding_of, tiers_of
from kamengine.tui.actions.task_work import TaskWork
from kamengine.tui.dialogs.form import Answers, Asked, Form
from kamengine.tui.dossier.why_shelf import Explained
from kamengine.work.accounts.buying_centre import ATTITUDES, FUNCTIONS, LEVELS, ROLES, word_of
from kamengine.work.accounts.contacts import add_contact, change_contact, close_contact
from kamengine.work.accounts.remarks import add_remark
from kamengine.work.goals.goals import drop_goal
from kamengine.work.goals.smart import QUANTITIES
from kamengine.work.ground.days import day_typed, how_typed
from kamengine.work.model import Contact, Goal, Note
from kamengine.work.people.people import Team
from kamengine.work.tiers.overrides import override_accounts
from kamengine.workspace import Workspace


class AccountWork(TaskWork):
    """A screen on which what is known of an account can be worked on."""

    # ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def correct(self, account: str, fact: AccountFact) -> None:
        """Ask what a fact really is, and why, and state it over every import."""
        host, who = self.office.host, self.office.who
        choices = [(choice.id, self.messages.label(choice.label) or choice.id) for choice in fact.field.choices]
        asked = [
            Asked(
                "value",
                self._label(fact),
                _typed(fact),
                choices=choices,
                hint=say("nothing: it is unknown"),
                key=fact.name,
            ),
            Asked("why", say("Why"), needed=True, hint=say("such as: phone call with the customer")),
        ]

        async def do(given: Answers) -> None:
            stated = {fact.name: given["value"]}
            await self.office.change(
                lambda workspace: state_facts(workspace, host, account, stated, who=who, why=given["why"])
            )
            self._facts_changed(say("{field} is corrected; u takes it back, R classifies again", field=fact.label))

        self.home.push_screen(Form(say("Correct a fact of {account}", account=account), asked, do))

    def withdraw(self, account: str, fact: AccountFact) -> None:
        """Ask why, and let the import say again what a fact is."""
        who = self.office.who
        asked = [Asked("why", say("Why, if that is worth noting"))]

        async def do(given: Answers) -> None:
            await self.office.change(
                lambda workspace: workspace.corrections.withdraw([(account, fact.name)], who=who, why=given["why"])
            )
            self._facts_changed(say("{field} is as it was imported; u takes it back", field=fact.label))

        title = say("Let the import say what {field} is", field=fact.label)
        self.home.push_screen(Form(title, asked, do))

    def _facts_changed(self, said: Message) -> None:
        self.home.note_change()
        self.home.tell(said)

    def _label(self, fact: AccountFact) -> str:
        unit = f" ({fact.unit})" if fact.unit and fact.unit != "ratio" else ""
        return plain(self.messages.label(fact.label), 40) + unit

    # ── goals ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def set_goal(self, account: str, explained: Explained) -> None:
        """Ask what is to be reached by when."""
        checked, host = explained.explanation.checked, self.office.host
        who, today, messages = self.office.who, self.office.today, self.messages
        names = [*checked.pack.indicators, *checked.fields]
        measures = [name for name in names if checked.symbols[name].type.kind in QUANTITIES]
        asked = [
            Asked("title", say("What is to be reached"), needed=True),
            Asked(
                "indicator",
                say("What measures it"),
                choices=[(name, messages.label(checked.label(name))) for name in measures],
                needed=True,
            ),
            Asked("target", say("The target"), hint=say("such as 120000, +10% or -500"), needed=True),
            Asked("due", say("The day by which it is to be reached"), hint=how_typed(today), needed=True),
            Asked("owner", say("Who answers for it"), hint=say("left empty: the manager of the account")),
        ]

        async def do(given: Answers) -> None:
            said = {**given, "pack": checked.pack.id, "due": day_typed(given["due"], today)}
            goal = await self.office.change(
                lambda workspace: set_goal(workspace, host, account, said, who=who, today=today)
            )
            self.home.note_change()
            self.home.tell(say("Goal {key} is set; u takes it back", key=goal.key))

        self.home.push_screen(Form(say("A goal for {account}", account=account), asked, do))

    def change_goal(self, goal: Goal, kind: str) -> None:
        """Ask what is to be otherwise about a goal."""
        who, today = self.office.who, self.office.today
        asked = [
            Asked("title", say("What is to be reached"), goal.title, needed=True),
            Asked("target", say("The target"), format(goal.target, "f"), needed=True),
            Asked(
                "due",
                say("The day by which it is to be reached"),
                goal.due.isoformat(),
                hint=how_typed(today),
                needed=True,
            ),
            Asked("owner", say("Who answers for it"), goal.owner),
        ]

        async def do(given: Answers) -> None:
            said = {**given, "due": day_typed(given["due"], today)}
            await self.office.change(lambda workspace: reset_goal(workspace, goal.key, kind, said, who=who))
            self.home.note_change()
            self.home.tell(say("Goal {key} is changed; u takes it back", key=goal.key))

        self.home.push_screen(Form(say("Change the goal {key}", key=goal.key), asked, do))

    def drop_goal(self, goal: Goal) -> None:
        """Ask why a goal is given up."""
        who = self.office.who

        async def do(given: Answers) -> None:
            def drop(workspace: Workspace) -> None:
                with workspace.transaction(who) as change:
                    drop_goal(workspace, change, goal.key, given["why"])

            await self.office.change(drop)
            self.home.note_change()
            self.home.tell(say("Goal {key} is dropped; u takes it back", key=goal.key))

        asked = [Asked("why", say("Why it is given up"), needed=True)]
        self.home.push_screen(Form(say("Drop the goal {key}", key=goal.key), asked, do))

    # ── tiers ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def override(self, account: str, explained: Explained) -> None:
        """Ask which tier is to hold in the place of the computed one, why, until when, and who agreed."""
        checked, record = explained.explanation.checked, explained.record
        who, today = self.office.who, self.office.today
        if record is None:
            return

        async def do(given: Answers) -> None:
            said = overriding_of(given, record.as_of, today)

            def keep(workspace: Workspace) -> None:
                with workspace.transaction(who) as change:
                    override_accounts(workspace, change, record.pack, [account], said, today)

            await self.office.change(keep)
            self.home.note_change()
            self.home.tell(say("Another tier holds until {day}; u takes it back", day=said.until.isoformat()))

        asked = asked_of_override(tiers_of(checked, self.messages), self.office.today)
        self.home.push_screen(Form(say("Another tier for {account}", account=account), asked, do))

    # ── contacts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def add_contact(self, account: str) -> None:
        """Ask for a new contact."""
        self._contact(Contact(key="", account=account, name=""), say("A contact of {account}", account=account))

    def change_contact(self, contact: Contact) -> None:
        """Ask what is otherwise about a contact."""
        self._contact(contact, say("Change the contact {name}", name=contact.name[:40]))

    def close_contact(self, contact: Contact) -> None:
        """Ask why somebody is no contact any more."""
        who = self.office.who
        asked = [Asked("why", say("Why, if that is worth noting"))]

        async def do(given: Answers) -> None:
            def close(workspace: Workspace) -> None:
                with workspace.transaction(who) as change:
                    close_contact(workspace, change, contact.key, given["why"])

            await self.office.change(close)
            self.home.note_change()
            self.home.tell(say("{name} is no contact any more; u takes it back", name=contact.name[:40]))

        self.home.push_screen(Form(say("{name} is no contact any more", name=contact.name[:40]), asked, do))

    def _contact(self, contact: Contact, title: Message) -> None:
        who = self.office.who

        async def do(given: Answers) -> None:
            def keep(workspace: Workspace) -> None:
                values = _contact_values(Team.of(workspace), given)
                with workspace.transaction(who) as change:
                    if contact.key:
                        change_contact(workspace, change, contact.key, values)
                    else:
                        add_contact(workspace, change, contact.with_(**values))

            await self.office.change(keep)
            self.home.note_change()
            self.home.tell(say("{name}: kept; u takes it back", name=given["name"][:40]))

        self.home.push_screen(Form(title, _asked_of_contact(contact, self.messages), do))

    # ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def add_note(self, account: str) -> None:
        """Ask for a note about an account."""
        who, today = self.office.who, self.office.today

        async def do(given: Answers) -> None:
            def keep(workspace: Workspace) -> None:
                with workspace.transaction(who) as change:
                    add_remark(workspace, change, Note(key="", account=account, text=given["text"], day=today))

            await self.office.change(keep)
            self.home.note_change()
            self.home.tell(say("Noted; u takes it back"))

        asked = [Asked("text", say("What there is to note"), needed=True)]
        self.home.push_screen(Form(say("A note about {account}", account=account), asked, do))


def _typed(fact: AccountFact) -> str:
    """A value as somebody would type it."""
    value = fact.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number_as_typed(Decimal(str(value))) if isinstance(value, int | float | Decimal) else str(value)


def _asked_of_contact(contact: Contact, messages: Messages) -> list[Asked]:
    def named(known: Mapping[str, Label]) -> list[tuple[str, str]]:
        return [(id, messages.label(label)) for id, label in known.items()]

    return [
        Asked("name", say("Name"), contact.name, needed=True),
        Asked("title", say("Title"), contact.title),
        Asked("function", say("Function"), contact.function, choices=named(FUNCTIONS)),
        Asked("level", say("Level"), contact.level, choices=named(LEVELS)),
        Asked("roles", say("Roles in the buying centre, with commas"), _roles_text(contact, messages), key="--role"),
        Asked("influence", say("Influence, from 1 (little) to 5 (decides)"), str(contact.influence or "")),
        Asked("attitude", say("What they think of us"), contact.attitude, choices=named(ATTITUDES)),
        Asked("covered_by", say("Who of us looks after them"), contact.covered_by),
        Asked("phone", say("Telephone"), contact.phone),
        Asked("mail", say("Mail"), contact.mail),
        Asked("note", say("Note"), contact.note),
    ]


def _roles_text(contact: Contact, messages: Messages) -> str:
    return ", ".join(messages.label(ROLES[role]) if role in ROLES else role for role in contact.roles)


def _contact_values(team: Team, given: Answers) -> dict[str, Any]:
    """What was typed of a contact, in our own words.

    Raises:
        KamError: a role is not known, the influence is no number, or there is nobody of the name.
    """
    words = given["roles"].replace("，", ",").replace("、", ",").split(",")
    roles = tuple(dict.fromkeys(filter(None, (word_of(word.strip(), ROLES, "--role") for word in words))))
    ours = given["covered_by"]
    return {
        **given,
        "roles": roles,
        "influence": _whole(given["influence"]),
        "attitude": given["attitude"] or "unknown",
        "covered_by": team.at_work(ours, place=Place(key="--covered-by")) if ours else "",
    }


def _whole(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal():
        what = say("{value} is no whole number", value=text[:40])
        raise KamError.of(what, say("write 1 to 5, or nothing for unknown"), place=Place(key="--influence"))
    return int(text)
