"""A small pack with playbooks of every kind, accounts to plan for, and what the commands say of them."""

from __future__ import annotations

from pathlib import Path

from kamengine import Workspace

PACK = """\
[pack]
id = "own"
version = "1"
title = { en = "Own", zh = "自有" }

[fields.monthly_spend]
type = "money"
label = { en = "Monthly spend", zh = "月消费" }
[fields.days_late]
type = "integer"
label = { en = "Days late", zh = "逾期天数" }
[fields.account_manager]
type = "text"

[criteria.big]
label = { en = "Spends like a key account", zh = "达到大客户消费" }
when = "monthly_spend >= 10000"
[criteria.late]
label = { en = "In arrears", zh = "欠费" }
when = "days_late > 30"

[[tiers]]
id = "key"
label = { en = "Key", zh = "重点" }
when = "big"
[[tiers]]
id = "standard"
label = { en = "Standard", zh = "普通" }

[[playbooks]]
id = "care"
tier = "key"
goal = { en = "Keep and widen.", zh = "稳住并扩大。" }
indicator = "monthly_spend"
[[playbooks.steps]]
id = "call"
what = { en = "Introduce the manager by phone", zh = "电话介绍客户经理" }
effort = 0.5
due = "2 working days"
[[playbooks.steps]]
id = "visit"
what = { en = "Visit", zh = "拜访" }
effort = 2
due = "1 month"
every = "1 month"
after = ["call"]

[[playbooks]]
id = "credit"
criterion = "late"
outcome = "met"
goal = { en = "Get paid.", zh = "收回欠款。" }
[[playbooks.steps]]
id = "talk"
what = { en = "Agree a payment plan", zh = "商定还款计划" }
accountable = "finance"
effort = 1
due = "3 working days"

[[playbooks]]
id = "welcome"
moved = "up"
goal = { en = "Make it felt.", zh = "让客户感受到。" }
[[playbooks.steps]]
id = "tell"
what = { en = "Tell the customer what is better now", zh = "告知客户升级后的服务" }
due = "5 working days"

[[playbooks]]
id = "ask"
criterion = "late"
outcome = "unknown"
goal = { en = "Know it.", zh = "查明。" }
[[playbooks.steps]]
id = "look"
what = { en = "Look up the days", zh = "查询逾期天数" }
responsible = "finance"
due = "5 working days"
"""

ACCOUNTS = """\
account_id,name,account_manager,monthly_spend,days_late
A,Ada & Co,Mei,12000,0
B,Bell,Mei,3000,45
C,Carr,Li,2500,
D,Dunn,Li,20000,60
"""

LATER = """\
account_id,name,account_manager,monthly_spend,days_late
A,Ada & Co,Mei,12000,0
B,Bell,Mei,15000,0
C,Carr,Li,2500,0
D,Dunn,Li,1000,60
"""
"""B has paid and spends like a key account, C's days are known, D no longer spends like one."""

MONDAY = "2026-11-23"


def human_work(folder: Path) -> bytes:
    with Workspace.open(folder) as workspace:
        return workspace.work.dump()


def plan(kam, day=MONDAY):
    said = kam("plan", "--today", day, "--json").json
    return tuple(said[name] for name in ("plans", "tasks_new", "tasks_kept", "tasks_reason_gone"))


def tasks(kam, *asked, day=MONDAY):
    return {each["id"]: each for each in kam("tasks", "--today", day, "--json", *asked).json}


def of(found, account):
    return {(each["playbook"], each["title"]) for each in found.values() if each["account_id"] == account}
