"""The form at the customer's door."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from arcollect.core.roles import Role
from collection.forms.visit import likely_days
from collection.models import Promise, Visit
from tests import factories
from tests.collection.views.conftest import TODAY, Desk


def form(**changes: str) -> dict[str, str]:
    filled = {
        "request_key": "one",
        "outcome": "promised",
        "when": "2026-11-20",
        "amount": "787,400.00",
        "kind": "appointment",
        "visited_on": TODAY.isoformat(),
    }
    return filled | changes


def send(desk: Desk, **changes: str) -> Any:
    url = reverse("collections:customer_visit", args=[desk.customer.pk])
    return desk.client.post(url, form(**changes))


def test_the_amount_that_is_past_due_is_filled_in(desk: Desk) -> None:
    factories.invoice(
        customer=desk.customer, amount="5.00", due_on=TODAY + dt.timedelta(days=9)
    )
    url = reverse("collections:customer_visit", args=[desk.customer.pk])
    shown = desk.client.get(url).content.decode()
    assert 'value="787,400.00"' in shown
    assert "all that is past due" in shown


def test_a_promise_is_saved_with_the_visit(desk: Desk) -> None:
    response = send(desk)
    visit = Visit.objects.get()
    assert response.url == reverse("collections:visit_saved", args=[visit.pk])
    promise = visit.promises.get()
    assert (promise.amount, promise.promised_on) == (
        Decimal(787_400),
        dt.date(2026, 11, 20),
    )
    saved = desk.client.get(response.url).content.decode()
    assert "promised for" in saved
    assert "23 Nov" in saved, "two days of tolerance, rolled over the weekend"


def test_the_same_form_sent_twice_saves_once_and_shows_the_same_page(
    desk: Desk,
) -> None:
    assert send(desk).url == send(desk).url
    assert (Visit.objects.count(), Promise.objects.count()) == (1, 1)


def test_day_and_amount_do_not_matter_where_nothing_was_promised(desk: Desk) -> None:
    assert send(desk, outcome="not_there", when="", amount="no").status_code in (
        302,
        422,
    )
    assert send(desk, outcome="not_there", when="", amount="").status_code == 302
    assert not Promise.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"outcome": ""}, "This field is required"),
        ({"when": ""}, "Choose the day"),
        ({"when": "other"}, "Choose the day"),
        ({"when": "2027-01-01"}, "not one of the available choices"),
        ({"amount": ""}, "how much was promised"),
        ({"amount": "0"}, "greater than zero"),
        ({"amount": "1.005"}, "decimals"),
        ({"when": "other", "other_on": "2026-11-18"}, "before the day of the promise"),
        ({"visited_on": "2026-11-20"}, "when it has taken place"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(
    desk: Desk, changes: dict[str, str], says: str
) -> None:
    response = send(desk, **changes)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Visit.objects.exists()
    assert not Promise.objects.exists()


def test_everything_under_more_is_kept(desk: Desk) -> None:
    contact = desk.customer.contacts.create(company=desk.company, name="Mr Qian")
    send(
        desk,
        contact=str(contact.pk),
        observed="The shop is busy.",
        heard="Money comes in December.",
        asked="Who approves?",
        concluded="He will pay.",
        next_action="Call",
        next_action_on="2026-11-25",
    )
    visit = Visit.objects.get()
    assert (visit.contact, visit.concluded) == (contact, "He will pay.")
    page = desk.client.get(reverse("collections:visit_detail", args=[visit.pk]))
    assert "Money comes in December." in page.content.decode()


def test_a_contact_of_another_customer_cannot_be_chosen(desk: Desk) -> None:
    other = factories.customer(rep=desk.rep)
    contact = other.contacts.create(company=desk.company, name="Somebody")
    assert send(desk, contact=str(contact.pk)).status_code == 422
    assert not Visit.objects.exists()


def test_a_colleague_does_not_see_the_customer(desk: Desk) -> None:
    url = reverse("collections:customer_visit", args=[desk.customer.pk])
    colleague = desk.as_role(Role.SALES_REP)
    assert colleague.get(url).status_code == 404
    assert colleague.post(url, form()).status_code == 404
    assert not Visit.objects.exists()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_only_reads_cannot_log(desk: Desk, role: Role) -> None:
    url = reverse("collections:customer_visit", args=[desk.customer.pk])
    assert desk.as_role(role).post(url, form()).status_code == 403
    assert not Visit.objects.exists()


def test_customers_are_found_by_a_part_of_their_name(desk: Desk) -> None:
    factories.customer(rep=desk.rep, name="Wuxi Jiahe")
    url = reverse("collections:visit_new")
    assert "Wuxi Jiahe" in desk.client.get(url).content.decode()
    found = desk.client.get(url, {"q": "hengda"}).content.decode()
    assert "Suzhou Hengda" in found
    assert "Wuxi Jiahe" not in found


def test_the_days_of_the_chips() -> None:
    thursday, friday, last = TODAY, dt.date(2026, 11, 20), dt.date(2026, 11, 30)
    assert list(likely_days(thursday)) == [friday, dt.date(2026, 11, 26), last]
    assert next(iter(likely_days(friday))) == friday
    assert len(likely_days(dt.date(2026, 11, 23))) == 2, "the 30th is a week later"
