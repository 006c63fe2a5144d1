"""What people call the columns that every run has, and those that stand beside it, in both languages.

They are labels, as those of packs are, since people may write them where a name is meant: in either language, whichever
one they read.
"""

from __future__ import annotations

from collections.abc import Mapping

from kamengine.declarations import Label

HEADINGS: Mapping[str, Label] = {
    "account_id": Label("Account", "编号"),
    "name": Label("Name", "名称"),
    "tier": Label("Tier", "等级"),
    "tier_effective": Label("In effect", "生效等级"),
    "tier_possible": Label("Could be", "可能等级"),
    "score": Label("Score", "评分"),
    "score_low": Label("Score from", "评分下限"),
    "score_high": Label("Score to", "评分上限"),
    "tier_before": Label("Tier before", "上次等级"),
    "tiers_moved": Label("Change", "变动"),
    "score_change": Label("Score change", "评分变动"),
    "owner": Label("Owner", "负责人"),
    "tags": Label("Tags", "标签"),
    "data_gaps": Label("Data gaps", "缺失资料"),
    "value_history": Label("Trend", "走势"),
    "next_task": Label("Next task", "下一任务"),
}
"""By the name of the column."""
