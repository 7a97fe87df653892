"""Orders from entry to invoice: what holds them, who lets them pass, what they use."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arcollect.core.authority import ApprovalRefusedError
from arcollect.core.models import AuditEvent
from arcollect.core.roles import Role
from customers.models import Customer, CustomerFlag
from customers.services.set_credit_rules import set_ceiling, set_deposit
from invoices.domain.bills import BillAct
from invoices.models import (
    DueItem,
    Invoice,
    OrderCheck,
    OrderRelease,
    SalesOrder,
    SalesOrderLine,
)
from invoices.selectors.exposure import exposure_of, exposures_of
from invoices.services.amounts import TooEarlyError
from invoices.services.check_order import check_order
from invoices.services.close_order import cancel_order, reopen_order
from invoices.services.deliver_order import deliver_order
from invoices.services.enter_order import (
    OrderInput,
    OrderNumberTakenError,
    enter_order,
)
from invoices.services.invoice_order import invoice_order
from invoices.services.move_bill import move_bill, pass_on_bill
from invoices.services.order_states import OrderMovedError, OrderRefusedError
from invoices.services.post_invoice import LineInput
from invoices.services.record_fact import record_fact
from invoices.services.release_order import ReleaseRefusedError, release_order
from tests import factories
from tests.factories import bills, claims, credit

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
TODAY = factories.TODAY
TOMORROW = TODAY + dt.timedelta(days=1)


def blocks(order: SalesOrder) -> list[str]:
    newest = order.checks.order_by("-pk").first()
    assert newest is not None
    return [one["block"] for one in newest.reasons if not one["released"]]


def used(customer: Customer) -> Decimal:
    return exposure_of(customer_id=customer.pk, currency="CNY", today=TODAY).total


def test_an_order_uses_the_line_until_money_comes():
    """10,000 line: 4,000 open, 3,500 ordered, 500 on account leave 3,000."""
    customer = credit.buyer(line="10000.00")
    factories.invoice(customer=customer, amount="4000.00", due_on=TOMORROW)
    factories.payment(customer=customer, amount="500.00")

    first = credit.order(customer=customer, amount="3500.00")
    exact = credit.order(customer=customer, amount="3000.00")
    over = credit.order(customer=customer, amount="0.01")

    assert (first.state, exact.state, over.state) == ("approved", "approved", "held")
    assert blocks(over) == ["headroom"]
    assert used(customer) == Decimal("10000.00")
    (check,) = over.checks.all()
    assert (check.line, check.exposure) == (Decimal(10_000), Decimal("10000.01"))
    assert check.reasons == [{"block": "headroom", "short": "0.01", "released": False}]


def test_every_stage_of_an_order_counts_once():
    customer = credit.buyer()
    order = credit.order(customer=customer, amount="1000.00")
    stages = [used(customer)]
    deliver_order(actor=None, order=order, delivered_on=TODAY, as_of=TODAY)
    found = exposures_of(customer_ids=[customer.pk], today=TODAY)
    assert found[customer.pk, "CNY"].unbilled == 1000
    stages.append(used(customer))
    invoice = invoice_order(actor=None, order=order, issued_on=TODAY)
    stages.append(used(customer))

    assert stages == [Decimal(1000)] * 3
    order.refresh_from_db()
    assert (order.state, order.invoice) == ("invoiced", invoice)
    assert invoice.amount == 1000
    with pytest.raises(OrderMovedError):
        invoice_order(actor=None, order=order, issued_on=TODAY)


def test_an_invoice_of_an_order_has_its_lines_and_the_contracts_term():
    customer = credit.buyer()
    line = LineInput(
        description="Fridge",
        quantity=Decimal(2),
        unit_price=Decimal("450.00"),
        amount=Decimal("900.00"),
    )
    order = enter_order(
        actor=None,
        company=customer.company,
        order=OrderInput(
            customer=customer,
            contract=customer.contracts.get(),
            ordered_on=TODAY,
            currency="CNY",
            lines=[line],
        ),
        as_of=TODAY,
    )
    assert SalesOrderLine.objects.get(order=order).amount == 900
    deliver_order(actor=None, order=order, delivered_on=TOMORROW, as_of=TODAY)

    with pytest.raises(TooEarlyError):
        invoice_order(actor=None, order=order, issued_on=TODAY)
    invoice = invoice_order(actor=None, order=order, issued_on=TOMORROW)

    assert DueItem.objects.get(invoice=invoice).due_on == TOMORROW + dt.timedelta(30)
    assert invoice.lines.get().description == "Fridge"


def test_without_any_line_every_order_is_held():
    order = credit.order()
    assert (order.state, blocks(order)) == ("held", ["no_contract", "no_line"])


def test_a_line_of_another_currency_is_none():
    """oca/credit-control#314: limits of one currency never stand for another."""
    customer = credit.buyer()
    order = credit.order(customer=customer, currency="USD", amount="1.00")
    assert blocks(order) == ["no_line"]


def test_each_state_of_the_customer_holds_an_order():
    late, stopped, closed, watched, stale = (credit.buyer() for _ in range(5))
    factories.overdue_invoice(customer=late, days=90)
    record_fact(actor=None, customer=stopped, kind="supply_stopped", from_on=TODAY)
    Customer.objects.filter(pk=closed.pk).update(status="SUSPENDED")
    closed.refresh_from_db()
    CustomerFlag.objects.create(
        company=watched.company,
        customer=watched,
        kind="watch",
        from_on=TODAY,
        review_on=TODAY + dt.timedelta(days=90),
        reason="lives on others' money",
    )
    after = dt.date(2027, 1, 1)
    assert blocks(credit.order(customer=late)) == ["past_final"]
    assert blocks(credit.order(customer=stopped)) == ["supply_stopped"]
    assert blocks(credit.order(customer=closed)) == ["not_active"]
    assert blocks(credit.order(customer=watched)) == ["prepayment_only"]
    assert blocks(credit.order(customer=stale, as_of=after)) == ["review_overdue"]


def test_who_pays_beforehand_needs_no_line():
    customer = factories.customer()
    factories.payment(customer=customer, amount="1000.00")
    assert credit.order(customer=customer, amount="1000.00").state == "approved"
    assert credit.order(customer=customer, amount="1000.01").state == "held"


def test_a_supply_stop_that_ended_or_was_taken_back_holds_nothing():
    customer = credit.buyer()
    record_fact(
        actor=None,
        customer=customer,
        kind="supply_stopped",
        from_on=TODAY - dt.timedelta(days=9),
        until_on=TODAY,
    )
    assert credit.order(customer=customer).state == "approved"


def test_a_group_shares_the_line_of_its_head():
    head = credit.buyer(line="0.00")
    credit.credit_line(customer=head, amount="5000.00", covers_group=True)
    company = head.company
    first = credit.buyer(company=company, parent=head)
    second = credit.buyer(company=company, parent=head)
    stranger = credit.buyer(company=company)

    assert credit.order(customer=first, amount="3000.00").state == "approved"
    held = credit.order(customer=second, amount="2000.01")
    assert blocks(held) == ["group_headroom"]
    assert credit.order(customer=second, amount="2000.00").state == "approved"
    assert blocks(credit.order(customer=head, amount="1.00")) == ["group_headroom"]
    assert credit.order(customer=stranger, amount="3000.00").state == "approved"


def test_the_ceiling_of_a_rep_holds_orders_of_all_his_customers():
    company = factories.company()
    rep = factories.rep(company=company)
    first, second = (credit.buyer(company=company, rep=rep) for _ in range(2))
    other = credit.buyer(company=company)
    set_ceiling(actor=None, rep=rep, currency="CNY", amount=Decimal(5000))

    assert credit.order(customer=first, amount="4000.00").state == "approved"
    assert blocks(credit.order(customer=second, amount="1000.01")) == ["rep_ceiling"]
    assert credit.order(customer=other, amount="1000.01").state == "approved"
    set_ceiling(actor=None, rep=rep, currency="CNY", amount=None)
    assert credit.order(customer=second, amount="1000.01").state == "approved"


def test_a_deposit_is_agreed_at_entry_and_paid_before_delivery():
    customer = credit.buyer()
    set_deposit(actor=None, company=customer.company, grade="A", share_bp=3000)
    assert blocks(credit.order(customer=customer, deposit="299.99")) == ["deposit"]
    order = credit.order(customer=customer, deposit="300.00")
    assert order.state == "approved"

    check = deliver_order(actor=None, order=order, delivered_on=TODAY, as_of=TODAY)
    assert (check.passed, order.state) == (False, "held")
    assert blocks(order) == ["deposit_missing"]

    factories.payment(customer=customer, amount="300.00")
    assert check_order(actor=None, order=order, as_of=TODAY).passed
    assert deliver_order(
        actor=None, order=order, delivered_on=TODAY, as_of=TODAY
    ).passed


def held_order(amount: str = "20000.00"):
    company = factories.company()
    rep_user = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, user=rep_user)
    customer = credit.buyer(company=company, rep=rep)
    clerk = factories.user(role=Role.FINANCE, company=company)
    order = credit.order(customer=customer, amount=amount, by=clerk)
    assert order.state == "held"
    return order, clerk, rep_user


def test_somebody_with_authority_lets_an_order_pass_with_a_reason():
    order, clerk, rep_user = held_order()
    manager = factories.user(role=Role.FINANCE_MANAGER, company=order.company)
    with pytest.raises(ReleaseRefusedError):
        release_order(actor=manager, order=order, as_of=TODAY, reason=" ")
    for person in (clerk, rep_user):
        with pytest.raises(ApprovalRefusedError):
            release_order(actor=person, order=order, as_of=TODAY, reason="please")
    assert SalesOrder.objects.get(pk=order.pk).state == "held"

    release = release_order(
        actor=manager, order=order, as_of=TODAY, reason="paid by Friday"
    )

    order.refresh_from_db()
    assert (order.state, release.state) == ("approved", "given")
    (event,) = AuditEvent.objects.filter(action="invoices.order.released")
    assert (event.actor, event.reason) == (manager, "paid by Friday")
    with pytest.raises(OrderMovedError):
        release_order(actor=manager, order=order, as_of=TODAY, reason="again")


def test_above_the_limit_two_people_release():
    order, _clerk, _rep = held_order("60000.00")
    manager, second = (
        factories.user(role=Role.FINANCE_MANAGER, company=order.company)
        for _ in range(2)
    )
    first = release_order(actor=manager, order=order, as_of=TODAY, reason="big deal")
    order.refresh_from_db()
    assert (order.state, first.state) == ("held", "waiting")
    with pytest.raises(ApprovalRefusedError):
        release_order(actor=manager, order=order, as_of=TODAY, reason="once more")

    release_order(actor=second, order=order, as_of=TODAY, reason="I agree")

    order.refresh_from_db()
    assert order.state == "approved"
    assert OrderRelease.objects.get(order=order).second_approved_by == second


def test_the_second_person_starts_anew_where_things_got_worse():
    order, _clerk, _rep = held_order("60000.00")
    managers = [
        factories.user(role=Role.FINANCE_MANAGER, company=order.company)
        for _ in range(3)
    ]
    release_order(actor=managers[0], order=order, as_of=TODAY, reason="big deal")
    factories.overdue_invoice(customer=order.customer, days=90)

    again = release_order(actor=managers[1], order=order, as_of=TODAY, reason="still")

    order.refresh_from_db()
    assert (order.state, again.state) == ("held", "waiting")
    assert (
        release_order(actor=managers[2], order=order, as_of=TODAY, reason="yes").state
        == "given"
    )


def test_a_release_lasts_to_the_delivery_unless_things_get_worse():
    order, _clerk, _rep = held_order()
    manager = factories.user(role=Role.FINANCE_MANAGER, company=order.company)
    release_order(actor=manager, order=order, as_of=TODAY, reason="paid by Friday")
    order.refresh_from_db()
    factories.invoice(customer=order.customer, amount="0.01", due_on=TOMORROW)

    worse = deliver_order(actor=None, order=order, delivered_on=TODAY, as_of=TODAY)
    assert not worse.passed
    assert blocks(order) == ["headroom"]

    release_order(actor=manager, order=order, as_of=TODAY, reason="a cent")
    order.refresh_from_db()
    assert deliver_order(
        actor=None, order=order, delivered_on=TODAY, as_of=TODAY
    ).passed


def test_a_missing_deposit_is_let_pass_at_delivery_alone():
    customer = credit.buyer()
    order = credit.order(customer=customer, deposit="300.00")
    deliver_order(actor=None, order=order, delivered_on=TODAY, as_of=TODAY)
    manager = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    release_order(actor=manager, order=order, as_of=TODAY, reason="on its way")
    order.refresh_from_db()
    assert deliver_order(
        actor=None, order=order, delivered_on=TODAY, as_of=TODAY
    ).passed


def test_a_cancelled_order_gives_its_credit_back_and_must_pass_again():
    """frappe/erpnext#33967: close one, add one, reopen: the limit was passed."""
    customer = credit.buyer(line="10000.00")
    order = credit.order(customer=customer, amount="6000.00")
    cancel_order(actor=None, order=order, reason="no stock")
    assert used(customer) == 0
    credit.order(customer=customer, amount="6000.00")

    check = reopen_order(actor=None, order=order, as_of=TODAY)

    assert (check.passed, check.moment) == (False, "reopened")
    order.refresh_from_db()
    assert (order.state, blocks(order)) == ("held", ["headroom"])
    assert used(customer) == 6000


def test_a_release_ends_with_the_order():
    order, _clerk, _rep = held_order()
    manager = factories.user(role=Role.FINANCE_MANAGER, company=order.company)
    release_order(actor=manager, order=order, as_of=TODAY, reason="paid by Friday")
    order.refresh_from_db()
    cancel_order(actor=None, order=order, reason="too late")
    assert not reopen_order(actor=None, order=order, as_of=TODAY).passed


def test_a_draft_uses_no_credit_until_it_is_checked():
    customer = credit.buyer()
    draft = credit.order(customer=customer, as_draft=True)
    assert (draft.state, used(customer)) == ("draft", 0)
    assert check_order(actor=None, order=draft, as_of=TODAY).passed
    assert (draft.state, used(customer)) == ("approved", 1000)


def test_what_cannot_be_an_order_is_refused_and_nothing_written():
    customer = credit.buyer()

    def enter(**change: object) -> None:
        values = {
            "customer": customer,
            "ordered_on": TODAY,
            "currency": "CNY",
            "amount": Decimal("10.00"),
            **change,
        }
        enter_order(
            actor=None,
            company=customer.company,
            order=OrderInput(**values),  # type: ignore[arg-type]
            as_of=TODAY,
        )

    enter(number="PO-1")
    for wrong in (
        {"amount": None},
        {"deposit": Decimal("10.01")},
        {"wanted_on": TODAY - dt.timedelta(days=1)},
        {"amount": Decimal("9.00"), "lines": [LineInput("F", *[Decimal(10)] * 3)]},
    ):
        with pytest.raises(OrderRefusedError):
            enter(**wrong)
    with pytest.raises(OrderNumberTakenError):
        enter(number="PO-1")
    assert SalesOrder.objects.count() == OrderCheck.objects.count() == 1


def test_only_what_is_delivered_is_invoiced_and_only_what_passed_is_delivered():
    order, _clerk, _rep = held_order()
    with pytest.raises(OrderMovedError):
        deliver_order(actor=None, order=order, delivered_on=TODAY, as_of=TODAY)
    with pytest.raises(OrderMovedError):
        invoice_order(actor=None, order=order, issued_on=TODAY)
    assert not Invoice.objects.filter(customer=order.customer).exists()


def test_a_check_costs_the_same_however_many_documents_there_are():
    few, many = credit.buyer(), credit.buyer()
    credit.order(customer=few, amount="1.00")
    for _ in range(9):
        factories.invoice(customer=many, amount="10.00", due_on=TOMORROW)
        credit.order(customer=many, amount="1.00")
    costs = []
    for customer in (few, many):
        factories.invoice(customer=customer, amount="10.00", due_on=TOMORROW)
        with CaptureQueriesContext(connection) as queries:
            credit.order(customer=customer)
        costs.append(len(queries))
    assert costs[0] == costs[1] < 40


def test_a_bill_counts_until_nobody_can_give_it_back():
    customer = credit.buyer()
    item = factories.invoice(customer=customer, amount="500.00").items.get()
    bill = bills.bill(customer=customer, amount="400.00", pays=item)

    def parts() -> tuple[Decimal, Decimal]:
        found = exposure_of(customer_id=customer.pk, currency="CNY", today=TODAY)
        return found.open_items, found.bills_open

    assert parts() == (Decimal(100), Decimal(400))
    move_bill(actor=None, bill=bill, act=BillAct.HOLD, effective_on=TODAY)
    pass_on_bill(
        actor=None,
        bill=bill,
        act=BillAct.ENDORSE,
        effective_on=TODAY,
        counterparty="Supplier",
    )
    assert parts() == (Decimal(100), Decimal(400))


def test_goods_that_went_out_count_until_they_are_invoiced():
    customer = credit.buyer(line="1000.00")
    claims.goods(customer=customer, amount="950.00")
    found = exposure_of(customer_id=customer.pk, currency="CNY", today=TODAY)
    assert found.unbilled == Decimal(950)
    assert blocks(credit.order(customer=customer, amount="50.01")) == ["headroom"]
