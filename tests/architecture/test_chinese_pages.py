"""No page shows an English word to somebody who reads Chinese."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from arcollect.core.roles import Role
from tests import factories
from tests.architecture.catalogues import HAN
from tests.architecture.routes import ROUTES, Route
from tests.architecture.test_route_matrix import address
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]

PAGES = sorted(name for name, route in ROUTES.items() if "GET" in route.methods)
SEE_MOST = (Role.FINANCE_MANAGER, Role.SALES_REP, Role.ADMINISTRATOR)
LANGUAGES = ("zh-hans", "zh-hant")
SHOWN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-label")
UNSEEN = ("script", "style", "template", "code", "kbd", "pre")
VOID = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "wbr"])
WORD = re.compile(r"[A-Za-z]{4,}")
# Runs that hold no language: addresses, codes with digits, names of fields and files.
CODE = re.compile(r"\S*[@/_=]\S*|\S*\d\S*|\S*\.\w+")
# What people, things and the rules' presets are called in the books of the test.
DATA = re.compile(
    "Lanyue Appliance|Gu Wei|(Mine|Zxqvcolleague) Trading"
    "( (contact|contract|team|rep|bank|account))?"
    "|East|Fridge|Person|The customer pays in instalments|field-default"
    "|Program|Counsel of|Standard|SAMPLE"
    "|tax-three-years|strict-one-third|limitation-bad|arcollect"
    r"|\b(administrator|auditor|finance)\b"  # login names; the roles are capitals
    "|([A-Z2-7]{4} ?){4,}"  # a secret to type into an app
)
FORMATS = frozenset({"excel", "openapi", "xlsx", "json", "utc", "toml", "cookie"})


class VisibleText(HTMLParser):
    """Collects what a page shows or reads aloud in the page's own language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.found: list[str] = []
        self._muted: list[tuple[str, bool]] = []

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        given = dict(attributes)
        other = (given.get("lang") or self.language).casefold() != self.language
        muted = self.is_muted or tag in UNSEEN or other or _is_zone(tag, given)
        if not muted:
            names = [name for name in SHOWN_ATTRIBUTES if given.get(name)]
            self.found += [given[name] or "" for name in names]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.found.append(given.get("value") or "")
        if tag not in VOID:
            self._muted.append((tag, muted))

    def handle_endtag(self, tag: str) -> None:
        while self._muted and self._muted.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.is_muted:
            self.found.append(data)

    @property
    def is_muted(self) -> bool:
        return bool(self._muted) and self._muted[-1][1]


def _is_zone(tag: str, attributes: dict[str, str | None]) -> bool:
    """Time zones have one name everywhere, as `Asia/Shanghai`."""
    return tag == "option" and "/" in (attributes.get("value") or "")


def english_words(html: str, *, language: str) -> set[str]:
    parser = VisibleText(language)
    parser.feed(html)
    assert HAN.search("".join(parser.found)) or not html, "No Chinese is shown."
    words = {
        word.casefold()
        for text in parser.found
        for word in WORD.findall(CODE.sub(" ", DATA.sub(" ", text)))
    }
    return words - FORMATS


def page(client: Client, url: str, language: str) -> str:
    response = client.get(url, headers={"Accept-Language": language})
    shows = response.status_code // 100 != 3 and "text/html" in response["Content-Type"]
    return response.getvalue().decode("utf-8") if shows else ""


def readers(route: Route) -> list[tuple[Role, str]]:
    """Who looks: the roles that see most in one script, one of them in the other.

    Whether a sentence is translated does not depend on the script: that both have all
    is what `test_catalogues.py` shows.
    """
    most = [role for role in SEE_MOST if role in route.roles] or [min(route.roles)]
    return [*((role, "zh-hans") for role in most), (most[0], "zh-hant")]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_no_english(world: World, name: str) -> None:
    route, url = ROUTES[name], address(name, world.own)
    for role, language in readers(route):
        user = world.people[role]
        user.language = language
        user.save(update_fields=["language"])
        html = page(factories.signed_in(user), url, language)
        assert english_words(html, language=language) == set(), (role, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ["login", "missing"])
def test_a_page_for_nobody_shows_no_english(
    world: World, status: str, language: str
) -> None:
    url = {"login": "/login/", "missing": "/no-such-page/"}[status]
    html = page(Client(), url, language)
    assert f'lang="{language}' in html.casefold()
    assert english_words(html, language=language) == set()


def test_the_guard_itself_sees_english() -> None:
    html = '<html lang="zh-hans"><p title="Close">应收 Owed</p><code>make demo</code></html>'
    assert english_words(html, language="zh-hans") == {"close", "owed"}


def test_the_guard_lets_names_codes_and_other_languages_pass() -> None:
    html = (
        '<p>顾 Gu Wei · INV-0001 · a.b@example.com</p><a lang="en">English</a>'
        '<select><option value="Asia/Shanghai">Asia/Shanghai</option></select>'
    )
    assert english_words(html, language="zh-hans") == set()
