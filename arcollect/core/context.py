"""What the page frame needs on every page: `shell` in all templates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from arcollect.core import clock
from arcollect.core.display import (
    HTML_LANGUAGES,
    LANGUAGE_NAMES,
    chosen_theme,
    html_language,
    opened_sections,
)
from arcollect.core.models import Company, Membership
from arcollect.core.navigation import (
    PHONE_TABS,
    NavigationGroup,
    NavigationLink,
    find_url,
    group_links,
    list_links,
)
from arcollect.core.permissions import memberships_of


@dataclass(frozen=True, kw_only=True)
class LanguageChoice:
    """A language of the menu."""

    code: str
    html_lang: str
    name: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Shell:
    """The frame around a page: who is signed in where, and where he can go.

    `urls` holds the addresses of the frame's own forms, None for a missing route.
    """

    company: Company | None
    companies: tuple[Company, ...]
    membership: Membership | None
    is_demo: bool
    role: str | None
    role_name: str
    navigation: tuple[NavigationGroup, ...]
    tabs: tuple[NavigationLink, ...]
    more: tuple[NavigationGroup, ...]
    theme: str
    languages: tuple[LanguageChoice, ...]
    html_lang: str
    today: dt.date | None
    urls: dict[str, str | None]


def _languages() -> tuple[LanguageChoice, ...]:
    active = get_language()
    return tuple(
        LanguageChoice(
            code=code,
            html_lang=HTML_LANGUAGES.get(code, code),
            name=LANGUAGE_NAMES.get(code, code),
            is_current=code == active,
        )
        for code, _name in settings.LANGUAGES
    )


def _companies(request: HttpRequest) -> tuple[Company, ...]:
    return tuple(membership.company for membership in memberships_of(request.user))


def _urls() -> dict[str, str | None]:
    return {
        "set_language": find_url("core:set_language"),
        "switch_company": find_url("core:switch_company"),
        "profile": find_url("core:profile"),
        "logout": find_url("core:logout"),
        "login": find_url("core:login"),
    }


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame's data, without a query of its own, because the
    gate has read the memberships of the person already."""
    company: Company | None = getattr(request, "company", None)
    membership: Membership | None = getattr(request, "membership", None)
    match = request.resolver_match
    links = list_links(
        role=membership.role if membership else None,
        view_name=match.view_name if match else "",
        path=request.path,
    )
    return {
        "shell": Shell(
            company=company,
            companies=_companies(request) if membership else (),
            membership=membership,
            is_demo=bool(company and company.is_demo),
            role=membership.role if membership else None,
            role_name=membership.get_role_display() if membership else "",
            navigation=group_links(links, opened=opened_sections(request)),
            tabs=links[:PHONE_TABS],
            more=group_links(links[PHONE_TABS:]),
            theme=chosen_theme(request),
            languages=_languages(),
            html_lang=html_language(),
            today=clock.today(company.time_zone) if company else None,
            urls=_urls(),
        )
    }
