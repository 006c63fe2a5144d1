"""``kam rules``: the rule packs of the workspace with what is found out about them, or one of them in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.inputs import day_of, host_of, pack_reference
from kamengine.cli.inputs.workspaces import workspace_of, workspace_or_none
from kamengine.cli.lines.help import argument, command, messages_of, option
from kamengine.cli.pages.output import echo_json, near, page_lines, problem_line
from kamengine.cli.rules.packs import problem_json
from kamengine.problems import say

if TYPE_CHECKING:
    from kamengine.api import PackFile
    from kamengine.api.packs.checks import PackChecks
    from kamengine.explain.pack_words import RuleEntry, RuleSection
    from kamengine.explain.rule_words import Clause
    from kamengine.locale import Messages
    from kamengine.pack.checked import CheckedPack


@command(
    "rules",
    say(
        "List the rule packs of the workspace with their problems; or say in words what one of them says: whom it "
        "speaks about, its tiers, score, criteria, indicators and lines. kam check also looks for what can be proved."
    ),
    "kam rules",
    "kam rules telecom",
    "kam rules my-rules.toml --as-of 2027-01-01 --lang zh",
)
@argument("pack", say("PACK"), say("A rule pack: one of the workspace, a .toml file, or an id."), required=False)
@option("--as-of", callback=day_of, value=say("DATE"), help=say("The day whose lines are said; else today."))
@option("--json", "as_json", is_flag=True, help=say("Print one JSON object."))
@click.pass_context
def rules(context: click.Context, pack: str | None, as_of: dt.date | None, as_json: bool) -> int:
    """List, or say."""
    if pack is None:
        return _list(context, as_json)
    checked = _checked(context, pack)
    words = _words(checked, as_of or dt.date.today(), messages_of(context))
    if as_json:
        echo_json({"pack": checked.pack.id, "version": checked.pack.version, "sections": [*map(_section_json, words)]})
        return 0
    title = messages_of(context).label(checked.pack.title) or checked.pack.id
    said = say("{title}, version {version}", title=title, version=checked.pack.version)
    lines = [*page_lines(messages_of(context).text(said)), ""]
    for section in words:
        lines += [*_section(section), ""]
    click.echo("\n".join(lines[:-1]))
    return 0


def _checked(context: click.Context, reference: str) -> CheckedPack:
    """The pack that is meant, sound.

    Raises:
        KamError: there is none, or with everything that is wrong with it.
    """
    from kamengine.api import load_pack, pack_of

    host, workspace = host_of(context), workspace_or_none(context)
    if workspace is not None:
        return pack_of(workspace, pack_reference(reference), host).checked
    return load_pack(pack_reference(reference), host)


def _words(checked: CheckedPack, day: dt.date, messages: Messages) -> tuple[RuleSection, ...]:
    from kamengine.explain.pack_words import rule_sections
    from kamengine.explain.rule_words import RuleWords
    from kamengine.pack.bind import bind

    return rule_sections(RuleWords.of(checked, bind(checked, day), messages))


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _list(context: click.Context, as_json: bool) -> int:
    from kamengine.api import packs_of
    from kamengine.api.packs.checks import check_candidate

    host, messages = host_of(context), messages_of(context)
    packs = packs_of(workspace_of(context), host)
    looked = [check_candidate(pack.candidate, host, proofs=False) for pack in packs]
    if as_json:
        echo_json([_listed_json(pack, checks, messages) for pack, checks in zip(packs, looked, strict=True)])
    else:
        click.echo("\n".join(_listed(looked, messages)))
    return int(any(checks.errors for checks in looked))


def _listed(looked: Sequence[PackChecks], messages: Messages) -> Iterator[str]:
    from kamengine.locale.display import table

    headers = ("id", messages.say("version"), messages.say("title"), messages.say("state"))
    yield table([_row(checks, messages) for checks in looked], headers)
    for checks in looked:
        for problem in checks.problems:
            yield problem_line(problem, messages)


def _row(checks: PackChecks, messages: Messages) -> tuple[str, str, str, str]:
    pack = checks.candidate.pack
    state = messages.say("sound")
    if checks.problems:
        state = messages.say("problems: {n}", n=len(checks.problems))
    return checks.candidate.id, pack.version if pack else "", messages.label(pack.title) if pack else "", state


def _listed_json(pack: PackFile, checks: PackChecks, messages: Messages) -> dict[str, Any]:
    candidate = pack.candidate
    read, checked = candidate.pack, candidate.checked
    return {
        "id": candidate.id,
        "file": near(candidate.origin),
        "version": read.version if read else None,
        "title": {"en": read.title.en, "zh": read.title.zh} if read else None,
        "sound": not checks.errors,
        "criteria": len(checked.criteria) if checked else None,
        "indicators": len(checked.indicators) if checked else None,
        "tiers": [tier.tier.id for tier in checked.tiers] if checked else None,
        "problems": [problem_json(problem, messages) for problem in checks.problems],
    }


# ── one pack ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _section(section: RuleSection) -> Iterator[str]:
    yield section.title
    for note in section.notes:
        yield from page_lines(note, rest="")
    for entry in section.entries:
        yield from _entry(entry)


def _entry(entry: RuleEntry) -> Iterator[str]:
    indent = ""
    if entry.title:
        indent = "    "
        yield from page_lines(entry.title if entry.id == entry.title else f"{entry.title} ({entry.id})", "  ", "    ")
    for clause in entry.clauses:
        yield from _clause(clause, indent)
    if entry.notes:
        yield from page_lines(" · ".join(entry.notes), indent, indent)


def _clause(clause: Clause, indent: str, mark: str = "") -> Iterator[str]:
    yield from page_lines(clause.text, indent + mark, indent + "  ")
    for below in clause.below:
        yield from _clause(below, indent + " " * len(mark), "· ")


def _section_json(section: RuleSection) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "notes": list(section.notes),
        "entries": [_entry_json(entry) for entry in section.entries],
    }


def _entry_json(entry: RuleEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "says": [_clause_json(clause) for clause in entry.clauses],
        "notes": list(entry.notes),
        "line": entry.line,
    }


def _clause_json(clause: Clause) -> dict[str, Any]:
    return {"text": clause.text, "below": [_clause_json(below) for below in clause.below]}
