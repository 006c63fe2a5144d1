"""What account managers of a telecom operator do for each tier of the pack ``telecom``."""

from __future__ import annotations

from kamengine import Label, Playbook

_STRATEGIC = Playbook(
    "telecom",
    "strategic",
    Label(
        "Become part of how the customer runs: one joint team, one yearly plan, no surprise at renewal.",
        "融入客户的经营：一个联合小组、一份年度计划，续约没有意外。",
    ),
    (
        Label(
            "Name an executive sponsor and a joint team of sales, network, finance and service; keep its minutes.",
            "指定高层负责人，组建销售、网络、财务、服务联合小组，会议留纪要。",
        ),
        Label(
            "Map the buying centre by function and level, and hold at least one good contact in each.",
            "按职能和层级画出客户的决策单位，每一格至少有一位可靠联系人。",
        ),
        Label(
            "Agree a yearly plan with goals, owners and dates; review it together every quarter.",
            "与客户共同制定年度计划，写明目标、责任人和日期，每季度共同复盘。",
        ),
        Label(
            "Visit every week; answer a fault with the top service level and report its cause in writing.",
            "每周拜访；故障按最高服务等级响应，并书面说明原因。",
        ),
        Label(
            "Open the renewal six months before the contract ends, with two alternatives.",
            "合同到期前六个月启动续约，准备两套方案。",
        ),
    ),
)

_KEY = Playbook(
    "telecom",
    "key",
    Label(
        "Keep the spend and widen it: renew in time and add one product this year.",
        "稳住消费并扩大：按期续约，年内新增一项产品。",
    ),
    (
        Label(
            "Give the account one named manager and a deputy; introduce both in person.",
            "指定专属客户经理和副手，并当面引见。",
        ),
        Label(
            "Visit every month and write down what was asked and promised.", "每月拜访，记录客户的要求和我方的承诺。"
        ),
        Label(
            "Compare the products in use with those of similar customers; offer the widest gap first.",
            "与同类客户对比在用产品，先推荐差距最大的一项。",
        ),
        Label(
            "Close open complaints within the promised time and call back afterwards.",
            "在承诺时限内办结投诉，并回访。",
        ),
        Label(
            "Start the renewal three months before the contract ends; find out who else is bidding.",
            "合同到期前三个月启动续约，摸清竞争对手。",
        ),
    ),
)

_GROWTH = Playbook(
    "telecom",
    "growth",
    Label(
        "Bring the account to the key line within a year.",
        "一年内达到大客户消费标准。",
    ),
    (
        Label(
            "Find out what the customer spends with other operators, and on what.",
            "了解客户在其他运营商的支出和用途。",
        ),
        Label(
            "Choose one need (cost, quality or a new function) and propose one solution with its benefit in figures.",
            "选准一个需求（成本、质量或新功能），提出一套方案并算清收益。",
        ),
        Label("Visit every quarter and call every month in between.", "每季度拜访，其间每月电话联系。"),
        Label(
            "Offer a longer contract in return for bundled products.",
            "以产品组合换取更长的合约期。",
        ),
    ),
)

_STANDARD = Playbook(
    "telecom",
    "standard",
    Label(
        "Serve reliably at low cost, and notice early when the account starts to grow or to leave.",
        "以低成本可靠服务，及早发现增长或流失的苗头。",
    ),
    (
        Label(
            "Serve through the hotline and online channels; keep response times.",
            "通过热线和线上渠道服务，保证响应时限。",
        ),
        Label(
            "Complete the facts that the verdict still lacks: spend, city level, contract.",
            "补齐评定所缺的资料：消费、城市级别、合同。",
        ),
        Label(
            "Check once a quarter who moved up or went silent, and pass them on.",
            "每季度检查一次升级和沉默的客户，并移交跟进。",
        ),
    ),
)

PLAYBOOKS = (_STRATEGIC, _KEY, _GROWTH, _STANDARD)
"""One playbook for each tier, best tier first."""
