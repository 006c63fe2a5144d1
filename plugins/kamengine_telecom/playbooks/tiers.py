"""What is done for each tier: the service that it gets, and how it is developed."""

from __future__ import annotations

from kamengine import Label, Playbook, Step

STRATEGIC = Playbook(
    "telecom",
    "strategic",
    Label(
        "Become part of how the customer runs: one joint team, one yearly plan, no surprise at renewal.",
        "融入客户的经营：一个联合小组、一份年度计划，续约没有意外。",
    ),
    (
        Step(
            Label(
                "Name an executive sponsor and a joint team of sales, network, finance and service on both sides",
                "双方各指定高层负责人，组建销售、网络、财务、服务联合小组",
            ),
            id="joint-team",
            accountable="kam_head",
            consulted=("technical", "service", "finance"),
            informed=("sponsor",),
            effort="4",
            due="15 working days",
            acceptance=Label("Every seat has a name on both sides", "双方每个席位都落实到人"),
            evidence=Label("Team list, minutes of the first meeting", "小组名单、首次会议纪要"),
        ),
        Step(
            Label(
                "Set up the top service pack: named technical contact, first fault level, causes explained in writing",
                "开通最高服务包：专属技术联系人、一级故障响应、书面说明原因",
            ),
            id="service-pack",
            responsible="service",
            accountable="account_manager",
            consulted=("technical",),
            effort="3",
            due="10 working days",
            acceptance=Label(
                "The customer has names, numbers and response times in writing", "客户已书面收到联系人、电话和响应时限"
            ),
            evidence=Label("Service agreement", "服务协议"),
        ),
        Step(
            Label(
                "Map the buying centre by function and level, and win one good contact for each place",
                "按职能和层级画出客户的决策单位，每一格都有一位可靠联系人",
            ),
            id="buying-centre",
            consulted=("deputy",),
            effort="6",
            due="6 weeks",
            acceptance=Label(
                "At least two functions and two levels are covered; no decision hangs on one person",
                "至少覆盖两个职能、两个层级，不只依赖一位联系人",
            ),
            evidence=Label("Contacts in the dossier", "客户档案中的联系人"),
        ),
        Step(
            Label(
                "Agree a yearly plan: their aims, our part, products, figures, owners, dates, the way to renewal",
                "共同制定年度计划：客户目标、我方作用、产品、数字、责任人、日期和续约安排",
            ),
            id="year-plan",
            accountable="kam_head",
            consulted=("technical", "marketing", "finance"),
            informed=("sponsor",),
            effort="12",
            due="3 months",
            acceptance=Label("Both sides have signed it", "双方签字"),
            evidence=Label("Signed plan", "签字的计划"),
            after=("joint-team", "buying-centre"),
        ),
        Step(
            Label(
                "Review the plan together: figures, open points, decisions, what each side gained",
                "共同复盘计划：数字、未结事项、决定、双方各得的收益",
            ),
            id="review",
            consulted=("technical", "service"),
            informed=("sponsor",),
            effort="4",
            due="6 months",
            every="3 months",
            acceptance=Label(
                "Every goal has a figure and every open point an owner", "每个目标有数字，每个问题有责任人"
            ),
            evidence=Label("Minutes", "会议纪要"),
            after=("year-plan",),
        ),
        Step(
            Label(
                "Bring the sponsors of both sides together",
                "安排双方高层会面",
            ),
            id="sponsors",
            responsible="sponsor",
            accountable="kam_head",
            consulted=("account_manager",),
            effort="3",
            due="6 months",
            every="6 months",
            acceptance=Label("One decision that only they could take", "形成一项只有高层才能作出的决定"),
            evidence=Label("Minutes", "会议纪要"),
        ),
        Step(
            Label(
                "Show in figures what the customer gained: faults avoided, time and cost saved, sales made possible",
                "用数字说明客户收益：减少的故障、节省的时间和成本、带来的业务",
            ),
            id="value",
            consulted=("technical", "finance"),
            effort="6",
            due="6 months",
            every="1 year",
            acceptance=Label("The customer agrees with the figures", "客户认可这些数字"),
            evidence=Label("Value report", "价值报告"),
        ),
    ),
    indicator="monthly_spend",
)

KEY = Playbook(
    "telecom",
    "key",
    Label(
        "Keep the spend and widen it: renew in time and add one product this year.",
        "稳住消费并扩大：按期续约，年内新增一项产品。",
    ),
    (
        Step(
            Label(
                "Introduce the named manager and a deputy in person",
                "当面引见专属客户经理和副手",
            ),
            id="introduce",
            informed=("deputy",),
            effort="1.5",
            due="20 working days",
            acceptance=Label("The customer knows whom to call when either is away", "任何一人不在时客户知道该找谁"),
            evidence=Label("Visit record", "拜访记录"),
        ),
        Step(
            Label(
                "Set up the service pack: fault line for key accounts, complaints answered in a day, call back after",
                "开通服务包：大客户故障专线，投诉当日答复、办结回访",
            ),
            id="service-pack",
            responsible="service",
            accountable="account_manager",
            effort="1",
            due="10 working days",
            acceptance=Label("The customer has the numbers and times in writing", "客户已书面收到电话和时限"),
        ),
        Step(
            Label(
                "Find who decides, who uses and who pays; meet at least two of them",
                "弄清谁决策、谁使用、谁付款，至少与其中两位见面",
            ),
            id="contacts",
            effort="2",
            due="2 months",
            acceptance=Label("Contacts in two functions", "两个职能的联系人"),
            evidence=Label("Contacts in the dossier", "客户档案中的联系人"),
        ),
        Step(
            Label(
                "Compare the products in use with those of similar customers, and offer what fills the widest gap",
                "与同类客户对比在用产品，先推荐差距最大的一项",
            ),
            id="widen",
            consulted=("technical", "marketing"),
            effort="4",
            due="3 months",
            every="1 year",
            acceptance=Label(
                "A written offer with its benefit in figures, and an answer", "书面方案算清收益，并得到答复"
            ),
            evidence=Label("Offer", "方案"),
        ),
        Step(
            Label(
                "Go through spend, faults and complaints with the customer; write down what was asked and promised",
                "与客户一起回顾消费、故障和投诉，记录要求和承诺",
            ),
            id="review",
            consulted=("service",),
            effort="2",
            due="6 months",
            every="6 months",
            acceptance=Label("Every promise has a date", "每项承诺都有日期"),
            evidence=Label("Minutes", "会议纪要"),
        ),
    ),
    indicator="monthly_spend",
)

GROWTH = Playbook(
    "telecom",
    "growth",
    Label(
        "Bring the account to the key line within a year.",
        "一年内达到大客户消费标准。",
    ),
    (
        Step(
            Label(
                "Find out what the customer spends with other operators, and on what",
                "了解客户在其他运营商的支出和用途",
            ),
            id="wallet",
            effort="1.5",
            due="20 working days",
            acceptance=Label("Share of wallet by product, with its source", "按产品列出钱包份额，并注明来源"),
        ),
        Step(
            Label(
                "Choose one need (cost, quality or a new function) and propose one solution with its benefit in "
                "figures",
                "选准一个需求（成本、质量或新功能），提出一套方案并算清收益",
            ),
            id="offer",
            consulted=("technical",),
            effort="3",
            due="2 months",
            acceptance=Label("A written offer and an answer", "书面方案并得到答复"),
            evidence=Label("Offer", "方案"),
            after=("wallet",),
        ),
        Step(
            Label(
                "Offer a longer contract in return for bundled products",
                "以产品组合换取更长的合约期",
            ),
            id="bundle",
            effort="1.5",
            due="4 months",
            acceptance=Label("Signed, or the reason why not", "签约，或说明未签原因"),
            after=("offer",),
        ),
        Step(
            Label(
                "Call between visits: what has changed, what is planned?",
                "拜访间隙电话联系：有何变化、有何计划？",
            ),
            id="call",
            effort="0.25",
            due="1 month",
            every="1 month",
        ),
    ),
    indicator="spend_to_line",
    target="1",
)

STANDARD = Playbook(
    "telecom",
    "standard",
    Label(
        "Serve reliably at low cost, and notice early when the account starts to grow or to leave.",
        "以低成本可靠服务，及早发现增长或流失的苗头。",
    ),
    (
        Step(
            Label(
                "Confirm contact, contract and the hotline once a year; pass on who asks for more",
                "每年核对一次联系人、合同和热线，有新需求的移交跟进",
            ),
            id="check",
            responsible="service",
            accountable="account_manager",
            effort="0.25",
            due="6 months",
            every="1 year",
            acceptance=Label("Contact and contract are up to date", "联系人和合同信息已更新"),
        ),
    ),
)
