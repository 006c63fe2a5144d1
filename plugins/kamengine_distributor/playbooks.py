"""What a maker's account managers do for the tiers of the pack ``distributor``: service pack and development.

What a single fact calls for (weak ability, slow sell-through, credit trouble, diversion …) stands in the pack itself,
beside its lines. How often distributors are visited does too, under ``[visits]``.
"""

from __future__ import annotations

from kamengine import Label, Playbook, Step

_CORE = Playbook(
    "distributor",
    "core",
    Label(
        "Grow the territory together: a joint plan, shared data, first call on new products.",
        "共同做大市场：共同计划、数据共享、新品优先。",
    ),
    (
        Step(
            Label(
                "Name a sponsor on each side, and who talks to whom on sales, stock, money and promotion",
                "双方各指定一位负责人，明确销售、库存、资金、促销的对口人",
            ),
            id="sponsors",
            accountable="kam_head",
            informed=("sponsor", "finance", "logistics", "marketing"),
            effort="3",
            due="15 working days",
            acceptance=Label("A list that both managements have agreed", "双方管理层确认的名单"),
            evidence=Label("Contact list", "对口人名单"),
        ),
        Step(
            Label(
                "Agree to share stock and sell-through every week, by product",
                "约定每周按产品共享库存和动销数据",
            ),
            id="share-data",
            consulted=("logistics",),
            effort="3",
            due="20 working days",
            acceptance=Label("Four weekly reports in a row are complete", "连续四周报表完整"),
            evidence=Label("The reports", "进销存周报"),
        ),
        Step(
            Label(
                "Write a yearly plan together: volume by product, outlets, stock, promotion, new products",
                "共同制定年度计划：分产品销量、网点、库存、促销、新品",
            ),
            id="year-plan",
            accountable="kam_head",
            consulted=("marketing", "logistics", "finance"),
            informed=("sponsor",),
            effort="10",
            due="30 working days",
            every="1 year",
            acceptance=Label("Signed; volume is broken down to months", "双方签字，销量分解到月"),
            evidence=Label("Signed plan", "签字的计划"),
        ),
        Step(
            Label(
                "Hold the month against the plan: sell-in, sell-through, stock, prices, promotions",
                "按月对照计划：进货、动销、库存、价格、促销",
            ),
            id="month",
            consulted=("logistics",),
            effort="2",
            due="2 months",
            every="1 month",
            acceptance=Label("Each gap has a measure, an owner and a date", "每项差距有措施、责任人和日期"),
            evidence=Label("Minutes", "会议纪要"),
        ),
        Step(
            Label(
                "Pay the rebate for a clean record in full and in time, and say what it was paid for",
                "对无窜货、无压价记录的返利足额按时兑现，并说明依据",
            ),
            id="rebate",
            responsible="finance",
            consulted=("account_manager",),
            effort="1",
            due="3 months",
            every="3 months",
            acceptance=Label("Paid by the agreed day", "按约定日期兑现"),
            evidence=Label("Rebate statement", "返利单"),
        ),
        Step(
            Label(
                "Bring both managements together",
                "安排双方管理层会面",
            ),
            id="managements",
            responsible="sponsor",
            accountable="kam_head",
            consulted=("account_manager",),
            effort="3",
            due="6 months",
            every="6 months",
            acceptance=Label("One decision that only they could take", "形成一项只有管理层才能作出的决定"),
            evidence=Label("Minutes", "会议纪要"),
        ),
        Step(
            Label(
                "Review the territory: widen it only with warehousing, vehicles and people to match",
                "复核授权区域：扩大须与仓储、车辆、人员相匹配",
            ),
            id="territory",
            accountable="sales_director",
            consulted=("logistics",),
            effort="2",
            due="1 year",
            every="1 year",
            acceptance=Label("Coverage of each county is known", "各区县覆盖情况清楚"),
        ),
    ),
    indicator="quality_sales",
)

_KEY = Playbook(
    "distributor",
    "key",
    Label(
        "Keep a sound partner sound, and close the gap to core.",
        "稳住优质经销商，补齐与核心经销商的差距。",
    ),
    (
        Step(
            Label(
                "Name the weakest part of the score and agree one measure for it",
                "找出得分最低的一项，商定一条改进措施",
            ),
            id="weakest",
            effort="2",
            due="15 working days",
            every="6 months",
            acceptance=Label("A measure with a figure, an owner and a date", "措施有数字、责任人和日期"),
            evidence=Label("Minutes", "会议纪要"),
        ),
        Step(
            Label(
                "Agree yearly volume, stock and promotion in writing",
                "书面约定年度销量、库存和促销",
            ),
            id="year-plan",
            consulted=("marketing", "finance"),
            effort="4",
            due="30 working days",
            every="1 year",
            acceptance=Label("Signed", "双方签字"),
            evidence=Label("Signed plan", "签字的计划"),
        ),
        Step(
            Label(
                "Train its sales people on products and on outlet visits",
                "培训其销售人员：产品知识和终端拜访",
            ),
            id="training",
            responsible="marketing",
            accountable="account_manager",
            effort="4",
            due="3 months",
            every="6 months",
            acceptance=Label("Nine of ten pass a short test", "九成通过小测验"),
            evidence=Label("Attendance and results", "签到表和成绩"),
        ),
        Step(
            Label(
                "Review the credit limit against sales, overdue amounts and securities",
                "按销售、逾期和担保情况复核信用额度",
            ),
            id="credit-limit",
            responsible="finance",
            consulted=("account_manager",),
            effort="1",
            due="6 months",
            every="6 months",
            acceptance=Label("A limit with its reason, approved", "额度及理由已审批"),
            evidence=Label("Approval", "审批单"),
        ),
    ),
    indicator="quality_sales",
)

_DEVELOP = Playbook(
    "distributor",
    "develop",
    Label(
        "Turn strength into sales: coach where the approach is weak, promote where sell-through is slow.",
        "把实力变成销量：理念弱的重在指导，动销慢的重在促销。",
    ),
    (
        Step(
            Label(
                "Find out which criterion of a key distributor is missing, and agree a target and a date for it",
                "明确欠缺重点经销商的哪一条标准，商定目标和期限",
            ),
            id="target",
            effort="2",
            due="20 working days",
            acceptance=Label("Target and date are agreed with the owner", "与负责人确认目标和期限"),
            evidence=Label("Minutes", "会议纪要"),
        ),
        Step(
            Label(
                "Agree how many outlets to open or to regain, and open them together",
                "商定新开或恢复的网点数，并共同完成",
            ),
            id="outlets",
            consulted=("marketing",),
            effort="8",
            due="3 months",
            acceptance=Label("Each of them has ordered a second time", "每个网点都有第二次进货"),
            evidence=Label("Outlet list with orders", "网点名单及订单"),
            after=("target",),
        ),
        Step(
            Label("Assess the checklist again", "重新评估经营理念"),
            id="assess",
            effort="1.5",
            due="6 months",
            every="6 months",
            acceptance=Label("Every item has an example", "每一项都有实例"),
            evidence=Label("Dated checklist", "注明日期的评估表"),
        ),
    ),
    indicator="quality_sales",
)

_GENERAL = Playbook(
    "distributor",
    "general",
    Label(
        "Serve by the book and at low cost; look for those worth developing.",
        "按标准低成本服务，发现值得培育的经销商。",
    ),
    (
        Step(
            Label(
                "Compare sales with the potential of the territory, and say whether it is worth developing",
                "对照区域潜力评估销量，判断是否值得培育",
            ),
            id="potential",
            effort="1",
            due="6 months",
            every="1 year",
            acceptance=Label("A yes or a no with its reason", "值得与否及理由"),
        ),
        Step(
            Label(
                "Bring capital, warehouse, vehicle and people data up to date",
                "更新资金、仓储、车辆、人员资料",
            ),
            id="data",
            effort="0.5",
            due="3 months",
            every="1 year",
            acceptance=Label("No fact is older than a year", "资料均在一年之内"),
        ),
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
        Step(
            Label(
                "Tell the distributor what was found and hear its side, with the sales director present",
                "向经销商说明发现的问题并听取说明，销售总监在场",
            ),
            id="hearing",
            consulted=("sales_director",),
            accountable="kam_head",
            informed=("finance", "legal"),
            effort="2",
            due="10 working days",
            acceptance=Label("Both sides are on record", "双方意见均有记录"),
            evidence=Label("Minutes", "会议纪要"),
        ),
        Step(
            Label(
                "Hold back new credit, promotion money and new products until it is decided",
                "决定之前暂停新增授信、促销费用和新品",
            ),
            id="hold",
            responsible="finance",
            consulted=("account_manager",),
            effort="0.5",
            due="3 working days",
            acceptance=Label("Orders run on the terms decided", "订单按决定的条件执行"),
        ),
        Step(
            Label(
                "Decide: mend with conditions, shrink the territory, or part",
                "作出决定：限期整改、缩小区域或终止合作",
            ),
            id="decide",
            responsible="sales_director",
            accountable="kam_head",
            consulted=("account_manager", "finance", "legal"),
            effort="2",
            due="3 months",
            acceptance=Label("A written decision with its reason", "书面决定及理由"),
            evidence=Label("Decision", "决定书"),
            after=("hearing",),
        ),
    ),
)

PLAYBOOKS = (_CORE, _KEY, _DEVELOP, _GENERAL, _WATCH)
"""One playbook for each tier, best tier first."""
