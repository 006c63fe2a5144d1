"""Kept runs that explain their accounts, opened once and shared by all dossiers of an office."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import local
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kamengine.declarations import Label
from kamengine.problems import KamError, Message, Place, say
from kamengine.tui.ground.office import Office
from kamengine.workspace import RunRecord, Workspace

if TYPE_CHECKING:
    from kamengine.api.facts.facts import KnownFacts
    from kamengine.api.runs.kept_whys import KeptWhys
    from kamengine.api.runs.standing import After
    from kamengine.api.runs.value_history import Months
    from kamengine.changes import Changes
    from kamengine.explain import Explanation
    from kamengine.pack.checked import CheckedPack
    from kamengine.plugin_host import PluginHost
    from kamengine.review.one import Moved

_MOST_OPEN = 4


@dataclass(frozen=True)
class InEffect:
    """A tier in effect that is another than the computed one.

    Attributes:
        tier: what people call it.
        why: it is in effect; None where nobody has said so.
    """

    tier: Label | Message
    why: Message | None = None

    @property
    def words(self) -> Message:
        """The same in a sentence."""
        if self.why is None:
            return say("In effect: {tier}", tier=self.tier)
        return say("In effect: {tier} — {why}", tier=self.tier, why=self.why)


@dataclass(frozen=True)
class Explained:
    """An explanation with where it comes from.

    Attributes:
        explanation: why the account has its tier.
        record: the run; None for a run in memory.
        packs: the packs that could be asked, in the order in which they were.
        in_effect: the tier in effect and why, where it is another than the computed one.
        moved: from which tier the account fell or rose; None where it did not, or that is decided and past.
        current: whether the run is of the facts and the rules as they are now.
        stated: what the facts of the account are called that were corrected since the run, or are not any more.
    """

    explanation: Explanation
    record: RunRecord | None = None
    packs: tuple[str, ...] = ()
    in_effect: InEffect | None = None
    moved: Moved | None = None
    current: bool = True
    stated: tuple[Label, ...] = ()


class WhyShelf:
    """What kept runs say of their accounts; each thread of the office opens them for itself."""

    def __init__(self, host: PluginHost) -> None:
        """Nothing is opened yet."""
        self._host = host
        self._here = local()
        self._known: tuple[object, KnownFacts] | None = None
        self._packs: dict[str, CheckedPack] = {}

    def explain(self, workspace: Workspace, account: str, run: str | None, packs: list[str]) -> Explained:
        """Why an account has its tier.

        Args:
            workspace: where the runs are.
            account: its id.
            run: the kept run; None for the newest of the first pack that has the account.
            packs: which packs may say it, the most wanted first.

        Raises:
            KamError: there is no run, none has the account, or one cannot be read.
        """
        records = [workspace.runs.get(run)] if run is not None else _newest(workspace, packs)
        if not records:
            what = say("no rule pack has been run yet")
            raise KamError.of(what, say("kam classify PACK runs one"), place=Place(key=account[:80]))
        for record in records:
            whys = self._whys(workspace, record)
            explanation = whys.of(account)
            if explanation is not None:
                packs = [one.pack for one in records]
                effect, moved = _standing(workspace, record, explanation)
                current, stated = _is_current(workspace, record), self._stated_since(workspace, record, account)
                return Explained(explanation, record, tuple(packs), effect, moved, current, stated)
        what = say("no rule pack speaks about this account")
        raise KamError.of(what, say("its facts are known all the same"), place=Place(key=account[:80]))

    def changes(self, workspace: Workspace, account: str, record: RunRecord) -> Changes | None:
        """What must change for an account to reach a better tier; None when the run does not have it.

        Raises:
            KamError: a file of the run is gone or damaged.
        """
        return self._whys(workspace, record).changes(account)

    def months(self, workspace: Workspace, account: str, record: RunRecord) -> Months:
        """What an account was worth month by month; empty where the value of the pack follows no ledger.

        Raises:
            KamError: a file of the run is gone or damaged.
        """
        return self._whys(workspace, record).months(account)

    def known(self, workspace: Workspace) -> KnownFacts:
        """What can be stated of accounts; looked up again when facts or rules have changed."""
        from kamengine.api.facts.facts import known_facts
        from kamengine.engine.database import scratch

        files = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in workspace.pack_files())
        state = workspace.journal.last_of_facts(), files
        if self._known is None or self._known[0] != state:
            with scratch() as connection:
                self._known = state, known_facts(workspace, workspace.tables(connection), self._host)
        return self._known[1]

    def pack_of(self, workspace: Workspace, record: RunRecord) -> CheckedPack:
        """The pack of a run, as it was.

        Raises:
            KamError: it cannot be used any more.
        """
        from kamengine.api.runs.runs import kept_pack

        if record.pack_sha256 not in self._packs:
            self._packs[record.pack_sha256] = kept_pack(workspace, record, self._host).checked
        return self._packs[record.pack_sha256]

    def _stated_since(self, workspace: Workspace, record: RunRecord, account: str) -> tuple[Label, ...]:
        """What the facts of an account are called that people stated, or let go, since a run."""
        run = record.last_facts
        history = workspace.corrections.history(account)
        fields = dict.fromkeys(each.field for each in history if max(each.seq, each.ended_seq or 0) > run)
        known = self.known(workspace) if fields else None
        return tuple(known.label(field) for field in fields) if known is not None else ()

    def _whys(self, workspace: Workspace, record: RunRecord) -> KeptWhys:
        from kamengine.api.runs.kept_whys import KeptWhys

        key = record.id, record.last_facts
        if not hasattr(self._here, "open"):
            self._here.open = OrderedDict()
        opened: OrderedDict[tuple[str, int], KeptWhys] = self._here.open
        if key not in opened:
            opened[key] = KeptWhys(workspace, record, self._host)
            while len(opened) > _MOST_OPEN:
                opened.popitem(last=False)[1].close()
        opened.move_to_end(key)
        return opened[key]


def shelf_of(office: Office) -> WhyShelf:
    """The shelf of an office."""
    if office not in _SHELVES:
        _SHELVES[office] = WhyShelf(office.host)
    return _SHELVES[office]


def _standing(
    workspace: Workspace, record: RunRecord, explanation: Explanation
) -> tuple[InEffect | None, Moved | None]:
    """What holds after a run that things go by: the tier in effect where it is another one, and the account's move."""
    from kamengine.api.runs.standing import standing_after
    from kamengine.review.one import move_of
    from kamengine.work.tiers.fold import plain_runs

    runs, checked, account = plain_runs(workspace, record.pack), explanation.checked, explanation.account_id
    if not runs or runs[-1].id != record.id:
        return None, None
    after = standing_after(workspace, record, checked, [account])
    return _in_effect(after, explanation), move_of(workspace, after, checked, account)


def _in_effect(after: After, explanation: Explanation) -> InEffect | None:
    """The tier in effect and why; None where it is the computed one."""
    from kamengine.work.tiers.standing_words import why_in_effect

    held, checked = after.held.get(explanation.account_id), explanation.checked
    if held is None or held.effective == explanation.tier:
        return None
    tier = checked.tier_label(held.effective) if held.effective else say("no tier")
    return InEffect(tier, why_in_effect(held, after.said, after.ranks, after.grace))


def _is_current(workspace: Workspace, record: RunRecord) -> bool:
    from kamengine.api.runs.runs import is_up_to_date

    try:
        return is_up_to_date(workspace, record)
    except KamError:  # the pack cannot be read now; the run has its own
        return False


def _newest(workspace: Workspace, packs: list[str]) -> list[RunRecord]:
    """The newest run of each pack by its own parameters, else the newest; the wanted packs first."""
    found: dict[str, RunRecord] = {}
    for record in workspace.runs.list():
        plain = not record.parameters and record.as_of_from != "given"
        before = found.get(record.pack)
        if before is None or plain or before.as_of_from == "given" or before.parameters:
            found[record.pack] = record
    order = [*(pack for pack in packs if pack in found), *(pack for pack in sorted(found) if pack not in packs)]
    return [found[pack] for pack in order]


_SHELVES: WeakKeyDictionary[Office, WhyShelf] = WeakKeyDictionary()
