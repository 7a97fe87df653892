"""Who sees which rows: the one scope that every query of people goes through."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.http import Http404

from arcollect.core import clock
from arcollect.core.models import Absence, Membership, User
from arcollect.core.roles import COMPANY_WIDE_ROLES, PERMISSIONS, Permission, Role

Person = User | AnonymousUser
# No row has a larger one, and SQLite does not even take the question.
LARGEST_KEY = 2**63 - 1
M = TypeVar("M", bound=models.Model)


def memberships_of(user: Person) -> list[Membership]:
    """The user's memberships, read once per user object (one request)."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return []
    found: list[Membership] | None = getattr(user, "_memberships_read", None)
    if found is None:
        found = list(
            user.memberships.select_related("company", "team").order_by("company_id")
        )
        user._memberships_read = found  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def stood_in_for(user: Person, membership: Membership) -> list[int]:
    """Keys of the absent colleagues the user stands in for today (one query a request)."""
    found: dict[int, list[int]] = user.__dict__.setdefault("_stood_in_for", {})
    company = membership.company
    if company.pk not in found:
        today = clock.today(company.time_zone)
        found[company.pk] = list(
            Absence.objects.filter(
                company=company,
                stand_in=user.pk,
                from_on__lte=today,
                until_on__gte=today,
            ).values_list("user", flat=True)
        )
    return found[company.pk]


def customer_scope(
    user: Person, *, path: str = "customer__", company_path: str = ""
) -> Q:
    """Rows whose customer the user may see; `path` leads from the row to it.

    `company_path` leads to the row that names the company where this one does not.

    Company-wide roles see the whole company, also rows without a customer; a sales
    rep sees the customers of the reps linked to him and of the colleagues he stands in
    for today, a sales manager his team's.
    """
    scope = Q(pk__in=[])
    for membership in memberships_of(user):
        company = Q(**{f"{company_path}company_id": membership.company_id})
        if membership.role in COMPANY_WIDE_ROLES:
            scope |= company
        elif membership.role == Role.SALES_REP:
            acting_for = [user.pk, *stood_in_for(user, membership)]
            scope |= company & Q(**{f"{path}rep__user__in": acting_for})
        elif membership.team_id is not None:
            scope |= company & Q(**{f"{path}rep__team": membership.team_id})
    return scope


def rep_scope(user: Person, *, path: str = "rep__") -> Q:
    """Rows of sales reps whose pay the user may see; `path` leads to the rep.

    Company-wide roles see every rep, a sales rep himself alone (a stand-in looks after
    customers, not after pay), a sales manager his team.
    """
    scope = Q(pk__in=[])
    for membership in memberships_of(user):
        company = Q(company_id=membership.company_id)
        if membership.role in COMPANY_WIDE_ROLES:
            scope |= company
        elif membership.role == Role.SALES_REP:
            scope |= company & Q(**{f"{path}user": user.pk})
        elif membership.team_id is not None:
            scope |= company & Q(**{f"{path}team": membership.team_id})
    return scope


def company_scope(user: Person, permission: Permission) -> Q:
    """Rows of the companies where the user's role carries `permission`."""
    allowed = [
        membership.company_id
        for membership in memberships_of(user)
        if permission in PERMISSIONS[membership.role]
    ]
    return Q(company_id__in=allowed)


def has_permission(user: Person, company_id: int, permission: Permission) -> bool:
    """Whether the user's role in the company carries `permission`."""
    return any(
        membership.company_id == company_id
        and permission in PERMISSIONS[membership.role]
        for membership in memberships_of(user)
    )


def get_or_404(queryset: models.QuerySet[M], **lookup: object) -> M:
    """The one row of an already scoped queryset; a foreign one does not exist."""
    if any(isinstance(key, int) and key > LARGEST_KEY for key in lookup.values()):
        raise Http404
    found = queryset.filter(**lookup).first()
    if found is None:
        raise Http404
    return found
