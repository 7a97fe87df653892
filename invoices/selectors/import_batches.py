"""Imports of a company, and profiles for its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.models import Company, ImportBatch, ImportProfile
from arcollect.core.permissions import Person, company_scope
from arcollect.core.roles import Permission
from invoices.importers.expressions import ProfileError
from invoices.importers.profile import list_shipped, parse_profile
from invoices.importers.suggestions import fits


@dataclass(frozen=True, slots=True)
class OfferedProfile:
    """A shipped or saved profile; `fits` where the file has all of its columns."""

    name: str
    title: str
    toml: str
    is_shipped: bool
    fits: bool


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far the work on a batch is."""

    label: str
    done: int
    total: int
    rate: str
    finished: bool


def visible_imports(user: Person, company: Company) -> QuerySet[Any]:
    """The company's imports, if the user may import there; else none."""
    scope = company_scope(user, Permission.IMPORT)
    return (
        ImportBatch.objects.filter(scope, company=company)
        .select_related("created_by", "company")
        .annotate(file_count=Count("files"))
        .order_by("-pk")
    )


def offered_profiles(
    company: Company, header: Sequence[str]
) -> tuple[OfferedProfile, ...]:
    """Shipped and saved profiles, those that fit the header first."""
    found = [
        _offer(path.stem, path.read_text(encoding="utf-8"), header, shipped=True)
        for path in list_shipped().values()
    ]
    found += [
        _offer(saved.name, saved.toml, header, shipped=False)
        for saved in ImportProfile.objects.filter(company=company).order_by("name")
    ]
    usable = [profile for profile in found if profile is not None]
    return tuple(sorted(usable, key=lambda profile: not profile.fits))


def _offer(
    name: str, toml: str, header: Sequence[str], *, shipped: bool
) -> OfferedProfile | None:
    try:
        profile = parse_profile(toml)
    except ProfileError:
        return None
    return OfferedProfile(
        name=name,
        title=profile.title or name,
        toml=toml,
        is_shipped=shipped,
        fits=fits(profile, header),
    )


def progress_of(batch: ImportBatch) -> ImportProgress:
    """Phase, rows and speed of a batch, for the progress bar."""
    phases = {
        "waiting": _("Waiting for a worker"),
        "reading": _("Reading the rows"),
        "checking": _("Comparing with the books"),
        "posting": _("Posting"),
    }
    label = phases.get(batch.phase, "") or str(batch.get_state_display())
    total = max(batch.rows_total, batch.rows_done)
    return ImportProgress(
        label=label,
        done=batch.rows_done,
        total=total,
        rate=_rate(batch) if batch.phase == "reading" else "",
        finished=batch.state
        not in (ImportBatch.State.CHECKING, ImportBatch.State.APPLYING),
    )


def _rate(batch: ImportBatch) -> str:
    started = batch.result.get("started_at")
    if not started or not batch.rows_done:
        return ""
    seconds = (clock.now() - dt.datetime.fromisoformat(started)).total_seconds()
    if seconds < 1:
        return ""
    return _("%(rate)d rows a second") % {"rate": int(batch.rows_done / seconds)}
