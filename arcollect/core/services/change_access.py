"""Close and open a login, hand out a new password, correct name and address."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.models import Company, Membership, User
from arcollect.core.services.change_password import one_time_password
from arcollect.core.services.end_sessions import end_sessions
from arcollect.core.services.people import (
    PeopleRefusedError,
    one_at_a_time,
    refuse_foreign_login,
    refuse_losing_last_administrator,
    refuse_own,
)
from arcollect.core.services.revoke_token import revoke_tokens_of
from arcollect.core.services.second_factor import remove_second_factor


@transaction.atomic
def deactivate_user(*, actor: User | None, user: User) -> None:
    """Close the login at once: sessions and access tokens end, nothing is deleted.

    Raises `PeopleRefusedError` for oneself, the last active administrator, a login
    that works in companies of others, and one that is closed already.
    """
    _refuse_unmanaged(actor=actor, user=user)
    for membership in _locked_memberships(user):
        refuse_losing_last_administrator(membership)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise PeopleRefusedError(_("This login is closed already."))
    user.is_active = False
    end_sessions(actor=actor, user=user)
    revoke_tokens_of(actor=actor, user=user)
    _record(actor, "core.user.deactivated", user, {"is_active": [True, False]})


@transaction.atomic
def reactivate_user(*, actor: User | None, user: User) -> None:
    """Open a closed login again. Raises `PeopleRefusedError` like `deactivate_user`."""
    _refuse_unmanaged(actor=actor, user=user)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise PeopleRefusedError(_("This login is open already."))
    user.is_active = True
    _record(actor, "core.user.reactivated", user, {"is_active": [False, True]})


@transaction.atomic
def reset_password(*, actor: User | None, user: User) -> str:
    """Give the user a one-time password and return it; all his sessions end.

    He must change it at the next sign-in, which still asks for his second factor.
    """
    _refuse_unmanaged(actor=actor, user=user)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(actor=actor, user=user)
    _record(actor, "core.user.password_reset", user, {})
    return password


@transaction.atomic
def reset_second_factor(*, actor: User | None, user: User) -> None:
    """Forget the app of a user who has lost his phone and his recovery codes."""
    _refuse_unmanaged(actor=actor, user=user)
    remove_second_factor(actor=actor, user=user)
    end_sessions(actor=actor, user=user)


@transaction.atomic
def change_user(*, actor: User | None, user: User, full_name: str, email: str) -> None:
    """Correct name and e-mail address. Does nothing when both stay the same.

    Raises `PeopleRefusedError` for a login that works in companies of others.
    """
    changed = {
        field: [getattr(user, field), value]
        for field, value in (("full_name", full_name), ("email", email))
        if getattr(user, field) != value
    }
    if not changed:
        return
    refuse_foreign_login(actor=actor, user=user)
    User.objects.filter(pk=user.pk).update(full_name=full_name, email=email)
    user.full_name, user.email = full_name, email
    _record(actor, "core.user.changed", user, changed)


def _refuse_unmanaged(*, actor: User | None, user: User) -> None:
    refuse_own(actor=actor, user=user)
    refuse_foreign_login(actor=actor, user=user)


def _locked_memberships(user: User) -> list[Membership]:
    companies = list(
        Company.objects.filter(memberships__user=user)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for company_id in companies:
        one_at_a_time(company_id)
    return list(user.memberships.select_related("user").order_by("company_id"))


def _record(
    actor: User | None, action: str, user: User, changed: dict[str, list[object]]
) -> None:
    """One row in the log of each company the user works in."""
    companies = user.memberships.values_list("company_id", flat=True)
    for company_id in companies:
        audit.record(
            actor=actor,
            action=action,
            target=user,
            company=company_id,
            before={field: values[0] for field, values in changed.items()},
            after={field: values[1] for field, values in changed.items()},
        )
