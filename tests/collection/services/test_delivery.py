"""From a released run to the mail: read again, claimed, handed over, settled."""

from __future__ import annotations

import datetime as dt
import email
from decimal import Decimal
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from arcollect.core import clock, outbox
from arcollect.core.models import Company, OutboxMessage
from arcollect.core.outbound import mail as mail_door
from arcollect.core.services import deliver_outbox
from arcollect.core.services.resolve_message import (
    ResolveRefusedError,
    confirm_sent,
    send_again,
)
from collection.models import DunningItem, DunningLetter, Hold
from collection.services import render_letter
from collection.services.place_hold import place_hold
from invoices.models import DueItem
from tests import factories
from tests.collection.reminders import (
    DAY,
    change_settings,
    company_with_sending,
    debtor,
    late_item,
    letters_of,
    manager_of,
    night,
)

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Noon in Shanghai on the day of the run, a folder of its own, and no PDF."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    monkeypatch.setattr(render_letter, "render_pdf_of", lambda _words: b"%PDF-1.7")


@pytest.fixture
def item() -> DueItem:
    return late_item(debtor(company_with_sending()))


def deliver(monkeypatch: pytest.MonkeyPatch, *, after: int = 61) -> None:
    later = NOON + dt.timedelta(seconds=after)
    monkeypatch.setattr(clock, "now", lambda: later)
    deliver_outbox.deliver_due()


def mails() -> list[Any]:
    folder = Path(settings.VAR_DIR) / "mail"
    return [
        email.message_from_bytes(path.read_bytes(), policy=modern)
        for path in sorted(folder.glob("*.eml"))
    ]


def test_the_mail_lies_in_a_file_with_its_letter(
    item: DueItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    (letter,) = letters_of(night(item.company))
    deliver(monkeypatch, after=59)
    assert mails() == []
    deliver(monkeypatch)
    (mail,) = mails()
    assert mail["To"] == "pay@debtor.example"
    assert mail["Subject"] == f"Payment reminder {letter.number}: CNY 120.00"
    assert item.invoice.number in mail.get_body(("plain",)).get_content()
    assert "3201 0000 0001" in mail.get_body(("html",)).get_content()
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == f"{letter.number}.pdf"
    letter.message.refresh_from_db()
    assert letter.message.state == "sent"
    assert mail["Message-ID"] == letter.message.message_id


CHANGES = {
    "paid": lambda item: factories.payment(pays=item.invoice, amount=item.amount),
    "part paid": lambda item: factories.payment(pays=item.invoice, amount="1.00"),
    "money on account": lambda item: factories.payment(
        customer=item.customer, amount="120.00"
    ),
    "disputed": lambda item: factories.dispute(item=item, amount="1.00"),
    "promised": lambda item: _promise(item),
    "held": lambda item: place_hold(
        actor=manager_of(item.company),
        customer=item.customer,
        kind=Hold.Kind.PAUSE,
        from_on=DAY,
        until_on=DAY,
        reason="Asked for time",
    ),
    "switched off": lambda item: change_settings(item.company, sending_on=False),
}


def _promise(item: DueItem) -> None:
    promise = factories.promise(customer=item.customer)
    type(promise).objects.filter(pk=promise.pk).update(
        made_on=DAY, promised_on=DAY, window_until=DAY, state="pending"
    )


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_since_the_release_calls_the_letter_off(
    item: DueItem, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (letter,) = letters_of(night(item.company))
    CHANGES[change](item)
    deliver(monkeypatch)
    assert mails() == []
    letter.refresh_from_db()
    assert letter.state == DunningLetter.State.CALLED_OFF
    assert letter.reason
    assert letter.message.state == "cancelled"
    assert not DunningItem.objects.exists()


def test_paid_between_the_claim_and_the_body(
    item: DueItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second mark looks again: after the server's go-ahead nothing leaves either."""
    night(item.company)
    hand_over = mail_door.hand_over

    def paid_meanwhile(*args: Any, **kwargs: Any) -> None:
        factories.payment(pays=item.invoice, amount=item.amount)
        hand_over(*args, **kwargs)

    monkeypatch.setattr(mail_door, "hand_over", paid_meanwhile)
    deliver(monkeypatch)
    assert mails() == []
    assert OutboxMessage.objects.get().state == "cancelled"


def test_without_looking_again_a_paid_item_is_asked_for(
    item: DueItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the guard off the mail goes."""
    night(item.company)
    factories.payment(pays=item.invoice, amount=item.amount)
    kind = outbox._kinds["dunning"]
    blind = outbox.Kind(prepare=kind.prepare, why_not=lambda _message: "")
    monkeypatch.setitem(outbox._kinds, "dunning", blind)
    deliver(monkeypatch)
    assert len(mails()) == 1


def test_temporary_errors_come_again_with_growing_gaps_five_times(
    item: DueItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(item.company)

    def busy(*_args: Any, **_kwargs: Any) -> None:
        raise mail_door.NotHandedOverError("451 busy")

    monkeypatch.setattr(mail_door, "hand_over", busy)
    gaps, now = [], NOON + dt.timedelta(seconds=61)
    for _ in range(5):
        moment = now
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        deliver_outbox.deliver_due()
        message = OutboxMessage.objects.get()
        gaps.append(message.not_before - now)
        now = max(now, message.not_before)
    assert gaps[:4] == sorted(gaps[:4])
    assert gaps[3] <= dt.timedelta(hours=24)
    assert (message.state, message.attempts, message.error) == ("failed", 5, "451 busy")


def test_a_permanent_error_is_never_tried_again(
    item: DueItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(item.company)

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise mail_door.NotHandedOverError("550 no such user", for_good=True)

    monkeypatch.setattr(mail_door, "hand_over", refuse)
    deliver(monkeypatch)
    deliver(monkeypatch, after=100_000)
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts) == ("failed", 1)


def test_a_poisoned_letter_keeps_nobody_else_waiting(
    item: DueItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = late_item(debtor(item.company))
    night(item.company)
    poisoned = OutboxMessage.objects.order_by("pk")[0]
    kind = outbox._kinds["dunning"]

    def prepare(message: OutboxMessage) -> Any:
        if message.pk == poisoned.pk:
            raise ZeroDivisionError
        return kind.prepare(message)

    broken = outbox.Kind(prepare=prepare, why_not=kind.why_not)
    monkeypatch.setitem(outbox._kinds, "dunning", broken)
    deliver(monkeypatch)
    assert len(mails()) == 1
    assert other.pk
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.attempts) == ("queued", 1)
    assert "ZeroDivisionError" in poisoned.error


def test_unknown_ones_are_settled_by_a_person(item: DueItem) -> None:
    message = factories.unknown_message(item=item)
    person = manager_of(item.company)
    confirm_sent(actor=person, message=message)
    message.refresh_from_db()
    assert message.state == "sent"
    with pytest.raises(ResolveRefusedError):
        send_again(actor=person, message=message)


def test_a_letter_in_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    company: Company = company_with_sending()
    for language in ("en", "zh-hans", "zh-hant"):
        late_item(
            debtor(company, language=language, code=language),
            days=45,
            amount=Decimal("1409.50"),
        )
    change_settings(company, went_live_on=DAY, start_level=3)
    night(company)
    deliver(monkeypatch)
    texts = {
        mail["Content-Language"]: mail.get_body(("plain",)).get_content()
        for mail in mails()
    }
    assert "one thousand four hundred nine and 50/100" in texts["en"]
    assert "人民币壹仟肆佰零玖元伍角" in texts["zh-Hans"]
    assert "壹仟肆佰零玖元伍角" in texts["zh-Hant"]
