"""The main job, as a new user does it: a real ledger, classified, on the screen."""

from __future__ import annotations

import csv
import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.product import Product, running_product

pytestmark = pytest.mark.browser
AS_OF = "2020-05-31"
REAL_LEDGER = "data/highradius/highradius_ledger_rebuilt.csv.gz"
# The shape of the real file; made-up customers and amounts.
HEADER = [
    *("business_code", "cust_number", "name_customer", "clear_date", "buisness_year"),
    *("doc_id", "posting_date", "document_create_date", "document_create_date.1"),
    *("due_in_date", "invoice_currency", "document type", "posting_id"),
    *("area_business", "total_open_amount", "baseline_create_date"),
    *("cust_payment_terms", "invoice_id", "isOpen", "row_origin"),
]


def made_up_ledger(folder: Path) -> Path:
    """Sixty open and sixty paid invoices of six customers in two currencies."""
    path = folder / "ledger.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADER, restval="")
        writer.writeheader()
        for number in range(120):
            paid = number % 2
            row = {
                "cust_number": f"020000{number % 6}",
                "name_customer": f"SAMPLE {number % 6}  foods",
                "doc_id": f"{1930000000 + number}.0",
                "posting_date": f"2020-0{1 + number % 5}-10",
                "due_in_date": f"20200{1 + number % 5}25.0",
                "invoice_currency": "CAD" if number % 6 == 5 else "USD",
                "total_open_amount": f"{100 + number}.25",
                "isOpen": str(1 - paid),
                "row_origin": str(number),
            }
            if paid:
                row["clear_date"] = f"2020-0{1 + number % 5}-28 00:00:00"
            writer.writerow(row)
    return path


def walk(page: Page, product: Product, file: Path) -> None:
    """From the first page to one invoice, all in the browser but the night."""
    steps.set_up_company(page, product, name="Prairie Foods Ltd")
    steps.set_up_second_factor(page)
    once = steps.add_finance_clerk(page, product)
    page.context.clear_cookies()
    steps.sign_in_first_time(page, product, username="finn", once=once)
    steps.import_with_shipped_mapping(page, product, file=file)
    figures = json.loads(product.manage("aging", "--as-of", AS_OF, "--json"))
    for currency, parts in figures["currencies"].items():
        total = parts["total"]
        if total["items"]:
            drill(page, product, currency=currency, total=total)
    checked = json.loads(product.manage("verify", "--json"))
    assert checked == {"ok": True, "differences": []}


def drill(
    page: Page, product: Product, *, currency: str, total: dict[str, object]
) -> None:
    """Total owed, its list, a customer, an invoice: the figures agree on the way."""
    page.goto(f"{product.address}/?as_of={AS_OF}&currency={currency}")
    shown = f"{Decimal(str(total['amount'])):,}"
    expect(page.locator(".ac-strip").first).to_contain_text(shown)
    expect(page.get_by_role("heading", name="Aging", exact=True)).to_be_visible()
    page.locator(".ac-strip a").first.click()
    expect(page.locator("tr.tot, tfoot").last).to_contain_text(shown)
    page.locator("table a[href*='/customers/']").first.click()
    expect(page.get_by_role("heading", name="Open items")).to_be_visible()
    page.locator("table a[href*='/invoices/']").first.click()
    expect(page.get_by_role("heading", name="Due items")).to_be_visible()


def test_a_new_user_sees_his_ledger_classified(page: Page, tmp_path: Path) -> None:
    with running_product(tmp_path / "var") as product:
        walk(page, product, made_up_ledger(tmp_path))


@pytest.mark.realdata
def test_the_real_ledger(page: Page, tmp_path: Path, shared_dir: Path) -> None:
    ledger = shared_dir / REAL_LEDGER
    with gzip.open(ledger) as packed:
        assert packed.readline().count(b",") == len(HEADER) - 1
    with running_product(tmp_path / "var") as product:
        walk(page, product, ledger)
        figures = json.loads(product.manage("aging", "--as-of", AS_OF, "--json"))
        totals = {
            currency: (parts["total"]["items"], parts["total"]["amount"])
            for currency, parts in figures["currencies"].items()
            if parts["total"]["items"]
        }
        assert totals == {
            "USD": (8977, "280875125.47"),
            "CAD": (704, "42218190.72"),
        }
