"""What a command asks of a workspace, where another one names files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamengine.cli.inputs.reading import OF_FILES
from kamengine.cli.inputs.workspaces import workspace_or_none
from kamengine.cli.lines.help_page import word_of
from kamengine.cli.lines.line import SETTING, pairs
from kamengine.problems import KamError, Message, Place, say

if TYPE_CHECKING:
    from kamengine.api import PackFile, RunOptions
    from kamengine.plugin_host import PluginHost
    from kamengine.workspace import Workspace

_PACK_SUFFIX = ".toml"
_LONGEST = 80
_OF_FILES = (("ledger", "--ledger"), ("key", "--key"), ("on_error", "--on-error"), *OF_FILES)


@dataclass(frozen=True)
class Asked:
    """The arguments of a command over the accounts of a workspace, as typed.

    Attributes:
        pack: None for every pack of the workspace.
    """

    pack: str | None = None
    as_of: date | None = None
    sets: Mapping[str, str] = field(default_factory=dict)

    @property
    def options(self) -> RunOptions:
        """What the runs are asked for."""
        from kamengine.api import RunOptions

        return RunOptions(self.as_of, dict(self.sets))

    @property
    def tries(self) -> bool:
        """Whether a run is asked for that is not the pack's own: of another date, or with other parameters."""
        return self.as_of is not None or bool(self.sets)

    def packs(self, workspace: Workspace, host: PluginHost) -> list[PackFile]:
        """The packs that are meant.

        Raises:
            KamError: there is no such pack, or none at all.
        """
        from kamengine.api import pack_of, packs_of

        return packs_of(workspace, host) if self.pack is None else [pack_of(workspace, self.pack, host)]


def only_pack(packs: Sequence[PackFile]) -> PackFile:
    """The pack that is meant where one must be.

    Raises:
        KamError: there are several.
    """
    if len(packs) > 1:
        what = say("the workspace has several packs: {names}", names=[pack.candidate.id for pack in packs])
        raise KamError.of(what, say("name the pack"))
    return packs[0]


def asked_of_workspace(taken: Mapping[str, Any]) -> Asked:
    """What a line without files asks for.

    Raises:
        KamError: there is no workspace, or an option speaks about files.
    """
    context = click.get_current_context()
    if workspace_or_none(context) is None:
        raise _nothing_to_look_at(context, taken["pack"])
    for name, shown in _OF_FILES:
        if context.get_parameter_source(name) == click.core.ParameterSource.COMMANDLINE:
            what = say("this is about files, and the accounts of the workspace are meant")
            raise KamError.of(what, say("name the file of the accounts too, or leave it out"), place=Place(key=shown))
    pack = None if taken["pack"] is None else _reference(taken["pack"])
    return Asked(pack, taken["as_of"], pairs("--set", taken["set"], SETTING))


def _reference(text: str) -> str:
    from kamengine.cli.inputs.inputs import pack_reference

    return pack_reference(text)


def _nothing_to_look_at(context: click.Context, pack: str | None) -> KamError:
    """What is missing; a single file that cannot be a pack is likely meant to be the accounts."""
    words = {str(param.name): word_of(param) for param in context.command.params}
    if pack is not None and Path(pack).suffix.lower() not in ("", _PACK_SUFFIX):
        return _taken_for_pack(context.command_path, pack, words)
    what = say("{argument} is missing", argument=words["pack" if pack is None else "accounts"])
    remedy = say(
        "name files, or go into a workspace, where none are needed; see {help}", help=f"{context.command_path} --help"
    )
    return KamError.of(what, remedy, place=Place(key=context.command_path))


def _taken_for_pack(command: str, file: str, words: Mapping[str, Message | str]) -> KamError:
    """That the only file that was named stands where a pack belongs, and what a whole line looks like."""
    pack, accounts = words["pack"], words["accounts"]
    what = say("{file} is taken as the rule pack, and {argument} is missing", file=file[:_LONGEST], argument=accounts)
    remedy = say(
        "name the rule pack first: {command} {pack} {accounts}; see {help}",
        command=command,
        pack=pack,
        accounts=accounts,
        help=f"{command} --help",
    )
    return KamError.of(what, remedy, place=Place(key=command))
