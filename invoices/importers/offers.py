"""Profiles that may fit an uploaded file: the shipped ones and those people saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arcollect.core.models import Company, ImportProfile
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
