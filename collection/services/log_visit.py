"""Log a visit or call, with the promise that was made there."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from collection.models import Visit
from collection.services.mark_steps import mark_steps
from collection.services.record_promise import Promised, record_promise

if TYPE_CHECKING:
    from customers.models import Contact, Customer


class VisitRefusedError(Exception):
    """The visit was not logged; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the visitor tells: the four fields (row S01) and what is to be done next."""

    observed: str = ""
    heard: str = ""
    asked: str = ""
    concluded: str = ""
    next_action: str = ""
    next_action_on: dt.date | None = None


@retried_transaction
def log_visit(
    *,
    actor: User,
    customer: Customer,
    outcome: str,
    visited_on: dt.date,
    kind: str = Visit.Kind.APPOINTMENT,
    contact: Contact | None = None,
    report: Report | None = None,
    promised: Promised | None = None,
    request_key: str = "",
    as_of: dt.date | None = None,
) -> Visit:
    """Store the visit of `visited_on` (the company's local day) and what was promised.

    `as_of` is the last day that has come: the company's today unless told otherwise.

    It marks the customer's planned contacts through that day as done; a promise on T-3
    fixes the day of T-0. An outcome "promised" needs `promised`. Raises
    `VisitRefusedError`, `PromiseRefusedError`, and `AlreadyDoneError` (whose `result`
    holds `visit`) for a key that was used before.
    """
    claimed = claim_key(user=actor, key=request_key, action="collections.visit.logged")
    as_of = as_of or clock.today(customer.company.time_zone)
    if visited_on > as_of:
        raise VisitRefusedError(_("A visit is logged when it has taken place."))
    _check(customer, kind, outcome, contact, promised)
    visit = Visit.objects.create(
        company_id=customer.company_id,
        customer=customer,
        contact=contact,
        kind=kind,
        outcome=outcome,
        visited_on=visited_on,
        recorded_at=clock.now(),
        recorded_by=actor,
        **asdict(report or Report()),
    )
    _take_in_promise(visit, promised, as_of)
    audit.record(
        actor=actor,
        action="collections.visit.logged",
        target=visit,
        company=customer.company_id,
        label=str(customer),
        after={"kind": kind, "outcome": outcome, "visited_on": visited_on},
    )
    if claimed is not None:
        claimed.result = {"visit": visit.pk}
        claimed.save(update_fields=["result"])
    return visit


def _take_in_promise(visit: Visit, promised: Promised | None, as_of: dt.date) -> None:
    """Record the promise, and let the visit do what was planned."""
    if promised is not None:
        record_promise(
            actor=visit.recorded_by,
            customer=visit.customer,
            promised=promised,
            made_on=visit.visited_on,
            made_by=visit.contact,
            visit=visit,
            as_of=as_of,
        )
    named_on = promised.promised_on if promised is not None else None
    mark_steps(visit=visit, named_on=named_on)


def _check(
    customer: Customer,
    kind: str,
    outcome: str,
    contact: Contact | None,
    promised: Promised | None,
) -> None:
    if kind not in Visit.Kind.values or outcome not in Visit.Outcome.values:
        raise VisitRefusedError(_("Choose the kind and the outcome of the visit."))
    if contact is not None and contact.customer_id != customer.pk:
        raise VisitRefusedError(_("This person belongs to another customer."))
    if outcome == Visit.Outcome.PROMISED and promised is None:
        raise VisitRefusedError(_("Say how much was promised, and for which day."))
