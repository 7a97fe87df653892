"""Change what the company is called, where it lives and when its night begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, company_hooks
from arcollect.core.models import Company, Schedule, User
from arcollect.core.services.create_company import NIGHTLY, NIGHTLY_DUE_AFTER
from arcollect.core.services.people import PeopleRefusedError


@dataclass(frozen=True)
class CompanySettings:
    """The settings as they shall be. `nightly_at` is local time of `time_zone`."""

    name: str
    address: str
    tax_id: str
    contact_person: str
    phone: str
    email: str
    language: str
    time_zone: str
    base_currency: str
    nightly_at: dt.time
    cost_of_funds_bp: int = 450
    is_small_supplier: bool = False


def read_settings(*, company: Company) -> CompanySettings:
    """The settings as they are."""
    nightly = Schedule.objects.filter(company=company, job=NIGHTLY).first()
    return CompanySettings(
        name=company.name,
        address=company.address,
        tax_id=company.tax_id,
        contact_person=company.contact_person,
        phone=company.phone,
        email=company.email,
        language=company.language,
        time_zone=company.time_zone,
        base_currency=company.base_currency,
        nightly_at=nightly.due_after if nightly else NIGHTLY_DUE_AFTER,
        cost_of_funds_bp=company.cost_of_funds_bp,
        is_small_supplier=company.is_small_supplier,
    )


@transaction.atomic
def change_company(
    *, actor: User | None, company: Company, settings: CompanySettings
) -> bool:
    """Store the settings; returns whether anything changed.

    Raises `PeopleRefusedError` for another base currency once documents exist, as
    totals of the past were stated in it.
    """
    before, after = asdict(read_settings(company=company)), asdict(settings)
    changed = [field for field in after if before[field] != after[field]]
    if not changed:
        return False
    if "base_currency" in changed and company_hooks.has_documents(company):
        raise PeopleRefusedError(
            _("The base currency stays, because documents are posted already.")
        )
    nightly_at = after.pop("nightly_at")
    Company.objects.filter(pk=company.pk).update(**after)
    Schedule.objects.update_or_create(
        company=company, job=NIGHTLY, defaults={"due_after": nightly_at}
    )
    company.refresh_from_db()
    audit.record(
        actor=actor,
        action="core.company.changed",
        target=company,
        company=company,
        before={field: before[field] for field in changed},
        after={field: getattr(settings, field) for field in changed},
    )
    return True
