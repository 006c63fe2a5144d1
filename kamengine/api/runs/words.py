"""A run in words: what was classified by, what came out, and everything that it was computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from kamengine.api.runs.files import AsOfSource
from kamengine.declarations import Label
from kamengine.engine.run import Summary
from kamengine.explain.left_out_words import left_out_kept, left_out_of_a_run
from kamengine.locale.clock import local_time
from kamengine.locale.display import date as shown_date
from kamengine.locale.display import number, plain, quantity, table
from kamengine.pack.read import read_pack

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.pack.model import Pack
    from kamengine.workspace import RunRecord, Workspace

_SHOWN_DIGITS = 16


def run_title(pack: Pack, as_of: date, source: AsOfSource, messages: Messages) -> str:
    """What was classified by, in one line of any length."""
    notes = {
        "given": "",
        "ledgers": messages.say(" (the newest date in the ledgers)"),
        "today": messages.say(" (today)"),
    }
    title = messages.say(
        "{pack}, version {version}, as of {date}{note}",
        pack=messages.label(pack.title) or pack.id,
        version=pack.version,
        date=shown_date(as_of, messages.language),
        note=notes[source],
    )
    return plain(title, None)


def counts_text(summary: Summary, messages: Messages) -> str:
    """How many accounts there are and how many the pack speaks about."""
    language = messages.language
    text = messages.say(
        "Accounts: {accounts}; in scope: {scope}",
        accounts=number(summary.accounts, language),
        scope=number(summary.in_scope, language),
    )
    if summary.scope_unknown:
        unknown = number(summary.scope_unknown, language)
        text += messages.say("; left out because it is unknown whether they are in scope: {n}", n=unknown)
    return text


def tier_table(summary: Summary, labels: Mapping[str, str], messages: Messages) -> str:
    """A row for each tier: how many accounts are in it for certain, and how many may be.

    Args:
        summary: the numbers.
        labels: what people call each tier, by its id.
        messages: the reader's language.
    """
    language = messages.language

    def row(name: str, certain: int, possible: int | None) -> tuple[str, str, str, str]:
        share = quantity(certain / summary.in_scope, "ratio", language, decimals=1)
        return name, number(certain, language), share, "" if possible is None else number(possible, language)

    rows = [row(labels[id], count, summary.possible[id]) for id, count in summary.tiers.items()]
    if summary.without_tier:
        rows.append(row(messages.say("no tier"), summary.without_tier, None))
    headers = (messages.say("tier"), messages.say("certain"), messages.say("share"), messages.say("possible"))
    return table(rows, headers, ("left", "right", "right", "right"))


def pack_of_run(workspace: Workspace, record: RunRecord) -> Pack:
    """The pack of a kept run as it was read then."""
    pack, _ = read_pack(record.pack, workspace.runs.pack_content(record))
    assert pack is not None, "the pack could be read when it ran"
    return pack


def kept_title(pack: Pack, record: RunRecord, messages: Messages) -> str:
    """The same as `run_title` for a kept run."""
    source: Any = record.as_of_from
    return run_title(pack, date.fromisoformat(record.as_of), source, messages)


def kept_results(record: RunRecord, pack: Pack, messages: Messages) -> Iterator[tuple[str, bool]]:
    """The counts of a kept run and a row for each tier: texts, and whether each is a line that must not be wrapped."""
    kept, details = record.details["summary"], record.details
    tiers = {tier.id: record.counts[tier.id] for tier in pack.tiers}
    possible = {tier.id: kept["possible"][tier.id] for tier in pack.tiers}
    summary = Summary(
        kept["accounts"],
        record.rows,
        details["scope_unknown"],
        tiers,
        possible,
        kept["undecided"],
        details["without_tier"],
    )
    yield counts_text(summary, messages), False
    if record.rows:
        labels = {tier.id: messages.label(tier.label) or tier.id for tier in pack.tiers}
        yield "", True
        for line in tier_table(summary, labels, messages).split("\n"):
            yield line, True
        yield "", True
        yield messages.say("Undecided: {n}", n=number(summary.undecided, messages.language)), True
        left_out = left_out_of_a_run(partial(_label_in, pack), left_out_kept(left_out_in(record)), messages)
        if left_out is not None:
            yield left_out, False


def left_out_in(record: RunRecord) -> list[dict[str, Any]]:
    """What shares and ranks of a kept run leave out, as `left_out_json`; nothing of runs of older programs."""
    found: list[dict[str, Any]] = record.details["summary"].get("left_out", [])
    return found


def _label_in(pack: Pack, name: str) -> Label:
    """What the pack itself calls a fact or an indicator; the name where it does not say."""
    declared = pack.indicators.get(name) or pack.fields.get(name)
    label = declared.label if declared is not None else Label()
    return label if label.en or label.zh else Label(name, name)


def origin_of(record: RunRecord, messages: Messages) -> Iterator[str]:
    """What a kept run was computed from, and when and by whom."""
    yield messages.say("Run {id}: {who}, {when}", id=record.id, who=record.who, when=local_time(record.when))
    if record.times > 1:
        times = {"n": record.times, "when": local_time(record.last)}
        yield messages.say("The same came out {n} times, last {when}", **times)
    if record.parameters:
        pairs = [f"{name} = {value}" for name, value in record.parameters.items()]
        yield messages.say("Parameters set: {pairs}", pairs=pairs)
    yield messages.say("Rule pack: {pack} ({sha256})", pack=record.pack, sha256=record.pack_sha256[:_SHOWN_DIGITS])
    yield messages.say("Accounts: {snapshot}", snapshot=record.accounts)
    for name, snapshots in record.ledgers.items():
        yield messages.say("Ledger {name}: {snapshots}", name=name, snapshots=list(snapshots))
    yield messages.say("Facts and corrections as of entry {seq} of the journal", seq=record.facts)
    made = {"result": record.result, "engine": record.engine, "program": record.program}
    yield messages.say("Results: {result}, by {engine}, kamengine {program}", **made)
