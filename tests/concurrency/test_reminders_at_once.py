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
from arcollect.core.models import AuditEvent, Company, OutboxMessage, User
from arcollect.core.services import deliver_outbox
from collection.models import (
    DunningItem,
    DunningLetter,
    DunningRun,
    DunningSettings,
)
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
    manager_of,
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


def test_a_final_letter_approved_by_several_at_once_goes_once(
    items: list[DueItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The night released the rest; three persons approve what it left."""
    # One letter a transaction: the others come in between.
    monkeypatch.setattr("collection.services.release_run.CHUNK", 1)
    company, following = items[0].company, DAY + dt.timedelta(days=1)
    night(company)
    DunningSettings.objects.filter(company=company).update(
        went_live_on=DAY, start_level=3
    )
    late_item(debtor(company), as_of=following)
    for _ in range(CUSTOMERS // 4):
        late_item(debtor(company), days=45)
    run = prepare_run(profile=ladder_of(company), day=following)
    assert run is not None
    assert (run.state, run.waits_because) == ("released", ["approval"])
    people = [manager_of(company) for _ in range(3)]

    def approve(person: User) -> None:
        try:
            release_run(actor=person, run=DunningRun.objects.get(pk=run.pk))
        except ReleaseRefusedError:
            # Somebody else was faster, or the next run replaced this one.
            assert DunningRun.objects.get(pk=run.pk).approved_by not in (None, person)

    at_once(*[lambda person=person: approve(person) for person in people])
    letters = DunningLetter.objects.filter(level=3, state="released")
    assert letters.count() == CUSTOMERS // 4
    keys = [f"dunning:{pk}" for pk in letters.values_list("pk", flat=True)]
    assert OutboxMessage.objects.filter(unique_key__in=keys).count() == len(keys)
    assert DunningItem.objects.filter(level=3).count() == CUSTOMERS // 4
    assert letters.values("decided_by").distinct().count() == 1
    actions = AuditEvent.objects.filter(action="collections.dunning_run.released")
    assert actions.exclude(actor=None).filter(actor__in=people).count() == 1


def test_the_next_night_and_an_approval_at_the_same_moment(
    items: list[DueItem],
) -> None:
    """Either the old letters went or the new run plans them: no item is asked twice."""
    company = items[0].company
    DunningSettings.objects.filter(company=company).update(
        went_live_on=DAY + dt.timedelta(days=1), start_level=3
    )
    for item in items:
        late_item(item.customer, days=45)
    run = prepare_run(profile=ladder_of(company), day=DAY)
    assert run is not None
    person, following = manager_of(company), DAY + dt.timedelta(days=1)

    def approve() -> None:
        try:
            release_run(actor=person, run=run)
        except ReleaseRefusedError:
            assert DunningRun.objects.get(pk=run.pk).state == DunningRun.State.LAPSED

    at_once(approve, lambda: prepare_run(profile=ladder_of(company), day=following))
    newer = DunningRun.objects.get(business_day=following)
    if newer.letters.filter(state="planned").exists():
        release_run(actor=person, run=newer)
    assert DunningItem.objects.filter(level=3).count() == CUSTOMERS
    assert OutboxMessage.objects.count() >= CUSTOMERS
    states = DunningLetter.objects.filter(run=run, state="planned")
    assert not states.exists()
