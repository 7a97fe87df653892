"""Extensions, disputes, goods, opening balances and closed periods on screen."""

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
from arcollect.core.closed_books import closed_through
from arcollect.core.models import Company
from customers.models import Customer
from invoices.models import (
    CreditNote,
    Dispute,
    DueItem,
    DueItemState,
    Extension,
    GoodsMovement,
    Invoice,
)
from tests import factories

TODAY = factories.TODAY
MAY_31 = dt.date(2026, 5, 31)


@pytest.fixture
def company(db: None, monkeypatch: pytest.MonkeyPatch) -> Company:
    noon = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    return factories.company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return factories.customer(company=company, name="Mine Trading")


@pytest.fixture
def item(customer: Customer) -> DueItem:
    return factories.invoice(
        customer=customer, amount="900.00", due_on=TODAY
    ).items.get()


def at(name: str, *keys: int) -> str:
    return reverse(f"invoices:{name}", args=keys)


def day(number: int) -> str:
    return (TODAY + dt.timedelta(days=number)).isoformat()


def due(item: DueItem) -> dt.date:
    return DueItemState.objects.get(pk=item.pk).due_on


def test_an_extension_is_asked_for_approved_and_taken_back(
    item: DueItem, clerk: Client, boss: Client
) -> None:
    values = {"new_due_on": day(30), "requested_on": day(0), "reason": "Slow season"}
    assert clerk.post(at("extension_new", item.pk), values).status_code == 302
    extension = Extension.objects.get()
    page = boss.get(at("extension_detail", extension.pk)).content.decode()
    assert at("extension_approve", extension.pk) in page
    assert due(item) == TODAY
    decided = {"decided_on": day(0), "decision": "Good customer"}
    refused = clerk.post(at("extension_approve", extension.pk), decided)
    assert (refused.status_code, due(item)) == (422, TODAY)
    assert boss.post(at("extension_approve", extension.pk), decided).status_code == 302
    assert due(item) == TODAY + dt.timedelta(days=30)
    row = boss.get(at("extension_list")).context["page_obj"][0]
    assert (row.times, row.due_item.due_on) == (1, TODAY)
    assert boss.post(at("extension_reverse", extension.pk), decided).status_code == 302
    assert due(item) == TODAY


@pytest.mark.parametrize(
    "wrong",
    [
        {"new_due_on": day(0)},
        {"new_due_on": ""},
        {"reason": " "},
        {"requested_on": "x"},
    ],
)
def test_an_extension_that_cannot_be_says_why(
    item: DueItem, clerk: Client, wrong: dict[str, str]
) -> None:
    values = {"new_due_on": day(30), "requested_on": day(0), "reason": "Slow season"}
    answer = clerk.post(at("extension_new", item.pk), {**values, **wrong})
    assert answer.status_code == 422
    assert not Extension.objects.exists()


def test_rejected_and_withdrawn_requests_move_nothing(
    item: DueItem, clerk: Client, boss: Client
) -> None:
    first = factories.extension(item=item)
    decided = {"decided_on": day(0), "decision": "No"}
    assert boss.post(at("extension_reject", first.pk), decided).status_code == 302
    second = factories.extension(item=item)
    assert clerk.post(at("extension_withdraw", second.pk), decided).status_code == 302
    assert due(item) == TODAY
    states = set(Extension.objects.values_list("state", flat=True))
    assert states == {"rejected", "withdrawn"}


def test_a_dispute_is_resolved_by_a_credit_note_and_opened_again(
    item: DueItem, clerk: Client, boss: Client
) -> None:
    values = {"amount": "100.00", "reason": "price", "opened_on": day(-40)}
    assert clerk.post(at("dispute_new", item.pk), values).status_code == 302
    dispute = Dispute.objects.get()
    overdue = clerk.get(at("dispute_list"), {"tab": "overdue"})
    assert [row.pk for row in overdue.context["page_obj"]] == [dispute.pk]
    said = {"state": "split", "resolved_on": day(0), "resolution": "Half"}
    assert boss.post(at("dispute_resolve", dispute.pk), said).status_code == 422
    said["conceded"] = "40.00"
    assert clerk.post(at("dispute_resolve", dispute.pk), said).status_code == 422
    assert not CreditNote.objects.exists()
    assert boss.post(at("dispute_resolve", dispute.pk), said).status_code == 302
    assert CreditNote.objects.get().amount == Decimal("40.00")
    back = {"effective_on": day(0), "reason": "Wrong", "request_key": "r"}
    assert boss.get(at("dispute_reopen", dispute.pk)).status_code == 200
    assert boss.post(at("dispute_reopen", dispute.pk), back).status_code == 302
    assert DueItemState.objects.get(pk=item.pk).open_amount == Decimal("900.00")


def goods_values(**more: str) -> dict[str, str]:
    return {
        "kind": "delivery",
        "number": "W-9",
        "moved_on": day(-5),
        "currency": "CNY",
        "what-0": "Fridge",
        "quantity-0": "2",
        "amount-0": "120.00",
        "request_key": "g",
        **more,
    }


def test_goods_are_recorded_shown_beside_aging_and_billed(
    customer: Customer, item: DueItem, clerk: Client
) -> None:
    new = at("goods_new", customer.pk)
    assert clerk.get(new).status_code == 200
    assert clerk.post(new, goods_values()).status_code == 302
    movement = GoodsMovement.objects.get()
    assert movement.amount == Decimal("120.00")
    board = clerk.get(reverse("dashboards:aging"))
    assert board.context["unbilled"].amount == Decimal("120.00")
    (sums,) = clerk.get(at("goods_list")).context["sums"]
    assert sums.amount == Decimal("120.00")
    wrong = clerk.post(at("goods_bill", movement.pk), {"number": "nothing"})
    assert wrong.status_code == 422
    number = {"number": item.invoice.number}
    assert clerk.post(at("goods_bill", movement.pk), number).status_code == 302
    assert (
        item.invoice.number
        in clerk.get(at("goods_detail", movement.pk)).content.decode()
    )
    assert clerk.get(reverse("dashboards:aging")).context["unbilled"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount-0": ""},
        {"amount-0": "0.001"},
        {"number": ""},
        {"kind": "transfer"},
        {"to_customer": "nobody"},
    ],
)
def test_goods_that_cannot_be_say_why(
    customer: Customer, clerk: Client, wrong: dict[str, str]
) -> None:
    answer = clerk.post(at("goods_new", customer.pk), goods_values(**wrong))
    assert answer.status_code == 422
    assert not GoodsMovement.objects.exists()


def test_returns_and_transfers_post_their_documents(
    company: Company, customer: Customer, clerk: Client, boss: Client
) -> None:
    back = factories.goods(customer=customer, kind="return")
    values = {"issued_on": day(0), "amount": "", "request_key": "c"}
    assert clerk.post(at("goods_credit", back.pk), values).status_code == 302
    assert CreditNote.objects.get().amount == Decimal("50.00")
    again = clerk.post(at("goods_credit", back.pk), {**values, "request_key": "d"})
    assert again.status_code == 422
    taker = factories.customer(company=company)
    moved = factories.goods(customer=customer, kind="transfer", to_customer=taker)
    dates = {"issued_on": day(0), "due_on": day(30), "request_key": "t"}
    assert clerk.get(at("goods_transfer", moved.pk)).status_code == 200
    assert clerk.post(at("goods_transfer", moved.pk), dates).status_code == 302
    assert Invoice.objects.get(customer=taker).amount == Decimal("50.00")
    taken = {"effective_on": day(0), "reason": "x", "request_key": "b"}
    assert boss.post(at("goods_reverse", moved.pk), taken).status_code == 422


OPENINGS = """customer_code\tnumber\tissued_on\tdue_on\tcurrency\tamount
{code}\tA-1\t2026-01-31\t2026-03-02\tCNY\t1,250.00
{code}\tA-2\t2026-02-15\t\tCNY\t-80.00
"""


def test_opening_balances_are_pasted(customer: Customer, clerk: Client) -> None:
    assert clerk.get(at("opening_new")).status_code == 200
    rows = OPENINGS.format(code=customer.code)
    values = {"rows": rows, "request_key": "o"}
    assert clerk.post(at("opening_new"), values).status_code == 302
    assert Invoice.objects.get().kind == Invoice.Kind.OPENING
    assert CreditNote.objects.get().amount == Decimal("80.00")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nobody,A,2026-01-31,2026-02-28,CNY,5", "no customer with the code"),
        ("{code},A,31.01.2026,2026-02-28,CNY,5", "is no day"),
        ("{code},A,2026-01-31,2026-02-28,CNY,five", "not an amount"),
        ("{code},A,2026-01-31,,CNY,5", "when it is due"),
        ("{code},A,2026-01-31,2026-02-28,CNY", "5 cells"),
        ("{code},A,2026-01-31,2026-02-28,XXX,5", "Row 1"),
    ],
)
def test_a_bad_opening_names_its_row(
    customer: Customer, clerk: Client, row: str, said: str
) -> None:
    values = {"rows": row.format(code=customer.code), "request_key": "o"}
    answer = clerk.post(at("opening_new"), values)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Invoice.objects.exists()


def test_a_period_is_closed_and_reopened(
    company: Company, customer: Customer, clerk: Client, boss: Client
) -> None:
    page = reverse("core:period")
    assert clerk.get(page).status_code == 403
    assert boss.get(page).context["form"]["through"].value() == MAY_31
    future = boss.post(page, {"through": day(0), "seen": ""})
    assert (future.status_code, closed_through(company.pk)) == (422, None)
    assert boss.post(page, {"through": "2026-05-31", "seen": ""}).status_code == 302
    assert closed_through(company.pk) == MAY_31
    late = clerk.post(
        reverse("invoices:payment_new"),
        {
            "customer": customer.code,
            "reference": "late",
            "received_on": "2026-05-31",
            "currency": "CNY",
            "amount": "5.00",
            "method": "cash",
            "request_key": "p",
        },
    )
    assert late.status_code == 422
    assert "2026-06-01" in late.content.decode()
    reopen = reverse("core:period_reopen")
    values = {"through": "", "seen": "2026-05-31", "reason": ""}
    assert boss.post(reopen, values).status_code == 422
    values["reason"] = "A missing invoice"
    assert boss.post(reopen, values).status_code == 302
    assert closed_through(company.pk) is None
    assert "A missing invoice" in boss.get(page).content.decode()


def _one_more(name: str, customer: Customer) -> None:
    item = factories.invoice(customer=customer, due_on=TODAY).items.get()
    if name == "dispute_list":
        factories.dispute(item=item)
    elif name == "extension_list":
        factories.extension(item=item)
    else:
        factories.goods(customer=customer)


@pytest.mark.parametrize("name", ["dispute_list", "extension_list", "goods_list"])
def test_lists_cost_the_same_at_1_and_at_50_rows(
    customer: Customer, boss: Client, name: str
) -> None:
    def queries() -> int:
        boss.get(at(name))
        with CaptureQueriesContext(connection) as found:
            assert boss.get(at(name)).status_code == 200
        return len(found)

    _one_more(name, customer)
    one = queries()
    for _ in range(49):
        _one_more(name, customer)
    assert queries() == one


def test_all_of_it_stands_in_the_customers_timeline(
    customer: Customer, item: DueItem, boss: Client
) -> None:
    goods: Any = factories.goods(customer=customer)
    factories.extension(item=item)
    factories.dispute(item=item)
    page = boss.get(reverse("customers:timeline", args=[customer.pk])).content.decode()
    assert goods.number in page
    assert "Extension of" in page
    assert "Contested" in page
