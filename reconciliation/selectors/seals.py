"""Reads about seals: which there are, what waits, what was done."""

from __future__ import annotations

from django.db.models import QuerySet

from arcollect.core.models import Company
from arcollect.core.permissions import Person
from reconciliation.models import Seal, SealRequest, SealUse


def list_seals(*, user: Person, company: Company) -> QuerySet[Seal]:
    """Seals of the company, those in use first, newest first."""
    return (
        Seal.objects.filter(company=company)
        .visible_to(user)
        .select_related("registered_by", "put_in_use_by", "company")
        .defer("artwork")
        .order_by("state", "-registered_at", "pk")
    )


def list_usable_seals(*, company: Company) -> QuerySet[Seal]:
    """Seals in use, the finance seal first: it is the usual one for accounts."""
    return (
        Seal.objects.filter(company=company, state=Seal.State.IN_USE)
        .select_related("company")
        .defer("artwork")
        .order_by("kind")
    )


def list_requests(*, user: Person, company: Company) -> QuerySet[SealRequest]:
    """Requests the user may see, with everything a row shows."""
    return (
        SealRequest.objects.filter(company=company)
        .visible_to(user)
        .select_related(
            "company",
            "letter__customer",
            "letter__state",
            "seal__company",
            "requested_by",
            "decided_by",
        )
        .defer("seal__artwork", "letter__data")
    )


def count_waiting(*, user: Person, company: Company) -> int:
    """How many letters wait for somebody's approval."""
    return (
        SealRequest.objects.filter(company=company, state=SealRequest.State.REQUESTED)
        .visible_to(user)
        .count()
    )


def list_uses(*, user: Person, company: Company) -> QuerySet[SealUse]:
    """The register, newest first."""
    return (
        SealUse.objects.filter(company=company)
        .visible_to(user)
        .select_related("letter__customer", "seal", "requested_by", "sealed_by")
        .defer("seal__artwork", "letter__data")
        .order_by("-at", "-pk")
    )


def has_approved_requests() -> bool:
    """Whether any letter waits for the signing worker."""
    return SealRequest.objects.filter(state=SealRequest.State.APPROVED).exists()
