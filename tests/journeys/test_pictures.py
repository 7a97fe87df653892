"""Pictures of the demo company: for the README, and to look at what people see.

`ARCOLLECT_WRITE_PICTURES=yes` writes the README's picture into docs/images.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from demo.logins import DEMO_PASSWORD
from tests.journeys.product import Product, running_product

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
WRITE = os.environ.get("ARCOLLECT_WRITE_PICTURES") == "yes"
AS_OF = "2026-11-19"
PAGES = {
    "aging": f"/?as_of={AS_OF}",
    "items": f"/aging/items/?as_of={AS_OF}&currency=CNY",
    "customers": "/customers/",
    "invoices": "/invoices/",
    "payments": "/invoices/payments/",
    "imports": "/invoices/imports/",
    "policies": "/invoices/policies/",
    "audit": "/audit/",
}
LOOKS = [
    ("desktop", "light", "en-GB"),
    ("desktop", "dark", "zh-CN"),
    ("phone", "light", "zh-TW"),
    ("phone", "dark", "en-GB"),
]
SIZES = {
    "desktop": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}


@pytest.fixture(scope="module")
def product(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """The demo company; in full and as of one day where its pictures are kept."""
    if not WRITE:
        yield request.getfixturevalue("demo")
        return
    with running_product(tmp_path_factory.mktemp("var")) as running:
        running.manage("load_demo", "--as-of", AS_OF, "--customers", "200")
        yield running


def sign_in(page: Page, product: Product) -> None:
    page.goto(f"{product.address}/login/")
    page.locator("input[name=username]").fill("finance-manager")
    page.locator("input[name=password]").fill(DEMO_PASSWORD)
    page.locator("form[method=post] button.p").click()
    page.wait_for_url(f"{product.address}/")


@pytest.mark.parametrize(("size", "theme", "locale"), LOOKS)
def test_pages_fit_their_window(
    browser: Browser,
    product: Product,
    screenshots: Path,
    size: str,
    theme: str,
    locale: str,
) -> None:
    """No sideways scroll, no console error; the pictures lie in test-results."""
    context = browser.new_context(viewport=SIZES[size], locale=locale)
    context.add_cookies(
        [{"name": "arcollect_theme", "value": theme, "url": product.address}]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type == "error" else None
        ),
    )
    sign_in(page, product)
    for name, path in PAGES.items():
        response = page.goto(product.address + path)
        assert response is not None
        assert response.ok, path
        page.wait_for_load_state("networkidle")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], path
        page.screenshot(path=screenshots / f"{name}-{size}-{theme}-{locale}.png")
    assert complaints == []
    context.close()


def test_the_readme_shows_the_product(
    browser: Browser, product: Product, screenshots: Path
) -> None:
    context = browser.new_context(viewport=SIZES["desktop"], locale="en-GB")
    page = context.new_page()
    sign_in(page, product)
    page.goto(product.address + PAGES["aging"])
    page.wait_for_load_state("networkidle")
    folder = ROOT / "docs" / "images" if WRITE else screenshots
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / "aging.png")
    assert (folder / "aging.png").stat().st_size > 20_000
    context.close()
