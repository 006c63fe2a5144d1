"""Why tasks are there, and why they no longer are, in one sentence each: from the run that plans were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamengine.api.runs.results import results_of
from kamengine.explain.kept import KeptSentences
from kamengine.problems import KamError, Message, say
from kamengine.work.plans.reasons import KeptPlan, newest_plans
from kamengine.work.tiers.standing import effective_tiers
from kamengine.work.tiers.standing_words import WHYS

if TYPE_CHECKING:
    from kamengine.locale import Messages
    from kamengine.pack.playbooks import CheckedPlaybook
    from kamengine.plugin_host import PluginHost
    from kamengine.work.plans.reasons import Reason
    from kamengine.work.tasks.listing import Listed
    from kamengine.workspace import Workspace


@dataclass(frozen=True)
class Whys:
    """The sentences of one list of tasks, by key.

    Attributes:
        why: why each task is there; of a touched one as it was when somebody touched it.
        gone: why the reason of a task has gone, for those whose reason has.
        stands_in: the role in whose place the account's manager does a task, for those of which nobody holds it.
    """

    why: Mapping[str, str]
    gone: Mapping[str, str]
    stands_in: Mapping[str, str] = field(default_factory=dict)


def whys_of(workspace: Workspace, host: PluginHost, listed: Sequence[Listed], messages: Messages) -> Whys:
    """The sentences for tasks. Where the run of the plan cannot be read any more, names alone are said."""
    speaker = Speaker(workspace, host, messages)
    speaker.read([each.reason for each in listed if each.reason is not None])
    why, gone, stands_in = {}, {}, {}
    for each in listed:
        why[each.task.key] = each.task.why or speaker.why(each.reason, each.playbook)
        if each.gone and each.reason is not None:
            gone[each.task.key] = speaker.gone(each.reason, each.playbook)
        if each.stands_in:
            stands_in[each.task.key] = speaker.role(each.task.pack, each.stands_in)
    return Whys(why, gone, stands_in)


class Speaker:
    """Speaks of the reasons of plans, pack by pack."""

    def __init__(self, workspace: Workspace, host: PluginHost, messages: Messages) -> None:
        """Nothing is read yet."""
        self._workspace, self._host, self._messages = workspace, host, messages
        self._plans = newest_plans(workspace)
        self._packs: dict[str, KeptSentences | None] = {}

    def read(self, reasons: Sequence[Reason]) -> None:
        """Read what the runs say of the accounts that will be spoken of."""
        accounts: dict[str, list[str]] = {}
        for reason in reasons:
            accounts.setdefault(reason.pack, []).append(reason.account)
        for pack, names in accounts.items():
            if (sentences := self._sentences(pack)) is not None:
                sentences.read(names)

    def why(self, reason: Reason | None, playbook: CheckedPlaybook | None) -> str:
        """Why a playbook is called for: the sentence of its criterion or tier, and what happened if that is its point.

        Returns:
            one sentence; empty for a task by hand.
        """
        if reason is None:
            return ""
        sentences = self._sentences(reason.pack)
        if playbook is None or sentences is None or not sentences.has(reason.account):
            return reason.playbook if playbook is None else self._by_name(playbook)
        happened = [self._messages.text(each) for each in _happened(reason, sentences)]
        return self._messages.say("; ").join([*happened, *self._holds(reason, playbook, sentences, bool(happened))])

    def gone(self, reason: Reason, playbook: CheckedPlaybook | None) -> str:
        """Why a reason has gone."""
        sentences, (word, *now) = self._sentences(reason.pack), reason.gone_why or ("",)
        said = now[0] if now else ""
        match word:
            case "tier":
                tier = sentences.words_of_tier(said) if sentences else said
                return self._messages.say("the tier is now {tier}", tier=tier)
            case "criterion" if playbook is not None:
                name = sentences.label_of_criterion(playbook.criterion) if sentences else playbook.criterion
                outcome = self._messages.text(_OUTCOMES[said])
                return self._messages.say("“{name}” is now {outcome}", name=name, outcome=outcome)
            case "decided":
                return self._messages.say("the tier is decided now")
            case "account":
                return self._messages.say("the account is no longer among those that the pack looks at")
        return self._messages.say("no playbook says so any more")

    def value(self, pack: str, name: str, text: str | None) -> str:
        """A value of an indicator as people read it, from its canonical text."""
        sentences = self._sentences(pack)
        return sentences.value_text(name, text) if sentences else text or self._messages.say("unknown")

    def label(self, pack: str, name: str) -> str:
        """What people call an indicator."""
        sentences = self._sentences(pack)
        return sentences.label(name) if sentences else name

    def role(self, pack: str, id: str) -> str:
        """What people call a role."""
        sentences = self._sentences(pack)
        return sentences.label_of_role(id) if sentences else id

    def _sentences(self, pack: str) -> KeptSentences | None:
        if pack not in self._packs:
            plan = self._plans.get(pack)
            self._packs[pack] = None if plan is None else self._opened(plan)
        return self._packs[pack]

    def _opened(self, plan: KeptPlan) -> KeptSentences | None:
        """The sentences of the run that a plan was made from; None when its file is gone or its pack cannot be read."""
        try:
            results = results_of(self._workspace, self._workspace.runs.get(plan.run), self._host)
        except KamError:
            return None
        return KeptSentences(results, self._messages)

    def _holds(self, reason: Reason, playbook: CheckedPlaybook, sentences: KeptSentences, told: bool) -> list[str]:
        """What holds now and calls for the playbook."""
        account = reason.account
        if playbook.criterion:
            return [sentences.of_criterion(account, playbook.criterion)]
        if playbook.moved == "undecided":
            certain, possible = sentences.tier(account), sentences.tier_possible(account)
            names = {"certain": sentences.words_of_tier(certain), "possible": sentences.words_of_tier(possible)}
            said = [self._messages.say("not decided: {certain} is certain, {possible} is possible", **names)]
            if missing := sentences.missing(account):
                said.append(self._messages.say("would decide: {names}", names=missing))
            return said
        computed = sentences.tier(account)
        if playbook.tier and playbook.tier != computed:
            return [self._by_people(reason, playbook.tier, sentences)]
        if computed:
            return [sentences.of_tier(account, computed)]
        return [] if told else [self._by_name(playbook)]

    def _by_people(self, reason: Reason, tier: str, sentences: KeptSentences) -> str:
        """That a tier is in effect which the rules did not compute, and why."""
        standing = effective_tiers(self._workspace, reason.pack, [reason.account]).get(reason.account)
        computed = sentences.tier(reason.account)
        names = {"tier": sentences.words_of_tier(tier), "computed": sentences.words_of_tier(computed)}
        why = WHYS.get(standing.why) if standing is not None and standing.effective == tier else None
        if why is None:
            return sentences.label_of_tier(tier)
        return self._messages.say("{tier} by {why}; the rules say {computed}", why=why, **names)

    def _by_name(self, playbook: CheckedPlaybook) -> str:
        """What a playbook is called for by, where nothing more can be told."""
        return playbook.criterion or playbook.tier or self._messages.label(playbook.goal)


def _happened(reason: Reason, sentences: KeptSentences) -> list[Message]:
    """What happened between two runs and began the reason."""
    told = []
    if "tier" in reason.facts:
        before, now = (sentences.words_of_tier(tier) for tier in reason.facts["tier"])
        told.append(say("moved from {before} to {now}", before=before, now=now))
    if "criterion" in reason.facts:
        was, became = (_OUTCOMES[outcome] for outcome in reason.facts["criterion"])
        told.append(say("was {before}, is {now}", before=was, now=became))
    return told


_OUTCOMES: Mapping[str, Message] = {"met": say("met"), "missed": say("not met"), "unknown": say("unknown")}
