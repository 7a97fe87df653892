"""Reminders of the demo company: sending into files, one run that waits for release."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from arcollect.core.dates import DueRoll, add_days, roll
from arcollect.core.models import Company, User
from arcollect.core.selectors.calendars import working_days_of
from collection.models import Hold
from collection.selectors.ladders import active_profiles
from collection.services.place_hold import place_hold
from collection.services.prepare_run import prepare_run
from collection.services.switch_sending import change_limits, switch_sending
from invoices.models import Dispute, DueItemState
from invoices.services.keep_dispute import open_dispute

HELD = 2
# Reason, tenths of what is open, and what was said.
DISPUTES = (
    (Dispute.Reason.PROMOTION, 1, "促销费用尚未核对"),
    (Dispute.Reason.QUALITY, 3, "到货两台外壳划伤，要求折让"),
    (Dispute.Reason.PRICE, 2, "开票价与协议价不符"),
)


def prepare_reminders(company: Company, as_of: dt.date, *, manager: User) -> None:
    """Switch sending on, hold and dispute a few items, prepare the run of the day."""
    switch_sending(actor=manager, company=company, on=True)
    # Old items begin where they would be by now, so that every letter is to be seen.
    change_limits(
        actor=manager, company=company, small_balance=Decimal(50), start_level=3
    )
    _hold_and_dispute(company, as_of, manager)
    calendar = working_days_of(company)
    day = roll(as_of, how=DueRoll.PRECEDING, calendar=calendar)
    for profile in active_profiles(company=company):
        prepare_run(profile=profile, day=day)


def _hold_and_dispute(company: Company, as_of: dt.date, manager: User) -> None:
    late = (
        DueItemState.objects.filter(
            company=company, open_amount__gt=100, due_on__lt=as_of, severity=2
        )
        .select_related("customer", "due_item__invoice")
        .order_by("-open_amount", "pk")
    )
    chosen: dict[int, DueItemState] = {}
    for state in late[:200]:
        chosen.setdefault(state.customer_id, state)
    states = list(chosen.values())
    for state in states[:HELD]:
        place_hold(
            actor=manager,
            customer=state.customer,
            kind=Hold.Kind.PAUSE,
            from_on=as_of,
            until_on=add_days(as_of, 14),
            reason="老板出差，约定回来后面谈",
        )
    for state, (reason, tenths, note) in zip(states[HELD:], DISPUTES, strict=False):
        open_dispute(
            actor=manager,
            due_item=state.due_item,
            amount=(state.open_amount * tenths / 10).quantize(Decimal(1)),
            reason=reason,
            opened_on=as_of,
            target_on=add_days(as_of, 30),
            note=note,
        )
