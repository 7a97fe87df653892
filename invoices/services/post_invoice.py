"""Post an invoice with its lines and due items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import format_plain
from arcollect.core.numbers import next_number
from customers.models import Contract, Customer
from customers.selectors.contracts import rules_of_contracts, supports_credit
from customers.services.contract_state import begin_performing
from invoices.domain.aging import age_dates
from invoices.models import AwaitedDate, DueItem, DueItemState, Invoice, InvoiceLine
from invoices.selectors.policies import policy_of_state, rules_of
from invoices.services.amounts import positive_amount, same_company
from invoices.services.classify_touched import classify_touched
from invoices.services.errors import LedgerRefusedError
from invoices.services.open_period import refuse_closed


@dataclass(frozen=True, slots=True)
class LineInput:
    """One invoice line; `amount` is what counts, quantity times price explains it."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    unit: str = ""
    term_group: int = 1


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """What an item without a date waits for, and the stored rule that counts then."""

    base: str
    rule: Mapping[str, object]
    due_roll: str
    long_stop_on: dt.date
    milestone_id: int | None = None


@dataclass(frozen=True, slots=True)
class DueItemInput:
    """One due date: amount, due date and the nominal term T in days.

    One that `waits` bears `NO_DATE_YET` until its day is known.
    """

    due_on: dt.date
    term_days: int
    amount: Decimal
    term_group: int = 1
    kind: str = DueItem.Kind.GOODS
    waits: WaitsFor | None = None


class NoContractError(LedgerRefusedError):
    """A credit sale without a contract in force."""


class NumberTakenError(LedgerRefusedError):
    """A document of that kind with that number is already posted."""


@retried_transaction
def post_invoice(
    *,
    actor: User | None,
    company: Company,
    customer: Customer,
    issued_on: dt.date,
    currency: str,
    items: Sequence[DueItemInput],
    lines: Sequence[LineInput] = (),
    number: str = "",
    contract: Contract | None = None,
    note: str = "",
    kind: str = Invoice.Kind.INVOICE,
    request_key: str = "",
) -> Invoice:
    """Post one invoice for good and return it.

    The total is the sum of `items`, which must equal the sum of `lines` where there
    are any. An empty `number` takes the next of the company's gapless series.
    Raises `LedgerRefusedError` (nothing is booked), `NoContractError` for a credit sale
    where the company blocks it, `NumberTakenError`, and
    `AlreadyDoneError` for a `request_key` used before.
    """
    claim_key(user=actor, key=request_key, action="invoices.invoice.posted")
    same_company(company=company, customer=customer, contract=contract)
    refuse_closed(company.pk, issued_on)
    amounts = [positive_amount(item.amount, currency) for item in items]
    total = sum(amounts, Decimal(0))
    _check_sums(total=total, lines=lines, currency=currency)
    if kind == Invoice.Kind.INVOICE:
        _check_contract(company, contract, issued_on, items)
    invoice = Invoice(
        company=company,
        customer=customer,
        contract=contract,
        kind=kind,
        number=number.strip() or _free_number(company, issued_on.year),
        issued_on=issued_on,
        currency=currency,
        amount=total,
        note=note,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert_document(invoice)
    _insert_lines(invoice, lines)
    pks = _insert_items(invoice, items)
    _audit_posted(invoice, items, actor=actor)
    if contract is not None and contract.state == contract.State.SIGNED:
        begin_performing(actor=actor, contract=contract)
    classify_touched(company_id=company.pk, items=Q(pk__in=pks))
    return invoice


def is_credit(issued_on: dt.date, items: Sequence[DueItemInput]) -> bool:
    """Whether anything is paid later than on the day of the invoice or of delivery."""
    return any(item.due_on > issued_on and not _on_delivery(item) for item in items)


def _on_delivery(item: DueItemInput) -> bool:
    waits = item.waits is not None and item.waits.base == "delivery"
    return waits and item.term_days == 0 and item.kind == DueItem.Kind.GOODS


def _check_contract(
    company: Company,
    contract: Contract | None,
    issued_on: dt.date,
    items: Sequence[DueItemInput],
) -> None:
    """No goods on credit without a contract, where the company says so (Domain S20)."""
    if supports_credit(contract) or not is_credit(issued_on, items):
        return
    if rules_of_contracts(company.pk).gate == "block":
        raise NoContractError(
            _("Nothing is sold on credit without a signed contract or an order.")
        )


def _audit_posted(
    invoice: Invoice, items: Sequence[DueItemInput], *, actor: User | None
) -> None:
    audit.record(
        actor=actor,
        action="invoices.invoice.posted",
        target=invoice,
        company=invoice.company,
        after={
            "customer": invoice.customer.code,
            "issued_on": invoice.issued_on,
            "amount": format_plain(invoice.amount, invoice.currency),
            "currency": invoice.currency,
            "due": [
                str(item.due_on) if item.waits is None else item.waits.base
                for item in items
            ],
        },
    )


def _check_sums(*, total: Decimal, lines: Sequence[LineInput], currency: str) -> None:
    if total <= 0:
        raise LedgerRefusedError(_("An invoice needs at least one due date."))
    if not lines:
        return
    line_total = sum((line.amount for line in lines), Decimal(0))
    if line_total != total:
        raise LedgerRefusedError(
            _("The lines sum to %(lines)s, the due dates to %(items)s.")
            % {
                "lines": format_plain(line_total, currency),
                "items": format_plain(total, currency),
            }
        )


def _free_number(company: Company, year: int) -> str:
    number = next_number(company=company, kind="invoice", year=year)
    while Invoice.objects.filter(company=company, number=number).exists():
        number = next_number(company=company, kind="invoice", year=year)
    return number


def _insert_document(invoice: Invoice) -> None:
    try:
        with transaction.atomic():
            invoice.save(force_insert=True)
    except IntegrityError as error:
        if Invoice.objects.filter(
            company=invoice.company, number=invoice.number
        ).exists():
            raise NumberTakenError(
                _("Invoice %(number)s is already posted.") % {"number": invoice.number}
            ) from error
        raise


def _insert_lines(invoice: Invoice, lines: Sequence[LineInput]) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            position=position,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            currency=invoice.currency,
            amount=line.amount,
            term_group=line.term_group,
        )
        for position, line in enumerate(lines, start=1)
    )


def _insert_items(invoice: Invoice, items: Sequence[DueItemInput]) -> list[int]:
    pks = []
    rules = rules_of(policy_of_state(company_id=invoice.company_id))
    for position, item in enumerate(items, start=1):
        row = DueItem(
            company_id=invoice.company_id,
            customer_id=invoice.customer_id,
            invoice=invoice,
            position=position,
            term_group=item.term_group,
            kind=item.kind,
            issued_on=invoice.issued_on,
            term_days=item.term_days,
            due_on=item.due_on,
            currency=invoice.currency,
            amount=item.amount,
            recorded_at=invoice.recorded_at,
        )
        row.save(force_insert=True)
        dates = age_dates(
            rules,
            due_on=item.due_on,
            term_days=item.term_days,
            no_grace=item.kind == DueItem.Kind.BILL,
        )
        DueItemState.objects.create(
            due_item=row,
            company_id=row.company_id,
            customer_id=row.customer_id,
            currency=row.currency,
            issued_on=row.issued_on,
            term_days=row.term_days,
            due_on=row.due_on,
            amount=row.amount,
            open_amount=row.amount,
            final_on=dates.final_on,
            expedited_from=dates.expedited_from,
            quasi_from=dates.quasi_from,
            bad_from=dates.bad_from,
            dead_from=dates.dead_from,
            next_change_on=row.issued_on,
        )
        if item.waits is not None:
            _insert_awaited(row, item.waits)
        pks.append(row.pk)
    return pks


def _insert_awaited(item: DueItem, waits: WaitsFor) -> None:
    AwaitedDate.objects.create(
        due_item=item,
        awaits=waits.base,
        rule=waits.rule,
        due_roll=waits.due_roll,
        milestone_id=waits.milestone_id,
        long_stop_on=waits.long_stop_on,
    )
