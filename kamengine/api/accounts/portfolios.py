"""What the accounts of a workspace can be looked at by: each rule pack, with its newest run by its own parameters."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kamengine.api.accounts.further_columns import (
    GAPS,
    HISTORY,
    OWNER,
    SCORE_CHANGE,
    TIER_BEFORE,
    TIERS_MOVED,
    with_further_columns,
)
from kamengine.api.accounts.tags import TAGS
from kamengine.api.packs.packs import pack_of
from kamengine.api.runs.kept_runs import is_up_to_date, kept_pack, options_of, tables_of
from kamengine.api.runs.results import facts_of, results_now, results_of
from kamengine.declarations import Label
from kamengine.engine.database import connect
from kamengine.engine.pages import Listing, Order
from kamengine.engine.results import TIER, TIER_EFFECTIVE, TIER_POSSIBLE, Results
from kamengine.language.sql import SCORE_HIGH, SCORE_LOW
from kamengine.pack.read import pack_bytes
from kamengine.problems import KamError

if TYPE_CHECKING:
    from kamengine.engine.run import Run
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import RunRecord, Workspace

_MOST_INDICATORS = 4


@dataclass(frozen=True)
class Offered:
    """The accounts of a workspace by one pack, to be opened.

    Attributes:
        pack: the id of the rule pack; None for the facts alone, where the workspace has no packs.
        title: what people call it.
        reference: how it is found again: its id, or its file; None for the facts alone.
        record: its newest run by its own parameters and of its own date; None before the first one.
    """

    pack: str | None
    title: Label
    reference: str | None = None
    record: RunRecord | None = None


@dataclass(frozen=True)
class Opened:
    """Accounts, ready to be looked through.

    Attributes:
        listing: the accounts, of which nothing is held yet; its results are without the tiers in effect.
        record: the run; None for facts alone, and where nothing can be kept.
    """

    listing: Listing
    record: RunRecord | None = None


def portfolios_of(workspace: Workspace, host: PluginHost, reference: str | None = None) -> tuple[Offered, ...]:
    """Every pack of the workspace, by name of its file, and its newest run; the facts alone where it has no packs.

    Of the workspace's own packs nothing is read but their titles.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        reference: only this pack: an id, or a file; None for all.

    Raises:
        KamError: there is no such pack.
    """
    files = {path.stem: path for path in workspace.pack_files()}
    if reference is None:
        found = tuple(Offered(id, _title(id, _read(path)), id, _newest(workspace, id)) for id, path in files.items())
        return found or (Offered(None, Label("Accounts", "客户")),)
    pack = pack_of(workspace, reference, host)
    id = pack.candidate.id
    return (Offered(id, _title(id, pack.content), reference, _newest(workspace, id)),)


def opened(workspace: Workspace, host: PluginHost, offered: Offered, who: str) -> Opened:
    """The newest run of a pack by its own parameters, as it was kept; where there is none the pack is run.

    Args:
        workspace: where the accounts are.
        host: the plugins.
        offered: the pack; what it says of runs may be older than what is opened.
        who: in whose name a first run is noted.

    Raises:
        KamError: there are no accounts, the pack cannot be used, or a file is gone or damaged.
    """
    if offered.pack is None or offered.reference is None:
        return Opened(listing_of(facts_of(workspace)))
    record = _newest(workspace, offered.pack)
    if record is None:
        return run_again(workspace, host, offered.reference, who)
    return _kept(workspace, host, record)


def run_again(workspace: Workspace, host: PluginHost, reference: str, who: str) -> Opened:
    """The same, of the facts and the rules as they are now: the pack is run where they have changed.

    Raises:
        KamError: there are no accounts, the pack cannot be used, or a file is gone or damaged.
    """
    from kamengine.api.runs.newest import newest_run

    if workspace.catalog.read_only is not None:
        results, _ = results_now(workspace, pack_of(workspace, reference, host))
        return Opened(listing_of(results))
    return _kept(workspace, host, newest_run(workspace, host, reference, who))


def is_newest(workspace: Workspace, found: Opened) -> bool:
    """Whether no newer run has taken the place of the one that was opened."""
    newest = _newest(workspace, found.record.pack) if found.record is not None else None
    return found.record is None or newest is None or newest.id == found.record.id


def is_current(workspace: Workspace, found: Opened) -> bool:
    """Whether what was opened is of the facts and the rules as they are now."""
    if found.record is None:
        return True
    try:
        return is_up_to_date(workspace, workspace.runs.get(found.record.id))  # it may have been asked for again since
    except KamError:  # the pack cannot be read now; the run has its own
        return False


def put_in_effect(workspace: Workspace, found: Opened) -> None:
    """Let a listing have tiers in effect, owners and tags as people say now; no tiers where nothing goes by its run.

    Raises:
        KamError: the results of another run that they hang on are gone.
    """
    from kamengine.api.runs.standing import with_tiers_in_effect

    if found.record is not None:
        results = with_tiers_in_effect(workspace, found.record, found.listing.results)
        found.listing.renew(results, [TIER_EFFECTIVE, OWNER, TAGS])


def has_tasks(workspace: Workspace) -> bool:
    """Whether there is anything to do for any account, or ever was."""
    found = workspace.catalog.rows(
        "SELECT EXISTS (SELECT 1 FROM reasons) OR EXISTS (SELECT 1 FROM records WHERE kind = 'task') AS some"
    )
    return bool(found[0]["some"])


def newest_say(workspace: Workspace) -> int:
    """The number of the newest journal entry that tiers in effect, owners or tags may hang on; 0 when there is none."""
    kinds = ("override", "decision", "standing", "ownership", "person", "holding", "tag")
    rows = workspace.catalog.rows(f"SELECT max(seq) AS seq FROM journal WHERE kind IN {kinds}")
    return int(rows[0]["seq"] or 0)


def listing_of(results: Results) -> Listing:
    """The accounts of results with the columns that are shown until somebody chooses others."""
    return Listing(results, usual_columns(results))


def usual_columns(results: Results) -> tuple[str, ...]:
    """The tiers, the score, and the indicators worth a column: those scored, then others in the pack's order."""
    checked = results.checked
    scored = [part.subject for part, _ in checked.parts if part.subject in checked.indicators]
    leading = tuple(dict.fromkeys([*scored, *checked.pack.indicators]))[:_MOST_INDICATORS]
    changed = [name for name in (TIERS_MOVED, TIER_BEFORE, SCORE_CHANGE) if name in results.further]
    worth = [name for name in (HISTORY, OWNER, GAPS, TAGS) if name in results.further]
    scored_by = (SCORE_LOW, SCORE_HIGH) if checked.parts else ()
    return (TIER, TIER_POSSIBLE, *scored_by, *leading[:1], *changed, *worth, *leading[1:])


def usual_order(results: Results) -> Order:
    """The best score first; without scorecard the best tier."""
    return Order(SCORE_LOW, descending=True) if results.checked.parts else Order(TIER)


def computed(workspace: Workspace, host: PluginHost, record: RunRecord) -> Run:
    """A kept run computed again, in memory.

    Raises:
        KamError: a file is gone or damaged, or the pack cannot be used any more.
    """
    from kamengine.api.runs.runs import classify_tables

    connection = connect()
    tables = tables_of(workspace, record, connection)
    return classify_tables(connection, tables, kept_pack(workspace, record, host).checked, options_of(record)).run


def _kept(workspace: Workspace, host: PluginHost, record: RunRecord) -> Opened:
    results = with_further_columns(workspace, record, results_of(workspace, record, host))
    return Opened(listing_of(results), record)


def _newest(workspace: Workspace, pack: str) -> RunRecord | None:
    runs = [run for run in workspace.runs.list(pack) if run.plain]
    return runs[-1] if runs else None


def _read(path: Path) -> bytes:
    try:
        return pack_bytes(path)
    except KamError:  # it is told when the pack is opened
        return b""


def _title(id: str, content: bytes) -> Label:
    """What a pack is called, so far as its file can be read; its id otherwise."""
    try:
        pack = tomllib.loads(content.decode()).get("pack")
    except ValueError:
        pack = None
    said = pack.get("title") if isinstance(pack, Mapping) else None
    said = said if isinstance(said, Mapping) else {"en": said, "zh": said}
    texts = {language: text for language, text in said.items() if isinstance(text, str)}
    label = Label(texts.get("en", ""), texts.get("zh", ""))
    return label if label.en or label.zh else Label(id, id)
