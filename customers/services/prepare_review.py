"""Prepare a credit review: what is known, the points it gets, what follows from them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain, quantum
from customers.domain.credit_grade import QueuePosition, ReviewFacts, propose
from customers.models import CreditReview, Customer


class ReviewRefusedError(Exception):
    """The review was not prepared or decided; the text says why."""


@retried_transaction
def prepare_review(
    *,
    actor: User,
    customer: Customer,
    currency: str,
    as_of: dt.date,
    facts: ReviewFacts,
    queue: QueuePosition | None = None,
    note: str = "",
) -> CreditReview:
    """Score what is known of a customer as of a day, and propose grade, line and days.

    Points, grade and caps follow the domain rules, section 6. One review of a customer
    and currency is open at a time. Raises `ReviewRefusedError`.
    """
    proposal = propose(facts, unit=quantum(currency))
    review = CreditReview(
        company_id=customer.company_id,
        customer=customer,
        currency=currency,
        as_of=as_of,
        inputs=_plain(facts, currency),
        parts=[dataclasses.asdict(part) for part in proposal.parts],
        score=proposal.score,
        proposed_grade=proposal.grade.value,
        proposed_line=proposal.line,
        proposed_period_days=proposal.period_days,
        **_places(queue or QueuePosition()),
        note=note.strip()[:500],
        prepared_by=actor,
        prepared_at=clock.now(),
    )
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as error:
        raise ReviewRefusedError(
            _("A review of this customer waits for a decision already.")
        ) from error
    audit.record(
        actor=actor,
        action="customers.review.prepared",
        target=review,
        company=customer.company_id,
        label=str(customer),
        after={
            "score": proposal.score,
            "grade": proposal.grade.value,
            "line": format_plain(proposal.line, currency),
            "currency": currency,
        },
        reason=note,
    )
    return review


def _places(queue: QueuePosition) -> dict[str, Any]:
    """Where the customer stands among the others."""
    return {
        "queue_sales": queue.sales,
        "queue_profit": queue.profit,
        "queue_relation": queue.relation,
        "queue_control": queue.control,
    }


def _plain(facts: ReviewFacts, currency: str) -> dict[str, Any]:
    """The facts as text and whole numbers, as they stood when they were looked at."""
    money = {"exposure", "line", "purchases", "security"}
    found: dict[str, Any] = {}
    for field in dataclasses.fields(facts):
        value = getattr(facts, field.name)
        if field.name in money:
            found[field.name] = format_plain(value, currency)
        elif field.name == "signals":
            found[field.name] = [one.value for one in value]
        elif isinstance(value, bool | int) or value is None:
            found[field.name] = value
        else:
            found[field.name] = str(value)
    return found
