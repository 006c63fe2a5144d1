"""The words for people at a customer: functions, levels, roles in the buying centre, and what they think of us.

Functions and levels are those of domain row 36 (财务/采购/生产/售后; 销售员…董事长) with the others that firms have.
Roles are those of F. Webster and Y. Wind, "Organizational Buying Behavior" (1972), with the initiator that T. Bonoma
added ("Major Sales: Who Really Does the Buying?", 1982).
"""

from __future__ import annotations

from collections.abc import Mapping

from kamengine.declarations import Label
from kamengine.problems import KamError, Place, did_you_mean, say
from kamengine.work.people.people import folded

FUNCTIONS: Mapping[str, Label] = {
    "management": Label("management", "管理层"),
    "purchasing": Label("purchasing", "采购"),
    "finance": Label("finance", "财务"),
    "production": Label("production", "生产"),
    "after_sales": Label("after-sales", "售后"),
    "sales": Label("sales", "销售"),
    "marketing": Label("marketing", "市场"),
    "research": Label("research", "研发"),
    "quality": Label("quality", "质量"),
    "logistics": Label("logistics", "物流"),
    "it": Label("IT", "信息技术"),
    "legal": Label("legal", "法务"),
    "personnel": Label("personnel", "人事"),
    "other": Label("other", "其他"),
}
"""What people do at a customer, by id."""

ALWAYS_SHOWN = ("purchasing", "finance", "production", "after_sales")
"""The functions that a map shows even when nobody is known in them: domain row 36."""

LEVELS: Mapping[str, Label] = {
    "board": Label("board", "董事会"),
    "executive": Label("executive", "高管"),
    "director": Label("director", "总监"),
    "manager": Label("manager", "经理"),
    "staff": Label("staff", "员工"),
}
"""How high people stand at a customer, the highest first: from the chairman to those who do the work."""

HIGH = ("board", "executive", "director")
"""Levels at which budgets are decided."""

ROLES: Mapping[str, Label] = {
    "initiator": Label("initiator", "发起者"),
    "user": Label("user", "使用者"),
    "influencer": Label("influencer", "影响者"),
    "decider": Label("decider", "决策者"),
    "buyer": Label("buyer", "采购者"),
    "gatekeeper": Label("gatekeeper", "把关者"),
}
"""Roles in the buying centre; one person may have several."""

ATTITUDES: Mapping[str, Label] = {
    "supporter": Label("supporter", "支持"),
    "neutral": Label("neutral", "中立"),
    "opponent": Label("opponent", "反对"),
    "unknown": Label("unknown", "未知"),
}
"""What people at a customer think of us."""

HIGHEST_INFLUENCE = 5


def word_of(typed: str, known: Mapping[str, Label], option: str) -> str:
    """The id that a word means, by id or by what it is called in either language; case and width do not matter.

    Args:
        typed: the word; an empty one stays empty.
        known: what things are called, by id.
        option: the option at which it was typed.

    Raises:
        KamError: nothing is called so.
    """
    fold = folded(typed).replace("-", "_").replace(" ", "_")
    if not fold:
        return ""
    for id, label in known.items():
        if fold in {folded(name).replace("-", "_").replace(" ", "_") for name in (id, label.en, label.zh)}:
            return id
    spellings = [*known, *(name for label in known.values() for name in (label.en, label.zh))]
    remedy = did_you_mean(typed, spellings) or say("write one of {words}", words=list(known))
    raise KamError.of(say("{value} is not known", value=typed[:80]), remedy, place=Place(key=option))
