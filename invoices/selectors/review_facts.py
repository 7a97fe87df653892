"""What the books say about a customer when his credit is reviewed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from django.db.models import Min, Q, Sum
from django.db.models.functions import TruncMonth

from arcollect.core.dates import add_months
from customers.domain.credit_grade import Rating, ReviewFacts, Severity
from customers.models import Contract, Customer, Guarantee
from customers.promise_rates import promise_rate
from customers.selectors.contracts import supports_credit
from customers.selectors.credit import find_profile, open_signals
from invoices.models import Invoice
from invoices.selectors.days_beyond_terms import days_beyond_terms
from invoices.selectors.exposure import exposure_of

MONTHS = 12


def review_facts(*, customer: Customer, currency: str, as_of: dt.date) -> ReviewFacts:
    """Measured facts as of a day, in one currency; of statements a person must say.

    Purchases are the posted invoices of the last twelve months, reversed ones left out.
    """
    profile = find_profile(customer_id=customer.pk, currency=currency, on=as_of)
    months, purchases = _purchases(customer.pk, currency, as_of)
    signals = open_signals(customer_id=customer.pk, on=as_of)
    return ReviewFacts(
        days_beyond_terms=days_beyond_terms(
            customer_id=customer.pk, today=as_of, currency=currency
        ),
        promise_rate=promise_rate(customer_id=customer.pk, as_of=as_of),
        exposure=exposure_of(
            customer_id=customer.pk, currency=currency, today=as_of
        ).total,
        line=profile.line if profile else Decimal(0),
        years=_years(customer.pk, as_of),
        months_bought=months,
        purchases=purchases,
        signals=tuple(Severity(one.severity) for one in signals),
        has_contract=any(
            supports_credit(contract)
            for contract in Contract.objects.filter(
                customer=customer, signed_on__lte=as_of
            )
        ),
        security=_security(customer.pk, currency, as_of),
    )


def with_judgement(
    facts: ReviewFacts, *, rating: str, security: Decimal | None
) -> ReviewFacts:
    """The facts with what a person says; security None is as registered."""
    held = facts.security if security is None else security
    return replace(facts, rating=Rating(rating), security=held)


def _purchases(customer_id: int, currency: str, as_of: dt.date) -> tuple[int, Decimal]:
    """Months with purchases of the last twelve, and what was bought in them."""
    bought = (
        Invoice.objects.filter(
            customer_id=customer_id,
            currency=currency,
            kind=Invoice.Kind.INVOICE,
            reversed_by=None,
            issued_on__gt=add_months(as_of, -MONTHS),
            issued_on__lte=as_of,
        )
        .annotate(month=TruncMonth("issued_on"))
        .values_list("month")
        .annotate(n=Sum("amount"))
        .order_by()
    )
    rows = list(bought)
    return min(len(rows), MONTHS), sum((n for _month, n in rows), Decimal(0))


def _security(customer_id: int, currency: str, as_of: dt.date) -> Decimal:
    """Value of the securities that hold on the day."""
    held = Guarantee.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=as_of),
        Q(released_on__isnull=True) | Q(released_on__gt=as_of),
        customer_id=customer_id,
        currency=currency,
        from_on__lte=as_of,
    )
    return held.aggregate(n=Sum("amount"))["n"] or Decimal(0)


def _years(customer_id: int, as_of: dt.date) -> int:
    """Full years since the first invoice."""
    first: dt.date | None = Invoice.objects.filter(
        customer_id=customer_id, issued_on__lte=as_of
    ).aggregate(n=Min("issued_on"))["n"]
    if first is None:
        return 0
    had_birthday = (as_of.month, as_of.day) >= (first.month, first.day)
    return as_of.year - first.year - (0 if had_birthday else 1)
