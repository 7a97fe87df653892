"""Deductions, disputes, goods, extensions, openings and closed periods in a random book.

Each step is a function of the book, with the weight by which it is drawn; refusals of
the ledger leave both sides as they were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from arcollect.core.models import ClosedBooks, Membership, User
from arcollect.core.roles import Role
from invoices.models import (
    Allocation,
    CreditNote,
    Deduction,
    Dispute,
    DueItem,
    DueItemState,
    Extension,
    GoodsMovement,
    Invoice,
    OnAccount,
    Payment,
)
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.claim_deduction import KeptBack, claim_deduction
from invoices.services.decide_deduction import approve_deduction, reject_deduction
from invoices.services.decide_extension import approve_extension, reverse_extension
from invoices.services.errors import LedgerRefusedError
from invoices.services.keep_dispute import open_dispute
from invoices.services.post_openings import Opening, post_openings
from invoices.services.record_goods import GoodsInput, record_goods, reverse_goods
from invoices.services.record_payment import record_payment
from invoices.services.request_extension import request_extension
from invoices.services.resolve_dispute import reopen_dispute, resolve_dispute
from invoices.services.reverse_deduction import reverse_deduction
from invoices.services.settle_goods import bill_goods, credit_goods, transfer_goods

if TYPE_CHECKING:
    from tests.books.steps import Book

_numbers = count(1)
PARTS = ("1.00", "5.00", "0.01", "33.33")


def people(book: Book) -> tuple[User, User]:
    """Two finance managers of the book: who asks and who decides."""
    found = list(User.objects.filter(memberships__company=book.company).order_by("pk"))
    while len(found) < 2:
        person = User.objects.create(
            username=f"claims-{next(_numbers)}-{book.company.pk}"
        )
        Membership.objects.create(
            user=person, company=book.company, role=Role.FINANCE_MANAGER
        )
        found.append(person)
    return found[0], found[1]


def tried(book: Book, act: Callable[..., Any], **arguments: Any) -> Any:
    """What the service returned; None where it refused, and then nothing changed."""
    before = rows_of(book)
    try:
        return act(**arguments)
    except LedgerRefusedError:
        assert rows_of(book) == before
        return None


def rows_of(book: Book) -> list[Any]:
    """Both sides of every allocation, and every due date."""
    states = DueItemState.objects.filter(company=book.company).order_by("pk")
    kept = OnAccount.objects.filter(company=book.company).order_by("pk")
    return [
        *states.values_list("pk", "open_amount", "settled_on", "due_on"),
        *kept.values_list("pk", "unallocated", "used_up_on", "reversed_on"),
    ]


def some_item(book: Book) -> DueItem | None:
    """Some due item, mostly an open one."""
    states = DueItemState.objects.filter(company=book.company)
    if book.random.random() < 0.9:
        states = states.filter(open_amount__gt=0)
    found = list(states.select_related("due_item__invoice", "due_item__customer"))
    return book.random.choice(found).due_item if found else None


def some(book: Book, model: Any, **conditions: Any) -> Any:
    found = list(
        model.objects.filter(company=book.company, **conditions).order_by("pk")
    )
    return book.random.choice(found) if found else None


def amount(book: Book) -> Decimal:
    return Decimal(book.random.choice(PARTS))


def claim(book: Book) -> Deduction | None:
    """Kept back on one or two items; no figure of the books changes."""
    item = some_item(book)
    if item is None:
        return None
    asker, _ = people(book)
    before = rows_of(book)
    made: Deduction | None = tried(
        book,
        claim_deduction,
        actor=asker,
        customer=item.customer,
        kind=book.random.choice(Deduction.Kind.values),
        claimed_on=book.day,
        parts=[KeptBack(item.pk, amount(book))],
    )
    assert rows_of(book) == before
    return made


def decide(book: Book) -> None:
    """Approve all or a part of some claim, or reject it."""
    deduction = some(book, Deduction, state__in=Deduction.OPEN)
    if deduction is None:
        return
    _, decider = people(book)
    on = max(book.day, deduction.claimed_on)
    if book.random.random() < 0.3:
        before = rows_of(book)
        tried(
            book,
            reject_deduction,
            actor=decider,
            deduction=deduction,
            decided_on=on,
            decision="no",
        )
        assert rows_of(book) == before
        return
    granted = {
        part.due_item_id: book.random.choice([part.amount, Decimal("0.01")])
        for part in deduction.parts.all()
    }
    tried(
        book,
        approve_deduction,
        actor=decider,
        deduction=deduction,
        decided_on=on,
        amounts=granted,
        decision="as agreed",
    )


def take_back_deduction(book: Book) -> None:
    """From its own day or a later one; the items are open again by what it gave."""
    deduction = some(book, Deduction, state__in=("approved", "partly_approved"))
    if deduction is None:
        return
    _, decider = people(book)
    on = max(book.random.choice([deduction.decided_on, book.day]), deduction.decided_on)
    tried(
        book,
        reverse_deduction,
        actor=decider,
        deduction=deduction,
        effective_on=on,
        reason="wrong",
    )


def decide_and_take_back(book: Book) -> None:
    """Approved and taken back the same day, both sides are exactly as before."""
    deduction = claim(book)
    if deduction is None:
        return
    _, decider = people(book)
    before = rows_of(book)
    done = tried(
        book, approve_deduction, actor=decider, deduction=deduction, decided_on=book.day
    )
    if done is None:
        return
    reverse_deduction(
        actor=decider, deduction=deduction, effective_on=book.day, reason="too fast"
    )
    # Only the reversed credit note itself is new.
    assert [row for row in before if row not in rows_of(book)] == []


def dispute(book: Book) -> None:
    item = some_item(book)
    if item is None:
        return
    asker, _ = people(book)
    before = rows_of(book)
    tried(
        book,
        open_dispute,
        actor=asker,
        due_item=item,
        amount=amount(book),
        reason=book.random.choice(Dispute.Reason.values),
        opened_on=book.day,
    )
    assert rows_of(book) == before


def resolve(book: Book) -> None:
    """Ours, theirs or split; some results are taken back later."""
    _, decider = people(book)
    settled = some(book, Dispute, state__in=("resolved_theirs", "split"))
    if settled is not None and book.random.random() < 0.3:
        on = max(book.day, settled.resolved_on)
        tried(
            book,
            reopen_dispute,
            actor=decider,
            dispute=settled,
            effective_on=on,
            reason="wrong",
        )
        return
    row = some(book, Dispute, state=Dispute.State.OPEN)
    if row is None:
        return
    tried(
        book,
        resolve_dispute,
        actor=decider,
        dispute=row,
        state=book.random.choice(["resolved_ours", "resolved_theirs", "split"]),
        resolved_on=max(book.day, row.opened_on),
        resolution="agreed",
        conceded=Decimal("0.01"),
    )


def move_goods(book: Book) -> None:
    """A goods document of any kind, and what it calls for."""
    kind = book.random.choice(GoodsMovement.Kind.values)
    giver, taker = book.random.sample(book.customers, k=2)
    movement = tried(
        book,
        record_goods,
        actor=None,
        company=book.company,
        customer=giver,
        to_customer=taker if kind == "transfer" else None,
        kind=kind,
        number=f"G{next(_numbers)}",
        moved_on=book.day,
        currency="CNY",
        lines=[GoodsInput("Fridge", Decimal(1), amount(book))],
    )
    if movement is None or book.random.random() < 0.3:
        return
    if kind == "transfer":
        due = book.day + dt.timedelta(days=30)
        tried(
            book,
            transfer_goods,
            actor=None,
            movement=movement,
            issued_on=book.day,
            due_on=due,
        )
    elif kind in GoodsMovement.BILLABLE:
        own = [i for i in book.invoices if i.customer_id == giver.pk]
        if own:
            invoice = book.random.choice(own)
            tried(book, bill_goods, actor=None, movement=movement, invoice=invoice)
    else:
        _credit(book, movement)
    if book.random.random() < 0.2:
        tried(
            book,
            reverse_goods,
            actor=None,
            movement=movement,
            moved_on=book.day,
            reason="error",
        )


def _credit(book: Book, movement: GoodsMovement) -> None:
    item = some_item(book)
    parts = []
    if item is not None and item.customer_id == movement.customer_id:
        parts = [AllocationPart(item.pk, Decimal("0.01"))]
    note = tried(
        book,
        credit_goods,
        actor=None,
        movement=movement,
        issued_on=book.day,
        parts=parts,
    )
    if note is not None:
        book.sources.append(note)


def extend(book: Book) -> None:
    """Ask for a later day and approve it, in time or too late; some are taken back."""
    asker, decider = people(book)
    approved = some(book, Extension, state=Extension.State.APPROVED)
    if approved is not None and book.random.random() < 0.3:
        tried(
            book,
            reverse_extension,
            actor=decider,
            extension=approved,
            decided_on=max(book.day, approved.decided_on),
            decision="wrong",
        )
        return
    item = some_item(book)
    if item is None:
        return
    later = book.random.choice([5, 30, 60])
    due_on = DueItemState.objects.get(pk=item.pk).due_on
    asked = tried(
        book,
        request_extension,
        actor=asker,
        due_item=item,
        new_due_on=due_on + dt.timedelta(days=later),
        requested_on=max(book.day, item.issued_on),
        reason="slow season",
    )
    if asked is not None:
        tried(
            book,
            approve_extension,
            actor=decider,
            extension=asked,
            decided_on=asked.requested_on,
        )


def open_balances(book: Book) -> None:
    """What was owed before, on both sides; one bad row refuses all."""
    day = book.day - dt.timedelta(days=book.random.choice([0, 40]))
    rows = [
        Opening(
            customer=book.random.choice(book.customers),
            number=f"O{next(_numbers)}",
            issued_on=day,
            currency="CNY",
            amount=sign * amount(book),
            due_on=day + dt.timedelta(days=10),
        )
        for sign in (1, book.random.choice([1, -1]), book.random.choice([1, 0, -1]))
    ]
    tried(book, post_openings, actor=None, company=book.company, rows=rows)


def close_books(book: Book) -> None:
    """Work while some days are closed: what is dated in them is refused, all else goes.

    The books are open again afterwards, as other steps date their papers freely.
    """
    through = book.day - dt.timedelta(days=book.random.choice([0, 3, 10]))
    row, _ = ClosedBooks.objects.update_or_create(
        company=book.company,
        defaults={"through": through, "changed_at": book.company.created_at},
    )
    posted = [_newest(book, model) for model in DATED]
    for _ in range(3):
        book.random.choice(WHILE_CLOSED)(book)
    for model, last in zip(DATED, posted, strict=True):
        dated = {model.effective_field + "__lte": through}
        new = model.objects.filter(company=book.company, pk__gt=last, **dated)
        assert not new.exists()
    row.through = None
    row.save()


def late_money(book: Book) -> None:
    """Money dated in the closed days is refused, undated allocations go to open ones."""
    day = book.day - dt.timedelta(days=book.random.choice([0, 5]))
    item = some_item(book)
    if item is None:
        return
    made = tried(
        book,
        record_payment,
        actor=None,
        company=book.company,
        customer=item.customer,
        reference=f"L{next(_numbers)}",
        received_on=day,
        currency="CNY",
        amount=amount(book),
    )
    source = made or some(book, Payment, reverses=None, customer=item.customer)
    if source is not None:
        part = AllocationPart(item.pk, Decimal("0.01"))
        tried(book, allocate, actor=None, source=source, parts=[part])


def _newest(book: Book, model: Any) -> int:
    rows = model.objects.filter(company=book.company)
    return int(rows.aggregate(n=Max("pk"))["n"] or 0)


def check_claims(book: Book) -> None:
    """An approved deduction has one credit note in force over its amount, others none."""
    for deduction in Deduction.objects.filter(company=book.company):
        alive = deduction.credits.filter(credit_note__reversed_by=None)
        amounts = [credit.credit_note.amount for credit in alive]
        decided = deduction.state in ("approved", "partly_approved")
        assert amounts == ([deduction.approved_amount] if decided else [])


DATED = (Invoice, CreditNote, Payment, Allocation)
WHILE_CLOSED = (claim, decide, take_back_deduction, resolve, move_goods, late_money)
CLAIM_STEPS: list[tuple[Callable[[Book], object], int]] = [
    (claim, 4),
    (decide, 3),
    (take_back_deduction, 2),
    (decide_and_take_back, 1),
    (dispute, 2),
    (resolve, 2),
    (move_goods, 3),
    (extend, 3),
    (open_balances, 1),
    (close_books, 1),
]
