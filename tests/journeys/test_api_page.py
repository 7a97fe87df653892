"""The try-out page of the API under the strict content policy, without the internet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demo.logins import DEMO_PASSWORD
from tests.journeys.product import Product

pytestmark = pytest.mark.browser


def test_an_operation_is_tried_out_with_the_session(page: Page, demo: Product):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(demo.address)
    page.get_by_label("Login name").fill("finance")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()
    complaints.clear()

    page.goto(f"{demo.address}/api/v1/docs/")
    page.locator("#operations-tag-contacts").click()
    page.locator(
        "#operations-contacts-contacts_create .opblock-summary-control"
    ).click()
    page.locator("#operations-contacts-contacts_create textarea").fill(
        '{"customer": 1, "name": "Ms Lin"}'
    )
    page.locator("#operations-contacts-contacts_create button.execute").click()

    answer = page.locator("#operations-contacts-contacts_create .live-responses-table")
    expect(answer).to_contain_text("201")
    expect(answer).to_contain_text("Ms Lin")
    assert complaints == []
