"""The sheets of a workbook: which part of a pack stands where, under which heading, and what its cells may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "words", "truth", "number", "day", "any"]
"""What a cell holds: a text, texts with ``;`` between them, TRUE or FALSE, a number, a date, or any value of a pack."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        key: the key in the pack, such as ``unit`` or ``label.en``.
        en: the heading in English; the cell shows both languages, and either is known again.
        zh: the heading in Chinese.
        kind: what its cells hold.
        width: in characters.
    """

    key: str
    en: str
    zh: str
    kind: Kind = "text"
    width: int = 14

    @property
    def heading(self) -> str:
        """What the first row shows."""
        return f"{self.en}\n{self.zh}"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, what it is called in Chinese, and its columns.

    Attributes:
        name: the name of the tab in English.
        zh: the same in Chinese; either is known again.
        columns: in order; the first two or fewer say what a row is about.
        more: how the keys of further columns begin, which depend on the pack, such as ``given.``; they hold any value.
        about: the columns that name the row, and stay in view.
    """

    name: str
    zh: str
    columns: tuple[Column, ...]
    more: tuple[str, ...] = ()
    about: int = 1


_NAME = Column("name", "name", "名称", width=24)
_LABEL = (
    Column("label.en", "label in English", "英文标签", width=32),
    Column("label.zh", "label in Chinese", "中文标签", width=24),
)
_UNIT = Column("unit", "unit", "单位", width=12)
_FROM = Column("from", "from", "起始日", "day", 12)
_SOURCE = Column("source", "source", "来源", width=48)
_ALIASES = Column("aliases", "aliases", "别名", "words", 36)
_IMMUTABLE = Column("immutable", "immutable", "不可改变", "truth", 10)
_OPTIONAL = Column("optional", "optional", "可缺", "truth", 10)
_ENDS = (Column("least", "least", "最小值", "number", 10), Column("most", "most", "最大值", "number", 10))
_WHEN = Column("when", "when", "条件", width=70)
_FIELD = (
    _NAME,
    Column("type", "type", "类型", width=10),
    *_LABEL,
    _UNIT,
    Column("choices", "choices", "选项", "words", 36),
    _ALIASES,
    _IMMUTABLE,
    _OPTIONAL,
    *_ENDS,
)

PACK = Sheet(
    "Pack",
    "规则包",
    (
        Column("key", "key", "键", width=16),
        Column("value", "value", "值", "any", 60),
        Column("about", "what it is", "说明", width=60),
    ),
)
FIELDS = Sheet("Fields", "字段", _FIELD)
LEDGERS = Sheet(
    "Ledgers",
    "明细",
    (
        _NAME,
        *_LABEL,
        Column("date", "date column", "日期列", width=12),
        Column("account_aliases", "headers of the account", "客户编号表头", "words", 36),
    ),
)
LEDGER_COLUMNS = Sheet("Ledger columns", "明细列", (Column("ledger", "ledger", "明细", width=16), *_FIELD), about=2)
SPELLINGS = Sheet(
    "Spellings",
    "选项写法",
    (
        Column("ledger", "ledger", "明细", width=16),
        Column("field", "field", "字段", width=24),
        Column("choice", "choice", "选项", width=20),
        Column("spellings", "other spellings", "其他写法", "words", 60),
    ),
    about=3,
)
PARAMETERS = Sheet(
    "Parameters",
    "参数",
    (
        _NAME,
        *_LABEL,
        _UNIT,
        Column("low", "lowest", "下限", "number", 10),
        Column("high", "highest", "上限", "number", 10),
        Column("value", "value", "值", "any", 14),
        _FROM,
        _SOURCE,
        Column("choices", "choices", "选项", "words", 24),
    ),
)
TABLES = Sheet("Tables", "查找表", (_NAME, *_LABEL, _UNIT, Column("keys", "keys", "键列", "words", 30)))
TABLE_ROWS = Sheet(
    "Table rows",
    "查找表行",
    (Column("table", "table", "查找表", width=24), Column("value", "value", "值", "any"), _FROM, _SOURCE),
    more=("key ",),
)
INDICATORS = Sheet(
    "Indicators",
    "指标",
    (
        _NAME,
        *_LABEL,
        Column("value", "value", "值", width=60),
        _UNIT,
        Column("from", "ledger", "明细", width=14),
        Column("where", "where", "行条件", width=40),
        Column("window", "window", "时间窗", width=20),
        Column("per", "per", "折算到每", width=10),
        Column("when_empty", "when empty", "无行时", "any", 12),
        Column("decimals", "decimals", "小数位", "number", 10),
        _ALIASES,
        _IMMUTABLE,
        _OPTIONAL,
        Column("informative", "informative", "仅供参考", "truth", 12),
        *_ENDS,
    ),
)
CRITERIA = Sheet("Criteria", "判定", (_NAME, *_LABEL, _WHEN, Column("risk", "risk", "风险", "truth", 12)))
PARTS = Sheet(
    "Score",
    "评分项",
    (
        Column("indicator", "indicator", "指标", width=24),
        Column("id", "id", "编号", width=16),
        *_LABEL,
        Column("weight", "weight", "权重", "any"),
    ),
)
BANDS = Sheet(
    "Bands",
    "分档",
    (
        Column("part", "part", "评分项", width=24),
        Column("from", "from value", "起始值", "any"),
        Column("points", "points", "得分", "any"),
    ),
)
LINES = Sheet(
    "Lines",
    "折线",
    (
        Column("part", "part", "评分项", width=24),
        Column("value", "value", "值", "any"),
        Column("points", "points", "得分", "any"),
    ),
)
TIERS = Sheet("Tiers", "等级", (Column("id", "id", "编号", width=20), *_LABEL, _WHEN))
TESTS = Sheet(
    "Tests",
    "测试",
    (
        Column("name", "name", "名称", width=56),
        Column("as_of", "as of", "截止日", "day", 12),
        Column("without_rows", "ledgers without rows", "无行的明细", "words", 18),
    ),
    more=("set.", "given.", "expect."),
)
TEST_ROWS = Sheet(
    "Test rows",
    "测试明细",
    (Column("test", "test", "测试", width=56), Column("ledger", "ledger", "明细", width=14)),
    more=("row.",),
    about=2,
)
PLAYBOOKS = Sheet(
    "Playbooks",
    "行动方案",
    (
        Column("id", "id", "编号", width=24),
        Column("tier", "tier", "等级", width=14),
        Column("criterion", "criterion", "判定", width=20),
        Column("outcome", "outcome", "判定结果", width=12),
        Column("moved", "moved", "升降", width=12),
        Column("goal.en", "goal in English", "英文目标", width=50),
        Column("goal.zh", "goal in Chinese", "中文目标", width=40),
        Column("indicator", "indicator", "指标", width=20),
        Column("target", "target", "目标值", "any"),
        Column("off", "off", "停用", "truth", 8),
    ),
)
STEPS = Sheet(
    "Steps",
    "步骤",
    (
        Column("playbook", "playbook", "行动方案", width=24),
        Column("id", "id", "编号", width=16),
        Column("what.en", "what in English", "英文内容", width=50),
        Column("what.zh", "what in Chinese", "中文内容", width=40),
        Column("responsible", "responsible", "负责", width=18),
        Column("accountable", "accountable", "当责", width=18),
        Column("consulted", "consulted", "咨询", "words", 18),
        Column("informed", "informed", "知会", "words", 18),
        Column("effort", "effort in hours", "工时", "number", 10),
        Column("due", "due after", "期限", width=18),
        Column("every", "every", "重复", width=14),
        Column("on_holiday", "on a holiday", "遇假日", width=12),
        Column("after", "after the steps", "前置步骤", "words", 18),
        Column("acceptance.en", "acceptance in English", "英文验收标准", width=40),
        Column("acceptance.zh", "acceptance in Chinese", "中文验收标准", width=32),
        Column("evidence.en", "evidence in English", "英文凭据", width=30),
        Column("evidence.zh", "evidence in Chinese", "中文凭据", width=24),
    ),
    about=2,
)
ROLES = Sheet("Roles", "角色", (_NAME, *_LABEL))
VISITS = Sheet("Visits", "拜访", (Column("tier", "tier", "等级", width=20), Column("every", "every", "重复", width=16)))
STAGES = Sheet("Stages", "关系阶段", (_NAME, *_LABEL))
STAGE_ITEMS = Sheet(
    "Stage items",
    "阶段条件",
    (Column("stage", "stage", "关系阶段", width=20), Column("id", "id", "编号", width=24), *_LABEL),
    about=2,
)
SHEETS = (
    PACK,
    *(PARAMETERS, TABLES, TABLE_ROWS, PARTS, BANDS, LINES, TIERS, CRITERIA, INDICATORS),
    *(FIELDS, SPELLINGS, LEDGERS, LEDGER_COLUMNS),
    *(PLAYBOOKS, STEPS, ROLES, VISITS, STAGES, STAGE_ITEMS),
    *(TESTS, TEST_ROWS),
)

PACK_KEYS: dict[str, tuple[Kind, str]] = {
    "id": ("text", "letters, digits, - and _ · 字母、数字、- 和 _"),
    "version": ("text", "version of the rules · 规则版本"),
    "title.en": ("text", "title in English · 英文标题"),
    "title.zh": ("text", "title in Chinese · 中文标题"),
    "description.en": ("text", "description in English · 英文说明"),
    "description.zh": ("text", "description in Chinese · 中文说明"),
    "plugins": ("words", "plugins whose fields and functions it uses, ; between them · 所用插件，以 ; 分隔"),
    "scope": ("text", "which accounts it speaks about · 适用的客户"),
    "currency": ("text", "what the unit word currency means · 单位中 currency 指的币种"),
    "value": ("text", "field or indicator that says what an account is worth · 表示客户价值的字段或指标"),
    "hit": ("text", "first or unique · first（取第一个）或 unique（互斥）"),
    "score.missing": ("text", "interval, zero or renormalise · 缺失时的评分方式"),
    "review.promote_after": (
        "number",
        "runs in a row that find an account better before it rises · 连续几次更优才升级",
    ),
    "review.demote_after": ("number", "runs in a row that find an account worse before it falls · 连续几次更差才降级"),
    "review.no_demotion_before": ("day", "no account falls before this date · 此日期之前不降级"),
}
"""The rows of the first sheet: what each holds, and what it is for."""


def title_of(sheet: Sheet, language: str) -> str:
    """The name of a tab in ``"zh"`` or ``"en"``."""
    return sheet.zh if language == "zh" else sheet.name


def heading_of(key: str) -> str:
    """The heading of a column that depends on the pack: its key, with the number of a key column in both languages."""
    return f"{key}\n键 {key.removeprefix('key ')}" if key.startswith("key ") else key
