"""How the person wants pages shown: theme and language, without any query."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

SECTIONS_COOKIE = "arcollect_sections"
THEME_COOKIE = "arcollect_theme"
THEMES = ("system", "light", "dark")
# Each language in its own name and script, never translated.
LANGUAGE_NAMES = {"en": "English", "zh-hans": "简体中文", "zh-hant": "繁體中文"}
HTML_LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def chosen_theme(request: HttpRequest) -> str:
    """The theme of the cookie, or "system": as the device is set."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else "system"


def opened_sections(request: HttpRequest) -> frozenset[str]:
    """The keys of the navigation's sections that the person left open."""
    return frozenset(request.COOKIES.get(SECTIONS_COOKIE, "").split("."))


def html_language() -> str:
    """The active language as the `lang` attribute wants it."""
    return HTML_LANGUAGES.get(get_language() or settings.LANGUAGE_CODE, "en")
