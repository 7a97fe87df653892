"""Four eyes: whether a person may approve an act, and whether one is enough.

The authority table says per role and act up to which amount one person decides. Above it
two people must, each with the act in his role. Whoever asked and the customer's own sales
rep never approve (domain rules S66, S81).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from arcollect.core.models import Act, AuthorityLimit, Company, User
from arcollect.core.permissions import memberships_of
from arcollect.core.roles import Role

# What a company works with until it writes a table of its own: base currency.
_SALES = {Act.DISCOUNT, Act.TERM, Act.EXTENSION, Act.DEDUCTION, Act.TAKE_BACK}
_ALONE_SALES, _ALONE_FINANCE, _ALONE_HEAD = Decimal(10_000), Decimal(0), Decimal(50_000)
# Acts that never rest on one person, whatever the amount.
ALWAYS_TWO = frozenset({Act.OFFSET})


class ApprovalRefusedError(Exception):
    """The person may not approve this; the text says why."""


class Approval(StrEnum):
    """What an approval amounts to."""

    COMPLETE = "complete"
    NEEDS_SECOND = "needs_second"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a role may approve alone; `amount` None means any amount."""

    amount: Decimal | None


def preset_limits(role: str) -> dict[Act, Limit]:
    """The acts of a role before the company wrote its own table, in base currency."""
    if role == Role.FINANCE_MANAGER:
        return {act: Limit(_ALONE_HEAD) for act in Act}
    if role == Role.SALES_MANAGER:
        return {
            act: Limit(_ALONE_SALES if act in _SALES else Decimal(0)) for act in Act
        }
    if role == Role.FINANCE:
        return {
            act: Limit(_ALONE_FINANCE)
            for act in (Act.DEDUCTION, Act.WRITE_OFF, Act.OFFSET, Act.ASSIGNMENT)
        }
    return {}


def limit_of(*, company: Company, role: str, act: Act, currency: str) -> Limit | None:
    """What the role may approve alone in that currency; None where it has not the act.

    In a currency without a row of its own nobody decides alone.
    """
    rows = AuthorityLimit.objects.filter(company=company, act=act, role=role)
    newest = {row.currency: row for row in rows.order_by("version")}
    if not newest:
        preset = preset_limits(role).get(act)
        if preset is None or currency == company.base_currency:
            return preset
        return Limit(Decimal(0))
    in_force = {code: row for code, row in newest.items() if not row.withdrawn}
    if not in_force:
        return None
    found = in_force.get(currency)
    return Limit(Decimal(0)) if found is None else Limit(found.limit)


def approval_of(
    *,
    actor: User,
    company: Company,
    act: Act,
    amount: Decimal,
    currency: str,
    requested_by: int | None,
    rep_user: int | None,
    first_approver: int | None = None,
) -> Approval:
    """What the actor's approval of `amount` of `currency` amounts to.

    `requested_by`, `rep_user` (the login of the customer's sales rep) and
    `first_approver` are keys of users. Raises `ApprovalRefusedError`.
    """
    if actor.pk == requested_by:
        raise ApprovalRefusedError(_("Somebody else must approve what you asked for."))
    if actor.pk == rep_user:
        raise ApprovalRefusedError(
            _("Somebody other than the customer's sales rep must approve this.")
        )
    if actor.pk == first_approver:
        raise ApprovalRefusedError(
            _("You have approved this already. A second person must agree.")
        )
    limit = _limit_of_person(actor, company, act, currency)
    if limit is None:
        raise ApprovalRefusedError(
            _("Your role may not approve this: %(act)s.") % {"act": act.label}
        )
    if first_approver is not None:
        return Approval.COMPLETE
    if act in ALWAYS_TWO:
        return Approval.NEEDS_SECOND
    alone = limit.amount is None or amount <= limit.amount
    return Approval.COMPLETE if alone else Approval.NEEDS_SECOND


def may_approve(*, actor: User, company: Company, act: Act) -> bool:
    """Whether the actor's role has the act at all, so that a page offers it."""
    currency = company.base_currency
    return _limit_of_person(actor, company, act, currency) is not None


def _limit_of_person(
    actor: User, company: Company, act: Act, currency: str
) -> Limit | None:
    for membership in memberships_of(actor):
        if membership.company_id == company.pk:
            return limit_of(
                company=company, role=membership.role, act=act, currency=currency
            )
    return None
