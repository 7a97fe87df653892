"""Points of customers: earned at night, taken back, spent, lapsed, and never below 0."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from arcollect.core.dates import NO_DATE_YET
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.roles import Role
from collection.models import Campaign, PointsAccount, PointsEntry, Prize, Redemption
from collection.selectors.points import wrong_accounts
from collection.services.earn_points import PointsNight, earn_points
from collection.services.keep_campaigns import (
    CampaignRefusedError,
    CampaignTerms,
    change_campaign,
    restock_prize,
)
from collection.services.redeem_points import (
    RedemptionRefusedError,
    cancel_redemption,
    hand_over_prize,
    redeem_points,
)
from customers.models import Customer
from invoices.models import DueItem, DueItemState, Invoice, Payment
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.reverse_payment import reverse_payment
from invoices.services.undo_allocation import undo_allocation
from tests import factories
from tests.factories import rewards

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


def day(month: int, of_month: int) -> dt.date:
    return dt.date(2026, month, of_month)


@pytest.fixture
def customer() -> Customer:
    customer = factories.customer()
    rewards.points_policy(company=customer.company)
    return customer


END_OF_MARCH = day(3, 31)


def owed(customer: Customer, amount: str, due_on: dt.date = END_OF_MARCH) -> Invoice:
    return factories.invoice(customer=customer, amount=amount, due_on=due_on)


def paid(invoice: Invoice, amount: str, on: dt.date) -> Payment:
    return factories.payment(pays=invoice, amount=amount, received_on=on)


def night(customer: Customer, on: dt.date = rewards.LATER) -> PointsNight:
    found = earn_points(company=customer.company, as_of=on)
    assert not wrong_accounts(company=customer.company).exists()
    return found


def standing(customer: Customer) -> tuple[int, int]:
    return PointsAccount.objects.values_list("balance", "owed").get(customer=customer)


def test_in_time_early_and_late(customer: Customer) -> None:
    """Due 31 March: 35,000 a week early, 35,000 on the day, 35,000 a day late."""
    invoice = owed(customer, "105000.00")
    for on in (day(3, 24), day(3, 31), day(4, 1)):
        paid(invoice, "35000.00", on)
    assert night(customer).earned == 52 + 35
    assert standing(customer) == (87, 0)


def test_a_second_night_finds_nothing(customer: Customer) -> None:
    paid(owed(customer, "35000.00"), "35000.00", day(3, 31))
    night(customer, day(3, 31))
    assert night(customer, day(3, 31)) == PointsNight()
    assert night(customer, day(4, 1)) == PointsNight()
    assert night(customer, day(3, 1)) == PointsNight()
    assert standing(customer) == (35, 0)


def test_a_missed_night_and_late_news_are_made_up_for(customer: Customer) -> None:
    night(customer, day(3, 1))
    paid(owed(customer, "3000.00"), "3000.00", day(3, 10))
    night(customer, day(3, 20))
    paid(owed(customer, "4000.00"), "4000.00", day(3, 15))
    night(customer, day(3, 21))
    # 1.5 times: both came more than a week early.
    assert standing(customer) == (4 + 6, 0)


def test_the_settlement_date_counts_not_the_day_of_rest(customer: Customer) -> None:
    """Due Saturday 11 April, paid Monday: the next working day is in time."""
    paid(owed(customer, "2000.00", day(4, 11)), "2000.00", day(4, 13))
    assert night(customer).earned == 2


def test_a_holiday_moves_the_settlement_date(customer: Customer) -> None:
    """Qingming 2026 lasts through Monday 6 April: Tuesday is in time, Wednesday late."""
    invoice = owed(customer, "4000.00", day(4, 4))
    paid(invoice, "2000.00", day(4, 7))
    paid(invoice, "2000.00", day(4, 8))
    assert night(customer).earned == 2


def test_an_item_without_a_date_yet_is_in_time_and_not_early(
    customer: Customer,
) -> None:
    invoice = owed(customer, "2000.00")
    DueItemState.objects.update(due_on=NO_DATE_YET)
    paid(invoice, "2000.00", day(3, 1))
    assert night(customer).earned == 2


def test_a_bill_earns_when_it_matures(customer: Customer) -> None:
    item = DueItemInput(
        due_on=day(4, 20),
        term_days=0,
        amount=Decimal("2000.00"),
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
    paid(posted, "2000.00", day(3, 10))
    assert night(customer, day(3, 31)).earned == 0
    assert night(customer, day(4, 19)).earned == 0
    assert night(customer, day(4, 20)).earned == 2
    assert night(customer, day(4, 21)).earned == 0


def test_items_in_dispute_earn_nothing(customer: Customer) -> None:
    invoice = owed(customer, "2000.00")
    opened = factories.dispute(item=invoice.items.get())
    type(opened).objects.update(opened_on=day(3, 10))
    paid(invoice, "2000.00", day(3, 20))
    assert night(customer).earned == 0


def test_other_currencies_and_money_before_the_policy_earn_nothing() -> None:
    customer = factories.customer()
    rewards.points_policy(company=customer.company, from_on=day(3, 15))
    paid(owed(customer, "2000.00"), "2000.00", day(3, 14))
    invoice = factories.invoice(
        customer=customer, amount="2000.00", currency="USD", due_on=day(3, 31)
    )
    factories.payment(
        pays=invoice, amount="2000.00", currency="USD", received_on=day(3, 20)
    )
    assert night(customer) == PointsNight()


def test_a_reversed_payment_takes_its_points_back(customer: Customer) -> None:
    money = paid(owed(customer, "35000.00"), "35000.00", day(3, 20))
    night(customer, day(3, 31))
    reverse_payment(actor=None, payment=money, effective_on=day(4, 2), reason="bounced")
    assert night(customer, day(4, 1)).taken_back == 0
    assert night(customer, day(4, 2)).taken_back == 52
    assert night(customer, day(4, 3)) == PointsNight()
    assert standing(customer) == (0, 0)


def test_undone_and_allocated_again_it_earns_once(customer: Customer) -> None:
    invoice = owed(customer, "35000.00")
    money = paid(invoice, "35000.00", day(3, 31))
    night(customer, day(3, 31))
    undo_allocation(actor=None, allocation=money.allocations.get(), reason="wrong item")
    part = AllocationPart(invoice.items.get().pk, Decimal("35000.00"))
    allocate(actor=None, source=money, parts=[part])
    found = night(customer)
    assert (found.earned, found.taken_back) == (35, 35)
    assert standing(customer) == (35, 0)


def returned(customer: Customer, amount: str, on: dt.date) -> None:
    post_credit_note(
        actor=None,
        company=customer.company,
        customer=customer,
        issued_on=on,
        currency="CNY",
        amount=Decimal(amount),
        reason="return",
        number=f"R-{on}-{amount}",
    )


def test_paid_goods_that_come_back_take_points_with_them(customer: Customer) -> None:
    """35,000 a week early earned 52; 5,500 come back: 29,500 would have earned 43."""
    paid(owed(customer, "35000.00"), "35000.00", day(3, 24))
    night(customer, day(3, 31))
    returned(customer, "5500.00", day(4, 10))
    assert night(customer, day(4, 10)).taken_back == 9
    assert night(customer, day(4, 11)) == PointsNight()
    returned(customer, "29500.00", day(4, 20))
    assert night(customer, day(4, 20)).taken_back == 43
    assert standing(customer) == (0, 0)


def test_small_returns_add_up(customer: Customer) -> None:
    """1,999 earned one point: back come 600 and 600, less than a thousand is left."""
    paid(owed(customer, "1999.00"), "1999.00", day(3, 31))
    returned(customer, "600.00", day(4, 10))
    assert night(customer, day(4, 10)).taken_back == 0
    returned(customer, "600.00", day(4, 11))
    assert night(customer, day(4, 11)).taken_back == 1


def test_unpaid_goods_that_come_back_never_earned(customer: Customer) -> None:
    invoice = owed(customer, "10000.00")
    returned(customer, "4000.00", day(3, 10))
    note = customer.creditnote_set.get()
    part = AllocationPart(invoice.items.get().pk, Decimal("4000.00"))
    allocate(actor=None, source=note, parts=[part])
    paid(invoice, "6000.00", day(3, 31))
    found = night(customer)
    assert (found.earned, found.taken_back) == (6, 0)


def test_points_taken_back_after_they_were_spent_are_owed(customer: Customer) -> None:
    prize = rewards.prize(campaign=rewards.campaign(company=customer.company))
    money = paid(owed(customer, "35000.00"), "35000.00", day(3, 31))
    night(customer, day(3, 31))
    rewards.redemption(customer=customer, prize=prize)
    reverse_payment(actor=None, payment=money, effective_on=day(7, 2), reason="bounced")
    night(customer, day(7, 2))
    assert standing(customer) == (0, 30)
    paid(owed(customer, "40000.00", day(8, 31)), "40000.00", day(8, 31))
    night(customer)
    assert standing(customer) == (10, 0)


def test_a_campaign_multiplies_early_money_and_gives_it_back(
    customer: Customer,
) -> None:
    rewards.campaign(
        company=customer.company,
        from_on=day(3, 1),
        until_on=day(3, 31),
        multiplier_bp=20_000,
        min_early_days=7,
    )
    money = paid(owed(customer, "10000.00"), "10000.00", day(3, 20))
    paid(owed(customer, "10000.00"), "10000.00", day(3, 30))
    paid(owed(customer, "10000.00", day(4, 30)), "10000.00", day(4, 1))
    assert night(customer).earned == (15 + 15) + 10 + 15
    undo_allocation(actor=None, allocation=money.allocations.get(), reason="wrong item")
    assert night(customer).taken_back == 30


def test_old_points_lapse_unless_they_were_spent() -> None:
    customer = factories.customer()
    company = customer.company
    rewards.points_policy(company=company, lapse_months=6)
    prize = rewards.prize(campaign=rewards.campaign(company=company), points=20)
    paid(owed(customer, "50000.00"), "50000.00", day(3, 31))
    night(customer, day(4, 1))
    redeem_points(
        actor=None,
        customer=customer,
        prize=prize,
        quantity=1,
        redeemed_on=day(5, 1),
    )
    paid(owed(customer, "7000.00", day(5, 10)), "7000.00", day(5, 10))
    assert night(customer, day(9, 30)).lapsed == 0
    assert night(customer, day(10, 1)).lapsed == 30
    assert night(customer, day(10, 2)).lapsed == 0
    assert standing(customer) == (7, 0)


def test_redeem_hand_over_and_what_is_refused(customer: Customer) -> None:
    clerk = factories.user(role=Role.FINANCE, company=customer.company)
    prize = rewards.prize(campaign=rewards.campaign(company=customer.company), stock=3)
    rewards.points(customer=customer, points=100)
    given = {"actor": clerk, "customer": customer, "prize": prize}
    on = factories.TODAY
    for quantity, when, sentence in (
        (4, on, "left of"),
        (0, on, "at least one"),
        (1, dt.date(2027, 1, 1), "does not run"),
    ):
        with pytest.raises(RedemptionRefusedError, match=sentence):
            redeem_points(quantity=quantity, redeemed_on=when, **given)
    restock_prize(actor=clerk, prize=prize, more=2)
    with pytest.raises(RedemptionRefusedError, match="fewer than 120"):
        redeem_points(quantity=4, redeemed_on=on, **given)
    assert Prize.objects.get().left == 5
    made = redeem_points(quantity=2, redeemed_on=on, request_key="one", **given)
    with pytest.raises(AlreadyDoneError):
        redeem_points(quantity=2, redeemed_on=on, request_key="one", **given)
    assert standing(customer) == (40, 0)
    hand_over_prize(actor=clerk, redemption=made, handed_over_on=on, receiver="Mr Zhou")
    with pytest.raises(RedemptionRefusedError, match="already"):
        cancel_redemption(
            actor=clerk, redemption=made, cancelled_on=on, reason="changed his mind"
        )


def test_a_cancelled_redemption_restores_points_and_stock(customer: Customer) -> None:
    prize = rewards.prize(campaign=rewards.campaign(company=customer.company))
    made = rewards.redemption(customer=customer, prize=prize)
    assert standing(customer) == (0, 0)
    cancel_redemption(
        actor=None, redemption=made, cancelled_on=factories.TODAY, reason="sold out"
    )
    assert standing(customer) == (30, 0)
    assert Prize.objects.get().left == 5
    assert Redemption.objects.get().state == Redemption.State.CANCELLED
    assert not wrong_accounts(company=customer.company).exists()


def test_stock_is_never_taken_below_what_is_promised(customer: Customer) -> None:
    prize = rewards.prize(campaign=rewards.campaign(company=customer.company), stock=2)
    rewards.redemption(customer=customer, prize=prize)
    with pytest.raises(CampaignRefusedError, match="not left"):
        restock_prize(actor=None, prize=prize, more=-2)
    restock_prize(actor=None, prize=prize, more=-1)
    assert Prize.objects.values_list("stock", "left").get() == (1, 0)


def test_what_earned_stays_and_the_second_of_two_is_told(customer: Customer) -> None:
    made = rewards.campaign(company=customer.company, multiplier_bp=20_000)
    terms = CampaignTerms(
        name="Winter",
        from_on=made.from_on,
        until_on=made.until_on,
        multiplier_bp=20_000,
    )
    change_campaign(actor=None, campaign=made, terms=terms, version=1)
    with pytest.raises(CampaignRefusedError, match="meanwhile"):
        change_campaign(actor=None, campaign=made, terms=terms, version=1)
    rewards.points(customer=customer, points=5)
    made.refresh_from_db()
    thrice = CampaignTerms(
        name="Winter",
        from_on=made.from_on,
        until_on=made.until_on,
        multiplier_bp=30_000,
    )
    with pytest.raises(CampaignRefusedError, match="factor stay"):
        change_campaign(actor=None, campaign=made, terms=thrice, version=2)
    assert Campaign.objects.get().name == "Winter"


@pytest.mark.parametrize(
    "values", [{"balance": -1}, {"owed": -1}, {"balance": 5, "owed": 5}]
)
def test_the_database_holds_the_balance(
    customer: Customer, values: dict[str, int]
) -> None:
    rewards.points(customer=customer, points=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PointsAccount.objects.update(**values)


def test_an_allocation_earns_once_whatever_is_written(customer: Customer) -> None:
    entry = rewards.points(customer=customer, points=1)
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.parametrize("sql", ["UPDATE {} SET points = 9", "DELETE FROM {}"])
def test_entries_refuse_every_change(customer: Customer, sql: str) -> None:
    rewards.points(customer=customer, points=1)
    table = PointsEntry._meta.db_table
    with (
        pytest.raises(DatabaseError, match="posted document"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))
