"""Commission statements, month after month, as the person who pays them checks them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from arcollect.core.models import AuditEvent, Rep
from arcollect.core.roles import Role
from collection.domain.commission import CommissionRules
from collection.models import CommissionApproval, CommissionLine, CommissionStatement
from collection.selectors.commission import pending_lines, sums, totals_of
from collection.services.approve_statement import approve_statement
from collection.services.issue_statement import StatementRefusedError, issue_statement
from collection.services.publish_reward_policies import (
    RewardPolicyRefusedError,
    publish_commission_policy,
)
from customers.models import Customer
from invoices.models import DueItem, Invoice, Payment
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.record_fact import record_fact
from invoices.services.record_payment import record_payment
from invoices.services.reverse_payment import reverse_payment
from tests import factories
from tests.factories import rewards

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
LATER = rewards.LATER


def day(month: int, of_month: int) -> dt.date:
    return dt.date(2026, month, of_month)


@pytest.fixture
def customer() -> Customer:
    company = factories.company()
    user = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, name="Li Wei", user=user)
    rewards.commission_policy(company=company)
    return factories.customer(company=company, rep=rep)


def owed(customer: Customer, amount: str, due_on: dt.date) -> Invoice:
    return factories.invoice(customer=customer, amount=amount, due_on=due_on)


def paid(invoice: Invoice, amount: str, on: dt.date) -> Payment:
    return factories.payment(pays=invoice, amount=amount, received_on=on)


def issued(customer: Customer, month: int) -> CommissionStatement:
    return issue_statement(
        actor=None,
        company=customer.company,
        rep=customer.rep,
        month=day(month, 1),
        today=LATER,
    )


def shown(statement: CommissionStatement) -> list[tuple[str, str, str]]:
    return [
        (line.kind, str(line.amount.normalize()), f"{line.commission:.2f}")
        for line in statement.lines.order_by("effective_on", "pk")
    ]


def test_two_percent_by_the_class_on_the_value_date(customer: Customer) -> None:
    """March: 100,000 in time, 50,000 ten weeks late, 20,000 of five months ago."""
    paid(owed(customer, "100000.00", day(3, 31)), "100000.00", day(3, 10))
    paid(owed(customer, "50000.00", day(1, 10)), "50000.00", day(3, 20))
    paid(owed(customer, "20000.00", dt.date(2025, 10, 31)), "20000.00", day(3, 31))
    statement = issued(customer, 3)
    assert shown(statement) == [
        ("earned", "1E+5", "2000.00"),
        ("earned", "5E+4", "500.00"),
        ("earned", "2E+4", "80.00"),
    ]
    severities = statement.lines.order_by("effective_on").values_list(
        "severity", "share_bp"
    )
    assert list(severities) == [(1, 10_000), (2, 5_000), (3, 2_000)]
    (total,) = totals_of([statement.pk])[statement.pk]
    assert (total.amount, total.commission) == (Decimal(170_000), Decimal(2_580))


def test_a_part_payment_earns_on_the_part(customer: Customer) -> None:
    """500,000 invoiced, 350,000 paid: the 150,000 earn when they come, by their class."""
    invoice = owed(customer, "500000.00", day(1, 31))
    paid(invoice, "350000.00", day(1, 31))
    assert shown(issued(customer, 1)) == [("earned", "3.5E+5", "7000.00")]
    paid(invoice, "150000.00", day(2, 11))
    assert shown(issued(customer, 2)) == [("earned", "1.5E+5", "1500.00")]


def test_money_on_account_earns_nothing_until_it_settles_an_item(
    customer: Customer,
) -> None:
    factories.payment(customer=customer, amount="900.00", received_on=day(3, 1))
    with pytest.raises(StatementRefusedError, match="nothing to state"):
        issued(customer, 3)


def test_a_bill_earns_nothing_and_an_offset_neither(customer: Customer) -> None:
    for method in (Payment.Method.BILL, Payment.Method.OFFSET):
        invoice = owed(customer, "100.00", day(3, 31))
        made = record_payment(
            actor=None,
            company=customer.company,
            customer=customer,
            reference=f"B-{method}",
            received_on=day(3, 2),
            currency="CNY",
            amount=Decimal("100.00"),
            method=method,
        )
        part = AllocationPart(invoice.items.get().pk, Decimal("100.00"))
        allocate(actor=None, source=made, parts=[part])
    with pytest.raises(StatementRefusedError, match="nothing to state"):
        issued(customer, 3)


def bill_item(customer: Customer, amount: str, matures_on: dt.date) -> DueItem:
    """The receivable that a received bill is: due when it matures, without grace."""
    item = DueItemInput(
        due_on=matures_on,
        term_days=0,
        amount=Decimal(amount),
        kind=DueItem.Kind.BILL,
    )
    posted = post_invoice(
        actor=None,
        company=customer.company,
        customer=customer,
        issued_on=day(2, 1),
        currency="CNY",
        items=[item],
        number="BILL-1",
    )
    return posted.items.get()


def test_a_bill_counts_when_it_is_honoured_not_when_it_is_discounted(
    customer: Customer,
) -> None:
    """Discounted on 10 March, mature on 20 April: April's commission."""
    item = bill_item(customer, "1000.00", day(4, 20))
    paid(item.invoice, "1000.00", day(3, 10))
    with pytest.raises(StatementRefusedError, match="nothing to state"):
        issued(customer, 3)
    april = issued(customer, 4)
    assert shown(april) == [("earned", "1E+3", "20.00")]
    assert april.lines.get().effective_on == day(4, 20)


def test_a_discounted_bill_that_bounces_earns_nothing(customer: Customer) -> None:
    item = bill_item(customer, "1000.00", day(4, 20))
    money = paid(item.invoice, "1000.00", day(3, 10))
    reverse_payment(
        actor=None, payment=money, effective_on=day(4, 22), reason="dishonoured"
    )
    with pytest.raises(StatementRefusedError, match="nothing to state"):
        issued(customer, 4)


def test_a_fact_makes_money_won_back_of_what_is_not_even_due(
    customer: Customer,
) -> None:
    record_fact(
        actor=None,
        customer=customer,
        kind="insolvency_signs",
        from_on=day(3, 1),
        source="news",
    )
    paid(owed(customer, "1000.00", day(4, 30)), "1000.00", day(3, 10))
    assert shown(issued(customer, 3)) == [("earned", "1E+3", "4.00")]


def test_a_bounced_payment_claws_back_in_the_next_statement(
    customer: Customer,
) -> None:
    invoice = owed(customer, "1000.00", day(3, 31))
    money = paid(invoice, "1000.00", day(3, 30))
    march = issued(customer, 3)
    reverse_payment(actor=None, payment=money, effective_on=day(4, 3), reason="bounced")
    paid(invoice, "1000.00", day(4, 20))
    april = issued(customer, 4)
    assert shown(march) == [("earned", "1E+3", "20.00")]
    assert shown(april) == [
        ("claw_back", "-1E+3", "-20.00"),
        ("earned", "1E+3", "10.00"),
    ]
    reverse_payment(
        actor=None,
        payment=Payment.objects.get(received_on=day(4, 20)),
        effective_on=day(5, 2),
        reason="bounced again",
    )
    assert shown(issued(customer, 5)) == [("claw_back", "-1E+3", "-10.00")]
    with pytest.raises(StatementRefusedError, match="nothing to state"):
        issued(customer, 6)


def test_bounced_within_the_month_it_was_never_earned(customer: Customer) -> None:
    money = paid(owed(customer, "1000.00", day(3, 31)), "1000.00", day(3, 10))
    reverse_payment(
        actor=None, payment=money, effective_on=day(3, 12), reason="bounced"
    )
    with pytest.raises(StatementRefusedError, match="nothing to state"):
        issued(customer, 3)


def test_bounced_before_the_statement_but_after_the_month(customer: Customer) -> None:
    """March is stated in May: it shows the money, and April takes it back."""
    money = paid(owed(customer, "1000.00", day(3, 31)), "1000.00", day(3, 10))
    reverse_payment(
        actor=None, payment=money, effective_on=day(4, 12), reason="bounced"
    )
    assert shown(issued(customer, 3)) == [("earned", "1E+3", "20.00")]
    assert shown(issued(customer, 4)) == [("claw_back", "-1E+3", "-20.00")]


def test_late_news_of_a_stated_month_goes_to_the_next_and_nothing_past_changes(
    customer: Customer,
) -> None:
    paid(owed(customer, "1000.00", day(3, 31)), "1000.00", day(3, 10))
    march = issued(customer, 3)
    before = shown(march)
    paid(owed(customer, "500.00", day(3, 31)), "500.00", day(3, 15))
    publish_commission_policy(
        actor=None,
        company=customer.company,
        rules=CommissionRules(rate_bp=500),
        from_on=day(4, 1),
    )
    paid(owed(customer, "500.00", day(4, 30)), "500.00", day(4, 15))
    assert shown(issued(customer, 4)) == [
        ("earned", "5E+2", "10.00"),
        ("earned", "5E+2", "25.00"),
    ]
    assert shown(march) == before


def test_another_rep_gets_the_new_money_and_the_old_one_the_claw_back(
    customer: Customer,
) -> None:
    money = paid(owed(customer, "1000.00", day(3, 31)), "1000.00", day(3, 10))
    issued(customer, 3)
    old, new = customer.rep, factories.rep(company=customer.company)
    customer.rep = new
    customer.save()
    reverse_payment(actor=None, payment=money, effective_on=day(4, 2), reason="bounced")
    paid(owed(customer, "700.00", day(4, 30)), "700.00", day(4, 9))
    found = pending_lines(
        company=customer.company, rep_ids=[old.pk, new.pk], month=day(4, 1)
    )
    assert {rep: sums(lines)[0].commission for rep, lines in found.items()} == {
        old.pk: Decimal(-20),
        new.pk: Decimal(14),
    }


def test_currencies_are_never_added(customer: Customer) -> None:
    for currency in ("CNY", "JPY"):
        invoice = factories.invoice(
            customer=customer, amount="12345", currency=currency, due_on=day(3, 31)
        )
        factories.payment(
            pays=invoice, amount="12345", currency=currency, received_on=day(3, 5)
        )
    statement = issued(customer, 3)
    totals = {
        total.currency: total.commission
        for total in totals_of([statement.pk])[statement.pk]
    }
    assert totals == {"CNY": Decimal("246.90"), "JPY": Decimal(247)}


def test_months_are_stated_in_their_order_and_when_they_are_over(
    customer: Customer,
) -> None:
    paid(owed(customer, "1000.00", day(3, 31)), "1000.00", day(3, 10))
    paid(owed(customer, "1000.00", day(4, 30)), "1000.00", day(4, 10))
    with pytest.raises(StatementRefusedError, match="earlier month"):
        issued(customer, 4)
    with pytest.raises(StatementRefusedError, match="when it is over"):
        issue_statement(
            actor=None,
            company=customer.company,
            rep=customer.rep,
            month=day(3, 1),
            today=day(3, 31),
        )
    issued(customer, 3)
    issued(customer, 4)
    with pytest.raises(StatementRefusedError, match="is stated"):
        issued(customer, 3)


def test_four_eyes(customer: Customer) -> None:
    company, rep = customer.company, customer.rep
    clerk = factories.user(role=Role.FINANCE, company=company)
    head = factories.user(role=Role.FINANCE_MANAGER, company=company)
    with pytest.raises(StatementRefusedError, match="of his own"):
        issue_statement(
            actor=rep.user, company=company, rep=rep, month=day(3, 1), today=LATER
        )
    statement = rewards.commission_statement(rep=rep, by=clerk)
    for person in (rep.user, clerk):
        with pytest.raises(StatementRefusedError, match="omebody"):
            approve_statement(actor=person, statement=statement)
        with pytest.raises(IntegrityError), transaction.atomic():
            CommissionApproval.objects.create(
                statement=statement,
                issued_by=clerk,
                rep_user=rep.user,
                approved_at=statement.issued_at,
                approved_by=person,
            )
    approve_statement(actor=head, statement=statement)
    with pytest.raises(StatementRefusedError, match="already"):
        approve_statement(actor=head, statement=statement)
    actions = AuditEvent.objects.filter(action__startswith="collections.commission.")
    assert list(actions.order_by("pk").values_list("action", "actor")) == [
        ("collections.commission.issued", clerk.pk),
        ("collections.commission.approved", head.pk),
    ]


@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("model", [CommissionStatement, CommissionLine])
def test_what_was_issued_refuses_every_change(
    customer: Customer, sql: str, model: type[CommissionLine]
) -> None:
    rewards.commission_statement(rep=customer.rep)
    table = model._meta.db_table
    with (
        pytest.raises(DatabaseError, match="posted document"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))


def test_the_database_lets_no_allocation_be_paid_for_twice(customer: Customer) -> None:
    statement = rewards.commission_statement(rep=customer.rep)
    line = statement.lines.get()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_rates_beyond_the_whole_and_days_already_stated_are_refused(
    customer: Customer,
) -> None:
    company = customer.company
    with pytest.raises(RewardPolicyRefusedError, match="between 0 and 100"):
        publish_commission_policy(
            actor=None,
            company=company,
            rules=CommissionRules(rate_bp=10_001),
            from_on=day(5, 1),
        )
    rewards.commission_statement(rep=customer.rep)
    with pytest.raises(RewardPolicyRefusedError, match="rewarded already"):
        publish_commission_policy(
            actor=None,
            company=company,
            rules=CommissionRules(rate_bp=100),
            from_on=day(3, 20),
        )


def test_nothing_is_earned_before_the_first_policy() -> None:
    company = factories.company()
    rep: Rep = factories.rep(company=company)
    customer = factories.customer(company=company, rep=rep)
    paid(owed(customer, "1000.00", day(3, 31)), "1000.00", day(3, 10))
    rewards.commission_policy(company=company, from_on=day(4, 1))
    with pytest.raises(StatementRefusedError, match="nothing to state"):
        issued(customer, 3)


def test_reading_costs_the_same_for_one_and_for_fifty_rows(
    customer: Customer,
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            pending_lines(
                company=customer.company, rep_ids=[customer.rep_id], month=day(3, 1)
            )
        return len(caught)

    paid(owed(customer, "10.00", day(3, 31)), "10.00", day(3, 10))
    one = queries()
    for number in range(1, 10):
        paid(owed(customer, "10.00", day(3, 31)), "10.00", day(3, 10 + number))
    assert queries() == one
