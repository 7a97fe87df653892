"""Users, teams and salespeople of a company."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from arcollect.core.models import Company, Membership, Rep, Team, User


def list_memberships(
    *, company: Company, text: str = "", role: str = ""
) -> QuerySet[Membership]:
    """Roles in the company with their users: open logins first, then by name."""
    found = Membership.objects.filter(company=company).select_related("user", "team")
    if text:
        found = found.filter(
            Q(user__username__icontains=text) | Q(user__full_name__icontains=text)
        )
    if role:
        found = found.filter(role=role)
    return found.order_by("-user__is_active", "user__full_name", "pk")


def list_teams(*, company: Company) -> QuerySet[Team]:
    """Teams with the numbers of their people (`members`) and reps (`rep_count`)."""
    return (
        Team.objects.filter(company=company)
        .annotate(
            members=Count("membership", distinct=True),
            rep_count=Count("reps", distinct=True),
        )
        .order_by("name", "pk")
    )


def list_reps(*, company: Company) -> QuerySet[Rep]:
    """Salespeople of the books with user, team and number of customers."""
    return (
        Rep.objects.filter(company=company)
        .select_related("user", "team")
        .annotate(customer_count=Count("customers"))
        .order_by("name", "pk")
    )


def list_users(*, company: Company) -> QuerySet[User]:
    """Users with a role in the company and an open login, by name."""
    return User.objects.filter(memberships__company=company, is_active=True).order_by(
        "full_name", "pk"
    )
