"""Let goods go that are paid before or on delivery: only once nothing is open."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import DueItemState, GoodsRelease, Invoice
from invoices.services.errors import LedgerRefusedError


@retried_transaction
def release_goods(
    *, actor: User | None, invoice: Invoice, released_on: dt.date, note: str = ""
) -> GoodsRelease:
    """Note that the goods of a COD or prepaid invoice left on `released_on`.

    Refused with `LedgerRefusedError` while a cent of the invoice is open (Domain S36,
    S37), and a second time.
    """
    states = DueItemState.objects.filter(due_item__invoice=invoice)
    count = states.count()
    # The UPDATE holds the rows: nobody undoes the payment before this is kept.
    paid = states.filter(open_amount=0, settled_on__lte=released_on)
    if not count or paid.update(open_amount=F("open_amount")) != count:
        raise LedgerRefusedError(
            _("The goods stay until invoice %(number)s is paid in full.")
            % {"number": invoice.number}
        )
    release = GoodsRelease(
        company_id=invoice.company_id,
        customer_id=invoice.customer_id,
        invoice=invoice,
        released_on=released_on,
        note=note[:500],
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            release.save(force_insert=True)
    except IntegrityError as error:
        raise LedgerRefusedError(_("These goods were released already.")) from error
    audit.record(
        actor=actor,
        action="invoices.goods.released",
        target=release,
        company=invoice.company_id,
        label=invoice.number,
        after={"released_on": released_on},
        reason=note,
    )
    return release
