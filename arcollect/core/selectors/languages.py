"""Which language to speak."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from arcollect.core.models import Company
from arcollect.core.permissions import memberships_of


def preferred_language(request: HttpRequest) -> str:
    """The person's language, else the cookie's, the browser's, the company's."""
    user = request.user
    known = dict(settings.LANGUAGES)
    if user.is_authenticated and user.language in known:
        return user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in known:
        return chosen
    return _accepted(request) or _of_company(request)


def _accepted(request: HttpRequest) -> str | None:
    header = request.headers.get("Accept-Language", "")
    for code, _quality in parse_accept_lang_header(header):
        if code == "*":
            return None
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return None


def _of_company(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        memberships = memberships_of(request.user)
        companies = [membership.company.language for membership in memberships]
    else:
        companies = list(
            Company.objects.filter(set_up_at__isnull=False)
            .order_by("pk")
            .values_list("language", flat=True)[:1]
        )
    known = dict(settings.LANGUAGES)
    spoken = [language for language in companies if language in known]
    return spoken[0] if spoken else settings.LANGUAGE_CODE
