"""Record a promise to pay, replace it by another, or take it out of the count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import exact_money, format_plain
from arcollect.core.selectors.calendars import working_days_of
from collection.domain.promises import TOLERANCE_DAYS, window_end
from collection.models import Promise, PromiseItem, Visit
from collection.services.judge_promises import judge_now
from invoices.selectors.customer_figures import owed_by
from invoices.selectors.promised_money import are_items_of, open_of_items

if TYPE_CHECKING:
    from customers.models import Contact, Customer

ZERO = Decimal(0)


class PromiseRefusedError(Exception):
    """The promise was not recorded or changed; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What the customer said: how much (in the currency's units), by which day.

    Without `item_ids` it is about the customer as a whole. `counts_bills`: a bill keeps
    it as well as cash does.
    """

    currency: str
    amount: Decimal
    promised_on: dt.date
    item_ids: Sequence[int] = ()
    source: str = Promise.Source.ORAL
    counts_bills: bool = False
    note: str = ""


@retried_transaction
def record_promise(
    *,
    actor: User,
    customer: Customer,
    promised: Promised,
    made_on: dt.date,
    made_by: Contact | None = None,
    visit: Visit | None = None,
    request_key: str = "",
    as_of: dt.date | None = None,
) -> Promise:
    """Store what was promised on `made_on`, however much it is (Domain rule 3.3).

    `as_of` is the last day that has come: the company's today unless told otherwise.

    More than is open, or a promise beside a pending one, is marked to be checked by a
    person. The window ends on the tolerance's last day, rolled to a working day. The
    promise is judged at once. Raises `PromiseRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="collections.promise.recorded")
    as_of = as_of or _today(customer)
    _check(customer, promised, made_on, made_by, as_of)
    made = _insert(
        actor=actor,
        customer=customer,
        promised=promised,
        made_on=made_on,
        made_by=made_by,
        visit=visit,
        replaces=None,
    )
    audit.record(
        actor=actor,
        action="collections.promise.recorded",
        target=made,
        company=customer.company_id,
        label=str(customer),
        after=_shown(made),
    )
    judge_now(promise_ids=[made.pk], as_of=as_of)
    made.refresh_from_db()
    return made


@retried_transaction
def replace_promise(
    *,
    actor: User,
    promise: Promise,
    promised: Promised,
    made_on: dt.date,
    made_by: Contact | None = None,
    request_key: str = "",
) -> Promise:
    """Put another promise, made on `made_on`, in the place of `promise`.

    On or before the promised day the first replacement takes the old one out of the
    statistics; a further one, or a later one, leaves it broken. Raises
    `PromiseRefusedError` for one that is kept, cancelled or replaced already, and
    `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="collections.promise.replaced")
    if promise.state in (Promise.State.KEPT, Promise.State.CANCELLED):
        raise PromiseRefusedError(
            _("This promise is %(state)s. Record a new one instead.")
            % {"state": promise.get_state_display().lower()}
        )
    if made_on < promise.made_on:
        raise PromiseRefusedError(_("The new promise was made before the old one."))
    as_of = _today(promise.customer)
    _check(promise.customer, promised, made_on, made_by, as_of)
    made = _insert(
        actor=actor,
        customer=promise.customer,
        promised=promised,
        made_on=made_on,
        made_by=made_by,
        visit=None,
        replaces=promise,
    )
    audit.record(
        actor=actor,
        action="collections.promise.replaced",
        target=made,
        company=promise.company_id,
        label=str(promise.customer),
        before=_shown(promise),
        after=_shown(made),
    )
    judge_now(promise_ids=[promise.pk, made.pk], as_of=as_of)
    made.refresh_from_db()
    return made


@retried_transaction
def cancel_promise(*, actor: User, promise: Promise, reason: str) -> None:
    """Take a pending promise out of the count, because it should not have been entered.

    Raises `PromiseRefusedError` without a reason and for one that was judged meanwhile.
    """
    if not reason.strip():
        raise PromiseRefusedError(_("Say why the promise is cancelled."))
    cancelled = Promise.objects.filter(
        pk=promise.pk, state=Promise.State.PENDING
    ).update(state=Promise.State.CANCELLED)
    if not cancelled:
        raise PromiseRefusedError(_("Only a pending promise can be cancelled."))
    audit.record(
        actor=actor,
        action="collections.promise.cancelled",
        target=promise,
        company=promise.company_id,
        label=str(promise.customer),
        before={"state": Promise.State.PENDING},
        after={"state": Promise.State.CANCELLED},
        reason=reason,
    )


def _insert(
    *,
    actor: User,
    customer: Customer,
    promised: Promised,
    made_on: dt.date,
    made_by: Contact | None,
    visit: Visit | None,
    replaces: Promise | None,
) -> Promise:
    amount = exact_money(promised.amount, promised.currency)
    is_open = _open_amount(customer, promised, made_on)
    made = Promise(
        company_id=customer.company_id,
        customer=customer,
        visit=visit,
        made_by=made_by,
        currency=promised.currency,
        amount=amount,
        open_when_made=is_open,
        made_on=made_on,
        promised_on=promised.promised_on,
        tolerance_days=TOLERANCE_DAYS,
        window_until=window_end(
            promised.promised_on, calendar=working_days_of(customer.company)
        ),
        source=promised.source,
        counts_bills=promised.counts_bills,
        note=promised.note,
        replaces=replaces,
        to_check=amount > is_open or _is_beside_another(customer, promised, replaces),
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if replaces and Promise.objects.filter(replaces=replaces).exists():
            raise PromiseRefusedError(
                _("Somebody already replaced this promise. Look at it again.")
            ) from error
        raise
    PromiseItem.objects.bulk_create(
        PromiseItem(promise=made, due_item_id=item_id)
        for item_id in sorted(set(promised.item_ids))
    )
    return made


def _check(
    customer: Customer,
    promised: Promised,
    made_on: dt.date,
    made_by: Contact | None,
    as_of: dt.date,
) -> None:
    try:
        amount = exact_money(promised.amount, promised.currency)
    except ValueError as error:
        raise PromiseRefusedError(
            _("This is not an amount in %(currency)s.")
            % {"currency": promised.currency}
        ) from error
    if amount <= 0:
        raise PromiseRefusedError(_("The amount must be greater than zero."))
    if made_on > as_of:
        raise PromiseRefusedError(_("The promise cannot be made on a day to come."))
    if promised.promised_on < made_on:
        raise PromiseRefusedError(
            _("The promised day lies before the day of the promise.")
        )
    if made_by is not None and made_by.customer_id != customer.pk:
        raise PromiseRefusedError(_("This person belongs to another customer."))
    if promised.source not in Promise.Source.values:
        raise PromiseRefusedError(_("This is not a source of promises."))
    if promised.item_ids and not are_items_of(
        customer_id=customer.pk,
        currency=promised.currency,
        item_ids=promised.item_ids,
    ):
        raise PromiseRefusedError(
            _("Choose due items of this customer in the promise's currency.")
        )


def _open_amount(customer: Customer, promised: Promised, made_on: dt.date) -> Decimal:
    if promised.item_ids:
        return open_of_items(item_ids=promised.item_ids, as_of=made_on)
    owed = owed_by(customer_ids=[customer.pk], today=made_on).get(customer.pk, [])
    found = (one.open for one in owed if one.currency == promised.currency)
    return sum(found, ZERO)


def _is_beside_another(
    customer: Customer, promised: Promised, replaces: Promise | None
) -> bool:
    pending = Promise.objects.filter(
        customer=customer, currency=promised.currency, state=Promise.State.PENDING
    )
    return pending.exclude(pk=replaces.pk if replaces else None).exists()


def _today(customer: Customer) -> dt.date:
    return clock.today(customer.company.time_zone)


def _shown(promise: Promise) -> dict[str, object]:
    return {
        "amount": format_plain(promise.amount, promise.currency),
        "currency": promise.currency,
        "made_on": promise.made_on,
        "promised_on": promise.promised_on,
        "to_check": promise.to_check,
    }
