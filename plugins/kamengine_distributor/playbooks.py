"""What a maker's account managers do for each tier of the pack ``distributor``."""

from __future__ import annotations

from kamengine import Label, Playbook

_CORE = Playbook(
    "distributor",
    "core",
    Label(
        "Grow the territory together: a joint plan, shared data, first call on new products.",
        "共同做大市场：共同计划、数据共享、新品优先。",
    ),
    (
        Label(
            "Write a yearly plan together: volume, outlets, stock, promotion; review it every month.",
            "共同制定年度计划：销量、网点、库存、促销，每月复盘。",
        ),
        Label(
            "Have both managements meet twice a year, and name a sponsor on each side.",
            "双方管理层每年会面两次，各指定一位负责人。",
        ),
        Label(
            "Share stock and sell-through weekly, and plan deliveries from it.",
            "每周共享库存和动销数据，据此安排发货。",
        ),
        Label(
            "Pay the rebate for a clean record in full and in time.",
            "对无窜货、无压价记录的返利足额按时兑现。",
        ),
        Label(
            "Widen the authorised territory only with warehousing, vehicles and people to match.",
            "扩大授权区域须与仓储、车辆、人员相匹配。",
        ),
    ),
)

_KEY = Playbook(
    "distributor",
    "key",
    Label(
        "Keep a sound partner sound, and close the gap to core.",
        "稳住优质经销商，补齐与核心经销商的差距。",
    ),
    (
        Label(
            "Visit every month and check stock, prices and shelves on the spot.", "每月拜访，现场检查库存、价格和陈列。"
        ),
        Label(
            "Name the weakest part of the score and agree one measure for it.", "找出得分最低的一项，商定一条改进措施。"
        ),
        Label(
            "Review the credit limit every half year against sales and overdue amounts.",
            "每半年按销售和逾期情况复核信用额度。",
        ),
        Label("Train its sales people on products and on outlet visits.", "培训其销售人员：产品知识和终端拜访。"),
    ),
)

_DEVELOP = Playbook(
    "distributor",
    "develop",
    Label(
        "Turn strength into sales: coach where the approach is weak, promote where sell-through is slow.",
        "把实力变成销量：理念弱的重在指导，动销慢的重在促销。",
    ),
    (
        Label(
            "Find out which criterion is missing and agree a target and a date for it.",
            "明确欠缺哪一条标准，商定目标和期限。",
        ),
        Label(
            "Coach management and approach with a monthly working session.",
            "每月一次辅导，提升管理水平和经营思路。",
        ),
        Label("Run one promotion and measure sell-through before and after.", "做一次促销，比较前后的动销。"),
        Label("Assess the checklist again after six months.", "六个月后重新评估经营理念。"),
    ),
)

_GENERAL = Playbook(
    "distributor",
    "general",
    Label(
        "Serve by the book and at low cost; look for those worth developing.",
        "按标准低成本服务，发现值得培育的经销商。",
    ),
    (
        Label("Take orders through the usual channel, on the usual terms.", "通过常规渠道、按常规条件接单。"),
        Label(
            "Visit every quarter; complete capital, warehouse and people data.",
            "每季度拜访，补齐资金、仓储、人员资料。",
        ),
        Label("Compare sales with the potential of the territory once a year.", "每年对照区域潜力评估一次销量。"),
    ),
)

_WATCH = Playbook(
    "distributor",
    "watch",
    Label(
        "Establish the facts, stop the damage, then decide: mend, shrink or part.",
        "查清事实，止住损失，再作决定：整改、收缩或终止合作。",
    ),
    (
        Label(
            "Complete the missing facts first: no scans or no statement is not yet a breach.",
            "先补齐资料：没有扫码或对账记录不等于违规。",
        ),
        Label(
            "Diversion or undercutting: keep codes, places and prices as evidence; hear both sides; apply the terms.",
            "窜货或压价：保留物流码、地点、价格证据，听取说明，按合同处理。",
        ),
        Label(
            "Overdue: agree a payment plan; deliver against payment until it holds.",
            "逾期：商定还款计划，履行前款到发货。",
        ),
        Label("Review after one quarter with the sales director.", "一个季度后由销售总监复审。"),
    ),
)

PLAYBOOKS = (_CORE, _KEY, _DEVELOP, _GENERAL, _WATCH)
"""One playbook for each tier, best tier first."""
