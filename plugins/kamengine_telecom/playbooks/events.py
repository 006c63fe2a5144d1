"""What an event calls for in the tiers whose accounts have a manager: a contract that ends, a spend that falls."""

from __future__ import annotations

from kamengine import Label, Playbook, Step


def renewal(tier: str, accountable: str) -> Playbook:
    """The renewal of a contract that ends soon, for the tiers whose accounts have a manager."""
    return Playbook(
        "telecom",
        tier,
        Label("Renew before the customer looks around.", "在客户另作打算之前完成续约。"),
        (
            Step(
                Label(
                    "Ask what the customer needs next and who else is bidding",
                    "了解客户下一步的需求和竞争对手",
                ),
                id="ask",
                accountable=accountable,
                effort="2",
                due="5 working days",
                acceptance=Label(
                    "Needs, decision makers and competitors are written down", "写明需求、决策人和竞争对手"
                ),
                evidence=Label("Visit record", "拜访记录"),
            ),
            Step(
                Label(
                    "Prepare two alternatives, one with bundled products, and have terms approved",
                    "准备两套方案（其一为产品组合），条件报批",
                ),
                id="alternatives",
                accountable=accountable,
                consulted=("finance", "technical"),
                effort="4",
                due="15 working days",
                acceptance=Label("Both are within the terms that are allowed", "两套方案均在授权条件之内"),
                evidence=Label("Approved terms", "审批单"),
                after=("ask",),
            ),
            Step(
                Label("Offer, negotiate and sign", "报价、谈判、签约"),
                id="sign",
                accountable=accountable,
                consulted=("legal",),
                effort="4",
                due="30 working days",
                acceptance=Label("Signed before the old contract ends", "在原合同到期前签订"),
                evidence=Label("Contract", "合同"),
                after=("alternatives",),
            ),
        ),
        id=f"renewal-{tier}",
        criterion="contract_at_risk",
        outcome="met",
        indicator="contract_days_left",
        target="safe_contract",
    )


def rescue(tier: str, accountable: str) -> Playbook:
    """What a marked fall in spend calls for, for the tiers whose accounts have a manager."""
    return Playbook(
        "telecom",
        tier,
        Label("Stop the fall while the customer still talks to us.", "趁客户还愿意沟通，止住下滑。"),
        (
            Step(
                Label(
                    "Find out from bills and usage which lines and products fell, and since when",
                    "从账单和用量查明哪些线路和产品下降、从何时开始",
                ),
                id="look",
                accountable=accountable,
                consulted=("technical",),
                effort="1",
                due="3 working days",
                acceptance=Label("The fall is split by line and product", "下降已按线路和产品拆分"),
            ),
            Step(
                Label(
                    "Ask the customer: less business, a competitor, or us?",
                    "当面询问客户：业务减少、转向对手，还是我方原因？",
                ),
                id="ask",
                accountable=accountable,
                effort="2",
                due="10 working days",
                acceptance=Label("The cause in the customer's own words", "客户亲口说明的原因"),
                evidence=Label("Visit record", "拜访记录"),
                after=("look",),
            ),
            Step(
                Label(
                    "Agree a remedy that meets the cause: repair, offer, or smaller contract kept for long",
                    "针对原因商定措施：整改、优惠，或缩小规模但长期保留",
                ),
                id="remedy",
                accountable=accountable,
                consulted=("technical", "finance"),
                effort="3",
                due="20 working days",
                acceptance=Label("The customer has agreed, with a date", "客户同意并确定日期"),
                evidence=Label("Offer or minutes", "方案或会议纪要"),
                after=("ask",),
            ),
        ),
        id=f"rescue-{tier}",
        criterion="declining",
        outcome="met",
        indicator="spend_growth",
        target="0",
    )
