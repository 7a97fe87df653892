"""What people do in the browser, step by step."""

from __future__ import annotations

import base64
import time
from pathlib import Path

from django_otp.oath import TOTP
from playwright.sync_api import Page, expect

from tests.journeys.product import Product

PASSWORD = "Blue-harbour-41-lanterns"
LONG = 300_000


def set_up_company(page: Page, product: Product, *, name: str) -> None:
    """First run: the code from the console, the company, the administrator."""
    page.goto(product.address)
    page.get_by_label("Set-up code from the console").fill(product.code())
    page.get_by_label("Legal name of the company").fill(name)
    page.get_by_label("Your name").fill("Ada Minister")
    page.get_by_label("Login name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create the company").click()


def set_up_second_factor(page: Page) -> None:
    """The administrator's phone: the secret from the page gives the six digits."""
    secret = page.locator("p.mono").inner_text().replace(" ", "").strip()
    page.get_by_label("Code").fill(six_digits(secret))
    page.get_by_role("button", name="Take it into use").click()
    page.get_by_role("link", name="I have kept them").click()


def six_digits(secret: str) -> str:
    padded = secret + "=" * (-len(secret) % 8)
    totp = TOTP(base64.b32decode(padded))
    totp.time = time.time()
    return f"{totp.token():06d}"


def add_finance_clerk(page: Page, product: Product) -> str:
    """The administrator makes a login for finance; returns its one-time password."""
    page.goto(f"{product.address}/users/new/")
    page.get_by_label("Name", exact=True).fill("Finn Ledger")
    page.get_by_label("Login name").fill("finn")
    page.get_by_label("Role").select_option("finance")
    page.get_by_role("button", name="Create the user").click()
    return page.locator("[data-one-time-password]").inner_text().strip()


def sign_in_first_time(
    page: Page, product: Product, *, username: str, once: str
) -> None:
    """Sign in with a one-time password and choose an own one."""
    page.goto(product.address)
    page.get_by_label("Login name").fill(username)
    page.get_by_label("Password").fill(once)
    page.get_by_role("button", name="Log in").click()
    boxes = page.locator("input[type=password]")
    boxes.nth(0).fill(once)
    boxes.nth(1).fill(PASSWORD)
    boxes.nth(2).fill(PASSWORD)
    page.get_by_role("button", name="Change the password").click()


def import_with_shipped_mapping(page: Page, product: Product, *, file: Path) -> None:
    """Upload, take the mapping that fits, read the dry run, post."""
    page.goto(f"{product.address}/invoices/imports/new/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and check").click()
    mapping = page.get_by_role("link", name="Map the columns")
    use = page.get_by_role("button", name="Use it")
    expect(mapping.or_(use).first).to_be_visible(timeout=LONG)
    if mapping.is_visible():
        mapping.click()
    use.first.click()
    post = page.get_by_role("button", name="Post all")
    expect(post).to_be_visible(timeout=LONG)
    post.click()
    expect(page.get_by_text("Posted. The rows are in the books")).to_be_visible(
        timeout=LONG
    )
