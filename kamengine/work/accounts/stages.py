"""The stage of a relationship by evidence: each stage has a checklist, and what is not shown is named (domain row 34).

An account is in the last stage whose items, and those of every stage before it, all have evidence that counts on a day.
So no stage can be skipped, and evidence that has run out takes an account back. The first stage needs nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kamengine.declarations import Label
from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.work.accounts.dossier import refuse_blank
from kamengine.work.ground.things import all_of, find, keep
from kamengine.work.model import Evidence
from kamengine.workspace import Transaction, Workspace
from kamengine.workspace.journal import to_json


@dataclass(frozen=True)
class Stage:
    """A stage of a relationship.

    Attributes:
        id: its name.
        label: what people call it.
        items: what must be shown, by id, in order.
    """

    id: str
    label: Label
    items: Mapping[str, Label]


USUAL: tuple[Stage, ...] = (
    Stage("ordinary", Label("ordinary", "普通"), {}),
    Stage(
        "partner",
        Label("partner", "伙伴式"),
        {
            "buying_centre": Label(
                "contacts are covered in two functions or more, among them one who decides",
                "至少两个职能部门有专人覆盖的联系人，其中包括决策者",
            ),
            "yearly_plan": Label("a plan for the year is agreed with the customer", "已与客户商定年度合作计划"),
            "regular_reviews": Label(
                "reviews are held with the customer at the agreed rhythm, with minutes",
                "按约定周期与客户回顾并有会议纪要",
            ),
            "service_level": Label(
                "the agreed service level is measured, and was kept", "约定的服务水平有测量记录并已达成"
            ),
            "proven_benefit": Label(
                "a benefit to the customer is shown in figures that the customer accepts",
                "客户认可的、以数字证明的收益",
            ),
        },
    ),
    Stage(
        "strategic",
        Label("strategic", "战略性"),
        {
            "sponsors": Label("each side has named a sponsor from its management", "双方均指定了高层负责人"),
            "joint_team": Label(
                "a joint team of several functions works to minutes and decisions",
                "跨部门联合小组有纪要、有决议地开展工作",
            ),
            "long_contract": Label("a framework agreement runs for two years or more", "签有两年及以上的框架协议"),
            "shared_data": Label(
                "forecasts, stocks or roadmaps are shared as a matter of course", "定期共享预测、库存或产品规划"
            ),
            "value_ledger": Label(
                "what both sides gain is written down, and both accept it", "双方收益均已列明并得到双方认可"
            ),
        },
    ),
)
"""The stages of an account when the pack says nothing: 普通 → 伙伴式 → 战略性 (domain row 34).

The source names the stages and no checklist. The items are ours, after domain rows 31 (service kept, benefit shown), 35
and 36 (the buying centre), 37 (the joint team), 62 (the ledger of what both sides gain) and 73 (sponsors); a pack that
has ``[stages]`` puts its own in their place.
"""


@dataclass(frozen=True)
class Standing:
    """Where an account stands.

    Attributes:
        account: its id.
        stages: all there are, in order.
        stage: the one that is shown.
        next: the one after it; None in the last one.
        missing: ids of the items that are still to be shown for the next stage.
        evidence: what counts, by item.
        run_out: evidence whose last day is past, by item.
        to_come: evidence whose first day is still to come, by item.
    """

    account: str
    stages: tuple[Stage, ...]
    stage: Stage
    next: Stage | None
    missing: tuple[str, ...]
    evidence: Mapping[str, Evidence]
    run_out: Mapping[str, Evidence]
    to_come: Mapping[str, Evidence]


def stages_of(checklists: Mapping[str, Mapping[str, Label]], labels: Mapping[str, Label]) -> tuple[Stage, ...]:
    """The stages of a pack; the usual ones when it says nothing of them.

    Args:
        checklists: the items of each stage, in order.
        labels: what stages are called.
    """
    if not checklists:
        return USUAL
    return tuple(Stage(id, labels.get(id) or Label(id, id), items) for id, items in checklists.items())


def standing(account: str, stages: tuple[Stage, ...], evidence: Iterable[Evidence], day: dt.date) -> Standing:
    """Where an account stands on a day.

    Args:
        account: its id.
        stages: the first one needs nothing.
        evidence: of this account; of items that no stage asks for it is passed over.
        day: evidence counts from its day to its last one.
    """
    known = [one for one in evidence if one.account == account]
    counts = {one.item: one for one in known if one.day <= day and (one.until is None or day <= one.until)}
    place = 0
    while place + 1 < len(stages) and all(item in counts for item in stages[place + 1].items):
        place += 1
    after = stages[place + 1] if place + 1 < len(stages) else None
    return Standing(
        account=account,
        stages=stages,
        stage=stages[place],
        next=after,
        missing=tuple(item for item in after.items if item not in counts) if after is not None else (),
        evidence=counts,
        run_out={one.item: one for one in known if one.until is not None and one.until < day},
        to_come={one.item: one for one in known if day < one.day},
    )


def show_item(workspace: Workspace, change: Transaction, evidence: Evidence) -> Evidence:
    """Keep the evidence for an item, in the place of what there was.

    Raises:
        KamError: nothing shows it, or it would have run out before it began.
    """
    refuse_blank(evidence.proof, "--proof")
    if evidence.until is not None and evidence.until < evidence.day:
        what = say("{until} is before {day}", until=evidence.until.isoformat(), day=evidence.day.isoformat())
        raise KamError.of(what, say("name a later last day"), place=Place(key="--until"))
    kept = evidence.with_(key=evidence_key(evidence.account, evidence.item))
    is_new = find(workspace, Evidence, kept.key) is None
    keep(workspace, change, kept, "add" if is_new else "set")
    return kept


def withdraw_item(workspace: Workspace, change: Transaction, account: str, item: str) -> bool:
    """Take evidence away; the journal keeps it. Whether there was any."""
    return workspace.work.drop(change, Evidence.kind, evidence_key(account, item), "withdraw") is not None


def evidence_of(workspace: Workspace, account: str | None = None) -> list[Evidence]:
    """The evidence of an account, or of all."""
    return list(all_of(workspace, Evidence, account=account))


def item_meant(stages: tuple[Stage, ...], typed: str) -> str:
    """The item that a word means.

    Raises:
        KamError: no stage asks for it.
    """
    items = [item for stage in stages for item in stage.items]
    if typed in items:
        return typed
    folded = {item.casefold().replace("-", "_"): item for item in items}
    if found := folded.get(typed.strip().casefold().replace("-", "_")):
        return found
    remedy = did_you_mean(typed, items) or say("the items are: {names}", names=items)
    raise KamError.of(say("no stage asks for {item}", item=typed[:80]), remedy, place=Place(key="ITEM"))


def evidence_key(account: str, item: str) -> str:
    """The key under which the evidence for an item is kept."""
    return to_json([account, item])
