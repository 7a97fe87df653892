"""Open the books of a company."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from arcollect.core import audit, company_hooks
from arcollect.core.models import Company, Schedule, User

DEFAULT_CODE = "main"
DEFAULT_NAME = "Company"
DEFAULT_CURRENCY = "CNY"
DEFAULT_TIME_ZONE = "Asia/Shanghai"
NIGHTLY = "nightly"
NIGHTLY_DUE_AFTER = dt.time(0, 30)


@transaction.atomic
def create_company(
    *,
    actor: User | None,
    code: str = DEFAULT_CODE,
    name: str = DEFAULT_NAME,
    base_currency: str = DEFAULT_CURRENCY,
    time_zone: str = DEFAULT_TIME_ZONE,
    language: str = "en",
    is_demo: bool = False,
) -> Company:
    """Create the company with its nightly schedule and what the apps add to it.

    `set_up_at` stays empty: the first-run page completes the company. Raises
    `IntegrityError` when the code is taken.
    """
    company = Company.objects.create(
        code=code,
        name=name,
        base_currency=base_currency,
        time_zone=time_zone,
        language=language,
        is_demo=is_demo,
    )
    prepare_company(company)
    audit.record(
        actor=actor,
        action="core.company.created",
        target=company,
        company=company,
        after={"code": code, "name": name, "base_currency": base_currency},
    )
    return company


def prepare_company(company: Company) -> None:
    """Give the company what every company needs; safe to call again."""
    Schedule.objects.get_or_create(
        company=company, job=NIGHTLY, defaults={"due_after": NIGHTLY_DUE_AFTER}
    )
    company_hooks.company_created(company)
