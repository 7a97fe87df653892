"""The try-out page of the API under the strict content policy, without the internet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from demo.logins import DEMO_PASSWORD
from tests.journeys.product import Product, running_product

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demo company, as small as it comes."""
    with running_product(tmp_path_factory.mktemp("api") / "var") as started:
        started.manage("load_demo", "--customers", "40")
        yield started


def test_an_operation_is_tried_out_with_the_session(page: Page, product: Product):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(product.address)
    page.get_by_label("Login name").fill("finance")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()
    complaints.clear()

    page.goto(f"{product.address}/api/v1/docs/")
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
