"""Customers with a story: those who stopped paying, and why their class is what it is.

Every number of days counts back from the last day of the books. The stories are told
by facts (Domain rule 3.1.12), so that each class has its reasons on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from demo.generator.habits import LARGE, MEDIUM, SMALL, BuyingHabit
from demo.generator.terms import NET_30, NET_60, Term


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A fact in force from `from_days` ago until before `until_days` ago."""

    kind: str
    from_days: int
    until_days: int | None = None
    source: str = ""
    note: str = ""
    verified: bool = True
    # About the customer's oldest open item only, not about all his items.
    on_oldest_item: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Paid until `paid_until` days ago, bought until `bought_until` days ago.

    Who paid again since `resumed` days ago settles everything then.
    """

    key: str
    paid_until: int | None
    bought_until: int | None
    facts: tuple[FactSpec, ...] = ()
    resumed: int | None = None
    buying: BuyingHabit = MEDIUM
    term: Term = NET_30
    status: str = "ACTIVE"
    # Days ago on which the payment before it came back from the bank.
    bounces: tuple[int, ...] = ()
    # (severity, from days ago, until days ahead, reason) of a class set by hand.
    override: tuple[int, int, int, str] | None = None
    # Days ago on which an old item fell due that nobody ever paid.
    old_item: int | None = None


STORIES: tuple[Story, ...] = (
    Story(
        "bankruptcy_closed",
        690,
        630,
        (
            FactSpec("insolvency_signs", 640, source="走访记录 2 份"),
            FactSpec("bankruptcy_accepted", 520, source="法院受理破产申请公告"),
            FactSpec("bankruptcy_declared", 400, source="法院宣告破产裁定"),
            FactSpec("bankruptcy_closed", 128, source="法院终结破产程序裁定"),
        ),
        status="CLOSED",
    ),
    Story(
        "dissolved",
        560,
        525,
        (
            FactSpec("insolvency_signs", 480, source="门店停业照片"),
            FactSpec(
                "debtor_dissolved_no_successor", 33, source="登记机关注销公告查询件"
            ),
        ),
        status="CLOSED",
    ),
    Story(
        "absconded",
        330,
        300,
        (FactSpec("debtor_absconded", 250, source="报案回执", note="店面人去楼空"),),
        status="SUSPENDED",
    ),
    Story(
        "enforcement_suspended",
        470,
        455,
        (
            FactSpec("assets_seized_other_case", 380, source="另案查封裁定"),
            FactSpec("enforcement_suspended", 48, source="终结本次执行程序裁定"),
        ),
        status="SUSPENDED",
    ),
    Story("unpaid_a_year", 540, 498, (), status="SUSPENDED"),
    Story("unpaid_fourteen_months", 480, 470, (), buying=SMALL, status="SUSPENDED"),
    Story(
        "insolvency_signs",
        78,
        30,
        (
            FactSpec(
                "insolvency_signs", 19, source="走访记录", note="工资拖欠，库存清空"
            ),
        ),
    ),
    Story(
        "bankruptcy_accepted",
        125,
        96,
        (FactSpec("bankruptcy_accepted", 26, source="法院受理破产申请公告"),),
        status="SUSPENDED",
    ),
    Story(
        "assets_seized",
        112,
        75,
        (FactSpec("assets_seized_other_case", 54, source="另案查封裁定"),),
        buying=SMALL,
        status="SUSPENDED",
    ),
    Story(
        "supply_stopped",
        96,
        62,
        (FactSpec("supply_stopped", 44, source="停供通知书"),),
        status="SUSPENDED",
    ),
    Story(
        "supply_just_stopped",
        84,
        40,
        (FactSpec("supply_stopped", 12, source="停供通知书"),),
        buying=SMALL,
        status="SUSPENDED",
    ),
    Story(
        "bounced_bills",
        95,
        70,
        (
            FactSpec("bill_bounced", 61, source="退票理由书"),
            FactSpec("bill_bounced", 38, source="退票理由书"),
            FactSpec("supply_stopped", 36, source="停供通知书"),
        ),
        status="SUSPENDED",
        bounces=(61, 38),
    ),
    Story(
        "plan_on_schedule",
        150,
        105,
        (FactSpec("plan_on_schedule", 68, source="分期还款协议", note="共 6 期"),),
    ),
    Story("unpaid_half_a_year", 215, 190, (), status="SUSPENDED"),
    Story("unpaid_four_months", 160, 132, ()),
    Story(
        "limitation",
        None,
        None,
        (
            FactSpec(
                "limitation_last_day",
                40,
                source="时效核对表",
                note="三年未主张，未收到对方确认",
                on_oldest_item=True,
            ),
        ),
        old_item=1136,
    ),
    Story(
        "limitation_unverified",
        None,
        None,
        (
            FactSpec(
                "limitation_last_day",
                9,
                source="时效核对表",
                note="证据待补：最近一次对账函是否签收",
                verified=False,
                on_oldest_item=True,
            ),
        ),
        buying=SMALL,
        old_item=1105,
    ),
    Story(
        "set_worse_by_hand",
        66,
        20,
        (),
        term=NET_60,
        override=(3, 15, 60, "负责人失联两周，法务建议按准呆管理"),
    ),
    Story(
        "set_better_by_hand",
        74,
        48,
        (),
        buying=SMALL,
        override=(1, 6, 14, "已收到银行承兑汇票扫描件，原件在途"),
    ),
    Story("stopped_lately", 92, 25, (), buying=LARGE),
    Story(
        "paid_after_insolvency_signs",
        290,
        255,
        (FactSpec("insolvency_signs", 200, 52, source="走访记录"),),
        resumed=52,
    ),
    Story("paid_after_half_a_year", 275, 232, (), buying=LARGE, resumed=24),
)
# The second of the customers abroad waits with a dispute.
EXPORT_STORY = Story("export_dispute", 168, 128)
