"""Pages of reminders: works, colleague, outsider, refusals, and nothing changed on them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arcollect.core.models import OutboxMessage, User
from arcollect.core.roles import Role
from collection.models import (
    DunningLetter,
    DunningRun,
    DunningSettings,
    DunningText,
    Hold,
)
from customers.models import Customer
from invoices.models import Dispute
from tests import factories
from tests.architecture.world import nothing_written

pytestmark = pytest.mark.django_db
OVERVIEW = "/collections/dunning/"


@pytest.fixture
def customer() -> Customer:
    company = factories.company()
    rep_user = factories.user(role=Role.SALES_REP, company=company, username="gu")
    rep = factories.rep(company=company, name="Gu Wei", user=rep_user)
    return factories.customer(company=company, rep=rep, name="Nantong Xinyuan")


@pytest.fixture
def letter(customer: Customer) -> DunningLetter:
    item = factories.overdue_invoice(customer=customer).items.get()
    return factories.dunning_letter(item=item, level=3)


def browser(customer: Customer, role: Role = Role.FINANCE) -> Client:
    return factories.signed_in(factories.user(role=role, company=customer.company))


def switched_on(customer: Customer) -> None:
    person = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    DunningSettings.objects.create(
        company=customer.company,
        sending_on=True,
        switched_by=person,
        switched_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC),
    )


def test_the_overview_shows_the_run_and_why_it_waits(letter: DunningLetter) -> None:
    run = letter.run
    DunningRun.objects.filter(pk=run.pk).update(waits_because=["first", "size"])
    html = browser(letter.customer).get(OVERVIEW).content.decode()
    assert "Nantong Xinyuan" in html
    assert "It is the first run of this company" in html
    assert "120 %" in html
    assert "Sending is switched off" in html


def test_held_items_stand_there_with_their_reason(letter: DunningLetter) -> None:
    item = factories.overdue_invoice(customer=letter.customer).items.get()
    factories.held_back(item=item)
    html = browser(letter.customer).get(OVERVIEW, {"show": "held"}).content.decode()
    assert "Promise pending" in html
    assert item.invoice.number in html


def test_sales_see_letters_to_their_own_customers(letter: DunningLetter) -> None:
    mine = factories.signed_in(letter.customer.rep.user)
    assert "Nantong Xinyuan" in mine.get(OVERVIEW).content.decode()
    colleague = browser(letter.customer, Role.SALES_REP)
    assert "Nantong Xinyuan" not in colleague.get(OVERVIEW).content.decode()
    assert (
        colleague.get(f"/collections/dunning/letters/{letter.pk}/").status_code == 404
    )


def test_anonymous_goes_to_the_login(letter: DunningLetter) -> None:
    answer = Client().get(f"/collections/dunning/letters/{letter.pk}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize("act", ["release", "stop"])
def test_only_posting_releases_and_stops(letter: DunningLetter, act: str) -> None:
    address = f"/collections/dunning/runs/{letter.run_id}/{act}/"
    client = browser(letter.customer)
    with nothing_written():
        assert client.get(address).status_code == 405


def test_release_is_refused_while_sending_is_off(letter: DunningLetter) -> None:
    client = browser(letter.customer)
    address = f"/collections/dunning/runs/{letter.run_id}/release/"
    html = client.post(address, follow=True).content.decode()
    assert "Sending is switched off for this company" in html
    assert not OutboxMessage.objects.exists()


def test_release_and_stop(letter: DunningLetter) -> None:
    switched_on(letter.customer)
    client = browser(letter.customer)
    client.post(f"/collections/dunning/runs/{letter.run_id}/release/")
    letter.refresh_from_db()
    assert letter.state == DunningLetter.State.RELEASED
    page = client.get(OVERVIEW).content.decode()
    assert "can be stopped" in page
    client.post(f"/collections/dunning/runs/{letter.run_id}/stop/")
    letter.refresh_from_db()
    assert letter.state == DunningLetter.State.CALLED_OFF
    assert OutboxMessage.objects.get().state == "cancelled"


def test_auditors_read_and_do_nothing(letter: DunningLetter) -> None:
    client = browser(letter.customer, Role.AUDITOR)
    assert client.get(OVERVIEW).status_code == 200
    address = f"/collections/dunning/runs/{letter.run_id}/release/"
    assert client.post(address).status_code == 403


def test_the_letter_in_three_languages(letter: DunningLetter) -> None:
    client = browser(letter.customer)
    address = f"/collections/dunning/letters/{letter.pk}/"
    for language, title in (
        ("en", "Final letter"),
        ("zh-hans", "最后催款函"),
        ("zh-hant", "最後催款函"),
    ):
        html = client.get(address, {"language": language}).content.decode()
        assert title in html
    text = client.get(address, {"view": "text"}).content.decode()
    assert "one hundred twenty" in text


def test_skipping_wants_a_reason(letter: DunningLetter) -> None:
    client = browser(letter.customer)
    address = f"/collections/dunning/letters/{letter.pk}/skip/"
    assert client.post(address, {"reason": ""}).status_code == 422
    letter.refresh_from_db()
    assert letter.state == DunningLetter.State.PLANNED
    client.post(address, {"reason": "The owner called."})
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("skipped", "The owner called.")


def test_a_test_goes_to_oneself(letter: DunningLetter) -> None:
    person = factories.user(role=Role.FINANCE, company=letter.company)
    client = factories.signed_in(person)
    address = f"/collections/dunning/letters/{letter.pk}/test/"
    html = client.post(address, follow=True).content.decode()
    assert "no e-mail address" in html
    person.email = "me@lanyue.example"
    person.save()
    client.post(address, {"language": "en"})
    message = OutboxMessage.objects.get()
    assert message.recipient == "me@lanyue.example"
    assert message.payload["subject"].startswith("[Test] Final letter")


def test_only_the_finance_manager_switches_sending(letter: DunningLetter) -> None:
    address = "/collections/dunning/sending/"
    clerk = browser(letter.customer)
    assert clerk.post(address, {"sending": "on"}).status_code == 403
    assert not DunningSettings.objects.exists()
    browser(letter.customer, Role.FINANCE_MANAGER).post(address, {"sending": "on"})
    assert DunningSettings.objects.get().sending_on


def test_an_unknown_placeholder_is_refused_by_name(letter: DunningLetter) -> None:
    client = browser(letter.customer, Role.FINANCE_MANAGER)
    address = "/collections/dunning/texts/edit/?level=1&language=en"
    bad = client.post(address, {"subject": "Hi {{customer.pk}}", "body": "Pay."})
    assert bad.status_code == 422
    assert "customer.pk" in bad.content.decode()
    assert not DunningText.objects.exists()
    client.post(address, {"subject": "Hi {{customer}}", "body": "Pay {{total}}."})
    assert DunningText.objects.get().subject == "Hi {{customer}}"
    client.post(address, {"reset": "1"})
    assert not DunningText.objects.exists()


def test_unknown_messages_are_listed_and_settled(letter: DunningLetter) -> None:
    item = factories.overdue_invoice(customer=letter.customer).items.get()
    message = factories.unknown_message(item=item)
    client = browser(letter.customer)
    assert "Probably sent" in client.get("/collections/outbox/").content.decode()
    client.post(f"/collections/outbox/{message.pk}/settle/", {"act": "sent"})
    message.refresh_from_db()
    assert message.state == "sent"


def test_what_happened_to_a_message_is_said_in_the_readers_language(
    letter: DunningLetter,
) -> None:
    item = factories.overdue_invoice(customer=letter.customer).items.get()
    message = factories.unknown_message(item=item)
    message.error = "The worker ended while handing it over."
    message.save()
    client = browser(letter.customer)
    User.objects.update(language="zh-hans")
    page = client.get("/collections/outbox/")
    assert "发送进程在交给邮件服务器时中断。" in page.content.decode()


def test_a_hold_from_the_customers_page_to_the_list(customer: Customer) -> None:
    client = browser(customer)
    address = f"/collections/holds/new/{customer.pk}/"
    form = {"kind": "pause", "from_on": "2026-06-30", "reason": "Owner is away"}
    assert client.post(address, form | {"until_on": ""}).status_code == 422
    assert not Hold.objects.exists()
    client.post(address, form | {"until_on": "2036-07-10"})
    hold = Hold.objects.get()
    assert "Owner is away" in client.get("/collections/holds/").content.decode()
    client.post(f"/collections/holds/{hold.pk}/lift/", {"reason": "He is back"})
    hold.refresh_from_db()
    assert hold.lifted_at is not None


def test_a_dispute_from_the_items_page(customer: Customer) -> None:
    item = factories.overdue_invoice(customer=customer).items.get()
    client = browser(customer)
    address = f"/invoices/items/{item.pk}/dispute/"
    form = {"reason": "price", "opened_on": "2026-06-30", "amount": "120.01"}
    too_much = client.post(address, form)
    assert too_much.status_code == 422
    assert "120.00 CNY" in too_much.content.decode()
    client.post(address, form | {"amount": "20.00"})
    dispute = Dispute.objects.get()
    page = client.get(f"/invoices/items/{item.pk}/").content.decode()
    assert "Resolve" in page
    # Who opened it concedes nothing; somebody else does.
    browser(customer, Role.FINANCE_MANAGER).post(
        f"/invoices/disputes/{dispute.pk}/resolve/",
        {
            "state": "split",
            "conceded": "10.00",
            "resolved_on": "2026-07-01",
            "resolution": "Half each",
        },
    )
    dispute.refresh_from_db()
    assert dispute.state == "split"


def test_letters_and_reasons_are_in_the_timeline(letter: DunningLetter) -> None:
    item = factories.overdue_invoice(customer=letter.customer).items.get()
    factories.held_back(item=item)
    factories.unknown_message(item=item)
    address = f"/customers/{letter.customer_id}/timeline/"
    html = browser(letter.customer).get(address, {"show": "letters"}).content.decode()
    assert "Payment reminder" in html
    assert "Promise pending" in html


@pytest.mark.parametrize(
    "address",
    [
        OVERVIEW,
        f"{OVERVIEW}?show=held",
        "/collections/dunning/tomorrow/",
        "/collections/outbox/",
        "/collections/holds/",
    ],
)
def test_as_many_queries_at_fifty_rows_as_at_one(
    customer: Customer, address: str
) -> None:
    client = browser(customer)
    counts = []
    for rows in (1, 49):
        for _ in range(rows):
            other = factories.customer(
                company=customer.company, rep=customer.rep, email="a@b.example"
            )
            item = factories.overdue_invoice(customer=other).items.get()
            factories.dunning_letter(item=item)
            factories.held_back(item=item)
            factories.unknown_message(item=item)
            factories.hold(customer=other, by=customer.rep.user)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


def left_by_the_night(letter: DunningLetter) -> None:
    """The run of the letter was released by the night; the letter stayed."""
    moment = dt.datetime(2026, 6, 29, 16, 30, tzinfo=dt.UTC)
    DunningRun.objects.filter(pk=letter.run_id).update(
        state=DunningRun.State.RELEASED,
        released_at=moment,
        sends_from=moment,
        waits_because=["approval"],
    )


def test_a_final_letter_of_the_night_waits_for_approval(letter: DunningLetter) -> None:
    switched_on(letter.customer)
    left_by_the_night(letter)
    client = browser(letter.customer)
    page = client.get(OVERVIEW).content.decode()
    assert "1 final letter waits for approval" in page
    assert "Waiting for approval" in page
    assert "Release 1 letter" in page
    client.post(f"/collections/dunning/runs/{letter.run_id}/release/")
    letter.refresh_from_db()
    assert letter.state == DunningLetter.State.RELEASED
    page = client.get(OVERVIEW).content.decode()
    assert "for approval" not in page
    assert "Release 1 letter" not in page


def test_his_own_sales_rep_is_refused_the_approval(letter: DunningLetter) -> None:
    switched_on(letter.customer)
    left_by_the_night(letter)
    clerk = factories.user(role=Role.FINANCE, company=letter.company)
    letter.customer.rep.user = clerk
    letter.customer.rep.save()
    address = f"/collections/dunning/runs/{letter.run_id}/release/"
    html = factories.signed_in(clerk).post(address, follow=True).content.decode()
    assert "the approval of somebody else" in html
    letter.refresh_from_db()
    assert letter.state == DunningLetter.State.PLANNED


def test_an_auditor_sees_what_waits_and_has_no_button(letter: DunningLetter) -> None:
    switched_on(letter.customer)
    left_by_the_night(letter)
    page = browser(letter.customer, Role.AUDITOR).get(OVERVIEW).content.decode()
    assert "1 final letter waits for approval" in page
    assert "Release 1 letter" not in page
