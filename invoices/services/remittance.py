"""Remittance advices: read, check, discard. They move no money; the matching uses them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import AmountFormatError, exact_money, format_plain
from customers.models import Customer
from invoices.domain.matching_text import number_key
from invoices.domain.remittance import AdvisedLine
from invoices.models import (
    BankEntry,
    BankEntryState,
    DueItemState,
    RemittanceAdvice,
    RemittanceLine,
)
from invoices.services.errors import LedgerRefusedError
from invoices.services.propose_matches import propose_matches

State = RemittanceAdvice.State


@retried_transaction
def read_remittance(
    *,
    actor: User,
    company: Company,
    currency: str,
    lines: Sequence[AdvisedLine],
    source: str,
    text: str,
    customer: Customer | None = None,
    reference: str = "",
    paid_on: dt.date | None = None,
) -> RemittanceAdvice:
    """Keep what was read of a message, for a person to check; nothing uses it before.

    Amounts are in `currency`; negative ones were kept back. Raises
    `LedgerRefusedError` for a message without a line or amounts finer than a cent.
    """
    if customer is not None and customer.company_id != company.pk:
        raise LedgerRefusedError(_("The customer belongs to another company."))
    advice = RemittanceAdvice(
        company=company,
        customer=customer,
        reference=reference.strip(),
        paid_on=paid_on,
        currency=currency,
        total=_total(lines, currency),
        source=source[:200],
        text=text.replace("\0", "")[:100_000],
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    advice.save()
    _write_lines(advice, lines)
    _record(advice, "invoices.remittance.read", actor=actor)
    return advice


@retried_transaction
def check_remittance(
    *,
    actor: User,
    advice: RemittanceAdvice,
    lines: Sequence[AdvisedLine],
    customer: Customer | None = None,
    reference: str = "",
    paid_on: dt.date | None = None,
) -> RemittanceAdvice:
    """Take a read advice, as corrected by a person, for right: the matching uses it.

    Every positive line must name an open item with at least its amount, in the
    advice's currency. The customer's own naming of the debt binds (PRC Civil Code art.
    560). Raises `LedgerRefusedError`; nothing is changed then.
    """
    total = _total(lines, advice.currency)
    if total <= 0:
        raise LedgerRefusedError(_("What was paid must be greater than zero."))
    taken = RemittanceAdvice.objects.filter(pk=advice.pk, state=State.READ).update(
        state=State.CHECKED,
        checked_at=clock.now(),
        checked_by=actor,
        customer=customer,
        reference=reference.strip(),
        paid_on=paid_on,
        total=total,
    )
    if not taken:
        raise LedgerRefusedError(_("Somebody has checked or discarded it already."))
    advice.refresh_from_db()
    advice.lines.all().delete()
    _write_lines(advice, lines)
    _refuse_unfit(advice)
    _record(advice, "invoices.remittance.checked", actor=actor)
    _look_again(advice)
    return advice


@retried_transaction
def discard_remittance(*, actor: User, advice: RemittanceAdvice) -> None:
    """Put an advice that no match used aside. Raises `LedgerRefusedError`."""
    discarded = RemittanceAdvice.objects.filter(
        pk=advice.pk, state__in=[State.READ, State.CHECKED]
    ).update(state=State.DISCARDED)
    if not discarded:
        raise LedgerRefusedError(_("A match used it, or it is discarded already."))
    _record(advice, "invoices.remittance.discarded", actor=actor)
    _look_again(advice)


def _total(lines: Sequence[AdvisedLine], currency: str) -> Decimal:
    if not lines:
        raise LedgerRefusedError(
            _("No line with an invoice number and an amount was found.")
        )
    try:
        amounts = [exact_money(line.amount, currency) for line in lines]
    except AmountFormatError as error:
        raise LedgerRefusedError(str(error)) from error
    return max(Decimal(0), sum(amounts, Decimal(0)))


def _write_lines(advice: RemittanceAdvice, lines: Sequence[AdvisedLine]) -> None:
    found = find_items(advice, [line.number for line in lines if line.amount > 0])
    RemittanceLine.objects.bulk_create(
        RemittanceLine(
            advice=advice,
            position=position,
            number=line.number[:60],
            currency=advice.currency,
            amount=line.amount,
            due_item_id=found.get(line.number) if line.amount > 0 else None,
        )
        for position, line in enumerate(lines, start=1)
    )


def find_items(advice: RemittanceAdvice, numbers: Sequence[str]) -> dict[str, int]:
    """The open item that each number names; one that fits none or several is left out.

    A number fits as it is, and among the customer's own also without separators or by
    its last digits.
    """
    wanted = Q(due_item__invoice__number__in=list(numbers))
    if advice.customer_id is not None:
        wanted |= Q(customer=advice.customer_id)
    rows = DueItemState.objects.filter(
        wanted,
        company=advice.company_id,
        currency=advice.currency,
        open_amount__gt=0,
    ).order_by("due_on", "pk")
    by_number: dict[str, list[int]] = {}
    for pk, number in rows.values_list("pk", "due_item__invoice__number"):
        by_number.setdefault(number, []).append(pk)
    found: dict[str, int] = {}
    for number in numbers:
        fits = [n for n in by_number if n == number] or [
            n for n in by_number if number_key(n).endswith(number_key(number))
        ]
        if len(fits) == 1:
            found[number] = by_number[fits[0]][0]
    return found


def _refuse_unfit(advice: RemittanceAdvice) -> None:
    for line in advice.lines.select_related("due_item__state"):
        if line.amount <= 0:
            continue
        if line.due_item is None:
            raise LedgerRefusedError(
                _("No open invoice %(number)s was found.") % {"number": line.number}
            )
        left = line.due_item.state.open_amount
        if line.amount > left:
            raise LedgerRefusedError(
                _("Only %(open)s of invoice %(number)s is open.")
                % {
                    "open": format_plain(left, advice.currency),
                    "number": line.number,
                }
            )


def _look_again(advice: RemittanceAdvice) -> None:
    """Propose anew for the lines that have this amount."""
    entries = BankEntry.objects.filter(
        company=advice.company_id,
        currency=advice.currency,
        amount=advice.total,
        state__state__in=[
            BankEntryState.State.OPEN,
            BankEntryState.State.UNIDENTIFIED,
        ],
    ).values_list("pk", flat=True)
    keys = list(entries[:50])
    if keys:
        propose_matches(company=advice.company, entries=keys)


def _record(advice: RemittanceAdvice, action: str, *, actor: User) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=advice,
        company=advice.company_id,
        after={
            "total": format_plain(advice.total, advice.currency),
            "currency": advice.currency,
            "customer": advice.customer.code if advice.customer else "",
        },
    )
