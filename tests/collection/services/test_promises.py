"""Promises in the books: recorded, judged by the ledger, replaced, cancelled."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.models import AuditEvent
from collection.domain.promises import judge
from collection.models import Promise
from collection.services.judge_promises import (
    JudgeResult,
    judge_promises,
    terms_of,
    write_judgement,
)
from collection.services.record_promise import (
    Promised,
    PromiseRefusedError,
    cancel_promise,
    record_promise,
    replace_promise,
)
from customers.models import Customer
from invoices.models import Invoice, Payment
from invoices.services.reverse_payment import reverse_payment
from tests import factories
from tests.collection.services.conftest import Travel

pytestmark = pytest.mark.django_db
State = Promise.State


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


@pytest.fixture
def invoice(on_day: Travel) -> Invoice:
    """10,000 past due on 1 March, the day on which the customer promises."""
    return factories.invoice(amount="10000.00", due_on=dt.date(2026, 2, 20))


@pytest.fixture
def customer(invoice: Invoice) -> Customer:
    return invoice.customer


def promise(customer: Customer, **more: object) -> Promise:
    more = {"amount": "10000.00", "promised_on": march(10), **more}
    return factories.promise(customer=customer, made_on=march(1), **more)


def night(promised: Promise, day: int, on_day: Travel) -> Promise:
    on_day(march(day))
    judge_promises(company=promised.company, as_of=march(day))
    promised.refresh_from_db()
    return promised


def pays(invoice: Invoice, day: int, amount: str = "10000.00") -> Payment:
    return factories.payment(pays=invoice, amount=amount, received_on=march(day))


def test_the_window_ends_on_a_working_day(customer: Customer) -> None:
    assert promise(customer).window_until == march(12)
    friday = promise(customer, promised_on=march(13))
    assert friday.window_until == march(16), "Sunday the 15th rolls to Monday"


def test_kept_with_its_day_even_after_missed_nights(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    made = promise(customer)
    assert night(made, 9, on_day).state == State.PENDING
    on_day(march(10))
    pays(invoice, 10)
    judged = night(made, 25, on_day)
    assert (judged.state, judged.kept_on) == (State.KEPT, march(10))
    assert judged.received == Decimal("10000.00")


def test_broken_the_night_after_the_window_and_late_money_does_not_change_it(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    made = promise(customer)
    assert night(made, 12, on_day).state == State.PENDING
    assert night(made, 13, on_day).state == State.BROKEN
    on_day(march(20))
    pays(invoice, 20)
    judged = night(made, 21, on_day)
    assert (judged.state, judged.fulfilled_late) == (State.BROKEN, True)


def test_money_entered_after_the_night_for_a_day_inside_keeps_it(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    made = promise(customer)
    assert night(made, 13, on_day).state == State.BROKEN
    pays(invoice, 12)
    assert night(made, 14, on_day).state == State.KEPT


def test_a_payment_that_bounced_was_never_paid(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    made = promise(customer)
    on_day(march(9))
    paid = pays(invoice, 9)
    assert night(made, 10, on_day).state == State.KEPT
    on_day(march(18))
    reverse_payment(
        actor=None,
        payment=paid,
        effective_on=march(18),
        reason="The bank took it back.",
    )
    judged = night(made, 18, on_day)
    assert (judged.state, judged.received) == (State.BROKEN, Decimal(0))
    assert judged.kept_on is None


def test_money_on_other_items_does_not_keep_a_promise_for_one(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    other = factories.invoice(customer=customer, amount="10000.00", due_on=march(1))
    made = promise(customer, item_ids=[invoice.items.get().pk])
    on_day(march(8))
    pays(other, 8)
    assert night(made, 13, on_day).state == State.BROKEN
    assert not made.to_check


def test_part_of_it(invoice: Invoice, customer: Customer, on_day: Travel) -> None:
    made = promise(customer)
    on_day(march(5))
    pays(invoice, 5, "4000.00")
    assert night(made, 13, on_day).state == State.PARTIALLY_KEPT


def test_more_than_is_open_is_stored_and_marked_to_be_checked(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    made = promise(customer, amount="12000.00")
    assert made.to_check
    assert (made.amount, made.open_when_made) == (Decimal(12_000), Decimal(10_000))
    on_day(march(5))
    pays(invoice, 5)
    assert night(made, 6, on_day).state == State.KEPT, "no more could be kept"


def test_a_second_promise_beside_a_pending_one_is_marked(customer: Customer) -> None:
    assert not promise(customer, amount="1000.00").to_check
    assert promise(customer, amount="1000.00").to_check


def replaced(old: Promise, day: int, promised_on: int, on_day: Travel) -> Promise:
    on_day(march(day))
    promised = Promised(
        currency="CNY", amount=Decimal(10_000), promised_on=march(promised_on)
    )
    return replace_promise(
        actor=old.recorded_by, promise=old, promised=promised, made_on=march(day)
    )


def test_replaced_in_time_once_is_forgiven_and_a_second_time_is_broken(
    customer: Customer, on_day: Travel
) -> None:
    first = promise(customer)
    second = replaced(first, 10, 20, on_day)
    third = replaced(second, 19, 28, on_day)
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.state, second.state, third.state] == [
        State.SUPERSEDED,
        State.BROKEN,
        State.PENDING,
    ]
    assert not second.to_check, "the replaced one is not beside it"


def test_replaced_after_its_day_stays_broken(
    customer: Customer, on_day: Travel
) -> None:
    made = promise(customer)
    replaced(made, 15, 28, on_day)
    assert night(made, 16, on_day).state == State.BROKEN


def test_only_one_replacement_and_none_for_a_kept_one(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    made = promise(customer)
    replaced(made, 5, 20, on_day)
    with pytest.raises(PromiseRefusedError, match="already replaced"):
        replaced(made, 6, 21, on_day)
    kept = promise(customer, promised_on=march(20))
    pays(invoice, 6)
    night(kept, 7, on_day)
    with pytest.raises(PromiseRefusedError, match="Record a new one"):
        replaced(kept, 8, 22, on_day)


def test_cancelled_leaves_the_count_and_no_night_brings_it_back(
    customer: Customer, on_day: Travel
) -> None:
    made = promise(customer)
    with pytest.raises(PromiseRefusedError, match="Say why"):
        cancel_promise(actor=made.recorded_by, promise=made, reason=" ")
    cancel_promise(actor=made.recorded_by, promise=made, reason="Entered twice.")
    assert night(made, 20, on_day).state == State.CANCELLED
    with pytest.raises(PromiseRefusedError, match="Only a pending"):
        cancel_promise(actor=made.recorded_by, promise=made, reason="Once more.")


def test_the_night_may_run_twice_and_never_backwards(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    made = promise(customer)
    night(made, 13, on_day)
    told = AuditEvent.objects.filter(action="collections.promise.judged")
    assert told.count() == 1
    again = judge_promises(company=made.company, as_of=march(13))
    assert again.changed == 0
    earlier = judge_promises(company=made.company, as_of=march(11))
    assert earlier == JudgeResult(judged=0, changed=0)
    made.refresh_from_db()
    assert (made.state, told.count()) == (State.BROKEN, 1)


def test_what_is_stored_can_be_found_again_from_the_ledger(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    for amount, day in (("4000.00", 5), ("10000.00", 10), ("1.00", 4)):
        promise(customer, amount=amount, promised_on=march(day))
    on_day(march(9))
    pays(invoice, 9, "5000.00")
    on_day(march(20))
    judge_promises(company=customer.company, as_of=march(20))
    columns = ("state", "received", "kept_on", "fulfilled_late")
    stored = list(Promise.objects.order_by("pk").values(*columns))
    assert {row["state"] for row in stored} == {"kept", "partially_kept", "broken"}
    Promise.objects.update(
        state=State.PENDING,
        received=0,
        kept_on=None,
        fulfilled_late=False,
        judged_through=None,
        judged_at=None,
    )
    judge_promises(company=customer.company, as_of=march(20))
    assert list(Promise.objects.order_by("pk").values(*columns)) == stored


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"amount": Decimal(0)}, "greater than zero"),
        ({"amount": Decimal("0.001")}, "not an amount"),
        ({"promised_on": dt.date(2026, 2, 27)}, "before the day of the promise"),
        ({"item_ids": [0]}, "of this customer"),
        ({"currency": "XYZ"}, "not an amount"),
        ({"source": "rumour"}, "not a source"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_stored(
    customer: Customer, change: dict[str, object], says: str
) -> None:
    fields = {"currency": "CNY", "amount": Decimal(1), "promised_on": march(2)}
    with pytest.raises(PromiseRefusedError, match=says):
        record_promise(
            actor=factories.user(company=customer.company),
            customer=customer,
            promised=Promised(**{**fields, **change}),  # type: ignore[arg-type]
            made_on=march(1),
        )
    assert not Promise.objects.exists()


def test_the_same_key_records_once(customer: Customer) -> None:
    clerk = factories.user(company=customer.company)
    promised = Promised(currency="CNY", amount=Decimal(1), promised_on=march(2))
    for expected in (None, AlreadyDoneError):
        call = {
            "actor": clerk,
            "customer": customer,
            "promised": promised,
            "made_on": march(1),
            "request_key": "k1",
        }
        if expected is None:
            record_promise(**call)
        else:
            with pytest.raises(expected):
                record_promise(**call)
    assert Promise.objects.count() == 1


def test_of_two_nights_at_once_only_one_writes_and_tells(
    customer: Customer, on_day: Travel
) -> None:
    """The second night has read the promise before the first one wrote it."""
    made = promise(customer)
    on_day(march(13))
    read_before = Promise.objects.select_related("customer").get(pk=made.pk)
    assert night(made, 13, on_day).state == State.BROKEN
    found = judge(terms_of(read_before), money=[], as_of=march(13))
    late = write_judgement(
        read_before, found, as_of=march(13), judged_at=made.recorded_at
    )
    assert not late
    told = AuditEvent.objects.filter(action="collections.promise.judged")
    assert told.count() == 1
