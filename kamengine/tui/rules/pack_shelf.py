"""Rule packs as they lie before their author: what was found out about them, and a portfolio with lines moved."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from kamengine.api import PackFile, RunOptions, keep_workspace, pack_of, packs_of
from kamengine.api.packs.checking import Asked, Checking
from kamengine.api.packs.checks import PackChecks
from kamengine.problems import KamError
from kamengine.tui.ground.office import Office
from kamengine.tui.rules.tuning import Tuning


@dataclass(frozen=True)
class Looked:
    """What was found out about the content of a pack.

    Attributes:
        checks: what is wrong or worth a look.
        failing: the names of its tests that fail; None while nobody has looked.
        stopped: why nobody could look for proofs and run the tests.
    """

    checks: PackChecks
    failing: tuple[str, ...] | None = None
    stopped: KamError | None = None

    @property
    def whole(self) -> bool:
        """Whether all is known that can be found out."""
        return self.failing is not None or self.stopped is not None or self.checks.candidate.checked is None


class PackShelf:
    """The packs of a workspace.

    Attributes:
        packs: every one, sound or not; empty before `read`.
        tuning: the portfolio of the pack that lines were moved of last, by the bytes of the pack's file.
    """

    def __init__(self, office: Office) -> None:
        """Nothing is read to begin with."""
        self._office = office
        self.packs: tuple[PackFile, ...] = ()
        self.tuning: tuple[bytes, Tuning] | None = None
        self._looked: dict[bytes, Looked] = {}
        self._facts = -1  # the newest entry about facts that the tuning knows of
        self._making, self._looking = asyncio.Lock(), asyncio.Lock()
        self._apart, self._tests = Checking(), Checking()

    async def read(self) -> None:
        """Read the packs as they stand now.

        Raises:
            KamError: there is none.
        """
        host = self._office.host
        self.packs = tuple(await self._office.ask(lambda workspace: packs_of(workspace, host)))

    async def read_again(self, id: str) -> PackFile:
        """One pack as it stands now.

        Raises:
            KamError: its file is gone.
        """
        host = self._office.host
        pack = await self._office.ask(lambda workspace: pack_of(workspace, id, host))
        self.packs = tuple(pack if each.candidate.id == id else each for each in self.packs)
        return pack

    def looked(self, pack: PackFile) -> Looked:
        """What is known of a pack by now."""
        return self._looked.get(pack.content, Looked(PackChecks(pack.candidate)))

    async def look(self, pack: PackFile) -> Looked:
        """Everything that can be found out about a pack: what is proved of it, and which of its tests fail.

        Returns:
            what is known; not the whole of it when the looking was stopped.
        """
        async with self._looking:
            found = self.looked(pack)
            if not found.whole:
                found = self._looked[pack.content] = await asyncio.to_thread(self._look, pack)
        return found

    async def no_longer_passing(self, pack: PackFile, new: bytes) -> tuple[str, ...] | None:
        """The tests of a pack that pass as it stands and would not with other bytes in its file.

        The tests alone are run, apart from the looking, which may take far longer.

        Returns:
            their names; None when they were stopped.

        Raises:
            KamError: nobody could run the tests.
        """
        after = await asyncio.to_thread(self._failing, pack, new)
        before = self.looked(pack).failing if after else ()
        if before is None:
            before = await asyncio.to_thread(self._failing, pack, pack.content)
        if after is None or before is None:
            return None
        return tuple(name for name in after if name not in before)

    def _failing(self, pack: PackFile, content: bytes) -> tuple[str, ...] | None:
        """The names of the tests that fail with these bytes in the pack's file; None when they were stopped."""
        candidate, plugins = pack.candidate, tuple(self._office.host.contributions)
        found = self._tests.check(Asked(candidate.id, candidate.origin, content, plugins, proofs=False))
        return found.failing if found is not None else None

    def stop_looking(self) -> None:
        """Stop looking at packs, so that nothing else has to share the machine with it."""
        self._apart.stop()

    def stop_tests(self) -> None:
        """Stop running tests that nobody wants to know of any more."""
        self._tests.stop()

    def _look(self, pack: PackFile) -> Looked:
        candidate = pack.candidate
        plugins = tuple(self._office.host.contributions)
        try:
            found = self._apart.check(Asked(candidate.id, candidate.origin, pack.content, plugins))
        except KamError as error:
            return Looked(PackChecks(candidate), stopped=error)
        if found is None:
            return Looked(PackChecks(candidate))
        return Looked(PackChecks(candidate, found.report, found.work), found.failing)

    async def tune(self, pack: PackFile) -> Tuning:
        """The portfolio of a pack, kept in memory so that its lines can be moved; that of one pack at a time.

        Raises:
            KamError: with everything that is wrong with the pack or the facts.
        """
        async with self._making:
            facts = await self._office.ask(lambda workspace: workspace.journal.last_of_facts())
            if self.tuning is None or self.tuning[0] != pack.content or self._facts != facts:
                self.tuning, self._facts = None, facts
                options = RunOptions(today=self._office.today)
                kept = await self._office.work(lambda workspace: keep_workspace(workspace, pack, options))
                self.tuning = pack.content, Tuning(kept)
            return self.tuning[1]


class PackStand:
    """One pack of the shelf, as its pages share it.

    Attributes:
        shelf: where it stands.
        pack: as it was read last.
        knob: the knob that was looked at last.
        indicator: the indicator that was looked at last.
    """

    def __init__(self, shelf: PackShelf, pack: PackFile) -> None:
        """Nothing was looked at yet."""
        self.shelf, self.pack = shelf, pack
        self.knob: str | None = None
        self.indicator: str | None = None

    @property
    def tuning(self) -> Tuning | None:
        """Its portfolio, if it has been made."""
        kept = self.shelf.tuning
        return kept[1] if kept is not None and kept[0] == self.pack.content else None

    async def read_again(self) -> None:
        """Read its file again.

        Raises:
            KamError: it is gone.
        """
        self.pack = await self.shelf.read_again(self.pack.candidate.id)

    async def tune(self) -> Tuning:
        """Its portfolio.

        Raises:
            KamError: with everything that is wrong with the pack or the facts.
        """
        return await self.shelf.tune(self.pack)
