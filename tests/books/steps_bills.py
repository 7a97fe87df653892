"""Bills and decisions about claims in a random book: every step, and every way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from arcollect.core.models import Membership, User
from arcollect.core.roles import Role
from invoices.domain.bills import ALIVE, BillAct, BillState, acts_from
from invoices.models import (
    Bill,
    BillStanding,
    ClaimDecision,
    ClaimDecisionItem,
    DueItemState,
    OnAccount,
)
from invoices.services.allocate import AllocationPart
from invoices.services.approve_decision import (
    approve_decision,
    reject_decision,
    reverse_decision,
    serve_notice,
)
from invoices.services.dishonour_bill import dishonour_bill
from invoices.services.errors import LedgerRefusedError
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
from invoices.services.undo_bill_step import undo_bill_step

if TYPE_CHECKING:
    from tests.books.steps import Book

WAITING = ("proposed", "half_approved")
KINDS = list(Bill.Kind.values)


def receive(book: Book) -> Bill:
    """A bill for some of what a customer owes, or for nothing yet."""
    customer = book.random.choice(book.customers)
    items = _open_items(book, customer.pk)
    chosen = book.random.sample(items, k=min(len(items), book.random.choice([0, 1, 2])))
    parts = [AllocationPart(item.pk, item.open_amount) for item in chosen]
    paid = sum((part.amount for part in parts), Decimal(0))
    amount = paid + book.random.choice([Decimal(0), Decimal("12.34")]) or Decimal(50)
    on = book.past_day()
    return receive_bill(
        actor=None,
        company=book.company,
        customer=customer,
        kind=book.random.choice(KINDS),
        number=f"B{book.next_number()}",
        issued_on=on,
        received_on=on,
        matures_on=on + dt.timedelta(days=book.random.choice([0, 30, 90])),
        currency="CNY",
        amount=amount,
        parts=parts,
    )


def move_on(book: Book) -> None:
    """The next step of some bill that lives, whatever is allowed there."""
    rows = BillStanding.objects.filter(company=book.company, state__in=ALIVE)
    found = list(rows.select_related("bill"))
    if found:
        _step(book, book.random.choice(found))


def _step(book: Book, standing: BillStanding) -> bool:
    bill = standing.bill
    choices = [
        act for act in acts_from(BillState(standing.state)) if act is not BillAct.EXTEND
    ]
    act = book.random.choice(choices)
    on = max(book.day, standing.since_on)
    if act in (BillAct.HOLD, BillAct.PRESENT):
        return _done(book, move_bill, bill=bill, act=act, effective_on=on)
    if act is BillAct.DISHONOUR:
        return _done(book, dishonour_bill, bill=bill, effective_on=on, reason="empty")
    if act is BillAct.HONOUR:
        return _done(
            book, honour_bill, bill=bill, effective_on=on, payment=_money(book, bill)
        )
    charge = book.random.choice([None, Decimal("0.01")])
    return _done(
        book,
        pass_on_bill,
        bill=bill,
        act=act,
        effective_on=on,
        counterparty="Somebody",
        charge=charge if act is BillAct.DISCOUNT else None,
    )


def _money(book: Book, bill: Bill) -> Any:
    """Money of the customer on account that is enough, or none: then it is recorded."""
    rows = OnAccount.objects.filter(
        customer=bill.customer_id,
        unallocated__gte=bill.amount,
        payment__isnull=False,
        effective_on__lte=book.day,
    ).exclude(payment__method="bill")
    row = rows.first()
    return row.payment if row is not None and book.random.random() < 0.7 else None


def undo(book: Book) -> None:
    """Take the last step of some bill back, days later or as if it had never been."""
    rows = list(
        BillStanding.objects.filter(company=book.company).select_related("bill")
    )
    if rows:
        standing = book.random.choice(rows)
        on = max(standing.since_on, book.random.choice([standing.since_on, book.day]))
        _done(
            book, undo_bill_step, bill=standing.bill, effective_on=on, reason="mistake"
        )


def receive_and_undo(book: Book) -> None:
    """What is taken back from its own day leaves every other row exactly as before."""
    with untouched(book):
        bill = receive(book)
        undo_bill_step(
            actor=None, bill=bill, effective_on=bill.received_on, reason="error"
        )


def step_and_undo(book: Book) -> None:
    """Any step and its undoing: the goods and all other money are as before."""
    rows = BillStanding.objects.filter(company=book.company, state__in=ALIVE)
    found = list(rows.select_related("bill"))
    if not found:
        return
    standing = book.random.choice(found)
    bills_own = [standing.payment_id, standing.settled_by_id, standing.charge_id]
    still_open = _open_of(standing)
    with untouched(book, document=standing.document_id, payments=bills_own):
        if not _step(book, standing):
            return
        now = BillStanding.objects.get(pk=standing.pk)
        undo_bill_step(
            actor=None, bill=standing.bill, effective_on=now.since_on, reason="error"
        )
    after = BillStanding.objects.get(pk=standing.pk)
    assert after.state == standing.state
    assert _open_of(after) == still_open


def _open_of(standing: BillStanding) -> Decimal:
    """What is open of the receivable that the bill is."""
    return DueItemState.objects.get(due_item__invoice=standing.document_id).open_amount


def bounce_and_undo(book: Book) -> None:
    """From receipt to the bounce, which turns out to be an error."""
    bill = receive(book)
    move_bill(actor=None, bill=bill, act=BillAct.HOLD, effective_on=bill.received_on)
    on = max(book.day, bill.received_on)
    passed = book.random.choice([BillAct.PRESENT, BillAct.DISCOUNT, BillAct.ENDORSE])
    if passed is BillAct.PRESENT:
        move_bill(actor=None, bill=bill, act=passed, effective_on=on)
    else:
        pass_on_bill(
            actor=None, bill=bill, act=passed, effective_on=on, counterparty="Somebody"
        )
    before = BillStanding.objects.get(pk=bill.pk)
    still_open = _open_of(before)
    own = [before.payment_id, before.settled_by_id]
    with untouched(book, document=before.document_id, payments=own):
        dishonour_bill(actor=None, bill=bill, effective_on=on, reason="empty")
        check_bills(book)
        undo_bill_step(actor=None, bill=bill, effective_on=on, reason="error")
    after = BillStanding.objects.get(pk=bill.pk)
    assert (after.state, _open_of(after)) == (before.state, still_open)


def propose(book: Book) -> ClaimDecision | None:
    """A proposal of any kind about what a customer owes."""
    customer = book.random.choice(book.customers)
    items = _open_items(book, customer.pk)
    if not items:
        return None
    item = book.random.choice(items)
    amount = min(item.open_amount, Decimal(book.random.choice(["0.01", "20", "500"])))
    terms, on = _terms(book, customer.pk)
    try:
        return propose_decision(
            actor=None,
            company=book.company,
            customer=customer,
            terms=terms,
            parts=[AllocationPart(item.pk, amount)],
            effective_on=on,
            reason="agreed",
        )
    except LedgerRefusedError:
        return None


def _terms(book: Book, customer_id: int) -> tuple[Terms, dt.date]:
    choices: list[Terms] = [
        WriteOffTerms("small"),
        OffsetTerms("AP-1", book.day),
        AssignmentTerms("Factor", Decimal(1)),
        TakeBackTerms("goods", "agreed"),
    ]
    bill = (
        BillStanding.objects.filter(
            customer=customer_id, state__in=["received", "held"]
        )
        .select_related("bill")
        .first()
    )
    if bill is not None and book.random.random() < 0.5:
        later = bill.bill.matures_on + dt.timedelta(days=60)
        on = max(book.day, bill.since_on)
        name = f"B{book.next_number()}"
        return ExtensionTerms(bill.bill, name, on, max(later, on)), on
    return book.random.choice(choices), book.past_day()


def decide(book: Book) -> None:
    """One more eye on a proposal that waits, or its notice; sometimes it is refused."""
    rows = ClaimDecision.objects.filter(
        company=book.company, state__state__in=[*WAITING, "approved"]
    ).select_related("state", "customer", "company")
    found = list(rows)
    if found:
        _approve(book, book.random.choice(found))


def _approve(book: Book, decision: ClaimDecision) -> bool:
    state = decision.state.state
    if state == "approved":
        return _done(book, serve_notice, decision=decision, notice_on=book.day)
    first, second = _two_people(book)
    if book.random.random() < 0.1:
        return _done(book, reject_decision, first, decision=decision, reason="no")
    actor = second if decision.state.approved_by_id == first.pk else first
    return _done(book, approve_decision, actor, decision=decision)


def decide_and_reverse(book: Book) -> None:
    """In force and reversed from the same day: both sides exactly as before."""
    with untouched(book):
        decision = propose(book)
        if decision is None or decision.kind == ClaimDecision.Kind.BILL_EXTENSION:
            return
        first, second = _two_people(book)
        for actor in (first, second):
            decision.state.refresh_from_db()
            if decision.state.state in WAITING and not _done(
                book, approve_decision, actor, decision=decision
            ):
                return
        decision.state.refresh_from_db()
        if decision.state.state == "approved":
            if not _done(book, serve_notice, decision=decision, notice_on=book.day):
                return
            decision.state.refresh_from_db()
        reverse_decision(
            actor=first,
            decision=decision,
            effective_on=decision.state.posted_on,
            reason="error",
        )


def reverse(book: Book) -> None:
    """Take a decision back after whatever else was posted since."""
    rows = ClaimDecision.objects.filter(company=book.company, state__state="posted")
    found = list(rows.select_related("state"))
    if not found:
        return
    decision = book.random.choice(found)
    on = max(book.day, decision.state.posted_on)
    before = _open_by_item(decision)
    booked = _booked_on(decision)
    done = _done(
        book, reverse_decision, decision=decision, effective_on=on, reason="error"
    )
    if done:
        after = _open_by_item(decision)
        assert after == {pk: before[pk] + booked.get(pk, 0) for pk in before}


def _open_by_item(decision: ClaimDecision) -> dict[int, Decimal]:
    rows = DueItemState.objects.filter(due_item__decisions__decision=decision)
    return dict(rows.values_list("pk", "open_amount"))


def _booked_on(decision: ClaimDecision) -> dict[int, Decimal]:
    """What the decision's posting holds of its items now."""
    state = decision.state
    source = state.payment or state.credit_note
    if source is None:
        return {}
    rows = source.allocations.filter(reverses=None, reversed_by=None)
    return {row.due_item_id: row.amount for row in rows}


def recover(book: Book) -> None:
    """Money on something that was written off."""
    item = (
        ClaimDecisionItem.objects.filter(
            decision__company=book.company,
            decision__kind="write_off",
            decision__state__state="posted",
        )
        .select_related("decision__customer", "decision__company")
        .first()
    )
    if item is not None:
        _done(
            book,
            record_recovery,
            decision=item.decision,
            due_item_id=item.due_item_id,
            amount=min(item.amount, Decimal(5)),
            received_on=max(book.day, item.decision.state.posted_on),
            reference=f"R{book.next_number()}",
        )


def check_bills(book: Book) -> None:
    """Standings follow from their events, and nothing is left of a bill that ended."""
    sql = """SELECT s.state, s.bill_id, i.open_amount, i.amount, d.reversed_on,
    m.id, m.reversed_on,
    (SELECT e.to_state FROM invoices_billevent e WHERE e.bill_id = s.bill_id
     ORDER BY e.id DESC LIMIT 1)
    FROM invoices_billstanding s
    JOIN invoices_dueitem t ON t.invoice_id = s.document_id
    JOIN invoices_dueitemstate i ON i.due_item_id = t.id
    JOIN invoices_onaccount d ON d.payment_id = s.payment_id
    LEFT JOIN invoices_onaccount m ON m.payment_id = s.settled_by_id
    WHERE s.company_id = %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [book.company.pk])
        rows = cursor.fetchall()
    for state, bill, still_open, amount, reversed_on, money, paid_back, told in rows:
        assert state == told, bill
        ended = state in (BillState.DISHONOURED, BillState.EXTENDED, BillState.REVERSED)
        assert (reversed_on is not None) == ended, (bill, state)
        if ended:
            assert still_open == 0, (bill, state)
            assert money is None or paid_back is not None, (bill, state)
        assert 0 <= still_open <= amount


@contextmanager
def untouched(
    book: Book, *, document: int | None = None, payments: Any = ()
) -> Iterator[None]:
    """Every row that was there is the same afterwards, but for the bill's own."""
    kept = [pk for pk in payments if pk]
    before = _sides(book, document, kept)
    yield
    after = _sides(book, document, kept)
    assert {pk: after[pk] for pk in before} == before


def _sides(book: Book, document: int | None, payments: list[int]) -> dict[Any, Any]:
    states = DueItemState.objects.filter(company=book.company)
    kept = OnAccount.objects.filter(company=book.company)
    if document is not None:
        states = states.exclude(due_item__invoice=document)
    if payments:
        kept = kept.exclude(payment__in=payments)
    return {
        **{
            ("item", r[0]): r
            for r in states.values_list("pk", "open_amount", "settled_on")
        },
        **{
            ("source", r[0]): r
            for r in kept.values_list("pk", "unallocated", "used_up_on", "reversed_on")
        },
    }


def _done(
    book: Book, service: Callable[..., Any], actor: User | None = None, **arguments: Any
) -> bool:
    """Call the service; what it refuses it has wholly left alone."""
    before = book.rows()
    try:
        service(actor=actor, **arguments)
    except LedgerRefusedError:
        assert book.rows() == before
        return False
    return True


def _open_items(book: Book, customer_id: int) -> list[DueItemState]:
    rows = DueItemState.objects.filter(customer=customer_id, open_amount__gt=0)
    return list(rows.filter(company=book.company).order_by("pk"))


def _two_people(book: Book) -> tuple[User, User]:
    if not book.people:
        for role in (Role.FINANCE_MANAGER, Role.SALES_MANAGER):
            name = f"{role}{book.company.pk}"
            user = User.objects.create(username=name, full_name=name)
            Membership.objects.create(user=user, company=book.company, role=role)
            book.people.append(user)
    return book.people[0], book.people[1]


BILL_STEPS: list[tuple[Callable[[Any], Any], int]] = [
    (receive, 3),
    (move_on, 6),
    (undo, 2),
    (receive_and_undo, 1),
    (step_and_undo, 2),
    (bounce_and_undo, 1),
    (propose, 2),
    (decide, 4),
    (decide_and_reverse, 2),
    (reverse, 2),
    (recover, 1),
]
