"""Put a customer under watch or mark him as a habitual debtor, and lift it again."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.dates import add_days
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Customer, CustomerFlag

# A flag that nobody looks at again would stay for ever.
LONGEST_REVIEW_DAYS = 183


class FlagRefusedError(Exception):
    """The flag was not set or lifted; the text says why."""


@retried_transaction
def set_flag(
    *,
    actor: User | None,
    customer: Customer,
    kind: str,
    from_on: dt.date,
    review_on: dt.date,
    reason: str,
) -> CustomerFlag:
    """Mark the customer from `from_on` (inclusive) on; a manager looks again by `review_on`.

    Watch: contacted more often, sold to against prepayment only. Habitual debtor:
    contacted more often, and nothing is conceded. One of a kind is in force at a time.
    Raises `FlagRefusedError`.
    """
    if not reason.strip():
        raise FlagRefusedError(_("Say why."))
    if not from_on < review_on <= add_days(from_on, LONGEST_REVIEW_DAYS):
        raise FlagRefusedError(
            _("Review it after it is set, within six months of that day.")
        )
    flag = CustomerFlag(
        company_id=customer.company_id,
        customer=customer,
        kind=kind,
        from_on=from_on,
        review_on=review_on,
        reason=reason.strip(),
        set_by=actor,
    )
    try:
        with transaction.atomic():
            flag.save(force_insert=True)
    except IntegrityError as error:
        raise FlagRefusedError(
            _("The customer carries this flag already. Lift it first.")
        ) from error
    audit.record(
        actor=actor,
        action="customers.customerflag.set",
        target=flag,
        company=customer.company_id,
        label=str(customer),
        after={"kind": kind, "from_on": from_on, "review_on": review_on},
        reason=reason,
    )
    return flag


@retried_transaction
def lift_flag(
    *, actor: User, flag: CustomerFlag, lifted_on: dt.date, reason: str
) -> None:
    """End the flag: `lifted_on` is the first day without it.

    The customer's own sales rep and whoever set it may not lift it (rows S47, S81).
    Raises `FlagRefusedError`.
    """
    if not reason.strip():
        raise FlagRefusedError(_("Say why."))
    if lifted_on < flag.from_on:
        raise FlagRefusedError(_("It cannot be lifted before it was set."))
    if actor.pk in {flag.set_by_id, _rep_of(flag)}:
        raise FlagRefusedError(
            _("Somebody else must lift it: you set it, or it is your own customer.")
        )
    lifted = CustomerFlag.objects.filter(pk=flag.pk, lifted_on__isnull=True).update(
        lifted_on=lifted_on, lifted_by=actor, lift_reason=reason.strip()
    )
    if not lifted:
        raise FlagRefusedError(_("Somebody has lifted this flag already."))
    audit.record(
        actor=actor,
        action="customers.customerflag.lifted",
        target=flag,
        company=flag.company_id,
        label=str(flag.customer),
        after={"kind": flag.kind, "lifted_on": lifted_on},
        reason=reason,
    )


def _rep_of(flag: CustomerFlag) -> int | None:
    rep = flag.customer.rep
    return rep.user_id if rep else None
