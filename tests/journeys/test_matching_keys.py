"""Matching by keys alone in a real browser: next line, post, undo, search."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.logins import DEMO_PASSWORD
from tests.journeys.product import Product

pytestmark = pytest.mark.browser


def test_a_line_is_posted_and_undone_without_a_mouse(page: Page, demo: Product):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(demo.address)
    page.get_by_label("Login name").fill("finance")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()
    complaints.clear()

    page.goto(f"{demo.address}/invoices/matching/?tab=ready")
    lines = page.locator(".bl li")
    # The list has pages; how many are ready stands above it.
    ready = page.locator(".lh a[aria-current] b")
    before = int(ready.inner_text())
    second = lines.nth(1).locator("b").first.inner_text()
    page.keyboard.press("j")
    expect(page.locator("#match-pane h2")).to_have_text(second)
    expect(page.locator("#equation .ok")).to_be_visible()
    page.keyboard.press("Enter")
    # Posting is the slow step; nothing is asserted about its time.
    expect(page.locator(".kh")).to_contain_text(f"Last: {second}", timeout=60_000)
    expect(ready).to_have_text(str(before - 1))
    page.keyboard.press("u")
    page.wait_for_load_state()
    expect(page.locator("#match-pane h2")).to_have_text(second)
    expect(page.get_by_role("button", name="Post and next")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#line-q")).to_be_focused()
    assert complaints == []
