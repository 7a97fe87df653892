"""Create a login with a role in a company."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.models import Company, Membership, Team, User
from arcollect.core.services.change_password import one_time_password
from arcollect.core.services.people import PeopleRefusedError


@dataclass(frozen=True)
class NewUser:
    """The user and the password to hand over; it is kept nowhere in the clear."""

    user: User
    password: str


def create_user(
    *,
    actor: User | None,
    company: Company,
    username: str,
    full_name: str,
    role: str,
    email: str = "",
    team: Team | None = None,
    language: str = "",
) -> NewUser:
    """Create the user with a one-time password that he must change at once.

    Raises `PeopleRefusedError` when the login name is taken (in any case) or the team
    belongs to another company.
    """
    if team is not None and team.company_id != company.pk:
        raise PeopleRefusedError(_("The team belongs to another company."))
    password = one_time_password()
    user = User(
        username=username,
        full_name=full_name,
        email=email,
        language=language,
        must_change_password=True,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            Membership.objects.create(user=user, company=company, role=role, team=team)
            audit.record(
                actor=actor,
                action="core.user.created",
                target=user,
                company=company,
                after={
                    "username": username,
                    "full_name": full_name,
                    "email": email,
                    "role": role,
                    "team": str(team) if team else "",
                },
            )
    except IntegrityError as error:
        raise PeopleRefusedError(
            _("The login name “%(name)s” is taken. Choose another one.")
            % {"name": username}
        ) from error
    return NewUser(user=user, password=password)
