"""Deductions on screen: noted on the payment, decided, taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core import clock
from arcollect.core.models import Company
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.models import Deduction, DueItemState, Invoice, Payment
from tests import factories

LIST = reverse("invoices:deduction_list")
TODAY = factories.TODAY


@pytest.fixture
def company(db: None, monkeypatch: pytest.MonkeyPatch) -> Company:
    noon = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    return factories.company()


@pytest.fixture
def paid(posted: Invoice) -> Payment:
    return factories.payment(pays=posted, amount="100.00")


def new(paid: Payment) -> str:
    address = reverse("invoices:deduction_new", args=[paid.customer_id])
    return f"{address}?payment={paid.pk}"


def sent(posted: Invoice, amount: str = "20.00", **more: Any) -> dict[str, Any]:
    return {
        f"amount-{posted.items.get().pk}": amount,
        "kind": "freight",
        "claimed_on": TODAY.isoformat(),
        "deadline_on": "",
        "request_key": "once",
        "evidence": "Waybill 4711",
        **more,
    }


def act(deduction: Deduction, name: str) -> str:
    return reverse(f"invoices:deduction_{name}", args=[deduction.pk])


def open_of(posted: Invoice) -> Decimal:
    return DueItemState.objects.get(due_item__invoice=posted).open_amount


def test_noted_on_the_payment_and_approved_by_somebody_else(
    posted: Invoice, paid: Payment, clerk: Client, boss: Client
) -> None:
    detail = clerk.get(reverse("invoices:payment_detail", args=[paid.pk]))
    assert new(paid) in detail.content.decode()
    answer = clerk.post(new(paid), sent(posted))
    deduction = Deduction.objects.get()
    assert answer["Location"] == act(deduction, "detail")
    assert (deduction.payment, deduction.amount) == (paid, Decimal("20.00"))
    assert open_of(posted) == Decimal("20.00")

    assert boss.get(act(deduction, "approve")).status_code == 200
    item = posted.items.get().pk
    values = {"decided_on": TODAY.isoformat(), f"amount-{item}": "20.00"}
    assert boss.post(act(deduction, "approve"), values).status_code == 302
    deduction.refresh_from_db()
    assert deduction.state == Deduction.State.APPROVED
    assert open_of(posted) == 0

    back = {"effective_on": TODAY.isoformat(), "reason": "Wrong", "request_key": "b"}
    assert boss.get(act(deduction, "reverse")).status_code == 200
    assert boss.post(act(deduction, "reverse"), back).status_code == 302
    assert open_of(posted) == Decimal("20.00")


def test_sent_twice_it_is_claimed_once(
    posted: Invoice, paid: Payment, clerk: Client
) -> None:
    clerk.post(new(paid), sent(posted))
    again = clerk.post(new(paid), sent(posted), follow=True)
    assert Deduction.objects.count() == 1
    assert "Already done" in again.content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"deadline_on": "2026-01-01"}, "before the claim"),
        ({"claimed_on": "yesterday"}, "valid date"),
        ({"kind": "gift"}, "valid choice"),
    ],
)
def test_bad_input_says_why_and_nothing_is_claimed(
    posted: Invoice, paid: Payment, clerk: Client, more: dict[str, str], said: str
) -> None:
    answer = clerk.post(new(paid), sent(posted, **more))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Deduction.objects.exists()


@pytest.mark.parametrize("amount", ["", "0", "20.01", "1.005", "abc"])
def test_amounts_that_cannot_be(
    posted: Invoice, paid: Payment, clerk: Client, amount: str
) -> None:
    assert clerk.post(new(paid), sent(posted, amount)).status_code == 422
    assert not Deduction.objects.exists()


def test_less_than_claimed_needs_a_reason(
    posted: Invoice, clerk: Client, boss: Client, paid: Payment
) -> None:
    clerk.post(new(paid), sent(posted))
    deduction = Deduction.objects.get()
    item = posted.items.get().pk
    values = {"decided_on": TODAY.isoformat(), f"amount-{item}": "5.00"}
    assert boss.post(act(deduction, "approve"), values).status_code == 422
    deduction.refresh_from_db()
    assert (deduction.state, open_of(posted)) == ("claimed", Decimal("20.00"))
    said = {**values, "decision": "Only one pallet"}
    assert boss.post(act(deduction, "approve"), said).status_code == 302
    assert open_of(posted) == Decimal("15.00")
    demand = {"closed_on": TODAY.isoformat(), "document": "Letter 12"}
    assert clerk.get(act(deduction, "rebill")).status_code == 200
    assert clerk.post(act(deduction, "rebill"), demand).status_code == 302
    deduction.refresh_from_db()
    assert deduction.state == Deduction.State.REBILLED


def test_who_noted_it_may_not_decide(posted: Invoice, boss: Client) -> None:
    own = boss.post(
        reverse("invoices:deduction_new", args=[posted.customer_id]), sent(posted)
    )
    assert own.status_code == 302
    deduction = Deduction.objects.get()
    values = {"decided_on": TODAY.isoformat(), "decision": "no"}
    answer = boss.post(act(deduction, "reject"), values)
    assert answer.status_code == 422
    assert "Somebody else must approve" in answer.content.decode()
    deduction.refresh_from_db()
    assert deduction.state == Deduction.State.CLAIMED


def test_a_rep_notes_and_never_decides(
    customer: Customer, posted: Invoice, company: Company
) -> None:
    assert customer.rep is not None
    assert customer.rep.user is not None
    seller = factories.signed_in(customer.rep.user)
    address = reverse("invoices:deduction_new", args=[customer.pk])
    assert seller.post(address, sent(posted)).status_code == 302
    deduction = Deduction.objects.get()
    assert seller.post(act(deduction, "review")).status_code == 302
    assert seller.get(act(deduction, "approve")).status_code == 403
    assert seller.post(act(deduction, "reject"), {}).status_code == 403
    deduction.refresh_from_db()
    assert deduction.state == Deduction.State.UNDER_REVIEW
    page = seller.get(act(deduction, "detail")).content.decode()
    assert act(deduction, "approve") not in page


def test_a_colleagues_deduction_does_not_exist(
    posted: Invoice, company: Company
) -> None:
    deduction = factories.deduction(item=posted.items.get())
    other = factories.user(role=Role.SALES_REP, company=company)
    factories.rep(company=company, user=other)
    client = factories.signed_in(other)
    for name in ("detail", "approve", "reject", "rebill", "reverse"):
        assert client.get(act(deduction, name)).status_code in (403, 404)
    assert client.get(act(deduction, "detail")).status_code == 404
    assert deduction.number not in client.get(LIST).content.decode()
    outsider = factories.user(role=Role.FINANCE_MANAGER, company=factories.company())
    stranger = factories.signed_in(outsider)
    assert stranger.get(act(deduction, "approve")).status_code == 404


def test_strangers_log_in_first_and_wrong_methods_are_refused(
    posted: Invoice, boss: Client
) -> None:
    deduction = factories.deduction(item=posted.items.get())
    assert Client().get(LIST).status_code == 302
    assert Client().get(act(deduction, "detail")).status_code == 302
    assert boss.get(act(deduction, "review")).status_code == 405
    assert boss.post(LIST).status_code == 405


def test_tabs_sums_filters_and_export(customer: Customer, boss: Client) -> None:
    items = [
        factories.overdue_invoice(customer=customer, amount="500.00").items.get()
        for _ in range(3)
    ]
    late = TODAY - dt.timedelta(days=40)
    old = factories.deduction(item=items[0], amount="10.00", claimed_on=late)
    factories.deduction(item=items[1], amount="30.00", kind="rebate")
    page = boss.get(LIST)
    assert [count for _n, _l, count in page.context["tabs"]] == [2, 1, 0, 0]
    (sums,) = page.context["sums"]
    assert (sums.amount, sums.overdue) == (Decimal("40.00"), Decimal("10.00"))
    overdue = boss.get(LIST, {"tab": "overdue"})
    assert [row.pk for row in overdue.context["page_obj"]] == [old.pk]
    rebates = boss.get(LIST, {"kind": "rebate"}).context["page_obj"]
    assert [row.kind for row in rebates] == ["rebate"]
    exported = boss.get(LIST, {"export": "csv"})
    assert old.number in b"".join(exported).decode()  # type: ignore[arg-type]


def test_the_list_costs_the_same_at_1_and_at_50_rows(
    customer: Customer, boss: Client
) -> None:
    item = factories.overdue_invoice(customer=customer, amount="900.00").items.get()

    def queries() -> int:
        boss.get(LIST)
        with CaptureQueriesContext(connection) as found:
            assert boss.get(LIST).status_code == 200
        return len(found)

    factories.deduction(item=item)
    one = queries()
    for _ in range(49):
        factories.deduction(item=item, amount="1.00")
    assert queries() == one


def test_it_stands_in_the_customers_timeline(
    customer: Customer, posted: Invoice, boss: Client
) -> None:
    deduction = factories.deduction(item=posted.items.get())
    address = reverse("customers:timeline", args=[customer.pk])
    assert deduction.number in boss.get(address).content.decode()
