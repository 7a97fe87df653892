"""Bills and decisions of the demo company: one in every state that a screen shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from arcollect.core.dates import add_days
from arcollect.core.models import Company, User
from invoices.domain.bills import BillAct
from invoices.models import Bill, ClaimDecision, DueItem, DueItemState
from invoices.services.allocate import AllocationPart
from invoices.services.approve_decision import (
    approve_decision,
    reject_decision,
    serve_notice,
)
from invoices.services.dishonour_bill import dishonour_bill
from invoices.services.move_bill import honour_bill, move_bill, pass_on_bill
from invoices.services.propose_decision import (
    AssignmentTerms,
    ExtensionTerms,
    OffsetTerms,
    TakeBackTerms,
    Terms,
    WriteOffTerms,
    propose_decision,
)
from invoices.services.receive_bill import receive_bill
from invoices.services.record_recovery import record_recovery

_KINDS = Bill.Kind
_BANK = "工商银行中山分行"
# Kind, days since receipt, days from receipt to maturity, and what happened to it.
PAPERS = (
    (_KINDS.BANK_ACCEPTANCE, 20, 150, ()),
    (_KINDS.POSTDATED_CHEQUE, 6, 30, ()),
    (_KINDS.BANK_ACCEPTANCE, 40, 120, (BillAct.HOLD,)),
    (_KINDS.COMMERCIAL_ACCEPTANCE, 30, 200, (BillAct.HOLD,)),
    (_KINDS.POSTDATED_CHEQUE, 45, 44, (BillAct.HOLD, BillAct.PRESENT)),
    (_KINDS.BANK_ACCEPTANCE, 50, 100, (BillAct.HOLD, BillAct.DISCOUNT)),
    (_KINDS.BANK_ACCEPTANCE, 35, 90, (BillAct.HOLD, BillAct.ENDORSE)),
    (
        _KINDS.BANK_ACCEPTANCE,
        60,
        45,
        (BillAct.HOLD, BillAct.PRESENT, BillAct.HONOUR),
    ),
    (
        _KINDS.POSTDATED_CHEQUE,
        55,
        40,
        (BillAct.HOLD, BillAct.PRESENT, BillAct.DISHONOUR),
    ),
)
SHARE, PART = Decimal("0.40"), Decimal("0.01")


def enter_bills(
    company: Company, as_of: dt.date, *, clerk: User, manager: User
) -> None:
    """Bills in every state, and each kind of decision on its way."""
    states = _open_items(company, as_of)
    bills = [
        _receive(number, state, paper, as_of, clerk)
        for number, (state, paper) in enumerate(zip(states, PAPERS, strict=False), 1)
    ]
    for bill in bills[1:2]:
        _extend(bill, as_of, clerk=clerk, manager=manager)
    _decide(states[len(PAPERS) :], as_of, clerk=clerk, manager=manager)
    _write_off(company, as_of, clerk=clerk, manager=manager)


def _open_items(company: Company, as_of: dt.date) -> list[DueItemState]:
    """One open item each of different customers, due and issued long enough ago."""
    rows = (
        DueItemState.objects.filter(
            company=company,
            currency=company.base_currency,
            open_amount__gt=8_000,
            issued_on__lte=add_days(as_of, -65),
            due_on__lt=as_of,
            severity__lte=3,
        )
        .exclude(due_item__kind=DueItem.Kind.BILL)
        .select_related("due_item__invoice", "customer__company", "customer__rep")
        .order_by("due_on", "pk")
    )
    found: dict[int, DueItemState] = {}
    for state in rows[:400]:
        found.setdefault(state.customer_id, state)
    return list(found.values())


def _receive(
    number: int,
    state: DueItemState,
    paper: tuple[str, int, int, tuple[BillAct, ...]],
    as_of: dt.date,
    clerk: User,
) -> Bill:
    kind, days_ago, runs, acts = paper
    received_on = add_days(as_of, -days_ago)
    amount = (state.open_amount * SHARE).quantize(Decimal(1))
    accepted = kind != _KINDS.POSTDATED_CHEQUE
    bill = receive_bill(
        actor=clerk,
        company=state.customer.company,
        customer=state.customer,
        kind=kind,
        number=f"{'HP' if accepted else 'ZP'}{as_of:%y}{30_000 + 137 * number}",
        issued_on=add_days(received_on, -2),
        received_on=received_on,
        matures_on=add_days(received_on, runs),
        currency=state.currency,
        amount=amount,
        drawer=state.customer.name,
        acceptor=_BANK if kind == _KINDS.BANK_ACCEPTANCE else state.customer.name,
        guarantor="" if accepted else "法定代表人",
        parts=[AllocationPart(state.pk, amount)],
    )
    for days, act in zip(_days(days_ago, len(acts)), acts, strict=True):
        _move(bill, act, add_days(as_of, -days), clerk)
    return bill


def _days(days_ago: int, steps: int) -> Iterator[int]:
    """Days before the last one, between receipt and today."""
    for step in range(1, steps + 1):
        yield days_ago - step * days_ago // (steps + 1)


def _move(bill: Bill, act: BillAct, on: dt.date, clerk: User) -> None:
    known = {"actor": clerk, "bill": bill, "effective_on": on}
    if act is BillAct.DISCOUNT:
        cost = (bill.amount * PART).quantize(Decimal("0.01"))
        pass_on_bill(**known, act=act, counterparty=_BANK, charge=cost)  # type: ignore[arg-type]
    elif act is BillAct.ENDORSE:
        pass_on_bill(**known, act=act, counterparty="中山市同兴注塑厂")  # type: ignore[arg-type]
    elif act is BillAct.HONOUR:
        honour_bill(**known, reference=f"TS{bill.number}")  # type: ignore[arg-type]
    elif act is BillAct.DISHONOUR:
        dishonour_bill(**known, reason="存款不足，银行退票")  # type: ignore[arg-type]
    else:
        bank = _BANK if act is BillAct.PRESENT else ""
        move_bill(**known, act=act, counterparty=bank)  # type: ignore[arg-type]


def _extend(bill: Bill, as_of: dt.date, *, clerk: User, manager: User) -> None:
    later = add_days(bill.matures_on, 60)
    terms = ExtensionTerms(bill, f"{bill.number}A", as_of, later, "法定代表人")
    decision = propose_decision(
        actor=clerk,
        company=bill.company,
        customer=bill.customer,
        terms=terms,
        parts=[],
        effective_on=as_of,
        reason="旺季备货占用资金，客户书面申请换票",
    )
    approve_decision(actor=manager, decision=decision)


def _decide(
    states: list[DueItemState], as_of: dt.date, *, clerk: User, manager: User
) -> None:
    """An offset with one approval, an assignment in force, goods back, one refused."""
    half = Decimal("0.50")
    asked: list[tuple[Terms, str]] = [
        (OffsetTerms("采购发票 CG-0217", add_days(as_of, -10)), "双方往来款互抵"),
        (
            AssignmentTerms("华信商业保理有限公司", Decimal(4_000)),
            "转让逾期货款，回笼资金",
        ),
        (
            TakeBackTerms("落地扇 60 台", "agreed", "双方盘点单"),
            "客户无力付款，退货抵债",
        ),
        (TakeBackTerms("电饭煲 20 台", "market"), "库存积压，要求退货"),
        (OffsetTerms("采购发票 CG-0231", add_days(as_of, -3)), "往来款互抵"),
    ]
    made: list[ClaimDecision] = []
    for state, (terms, reason) in zip(states, asked, strict=False):
        amount = min(Decimal(6_000), (state.open_amount * half).quantize(Decimal(1)))
        made.append(_propose(state, terms, amount, reason, as_of, clerk))
    for decision in made[:3]:
        approve_decision(actor=manager, decision=decision)
    for decision in made[1:2]:
        serve_notice(
            actor=clerk,
            decision=decision,
            notice_on=add_days(as_of, -1),
            note="EMS 1027 签收",
        )
    for decision in made[3:4]:
        reject_decision(actor=manager, decision=decision, reason="先按约定催收")


def _propose(
    state: DueItemState,
    terms: Terms,
    amount: Decimal,
    reason: str,
    as_of: dt.date,
    clerk: User,
) -> ClaimDecision:
    return propose_decision(
        actor=clerk,
        company=state.customer.company,
        customer=state.customer,
        terms=terms,
        parts=[AllocationPart(state.pk, amount)],
        effective_on=add_days(as_of, -2),
        reason=reason,
        evidence="合同、对账函、会议纪要",
    )


def _write_off(company: Company, as_of: dt.date, *, clerk: User, manager: User) -> None:
    """What is dead leaves the books; some of it comes in afterwards."""
    rows = (
        DueItemState.objects.filter(
            company=company,
            currency=company.base_currency,
            severity=5,
            open_amount__gt=2_000,
            open_amount__lt=50_000,
        )
        .select_related("due_item__invoice", "customer__company", "customer__rep")
        .order_by("due_on", "pk")
    )
    for place, state in enumerate(rows[:3]):
        ground = ("three_years", "bankruptcy", "deregistered")[place]
        decision = _propose(
            state,
            WriteOffTerms(ground),
            state.open_amount,
            "多次催收无果，符合核销条件",
            as_of,
            clerk,
        )
        approve_decision(actor=manager, decision=decision)
        if place == 0:
            record_recovery(
                actor=clerk,
                decision=decision,
                due_item_id=state.pk,
                amount=Decimal(1_200),
                received_on=as_of,
                reference=f"SH{as_of:%y%m%d}-01",
                note="核销后收回",
            )
