"""A rep at the customer's door: five taps on a phone, and what the night makes of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from demo.logins import DEMO_PASSWORD
from tests.fixtures.browser import WAIT_MILLISECONDS
from tests.journeys.product import Product

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
LEAST_TARGET = 44
LATER = dt.timedelta(days=40)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(
    browser: Browser, demo: Product, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A phone in the hand of the first rep, who has signed in."""
    context = browser.new_context(
        viewport=PHONE,
        locale="en-GB",
        has_touch=True,
        is_mobile=True,
        java_script_enabled=request.param,
    )
    context.set_default_timeout(WAIT_MILLISECONDS)
    page = context.new_page()
    page.goto(demo.address)
    page.get_by_label("Login name").fill("rep")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{demo.address}/collections/")
    yield page
    context.close()


def counted() -> tuple[Callable[[Locator], None], list[str]]:
    """A finger that counts its taps and touches nothing smaller than a thumb."""
    taps: list[str] = []

    def tap(target: Locator) -> None:
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_TARGET, (box, taps)
        taps.append(target.inner_text())
        target.tap()

    return tap, taps


def test_a_visit_with_a_promise_takes_five_taps(phone: Page, demo: Product) -> None:
    tap, taps = counted()
    tap(phone.locator(".ac-tabs").get_by_role("link", name="Log visit"))
    chosen = phone.locator("a.cc", has_text="past due").first
    name = chosen.locator("b").inner_text()
    tap(chosen)
    amount = phone.get_by_label("Amount").input_value()
    assert amount, "the amount is filled in"
    tap(phone.locator("label", has_text="Promised to pay"))
    tap(phone.locator("label", has_text="+7 days"))
    tap(phone.get_by_role("button", name="Save"))

    expect(phone.get_by_role("heading", name="Saved")).to_be_visible()
    assert len(taps) == 5
    expect(phone.locator("main")).to_contain_text(name)
    expect(phone.locator("main")).to_contain_text(f"{amount} promised for")

    phone.get_by_role("link", name=name).first.click()
    phone.get_by_role("link", name="Visits and promises").click()
    timeline = phone.locator(".ac-tl")
    expect(timeline).to_contain_text("Visit by appointment")
    expect(timeline).to_contain_text(f"Promise of CNY {amount}")
    promises = phone.goto(f"{demo.address}/collections/promises/?q={name}")
    assert promises is not None
    assert promises.ok
    expect(phone.locator("main")).to_contain_text(amount)


def test_the_night_judges_what_was_promised(phone: Page, demo: Product) -> None:
    address = f"{demo.address}/collections/promises/?tab=broken"
    phone.goto(address)
    before = broken(phone)
    later = (dt.date.fromisoformat(today_of(phone)) + LATER).isoformat()
    night = json.loads(demo.manage("nightly", "--as-of", later, "--json"))
    assert night["as_of"] == later
    phone.goto(address)
    # The second of the two phones finds the night done.
    assert broken(phone) >= before
    assert broken(phone) > 0


def broken(page: Page) -> int:
    """The count that stands on the tab of broken promises."""
    tab = page.get_by_role("link", name="Broken")
    return int(tab.locator("span").inner_text())


def today_of(page: Page) -> str:
    """The day as the form of a visit proposes it."""
    page.locator(".ac-tabs").get_by_role("link", name="Log visit").click()
    page.locator("a.cc").first.click()
    return page.locator("input[name=visited_on]").input_value()


def test_nothing_scrolls_sideways(phone: Page, demo: Product) -> None:
    """Every page of collection work fits the width of a phone."""
    paths = ("", "visits/new/", "visits/", "promises/", "promises/?tab=kept")
    for path in paths:
        phone.goto(f"{demo.address}/collections/{path}")
        wide = [
            box["width"]
            for part in phone.locator("main > *").all()
            if (box := part.bounding_box()) is not None
        ]
        assert max(wide) <= PHONE["width"], path


def test_a_picture_of_the_day(phone: Page, screenshots: Path) -> None:
    phone.screenshot(path=screenshots / "rep-day-phone.png")
