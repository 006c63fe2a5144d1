"""Everyday words for commands, in both languages, whichever the app speaks: what people type who do not know ours."""

from __future__ import annotations

from collections.abc import Mapping

EVERYDAY: Mapping[str, tuple[str, ...]] = {
    "app.undo": ("undo", "revert", "back", "撤销", "撤消", "撤回", "回退"),
    "app.redo": ("redo", "again", "重做", "恢复"),
    "app.quit": ("quit", "exit", "close", "leave", "退出", "关闭", "离开"),
    "app.keys": ("help", "keys", "shortcuts", "帮助", "按键", "快捷键"),
    "app.language": ("language", "chinese", "english", "中文", "英文", "语言"),
    "app.copy": ("copy", "clipboard", "复制", "剪贴板"),
    "app.refresh": ("refresh", "reload", "刷新"),
    "app.suspend_process": ("suspend", "background", "后台", "挂起"),
    "app.go('accounts')": ("accounts", "list", "export", "csv", "客户", "列表", "导出"),
    "app.go('import')": ("import", "upload", "files", "导入", "上传", "文件"),
    "app.go('rules')": ("rules", "packs", "lines", "规则", "门槛"),
    "app.go('plans')": ("plans", "tasks", "计划", "任务"),
    "app.go('runs')": ("runs", "results", "评定"),
    "bring": ("import", "upload", "导入"),
    "export": ("export", "csv", "save", "download", "导出", "保存", "下载"),
    "search": ("search", "find", "搜索", "查找"),
    "filter": ("filter", "condition", "筛选", "过滤"),
    "columns": ("columns", "列"),
    "sort": ("sort", "order", "排序"),
    "assign": ("assign", "owner", "分配", "指派", "负责人"),
    "person": ("team", "people", "person", "团队", "人员"),
    "task_add": ("task", "todo", "任务", "待办"),
    "task_assign": ("assign", "分配", "指派"),
    "make_plans": ("plan", "plans", "计划"),
    "tag": ("tag", "label", "标签"),
    "run": ("run", "classify", "评定", "运行"),
    "theme": ("theme", "colors", "colours", "dark", "light", "主题", "颜色", "外观"),
}
"""By what they do: an action as Textual calls it, or ``theme``. The words of a place lead to it from everywhere."""

BEST = 100.0
"""What a word scores that is typed whole; more than any name of a command that only has the same letters."""
_LEAST = 2  # characters of a word of Latin letters before it is taken for one


def everyday_score(typed: str, action: str) -> float:
    """How well what was typed fits an everyday word for an action.

    It must begin the word, and counts by how much of it it is: 0 for not at all, at most `BEST`.
    """
    begun = " ".join(typed.casefold().split())
    if not begun or (begun.isascii() and len(begun) < _LEAST):
        return 0.0
    return BEST * max(
        (len(begun) / len(word) for word in EVERYDAY.get(action, ()) if word.startswith(begun)), default=0.0
    )
