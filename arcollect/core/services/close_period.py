"""Close the books through a day, and reopen them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.closed_books import hold_closed
from arcollect.core.locking import retried_transaction
from arcollect.core.models import ClosedBooks, Company, User


class PeriodRefusedError(Exception):
    """The books were not closed or reopened; the text says why."""


@retried_transaction
def close_period(
    *, actor: User, company: Company, through: dt.date, seen: dt.date | None
) -> None:
    """Close the books through `through`, inclusive: nothing is posted up to that day.

    `seen` is the last closed day that the person looked at. It waits some seconds for
    postings under way; a posting that comes later waits for it and is refused where it
    is dated in the closed period. Raises `PeriodRefusedError`.
    """
    if seen is not None and through <= seen:
        raise PeriodRefusedError(
            _("The books are closed through %(day)s already.") % {"day": seen}
        )
    today = clock.today(company.time_zone)
    if through >= today:
        raise PeriodRefusedError(
            _("Only days that are over can be closed: through yesterday at the latest.")
        )
    _change(actor, company, through, seen=seen)
    audit.record(
        actor=actor,
        action="core.period.closed",
        target=company,
        company=company.pk,
        before={"closed_through": seen},
        after={"closed_through": through},
    )


@retried_transaction
def reopen_period(
    *,
    actor: User,
    company: Company,
    through: dt.date | None,
    seen: dt.date | None,
    reason: str,
) -> None:
    """Let the books be closed through `through` only; None: no period is closed.

    `seen` as for `close_period`. Raises `PeriodRefusedError` without a reason, and
    where nothing would open.
    """
    if not reason.strip():
        raise PeriodRefusedError(_("Say why the period is reopened."))
    if seen is None or (through is not None and through >= seen):
        raise PeriodRefusedError(_("Nothing would be opened by that."))
    _change(actor, company, through, seen=seen)
    audit.record(
        actor=actor,
        action="core.period.reopened",
        target=company,
        company=company.pk,
        before={"closed_through": seen},
        after={"closed_through": through},
        reason=reason.strip()[:500],
    )


def _change(
    actor: User, company: Company, through: dt.date | None, *, seen: dt.date | None
) -> None:
    """Compare-and-set under the lock that every posting shares."""
    if not hold_closed(company.pk):
        raise PeriodRefusedError(
            _("Postings are under way. Try again when they are done.")
        )
    ClosedBooks.objects.get_or_create(
        company=company, defaults={"changed_at": clock.now()}
    )
    rows = ClosedBooks.objects.filter(company=company, through=seen)
    if not rows.update(through=through, changed_at=clock.now(), changed_by=actor):
        raise PeriodRefusedError(
            _("Somebody else changed the closed period meanwhile. Look at it again.")
        )
