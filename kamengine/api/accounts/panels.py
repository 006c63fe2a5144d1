"""What panels of plugins say of an account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamengine.api.facts.account_facts import AccountFact, account_facts
from kamengine.declarations import AccountView, Label, PanelLine
from kamengine.problems import KamError
from kamengine.work.tiers.standing import effective_tiers

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace


@dataclass(frozen=True)
class PanelTold:
    """What a panel says, or why it says nothing.

    Attributes:
        id: of the panel: the plugin and its name, ``banking.limits``.
        title: what people call it.
        lines: what it says.
        failure: what is wrong with the plugin; None when it gave lines.
    """

    id: str
    title: Label
    lines: tuple[PanelLine, ...] = ()
    failure: KamError | None = None


def view_of(workspace: Workspace, host: PluginHost, account: str, today: dt.date) -> AccountView:
    """An account as panels are told of it.

    Raises:
        KamError: a file of the workspace is gone.
    """
    return view_from(workspace, account, account_facts(workspace, host, account), today)


def view_from(workspace: Workspace, account: str, facts: tuple[AccountFact, ...], today: dt.date) -> AccountView:
    """The same with facts that were read already."""
    known = {fact.name: fact.value for fact in facts if fact.value is not None}
    packs = sorted({run.pack for run in workspace.runs.list()})
    standings = {pack: effective_tiers(workspace, pack, [account]).get(account) for pack in packs}
    tiers = {pack: one.effective for pack, one in standings.items() if one is not None and one.effective}
    return AccountView(account, str(known.get("name", "")), known, tiers, today)


def panels_told(host: PluginHost, account: AccountView) -> tuple[PanelTold, ...]:
    """What every panel says of an account; one that fails says why."""
    return tuple(panel_told(host, panel_id(plugin, panel.name), account) for plugin, panel in host.panels())


def panel_told(host: PluginHost, id: str, account: AccountView) -> PanelTold:
    """What one panel says of an account; it must be there."""
    plugin, panel = next((plugin, panel) for plugin, panel in host.panels() if panel_id(plugin, panel.name) == id)
    try:
        return PanelTold(id, panel.title, host.tell_panel(plugin, panel, account))
    except KamError as error:
        return PanelTold(id, panel.title, failure=error)


def panel_id(plugin: str, name: str) -> str:
    """What a panel is called among those of all plugins."""
    return f"{plugin}.{name}"


def panel_json(told: PanelTold, messages: Messages) -> dict[str, Any]:
    """A panel as data: ``id``, ``title``, ``lines`` with ``label``, ``text``, ``style`` and ``share``, ``error``."""
    return {
        "id": told.id,
        "title": messages.label(told.title),
        "lines": [
            {
                "label": said(line.label, messages) or None,
                "text": said(line.text, messages),
                "style": line.style or None,
                "share": line.share,
            }
            for line in told.lines
        ],
        "error": told.failure.problems[0].text(messages) if told.failure is not None else None,
    }


def said(text: Label | str, messages: Messages) -> str:
    """A text of a panel in the language; what a text holds that no screen should get is taken out where it is shown."""
    return messages.label(text) if isinstance(text, Label) else text
