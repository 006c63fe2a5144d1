"""The sections of a dossier, as far as they have been read: what each shows in its list and beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kamengine.locale import Messages
from kamengine.problems import say
from kamengine.tui.dossier.contacts import contact_items
from kamengine.tui.dossier.facts import explained_items, fact_items
from kamengine.tui.dossier.panel import panel_items
from kamengine.tui.dossier.parts import words
from kamengine.tui.dossier.plan import plan_items, playbook_items
from kamengine.tui.dossier.timeline import timeline_items
from kamengine.tui.dossier.why import aside_lines, moved_items, why_items
from kamengine.tui.ground.opening import CONTACTS, FACTS, PLAN, TIMELINE, WHY
from kamengine.tui.looks.lines import Line, paragraph
from kamengine.tui.widgets.item_list import Item

if TYPE_CHECKING:
    from kamengine.tui.dossier.questions import Looked
    from kamengine.tui.ground.office import Office
    from kamengine.tui.portfolio.desk import Desk


class AccountSections:
    """What is shown of an account."""

    def __init__(
        self,
        looked: Looked,
        messages: Messages,
        office: Office | None,
        desk: Desk | None,
        *,
        wide: bool,
        further: bool = False,
    ) -> None:
        """Show what was read, in a language, for a wide screen or a narrow one; with further facts, or without."""
        self._looked, self._messages, self._office, self._desk = looked, messages, office, desk
        self._wide, self._further = wide, further

    def items(self, section: str) -> list[Item]:
        """The list of a section; a word while it is being read."""
        found = self._items(section)
        return found if found is not None else [words(say("Reading…"), self._messages)]

    def has_aside(self, section: str) -> bool:
        """Whether anything stands beside the list."""
        return section == WHY and self._looked.explained is not None

    def aside(self, section: str, cells: int) -> list[Line]:
        """What stands beside the list."""
        explained = self._looked.explained
        if not self.has_aside(section) or explained is None:
            return []
        return aside_lines(explained.explanation, self._looked.changes, self._messages, cells)

    def _items(self, section: str) -> list[Item] | None:
        looked, messages = self._looked, self._messages
        if section == WHY:
            return self._why()
        if section in looked.panels:
            return panel_items(looked.panels[section], messages)
        if self._office is None:
            return self._of_file(section)
        today = self._office.today
        if section == PLAN and looked.work is not None:
            return plan_items(looked.work, messages, today)
        if section == TIMELINE and looked.events is not None:
            return timeline_items(looked.events, messages)
        if section == CONTACTS and looked.people is not None:
            return contact_items(looked.people, messages)
        if section == FACTS and looked.facts is not None:
            explanation = looked.explained.explanation if looked.explained is not None else None
            return fact_items(looked.facts, explanation, messages, looked.months or (), further=self._further)
        return None

    def _why(self) -> list[Item] | None:
        looked = self._looked
        if looked.explained is not None:
            first = moved_items(looked.explained.moved, looked.caused, self._messages, sought=looked.sought)
            return [*first, *why_items(looked.explained, looked.changes, self._messages, aside=self._wide)]
        if not looked.why_not:
            return None
        return [Item(partial(paragraph, line), ("why not", at)) for at, line in enumerate(looked.why_not)]

    def _of_file(self, section: str) -> list[Item] | None:
        explained = self._looked.explained
        if explained is None:
            return None
        it = explained.explanation
        if section == FACTS:
            return explained_items(it, self._messages)
        playbooks = self._desk.portfolio.playbooks(it.tier) if self._desk is not None and it.tier is not None else ()
        return playbook_items(playbooks, self._messages)
