"""Three schedulers, several workers and a cashier at once: one mail each, none too late."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections

from arcollect.core import clock, outbox
from arcollect.core.models import Company, OutboxMessage
from arcollect.core.services import deliver_outbox
from collection.models import DunningItem, DunningLetter, DunningRun
from collection.services import render_letter
from collection.services.prepare_run import prepare_run
from collection.services.release_run import ReleaseRefusedError, release_run
from invoices.models import DueItem
from tests import factories
from tests.collection.reminders import (
    DAY,
    company_with_sending,
    debtor,
    ladder_of,
    late_item,
    night,
)
from tests.levels import at_level

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
CUSTOMERS = at_level(ci=20, everything=200)


def at_once(*acts: Callable[[], object]) -> None:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=60)
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        done = [pool.submit(run, act) for act in acts]
    for each in done:
        each.result()


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[DueItem]:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    monkeypatch.setattr(render_letter, "render_pdf_of", lambda _words: b"%PDF-1.7")
    company = company_with_sending()
    return [late_item(debtor(company)) for _ in range(CUSTOMERS)]


def schedule(company: Company) -> None:
    """What the night does, and a person who releases at the same moment."""
    run = prepare_run(profile=ladder_of(company), day=DAY)
    assert run is not None
    try:
        release_run(actor=None, run=run)
    except ReleaseRefusedError:
        # Somebody else was faster, or is still preparing.
        assert run.state != DunningRun.State.LAPSED


def mails() -> Counter[str]:
    folder = Path(settings.VAR_DIR) / "mail"
    return Counter(path.name for path in folder.glob("*.eml"))


def test_three_schedulers_make_one_letter_for_each_customer(
    items: list[DueItem],
) -> None:
    company = items[0].company
    at_once(*[lambda: schedule(company)] * 3)
    # Whoever found the run still being prepared leaves the release to the next tick.
    schedule(company)
    assert DunningRun.objects.count() == 1
    assert DunningLetter.objects.count() == CUSTOMERS
    assert OutboxMessage.objects.count() == CUSTOMERS
    assert DunningItem.objects.count() == CUSTOMERS
    numbers = set(DunningLetter.objects.values_list("number", flat=True))
    assert len(numbers) == CUSTOMERS


def test_several_workers_send_each_mail_once(
    items: list[DueItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    night(items[0].company)
    later = clock.now() + dt.timedelta(days=10)
    OutboxMessage.objects.update(not_before=later - dt.timedelta(days=20))
    at_once(*[lambda: deliver_outbox.deliver_due(limit=1_000)] * 4)
    assert len(mails()) == CUSTOMERS
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"sent"}


def test_no_mail_is_claimed_after_its_payment(items: list[DueItem]) -> None:
    """Half of the items are paid while the run is going (row R15)."""
    night(items[0].company)
    long_ago = clock.now() - dt.timedelta(days=20)
    OutboxMessage.objects.update(not_before=long_ago)
    paid_at: dict[int, dt.datetime] = {}

    def pay() -> None:
        for item in items[::2]:
            factories.payment(pays=item.invoice, amount=item.amount)
            # The payment's transaction is over: from here on nothing may be claimed.
            paid_at[item.customer_id] = clock.now()

    at_once(pay, *[lambda: deliver_outbox.deliver_due(limit=1_000)] * 2)
    letters = DunningLetter.objects.select_related("message")
    sent = {
        letter.customer_id: letter.message.claimed_at
        for letter in letters
        if letter.message is not None and letter.message.state == "sent"
    }
    too_late = [key for key, at in paid_at.items() if key in sent and sent[key] > at]
    assert too_late == []
    assert {item.customer_id for item in items[1::2]} <= set(sent)
    assert outbox.due_messages(now=clock.now(), limit=10) == []
