"""The demo as a workspace: its packs in ``rules/``, its files imported, so that every command works in its folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kamengine.api.packs.packs import PackFile, pack_of
from kamengine.api.runs.files import Classified
from kamengine.api.runs.runs import run_workspace
from kamengine.api.work.owners import bring_owners
from kamengine.demo import DemoFiles, DemoPortfolio, write_demo_before
from kamengine.engine.snapshot import Table
from kamengine.engine.sql_text import identifier, literal
from kamengine.pack.find import shipped_packs
from kamengine.problems import KamError
from kamengine.work.ground.things import keep
from kamengine.work.model import Person
from kamengine.work.people.people import Team
from kamengine.workspace import Workspace, is_workspace
from kamengine.workspace.durable import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from kamengine.intake.imports.request import ImportRequest
    from kamengine.plugin_host import PluginHost
    from kamengine.problems import Translator

NAME = "演示 Demo"
HOURS = Decimal(32)
"""Working hours a week of everybody in the demo."""


def open_demo(files: DemoFiles, *, language: str) -> Workspace:
    """The workspace of a demo; it is made if its folder is none yet.

    Args:
        files: the demo, written.
        language: what a new workspace speaks, ``"zh"`` or ``"en"``.

    Raises:
        KamError: it cannot be made or opened.
    """
    if is_workspace(files.directory):
        return Workspace.open(files.directory)
    shipped = shipped_packs()
    packs = {f"{portfolio.pack}.toml": shipped[portfolio.pack].read_bytes() for portfolio in files.portfolios}
    plugins = tuple(portfolio.pack for portfolio in files.portfolios)
    return Workspace.init(files.directory, name=NAME, language=language, plugins=plugins, packs=packs)


def demo_packs(workspace: Workspace, files: DemoFiles, host: PluginHost) -> dict[str, PackFile]:
    """The pack of each portfolio, as it is in the workspace, by its id.

    Raises:
        KamError: one is not there, or cannot be used.
    """
    packs = {portfolio.pack: pack_of(workspace, portfolio.pack, host) for portfolio in files.portfolios}
    problems = [problem for pack in packs.values() for problem in pack.candidate.problems]
    if problems:
        raise KamError(problems)
    return packs


def begin_demo(
    workspace: Workspace,
    files: DemoFiles,
    packs: Mapping[str, PackFile],
    host: PluginHost,
    *,
    who: str,
    chinese: Translator,
) -> None:
    """Bring a new workspace to where it was a quarter before, so that there are accounts that have moved since.

    A workspace in which anything was run already is left as it is. The arguments are those of `import_demo`.
    """
    if workspace.runs.list():
        return
    folder = workspace.temporary()
    folder.mkdir()
    import_demo(workspace, write_demo_before(files, folder), packs, host, who=who, chinese=chinese)
    for pack in packs.values():
        run_workspace(workspace, pack, who)
    _give_hours(workspace, who)


def _give_hours(workspace: Workspace, who: str) -> None:
    """Say how many hours the people of the demo work, so that there is something to hold their tasks against."""
    people = [Person(key=name, hours=HOURS) for name in Team.of(workspace).only_imported()]
    with workspace.transaction(who) as change:
        for person in people:
            keep(workspace, change, person, "add")


def import_demo(
    workspace: Workspace,
    files: DemoFiles,
    packs: Mapping[str, PackFile],
    host: PluginHost,
    *,
    who: str,
    chinese: Translator,
) -> None:
    """Import the files of a demo; those that are in the workspace already, and have not changed, change nothing.

    Files that have changed take the place of what they were.

    Args:
        workspace: of the demo.
        files: the demo, written.
        packs: of its portfolios.
        host: the plugins.
        who: imports.
        chinese: translates the reasons in quarantine files.

    Raises:
        KamError: a file that a user changed cannot be imported.
    """
    from kamengine.intake.files.sources import find_sources
    from kamengine.intake.headers.catalog import known_fields
    from kamengine.intake.imports.flow import Surroundings, import_files

    if all(_is_there(workspace, paths, request) for paths, request in _requests(files)):
        return
    fields = known_fields(host, [pack.checked for pack in packs.values()])
    around = Surroundings(workspace, fields, who, chinese, dt.date.today())
    folder = workspace.temporary()
    folder.mkdir()
    for paths, request in _requests(files):
        import_files(around, find_sources([str(path) for path in paths], folder), request)
    bring_owners(workspace)


def run_demo(workspace: Workspace, portfolio: DemoPortfolio, pack: PackFile, *, who: str) -> Classified:
    """Run the pack of a portfolio over the workspace and keep the run.

    Returns:
        The run, which counts the accounts of the portfolio only, as if they were alone.

    Raises:
        KamError: the facts are not what the pack needs.
    """
    classified = run_workspace(workspace, pack, who).classified
    snapshot = classified.run.snapshot
    own = Table(f"{snapshot.accounts.name}_of_{portfolio.pack}", snapshot.accounts.columns)
    where = f"starts_with(account_id, {literal(portfolio.initial)})"
    snapshot.connection.execute(
        f"CREATE VIEW {identifier(own.name)} AS SELECT * FROM {identifier(snapshot.accounts.name)} WHERE {where}"
    )
    return replace(classified, run=replace(classified.run, snapshot=replace(snapshot, accounts=own)))


def _is_there(workspace: Workspace, paths: Sequence[Path], request: ImportRequest) -> bool:
    """Whether the newest import of this kind that counts came from these very files."""
    counting = workspace.imports.counting(request.kind)
    sources = {source.sha256 for source in counting[-1].sources} if counting else set()
    return sources == {sha256_of(path) for path in paths}


def _requests(files: DemoFiles) -> Iterator[tuple[list[Path], ImportRequest]]:
    """The files that go in together, with what is asked for: accounts first, so that rows of ledgers find theirs."""
    from kamengine.intake.imports.request import ImportRequest

    yield [portfolio.accounts for portfolio in files.portfolios], ImportRequest(mode="replace")
    for portfolio in files.portfolios:
        for name, path in portfolio.ledgers.items():
            yield [path], ImportRequest(ledger=name, mode="replace-period")
