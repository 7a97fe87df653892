"""Lists of promises, one promise, and what people do with it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from collection.models import Promise
from collection.services.judge_promises import judge_promises
from tests import factories
from tests.collection.views.conftest import TODAY, Desk

LIST = "/collections/promises/"


def promise(desk: Desk, **more: object) -> Promise:
    made_on = TODAY - dt.timedelta(days=20)
    promised_on = TODAY - dt.timedelta(days=10)
    return factories.promise(
        customer=desk.customer,
        **{"made_on": made_on, "promised_on": promised_on, **more},
    )


def filled(**changes: str) -> dict[str, str]:
    form = {
        "request_key": "one",
        "amount": "700000.00",
        "promised_on": "2026-11-27",
        "made_on": TODAY.isoformat(),
        "source": "email",
    }
    return form | changes


def test_every_tab_holds_what_its_name_says(desk: Desk) -> None:
    promise(desk, amount="1.00")
    later = TODAY + dt.timedelta(days=1)
    promise(desk, amount="2.00", made_on=TODAY, promised_on=later)
    judge_promises(company=desk.company, as_of=TODAY)
    shown = {
        tab: desk.client.get(LIST, {"tab": tab}).context["page_obj"].object_list
        for tab in ("due", "kept", "partly_kept", "broken", "other", "nonsense")
    }
    amounts = {tab: [str(row.amount) for row in rows] for tab, rows in shown.items()}
    assert amounts["broken"] == ["1.0000"]
    assert amounts["due"] == amounts["nonsense"] == ["2.0000"]
    assert amounts["kept"] == amounts["partly_kept"] == amounts["other"] == []
    text = desk.client.get(LIST).content.decode()
    assert "0.0% kept: 0 of 1 judged promises." in text


def test_the_filter_for_what_a_person_must_check(desk: Desk) -> None:
    promise(desk, amount="787400.00", promised_on=TODAY)
    promise(desk, amount="787400.01", promised_on=TODAY)
    found = desk.client.get(LIST, {"to_check": "on"}).context["page_obj"]
    assert [str(row.amount) for row in found] == ["787400.0100"]


def test_an_empty_list_says_why(desk: Desk) -> None:
    assert "No promises here" in desk.client.get(LIST).content.decode()


def test_a_promise_without_a_visit(desk: Desk) -> None:
    url = reverse("collections:promise_new", args=[desk.customer.pk])
    assert "787,400.00" in desk.client.get(url).content.decode()
    response = desk.client.post(url, filled())
    made = Promise.objects.get()
    assert response.url == reverse("collections:promise_detail", args=[made.pk])
    assert (made.source, made.visit) == ("email", None)
    page = desk.client.get(response.url).content.decode()
    assert "any item of the customer" in page
    twice = desk.client.post(url, filled())
    assert twice.status_code == 422
    assert "already done" in twice.content.decode()
    assert Promise.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": ""},
        {"amount": "-1"},
        {"promised_on": "2026-11-18"},
        {"made_on": "2026-11-20"},
        {"source": "rumour"},
        {"items": "999999"},
    ],
)
def test_bad_input_is_refused(desk: Desk, changes: dict[str, str]) -> None:
    url = reverse("collections:promise_new", args=[desk.customer.pk])
    assert desk.client.post(url, filled(**changes)).status_code == 422
    assert not Promise.objects.exists()


def test_replace_and_cancel(desk: Desk) -> None:
    old = promise(desk, made_on=TODAY, promised_on=TODAY + dt.timedelta(days=2))
    replace = reverse("collections:promise_replace", args=[old.pk])
    assert desk.client.post(replace, filled()).status_code == 302
    old.refresh_from_db()
    assert old.state == "superseded"
    again = desk.client.post(replace, filled(request_key="two"))
    assert "already replaced" in again.content.decode()
    new = Promise.objects.get(replaces=old)
    cancel = reverse("collections:promise_cancel", args=[new.pk])
    assert desk.client.post(cancel, {"reason": ""}).status_code == 422
    assert desk.client.post(cancel, {"reason": "A mistake."}).status_code == 302
    new.refresh_from_db()
    assert new.state == "cancelled"


def test_nobody_else_reaches_it(desk: Desk) -> None:
    made = promise(desk)
    colleague = desk.as_role(Role.SALES_REP)
    for name in ("promise_detail", "promise_replace", "promise_cancel"):
        url = reverse(f"collections:{name}", args=[made.pk])
        assert colleague.get(url).status_code == 404
    reader = desk.as_role(Role.AUDITOR)
    detail = reverse("collections:promise_detail", args=[made.pk])
    assert reader.get(detail).status_code == 200
    cancel = reverse("collections:promise_cancel", args=[made.pk])
    assert reader.post(cancel, {"reason": "x"}).status_code == 403
    made.refresh_from_db()
    assert made.state != "cancelled"


def test_it_stands_in_the_customers_timeline(desk: Desk) -> None:
    made = promise(desk, amount="100.00")
    url = reverse("customers:timeline", args=[desk.customer.pk])
    shown = desk.client.get(url, {"show": "visits"}).content.decode()
    assert "Promise of CNY 100.00" in shown
    assert reverse("collections:promise_detail", args=[made.pk]) in shown
    assert "Promise of" not in desk.client.get(url, {"show": "money"}).content.decode()


@pytest.mark.parametrize("url", [LIST, "/collections/visits/"])
def test_one_row_or_twenty_five_cost_the_same(desk: Desk, url: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.client.get(url).status_code == 200
        return len(queries)

    later = TODAY + dt.timedelta(days=1)
    promise(desk, promised_on=later)
    factories.visit(customer=desk.customer, on=TODAY)
    cost()
    few = cost()
    for _ in range(24):
        promise(desk, promised_on=later)
        factories.visit(customer=desk.customer, on=TODAY)
    assert cost() == few
