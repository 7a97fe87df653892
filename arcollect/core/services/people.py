"""What all changes to users and roles share: who may make them, one at a time."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core.models import Company, Membership, User
from arcollect.core.permissions import has_permission
from arcollect.core.roles import Permission, Role


class PeopleRefusedError(Exception):
    """A change to users or roles that is not made; the text says why."""


def one_at_a_time(company_id: int) -> None:
    """Let the transactions that change people of a company follow one another.

    A write on the company's row is a lock on both databases. Without it two
    administrators could take the role from each other in the same instant.
    """
    Company.objects.filter(pk=company_id).update(code=F("code"))


def refuse_losing_last_administrator(membership: Membership) -> None:
    """Raise `PeopleRefusedError` when nobody else could manage the company's users."""
    if membership.role != Role.ADMINISTRATOR:
        return
    others = Membership.objects.filter(
        company_id=membership.company_id,
        role=Role.ADMINISTRATOR,
        user__is_active=True,
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise PeopleRefusedError(
            _(
                "%(name)s is the last active administrator. Make somebody else an "
                "administrator first."
            )
            % {"name": membership.user}
        )


def refuse_own(*, actor: User | None, user: User) -> None:
    """Raise `PeopleRefusedError` when somebody changes his own role or login."""
    if actor is not None and actor.pk == user.pk:
        raise PeopleRefusedError(
            _("You cannot change your own role or access. Ask another administrator.")
        )


def refuse_foreign_login(*, actor: User | None, user: User) -> None:
    """Raise `PeopleRefusedError` when the login also opens a company of others.

    Whoever could reset its password would enter a company he has no role in.
    """
    if actor is None:
        return
    for membership in user.memberships.all():
        if not has_permission(actor, membership.company_id, Permission.MANAGE_USERS):
            raise PeopleRefusedError(
                _(
                    "%(name)s also works in a company that you do not manage. Ask an "
                    "administrator of that company."
                )
                % {"name": user}
            )
