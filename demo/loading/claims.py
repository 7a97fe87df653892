"""Claims of the demo company: deductions, extensions, goods, and a closed quarter."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from arcollect.core.dates import add_days
from arcollect.core.models import Company, User
from arcollect.core.services.close_period import close_period
from invoices.models import Deduction, DueItemState, GoodsMovement
from invoices.services.claim_deduction import (
    KeptBack,
    claim_deduction,
    review_deduction,
)
from invoices.services.decide_deduction import approve_deduction, reject_deduction
from invoices.services.decide_extension import approve_extension
from invoices.services.record_goods import GoodsInput, record_goods
from invoices.services.request_extension import request_extension
from invoices.services.settle_goods import credit_goods

_KINDS = Deduction.Kind
# What was kept back, how many days ago, with which paper.
KEPT = (
    (_KINDS.FREIGHT, 6, "运费单 YF-0318", ""),
    (_KINDS.ENTRANCE_FEE, 41, "进场费收据", "2026 年度合作协议第 4 条"),
    (_KINDS.DAMAGED, 12, "破损照片 3 张", ""),
    (_KINDS.REBATE, 20, "返利计算表", "年度返利协议"),
    (_KINDS.PROMOTION, 33, "促销活动照片", ""),
    (_KINDS.UNKNOWN, 2, "", ""),
)
KEPT_BACK = Decimal("680.00")
DAYS_CLOSED = 120


def enter_claims(
    company: Company, as_of: dt.date, *, clerk: User, manager: User
) -> None:
    """Deductions in every state, extensions in time and late, goods not billed."""
    states = _open_items(company, as_of)
    claims = [
        _claim(state, kept, as_of, clerk)
        for state, kept in zip(states, KEPT, strict=False)
    ]
    _decide(claims, as_of, clerk=clerk, manager=manager)
    _extend(states[len(KEPT) :], as_of, clerk=clerk, manager=manager)
    _move_goods(company, states, as_of, clerk=clerk)


def close_old_books(company: Company, as_of: dt.date, *, manager: User) -> None:
    """Last of all, as nothing is dated before it any more."""
    through = add_days(as_of, -DAYS_CLOSED).replace(day=1) - dt.timedelta(days=1)
    close_period(actor=manager, company=company, through=through, seen=None)


def _open_items(company: Company, as_of: dt.date) -> list[DueItemState]:
    """One large open item each of different customers, and some not due yet."""
    found: dict[int, DueItemState] = {}
    rows = (
        DueItemState.objects.filter(
            company=company,
            currency=company.base_currency,
            open_amount__gt=5_000,
            issued_on__lte=add_days(as_of, -45),
            due_on__lt=add_days(as_of, 60),
        )
        .select_related("due_item__invoice", "customer__rep", "customer__company")
        .order_by("-due_on", "pk")
    )
    for state in rows[:400]:
        found.setdefault(state.customer_id, state)
    return list(found.values())


def _claim(
    state: DueItemState, kept: tuple[str, int, str, str], as_of: dt.date, clerk: User
) -> Deduction:
    kind, days, evidence, agreement = kept
    return claim_deduction(
        actor=clerk,
        customer=state.customer,
        kind=kind,
        claimed_on=add_days(as_of, -days),
        parts=[KeptBack(state.pk, KEPT_BACK)],
        agreement_reference=agreement,
        evidence=evidence,
    )


def _decide(
    claims: list[Deduction], as_of: dt.date, *, clerk: User, manager: User
) -> None:
    """The first three wait; of the rest one is approved, one in part, one rejected."""
    for deduction in claims[1:2]:
        review_deduction(actor=clerk, deduction=deduction)
    for deduction in claims[3:4]:
        approve_deduction(actor=manager, deduction=deduction, decided_on=as_of)
    for deduction in claims[4:5]:
        reject_deduction(
            actor=manager,
            deduction=deduction,
            decided_on=as_of,
            decision="没有事先约定，照片日期不符",
        )


def _extend(
    states: list[DueItemState], as_of: dt.date, *, clerk: User, manager: User
) -> None:
    in_time = [state for state in states if state.due_on >= as_of][:2]
    late = [state for state in states if state.due_on < as_of][:1]
    for state in in_time + late:
        extension = request_extension(
            actor=clerk,
            due_item=state.due_item,
            new_due_on=add_days(max(state.due_on, as_of), 30),
            requested_on=as_of,
            reason="旺季备货，资金周转慢，客户书面申请展期",
            signed_document="展期申请书（盖章）",
        )
        if state not in in_time[1:]:
            approve_extension(actor=manager, extension=extension, decided_on=as_of)


def _move_goods(
    company: Company, states: list[DueItemState], as_of: dt.date, *, clerk: User
) -> None:
    for number, state in enumerate(states[:4], start=1):
        is_return = number == 4
        movement = record_goods(
            actor=clerk,
            company=company,
            customer=state.customer,
            kind=GoodsMovement.Kind.RETURN
            if is_return
            else GoodsMovement.Kind.DELIVERY,
            number=f"{'TH' if is_return else 'CK'}-{number:04}",
            moved_on=add_days(as_of, -number * 3),
            currency=company.base_currency,
            came_from=state.customer.name if is_return else "中心仓",
            went_to="中心仓" if is_return else state.customer.name,
            lines=[
                GoodsInput(
                    "双门冰箱 BCD-218", Decimal(2), Decimal(2_360 * number), unit="台"
                )
            ],
        )
        if is_return:
            credit_goods(actor=clerk, movement=movement, issued_on=as_of)
