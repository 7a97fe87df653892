"""Setting up an empty arcollect: the company and its first administrator."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.models import Company, Membership, User
from arcollect.core.roles import Role
from arcollect.core.services.create_company import (
    DEFAULT_CODE,
    create_company,
    prepare_company,
)
from arcollect.core.services.first_run_code import (
    check_code,
    forget_code,
    issue_code,
)


class AlreadySetUpError(Exception):
    """Somebody has set up arcollect in the meantime; nothing was changed."""


@dataclass(frozen=True)
class Answers:
    """What the first-run page asks for, already checked by its form."""

    company_name: str
    language: str
    base_currency: str
    time_zone: str
    full_name: str
    username: str
    password: str


def is_pending() -> bool:
    """Whether nobody has set up a company and nobody could: no administrator."""
    if Company.objects.filter(set_up_at__isnull=False).exists():
        return False
    return not Membership.objects.filter(
        role=Role.ADMINISTRATOR, user__is_active=True
    ).exists()


def console_lines() -> list[str]:
    """What the console says about the first run: nothing once it has been done.

    Each call issues a new code, as the code itself is kept nowhere.
    """
    if not is_pending():
        return []
    return [
        _("Open that address in a browser to set up your company."),
        _("One-time set-up code: %(code)s") % {"code": issue_code()},
    ]


def complete_first_run(*, code: str, answers: Answers) -> User:
    """Complete the company and create its administrator; of two calls one wins.

    Raises `WrongFirstRunCodeError`, `TooManyCodesError` or `AlreadySetUpError`;
    nothing is changed then.
    """
    if not is_pending():
        raise AlreadySetUpError
    check_code(code)
    try:
        user = _set_up(answers)
    except IntegrityError as error:
        raise AlreadySetUpError from error
    forget_code()
    return user


@transaction.atomic
def _set_up(answers: Answers) -> User:
    company = _claim_company(answers)
    user = User(
        username=answers.username,
        full_name=answers.full_name,
        language=answers.language,
    )
    user.set_password(answers.password)
    user.save(force_insert=True)
    Membership.objects.create(user=user, company=company, role=Role.ADMINISTRATOR)
    prepare_company(company)
    audit.record(
        actor=user,
        action="core.company.set_up",
        target=company,
        company=company,
        after={
            "name": company.name,
            "language": company.language,
            "base_currency": company.base_currency,
            "time_zone": company.time_zone,
            "administrator": user.username,
        },
    )
    return user


def _claim_company(answers: Answers) -> Company:
    """The company a command created before, or a new one; only one caller gets it."""
    waiting = Company.objects.filter(set_up_at__isnull=True)
    company = waiting.order_by("pk").first()
    if company is None:
        company = create_company(actor=None, code=DEFAULT_CODE)
    claimed = waiting.filter(pk=company.pk).update(
        name=answers.company_name,
        language=answers.language,
        base_currency=answers.base_currency,
        time_zone=answers.time_zone,
        set_up_at=clock.now(),
    )
    if not claimed:
        raise AlreadySetUpError
    company.refresh_from_db()
    return company
