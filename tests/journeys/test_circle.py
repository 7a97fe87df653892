"""The full circle: a promise at the door, the night, a reminder, a sealed letter, verified.

Three people at three browsers on the same books: the rep on a phone, finance, and the
finance manager who seals what finance asks for.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.logins import DEMO_PASSWORD
from tests.fixtures.browser import DESKTOP, WAIT_MILLISECONDS
from tests.journeys.product import MANAGE, ROOT, Product
from tests.journeys.steps import LONG

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
# Until the schedule ticks, and the rendering.
MAIL_SECONDS = 300
# Nobody gets mail before eight or on a day off: the clock of the outbox moves on.
IT_IS_TIME = """
from arcollect.core import clock
from arcollect.core.models import OutboxMessage
print(OutboxMessage.objects.filter(state="queued").update(not_before=clock.now()))
"""
STATES = """
import collections, json
from arcollect.core.models import OutboxMessage
states = OutboxMessage.objects.values_list("state", flat=True)
print(json.dumps(collections.Counter(states)))
"""


def sit_down(
    browser: Browser, demo: Product, *, user: str, on_phone: bool = False
) -> Page:
    """A browser in which `user` of the demo company has signed in."""
    context = browser.new_context(
        viewport=PHONE if on_phone else DESKTOP,
        locale="en-GB",
        has_touch=on_phone,
        is_mobile=on_phone,
        accept_downloads=True,
    )
    context.set_default_timeout(WAIT_MILLISECONDS)
    page = context.new_page()
    page.goto(demo.address)
    page.get_by_label("Login name").fill(user)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()
    return page


def test_from_the_promise_to_the_verified_letter(
    browser: Browser, demo: Product, tmp_path: Path
) -> None:
    rep = sit_down(browser, demo, user="rep", on_phone=True)
    finance = sit_down(browser, demo, user="finance")
    manager = sit_down(browser, demo, user="finance-manager")

    amount = promise_at_the_door(rep, demo)
    night = json.loads(demo.manage("nightly", "--json"))
    assert night["changed"] >= 0
    expect_pending(rep, demo, amount)

    customers = release_reminders(finance, demo)
    moved = demo.manage("shell", "-v0", "-c", IT_IS_TIME)
    assert int(moved) == customers
    mails = wait_for_mails(demo)
    assert len(mails) == customers - 1

    number = issue_letter(finance, demo)
    ask_for_seal(finance, demo, number)
    approve_seal(manager, demo, number)
    sealed = download(finance, demo, number, tmp_path)

    assert verdict(demo, sealed) == ("VALID", number)
    assert verdict(demo, one_byte_changed(sealed))[0] == "INVALID"
    verify_in_the_browser(browser, demo, sealed, number)


def promise_at_the_door(page: Page, demo: Product) -> str:
    """Log a visit with a promise; the amount that the form filled in."""
    page.goto(f"{demo.address}/collections/")
    page.locator(".ac-tabs").get_by_role("link", name="Log visit").tap()
    page.locator("a.cc", has_text="past due").first.tap()
    amount = page.get_by_label("Amount").input_value()
    page.locator("label", has_text="Promised to pay").tap()
    page.locator("label", has_text="+7 days").tap()
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    return amount


def expect_pending(page: Page, demo: Product, amount: str) -> None:
    """The night judged the promise: its day has not come."""
    page.goto(f"{demo.address}/collections/promises/")
    expect(page.locator("main")).to_contain_text(amount)


def release_reminders(page: Page, demo: Product) -> int:
    """Read the run that waits and let it go; how many letters it holds."""
    page.goto(f"{demo.address}/collections/dunning/")
    button = page.get_by_role("button", name=re.compile(r"Release \d+ letters?"))
    letters = int(re.sub(r"\D", "", button.inner_text()))
    button.click()
    expect(
        page.get_by_text("Nothing leaves within the next 60 seconds")
    ).to_be_visible()
    return letters


def wait_for_mails(demo: Product) -> list[email.message.Message]:
    """The mails in the folder that stands for the mail server, each with its PDF."""
    until = time.monotonic() + MAIL_SECONDS
    states = {"queued": 1}
    while states.keys() & {"queued", "claimed", "handing_over"}:
        assert time.monotonic() < until, states
        time.sleep(5)
        states = json.loads(demo.manage("shell", "-v0", "-c", STATES))
    folder = Path(demo.environment["ARCOLLECT_VAR"]) / "mail"
    mails = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(folder.glob("*.eml"))
    ]
    # Who promised after the letters were planned is not reminded.
    assert states == {"sent": len(mails), "cancelled": 1}
    for mail in mails:
        kinds = {part.get_content_type() for part in mail.walk()}
        assert {"text/plain", "text/html", "application/pdf"} <= kinds
    return mails


def issue_letter(page: Page, demo: Product) -> str:
    """Issue the letters of a cut-off date; the number of the first one."""
    page.goto(f"{demo.address}/reconciliation/letters/new/")
    page.get_by_role("button", name="Show what would be issued").click()
    page.get_by_role("button", name=re.compile(r"Issue \d+ letters?")).click()
    row = page.locator("table a[href*='/letters/']").first
    expect(row).to_be_visible(timeout=LONG)
    return row.inner_text().strip()


def open_letter(page: Page, demo: Product, number: str) -> None:
    page.goto(f"{demo.address}/reconciliation/letters/?q={number}")
    page.locator("table a", has_text=number).first.click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()


def ask_for_seal(page: Page, demo: Product, number: str) -> None:
    open_letter(page, demo, number)
    page.get_by_role("link", name="Ask for the seal").click()
    page.get_by_role("button", name="Ask for the seal").click()
    expect(page.get_by_text("Somebody else must approve it")).to_be_visible()
    assert page.get_by_role("button", name="Seal the letter").count() == 0


def approve_seal(page: Page, demo: Product, number: str) -> None:
    """Another person, who proves once more that it is him."""
    page.goto(f"{demo.address}/reconciliation/seal-requests/")
    page.locator("main a:visible", has_text=number).first.click()
    page.locator("input[name=answer]").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Seal the letter").click()
    expect(page.locator("#seal-state")).to_contain_text(
        "Sealed on approval of", timeout=LONG
    )


def download(page: Page, demo: Product, number: str, folder: Path) -> Path:
    open_letter(page, demo, number)
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download the sealed letter").click()
    path = folder / f"{number}.pdf"
    begun.value.save_as(path)
    return path


def verdict(demo: Product, file: Path) -> tuple[str, str]:
    """What the command says of a file, and the number it found."""
    done = subprocess.run(
        [*MANAGE, "verify_letter", str(file), "--json"],
        env=demo.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stdout)
    assert done.returncode == (0 if said["result"] == "VALID" else 1)
    return said["result"], said["number"]


def one_byte_changed(sealed: Path) -> Path:
    content = bytearray(sealed.read_bytes())
    content[len(content) // 3] ^= 1
    changed = sealed.with_name("changed.pdf")
    changed.write_bytes(content)
    return changed


def verify_in_the_browser(
    browser: Browser, demo: Product, sealed: Path, number: str
) -> None:
    """The customer, without a login: the code on the letter, then the file itself."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    page = context.new_page()
    page.goto(f"{demo.address}/verify/")
    page.locator("input[type=file]").set_input_files(sealed)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    main = page.locator("main")
    expect(main).to_contain_text(number, timeout=LONG)
    expect(main).to_contain_text("VALID")
    context.close()
