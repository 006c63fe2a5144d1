"""``kam explain`` without files: an account of the workspace, by one of its packs or by each that speaks about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.asked import Asked
from kamengine.cli.inputs.calls import call_in_workspace
from kamengine.cli.inputs.inputs import host_of
from kamengine.cli.inputs.workspaces import workspace_of
from kamengine.cli.lines.help import LONGEST_WORD, messages_of
from kamengine.cli.lines.line import missing
from kamengine.cli.pages.output import echo_json, echo_note, echo_notes_elsewhere, echo_problem, page_width
from kamengine.problems import KamError, Message, Place, Problem, did_you_mean, say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from kamengine.api import PackFile, RunOptions
    from kamengine.api.runs.standing import After
    from kamengine.changes import Changes
    from kamengine.explain import Explanation
    from kamengine.locale import Messages
    from kamengine.review.one import Moved
    from kamengine.workspace import RunRecord, Workspace, WorkspaceTables

_USAGE = 2


@dataclass(frozen=True)
class _Explained:
    """An account by one pack, what must change for a better tier, what it has after the newest run, and its move there.

    The last two are None where it is not that run that is explained, the move, too, where the account has not moved.
    """

    explanation: Explanation
    changes: Changes | None
    after: After | None
    moved: Moved | None = None


@dataclass(frozen=True)
class _Meant:
    """What is to be explained by a pack: so asked for, what is to be said of it, and the run where it is the newest."""

    options: RunOptions
    stale: tuple[Message, ...] = ()
    run: RunRecord | None = None


@dataclass(frozen=True)
class _Why:
    """Why an account has its tier by a pack, and how it reaches a better one; or why the pack says nothing of it."""

    explanation: Explanation | None
    changes: Changes | None
    notes: tuple[Message, ...] = ()
    absent: tuple[Problem, ...] = ()


@dataclass
class _Said:
    """What the packs say of an account.

    Attributes:
        found: by each pack that speaks about it.
        problems: what is wrong with packs that cannot be used.
        outside: why packs say nothing of it, each reason once.
        stale: the packs whose newest run is not what is explained, each note once.
        notes: what is worth knowing of the facts of all accounts, each note once.
    """

    found: list[_Explained] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    outside: dict[str, Problem] = field(default_factory=dict)
    stale: dict[str, Message] = field(default_factory=dict)
    notes: dict[str, Message] = field(default_factory=dict)


def explain_in_workspace(context: click.Context, asked: Asked, account: str | None, *, as_json: bool) -> int:
    """Explain an account by each pack that is meant and speaks about it.

    Returns:
        The exit status: 2 when a pack could not be used though others could.

    Raises:
        KamError: there is no such account, no pack speaks about it, or the one that was named cannot be used.
    """
    if account is None:
        raise missing("account_id")
    messages, said = messages_of(context), _explain(context, asked, account)
    if not said.found:
        raise KamError(said.problems or list(said.outside.values()))
    for note in said.stale.values():
        echo_note(note, messages)
    words = ["kam", "classify", *([asked.pack] if asked.pack is not None else [])]
    echo_notes_elsewhere(list(said.notes.values()), call_in_workspace(context, words, asked), messages)
    if as_json:
        shown = [_as_json(one, messages) for one in said.found]
        echo_json(shown if asked.pack is None else shown[0])
    else:
        click.echo("\n\n".join(_pages(context, said.found)))
    for problem in said.problems:
        echo_problem(problem, messages)
    return _USAGE if said.problems else 0


def _explain(context: click.Context, asked: Asked, account: str) -> _Said:
    """The account by each pack that is meant."""
    from kamengine.api.facts.computed import beside_ledgers
    from kamengine.api.facts.facts import account_meant
    from kamengine.engine.database import connect
    from kamengine.review.one import move_of
    from kamengine.workspace.tables import corrected_facts

    workspace, connection = workspace_of(context), connect()
    tables = workspace.tables(connection)
    account = account_meant(connection, tables, account)
    corrected = corrected_facts(connection, tables, account)
    said = _Said()
    for pack, sets in _packs(asked, asked.packs(workspace, host_of(context))):
        try:
            meant = _meant(context, replace(asked, sets=sets), pack)
            why = _kept(context, meant, account) or _computed(connection, tables, pack, meant, account)
        except KamError as error:
            said.problems += error.problems
            continue
        said.notes |= {str(note): note for note in why.notes}
        if why.explanation is None:
            said.outside |= {problem.text(): problem for problem in why.absent}
            continue
        said.stale |= {str(note): note for note in meant.stale}
        beside = beside_ledgers(connection, tables, [pack.checked], corrected, meant.options)
        after = _after(workspace, asked, pack, account) if not meant.stale else None
        moved = move_of(workspace, after, pack.checked, account) if after is not None else None
        said.found.append(_Explained(replace(why.explanation, corrected=beside), why.changes, after, moved))
    return said


def _kept(context: click.Context, meant: _Meant, account: str) -> _Why | None:
    """Why, from what the run kept; None where it is of no use, and everything is to be computed again."""
    from kamengine.api.runs.kept_whys import KeptWhys

    if meant.run is None:
        return None
    try:
        whys = KeptWhys(workspace_of(context), meant.run, host_of(context))
    except KamError:  # its files are gone or damaged; the facts are there
        return None
    try:
        explanation = whys.of(account)
        return _Why(explanation, whys.changes(account)) if explanation is not None else None
    finally:
        whys.close()


def _computed(
    connection: DuckDBPyConnection, tables: WorkspaceTables, pack: PackFile, meant: _Meant, account: str
) -> _Why:
    """Why, by classifying all accounts as they are now."""
    from kamengine.api import classify_tables
    from kamengine.changes import what_must_change
    from kamengine.engine.inspect import why_absent
    from kamengine.explain import explain as explain_account

    classified = classify_tables(connection, tables, pack.checked, meant.options)
    explanation = explain_account(classified.run, account)
    if explanation is None:
        return _Why(None, None, absent=why_absent(classified.run, account).problems)
    return _Why(explanation, what_must_change(classified.run, account), classified.notes)


def _packs(asked: Asked, packs: Sequence[PackFile]) -> list[tuple[PackFile, dict[str, str]]]:
    """The packs to explain by, each with the parameters that are set for it.

    When no pack is named, parameters mean the packs that have them, and no others.

    Raises:
        KamError: none of the packs has one of the parameters.
    """
    known = [pack.candidate.checked.pack.params if pack.candidate.checked else {} for pack in packs]
    names = [name for params in known for name in params]
    if asked.pack is not None or not names:
        return [(pack, dict(asked.sets)) for pack in packs]
    strange = [name for name in asked.sets if name not in names]
    if strange:
        raise KamError(
            Problem(
                Place(key=f"--set {name[:LONGEST_WORD]}"),
                say("no pack has a parameter {name}", name=name[:LONGEST_WORD]),
                did_you_mean(name, names),
            )
            for name in strange
        )
    own = [{name: value for name, value in asked.sets.items() if name in params} for params in known]
    return [(pack, sets) for pack, sets in zip(packs, own, strict=True) if sets or not asked.sets]


def _after(workspace: Workspace, asked: Asked, pack: PackFile, account: str) -> After | None:
    """What the account has after the newest run of the pack, when it is that run that is explained."""
    from kamengine.api.runs.standing import standing_after
    from kamengine.work.tiers.fold import plain_runs

    runs = plain_runs(workspace, pack.candidate.id)
    if asked.as_of is not None or asked.sets or not runs or runs[-1] != workspace.runs.latest(pack.candidate.id):
        return None
    return standing_after(workspace, runs[-1], pack.checked, [account])


def _meant(context: click.Context, asked: Asked, pack: PackFile) -> _Meant:
    """The newest run of the pack while it is up to date; else, and when something else is asked for, what is now."""
    from kamengine.api import is_up_to_date, options_of

    workspace = workspace_of(context)
    record = workspace.runs.latest(pack.candidate.id)
    if record is None:
        return _Meant(asked.options)
    fresh = is_up_to_date(workspace, record) and record.pack_sha256 == sha256(pack.content).hexdigest()
    if asked.as_of is not None or asked.sets:
        same = fresh and not asked.sets and not record.parameters and record.as_of == str(asked.as_of)
        return _Meant(asked.options, run=record) if same else _Meant(asked.options, (_otherwise(asked, record),))
    if fresh:
        return _Meant(options_of(record), run=record)
    note = say(
        "the facts or the rules have changed since the newest run by {pack}: this is how they stand now, and kam "
        "classify makes a new run",
        pack=record.pack,
    )
    return _Meant(asked.options, (note,))


def _otherwise(asked: Asked, record: RunRecord) -> Message:
    """That what is explained was asked for on the line, while the newest run stays what it is."""
    given = [] if asked.as_of is None else [f"--as-of {asked.as_of}"]
    given += [f"--set {name}={value}" for name, value in asked.sets.items()]
    return say(
        "this is how the facts and the rules stand now with {options}, not the newest run by {pack}",
        options=given,
        pack=record.pack,
    )


def _as_json(one: _Explained, messages: Messages) -> dict[str, Any]:
    """The explanation as data, with the pack that it is by."""
    from kamengine.explain import as_json

    explanation = one.explanation
    by = {"pack": explanation.checked.pack.id, "as_of": explanation.bindings.as_of.isoformat()}
    shape = {**by, **as_json(explanation, messages, one.changes)}
    held = one.after.held.get(explanation.account_id) if one.after is not None else None
    if held is not None:
        shape |= {"tier_effective": held.effective, "tier_effective_why": held.why}
    if one.moved is not None:
        shape |= {"tier_before": one.moved.move.before, "moved_on": one.moved.since.isoformat()}
    return shape


def _pages(context: click.Context, found: list[_Explained]) -> Iterator[str]:
    from kamengine.explain import render_text

    messages = messages_of(context)
    for one in found:
        told = (_in_effect(one, messages), _moved(context, one, messages))
        beside = [line for line in told if line is not None]
        yield render_text(one.explanation, messages, width=page_width(), changes=one.changes, beside=beside)


def _moved(context: click.Context, one: _Explained, messages: Messages) -> str | None:
    """From which tier the account fell or rose, and why as far as that was found before; None where it did not."""
    from kamengine.review.causes import known_causes
    from kamengine.review.words import causes_text, moved_text

    if one.moved is None or one.after is None:
        return None
    move = one.moved.move
    caused = known_causes(workspace_of(context), host_of(context), one.after.run, [move]).causes.get(move.account)
    causes = causes_text(caused, messages) if caused is not None else messages.say("kam review finds out why")
    return moved_text(one.moved, causes, messages)


def _in_effect(one: _Explained, messages: Messages) -> str | None:
    """The tier in effect and why; None where nothing is known of it."""
    from kamengine.work.tiers.standing_words import tier_text, why_in_effect

    held = one.after.held.get(one.explanation.account_id) if one.after is not None else None
    if one.after is None or held is None:
        return None
    tier = tier_text(one.explanation.checked, held.effective, messages)
    why = why_in_effect(held, one.after.said, one.after.ranks, one.after.grace)
    if why is None:
        return messages.say("In effect: {tier}", tier=tier)
    return messages.say("In effect: {tier} — {why}", tier=tier, why=why)
