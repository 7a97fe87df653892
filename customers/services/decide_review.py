"""Decide a credit review: a line in force comes from nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.authority import Approval, approval_of
from arcollect.core.dates import add_months
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Act, User
from arcollect.core.money import AmountFormatError, exact_money, format_plain
from customers.domain.credit_grade import Grade, period_cap
from customers.models import CreditProfile, CreditReview
from customers.services.prepare_review import ReviewRefusedError

MONTHS = 6
State = CreditReview.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Grade, line in the review's currency, days of credit, and the first day."""

    grade: str
    line: Decimal
    period_days: int
    valid_from: dt.date
    reason: str = ""
    covers_group: bool = False


@retried_transaction
def decide_review(*, actor: User, review: CreditReview, decision: Decision) -> bool:
    """Decide a review; True when the line is in force, False while a second must agree.

    Never by who prepared it or the customer's sales rep; above the limit of the
    authority table two people must (S80, S81). Period at most 60, 45, 30 or no days
    by grade; D has no line. Anything other than proposed needs a reason. The review is
    due six months after the first day. Raises `ReviewRefusedError` and
    `ApprovalRefusedError`.
    """
    line = _checked(review, decision)
    approval = _approval(actor, review, line, first=None)
    is_complete = approval == Approval.COMPLETE
    _move(
        review,
        allowed=State.PREPARED,
        state=State.DECIDED if is_complete else State.AGREED_ONCE,
        grade=decision.grade,
        line=line,
        period_days=decision.period_days,
        covers_group=decision.covers_group,
        valid_from=decision.valid_from,
        reason=decision.reason.strip()[:500],
        approved_by=actor,
        decided_at=clock.now() if is_complete else None,
    )
    profile = _profile(actor, review) if is_complete else None
    _record(actor, review, profile)
    return is_complete


@retried_transaction
def agree_to_review(*, actor: User, review: CreditReview) -> CreditProfile:
    """Agree as the second person to what the first one decided; the line is in force.

    Raises `ReviewRefusedError` and `ApprovalRefusedError`.
    """
    if review.line is None or review.approved_by_id is None:
        raise ReviewRefusedError(_("Nobody has decided this review yet."))
    _approval(actor, review, review.line, first=review.approved_by_id)
    _move(
        review,
        allowed=State.AGREED_ONCE,
        state=State.DECIDED,
        second_approved_by=actor,
        decided_at=clock.now(),
    )
    profile = _profile(actor, review)
    _record(actor, review, profile)
    return profile


@retried_transaction
def withdraw_review(*, actor: User, review: CreditReview, reason: str) -> None:
    """Take an undecided review back; whatever was agreed once falls with it.

    Raises `ReviewRefusedError`.
    """
    if not reason.strip():
        raise ReviewRefusedError(_("Say why the review is taken back."))
    before = review.state
    rows = CreditReview.objects.filter(
        pk=review.pk, state__in=[State.PREPARED, State.AGREED_ONCE]
    )
    if not rows.update(state=State.WITHDRAWN, approved_by=None):
        raise _decided_already()
    audit.record(
        actor=actor,
        action="customers.review.withdrawn",
        target=review,
        company=review.company_id,
        label=str(review.customer),
        before={"state": before},
        after={"state": State.WITHDRAWN},
        reason=reason,
    )


def _checked(review: CreditReview, decision: Decision) -> Decimal:
    try:
        line = exact_money(decision.line, review.currency)
    except AmountFormatError as error:
        raise ReviewRefusedError(str(error)) from error
    grade = Grade(decision.grade)
    if line < 0 or (grade == Grade.D and line > 0):
        raise ReviewRefusedError(_("Grade D has no line: it is sold to prepaid only."))
    if decision.period_days > period_cap(grade):
        raise ReviewRefusedError(
            _("Grade %(grade)s has at most %(days)d days of credit.")
            % {"grade": grade.value, "days": period_cap(grade)}
        )
    if decision.valid_from < review.as_of:
        raise ReviewRefusedError(
            _("The line cannot begin before the day of the review, %(day)s.")
            % {"day": review.as_of}
        )
    is_better = (
        grade.value < review.proposed_grade
        or line > review.proposed_line
        or decision.period_days > review.proposed_period_days
    )
    if is_better and not decision.reason.strip():
        raise ReviewRefusedError(_("Say why it gets more than the points propose."))
    return line


def _approval(
    actor: User, review: CreditReview, line: Decimal, *, first: int | None
) -> Approval:
    rep = review.customer.rep
    return approval_of(
        actor=actor,
        company=review.company,
        act=Act.CREDIT_LINE,
        amount=line,
        currency=review.currency,
        requested_by=review.prepared_by_id,
        rep_user=rep.user_id if rep else None,
        first_approver=first,
    )


def _move(review: CreditReview, *, allowed: str, state: str, **fields: Any) -> None:
    rows = CreditReview.objects.filter(pk=review.pk, state=allowed)
    if not rows.update(state=state, **fields):
        raise _decided_already()
    review.refresh_from_db()


def _decided_already() -> ReviewRefusedError:
    return ReviewRefusedError(_("Somebody has decided this review already."))


def _record(actor: User, review: CreditReview, profile: CreditProfile | None) -> None:
    assert review.line is not None  # noqa: S101 - written a moment ago
    audit.record(
        actor=actor,
        action="customers.review.decided" if profile else "customers.review.agreed",
        target=review,
        company=review.company_id,
        label=str(review.customer),
        after={
            "grade": review.grade,
            "line": format_plain(review.line, review.currency),
            "currency": review.currency,
            "days": review.period_days,
            "valid_from": review.valid_from,
            "review_due_on": profile.review_due_on if profile else None,
        },
        reason=review.reason,
    )


def _profile(actor: User, review: CreditReview) -> CreditProfile:
    """The version that the review brings; of two at once the unique key refuses one."""
    assert review.valid_from is not None  # noqa: S101 - decided
    assert review.line is not None  # noqa: S101
    assert review.period_days is not None  # noqa: S101
    versions = CreditProfile.objects.filter(
        customer_id=review.customer_id, currency=review.currency
    )
    newest = versions.aggregate(n=Max("version"))["n"] or 0
    return CreditProfile.objects.create(
        company_id=review.company_id,
        customer_id=review.customer_id,
        currency=review.currency,
        version=newest + 1,
        grade=review.grade,
        line=review.line,
        period_days=review.period_days,
        covers_group=review.covers_group,
        valid_from=review.valid_from,
        review_due_on=add_months(review.valid_from, MONTHS),
        review=review,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
