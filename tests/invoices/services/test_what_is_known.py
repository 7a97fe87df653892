"""Recording facts, overrides and policies, and that the next night sees them."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from arcollect.core.models import AuditEvent, Company, Rep, User
from customers.models import Customer
from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import STRICT_ONE_THIRD
from invoices.models import (
    ClassificationPolicy,
    ClassOverride,
    DueItem,
    DueItemState,
    Fact,
)
from invoices.services.approve_override import (
    OverrideRefusedError,
    approve_override,
    withdraw_override,
)
from invoices.services.classify import classify_through
from invoices.services.publish_policy import PolicyRefusedError, publish_policy
from invoices.services.record_fact import FactRefusedError, record_fact, withdraw_fact
from tests.books.openings import item_of, open_company, open_customer, overdue_invoice

pytestmark = pytest.mark.django_db
ISSUED = dt.date(2026, 1, 1)
NIGHT = dt.date(2026, 1, 20)


@pytest.fixture
def company() -> Company:
    return open_company()


@pytest.fixture
def dealer(company: Company) -> Customer:
    return open_customer(company)


@pytest.fixture
def item(company: Company, dealer: Customer) -> DueItem:
    """An item not due yet, classified on `NIGHT`."""
    item = item_of(overdue_invoice(dealer, issued_on=ISSUED))
    classify_through(company=company, as_of=NIGHT)
    return item


def _class(item: DueItem, night: dt.date = NIGHT) -> tuple[int | None, str]:
    classify_through(company=item.company, as_of=night)
    state = DueItemState.objects.get(pk=item.pk)
    return state.severity, state.decided_by


def test_a_fact_reaches_every_item_the_same_night(item: DueItem) -> None:
    other = item_of(overdue_invoice(item.customer, issued_on=ISSUED))
    fact = record_fact(
        actor=None,
        customer=item.customer,
        kind=Fact.Kind.BANKRUPTCY_DECLARED,
        from_on=dt.date(2026, 1, 5),
        source="court notice",
    )
    assert _class(item) == (4, "fact:bankruptcy_declared")
    assert _class(other) == (4, "fact:bankruptcy_declared")
    withdraw_fact(actor=None, fact=fact, reason="namesake")
    assert _class(item) == (1, "age")
    actions = AuditEvent.objects.filter(action__startswith="invoices.fact")
    assert list(actions.values_list("action", flat=True)) == [
        "invoices.fact.recorded",
        "invoices.fact.withdrawn",
    ]


def test_a_correction_moves_the_fact(item: DueItem) -> None:
    kind = Fact.Kind.INSOLVENCY_SIGNS
    dealer = item.customer
    wrong = record_fact(actor=None, customer=dealer, kind=kind, from_on=ISSUED)
    assert _class(item) == (3, "fact:insolvency_signs")
    record_fact(
        actor=None,
        customer=dealer,
        kind=kind,
        from_on=dt.date(2026, 1, 25),
        until_on=dt.date(2026, 1, 27),
        corrects=wrong,
    )
    assert _class(item) == (1, "age")
    assert _class(item, dt.date(2026, 1, 25)) == (3, "fact:insolvency_signs")
    assert _class(item, dt.date(2026, 1, 27)) == (1, "age")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "rumour"},
        {"until_on": ISSUED},
        {"kind": Fact.Kind.LIMITATION},
        {"kind": Fact.Kind.SUPPLY_STOPPED, "due_item": True},
    ],
)
def test_a_wrong_fact_is_refused_and_nothing_changes(
    wrong: dict[str, object], item: DueItem
) -> None:
    if wrong.get("due_item"):
        wrong = {**wrong, "due_item": item}
    given = {"kind": Fact.Kind.ABSCONDED, "from_on": ISSUED, **wrong}
    before = DueItemState.objects.values().get(pk=item.pk)
    with pytest.raises(FactRefusedError):
        record_fact(actor=None, customer=item.customer, **given)
    assert not Fact.objects.exists()
    assert DueItemState.objects.values().get(pk=item.pk) == before


def test_a_fact_is_taken_back_once(item: DueItem) -> None:
    fact = record_fact(
        actor=None, customer=item.customer, kind=Fact.Kind.ABSCONDED, from_on=ISSUED
    )
    with pytest.raises(FactRefusedError):
        withdraw_fact(actor=None, fact=fact, reason=" ")
    withdraw_fact(actor=None, fact=fact, reason="found")
    with pytest.raises(FactRefusedError):
        withdraw_fact(actor=None, fact=fact, reason="again")
    assert Fact.objects.count() == 2


def _override(
    item: DueItem, actor: User | None = None, **other: object
) -> ClassOverride:
    given = {
        "cls": ReceivableClass.EXPEDITED,
        "from_on": ISSUED,
        "until_on": dt.date(2026, 2, 1),
        "reason": "known to be slow",
        **other,
    }
    return approve_override(actor=actor, due_item=item, **given)


def test_an_override_counts_until_it_ends_or_is_taken_back(item: DueItem) -> None:
    _override(item)
    assert _class(item) == (2, "override")
    assert _class(item, dt.date(2026, 1, 31)) == (2, "override")
    assert _class(item, dt.date(2026, 2, 1)) == (1, "age")
    later = _override(item, until_on=dt.date(2026, 3, 1))
    assert _class(item, dt.date(2026, 2, 2)) == (2, "override")
    withdraw_override(actor=None, override=later, reason="paid a part")
    assert _class(item, dt.date(2026, 2, 3)) == (1, "age")


@pytest.mark.parametrize(
    "wrong",
    [
        {"cls": ReceivableClass.SETTLED},
        {"reason": " "},
        {"until_on": ISSUED},
        {"until_on": ISSUED + dt.timedelta(days=91)},
    ],
)
def test_a_wrong_override_is_refused(wrong: dict[str, object], item: DueItem) -> None:
    with pytest.raises(OverrideRefusedError):
        _override(item, **wrong)
    assert not ClassOverride.objects.exists()


def test_the_own_rep_cannot_approve(item: DueItem) -> None:
    rep = User.objects.create(username="rep", full_name="Rep")
    item.customer.rep = Rep.objects.create(company=item.company, name="Rep", user=rep)
    item.customer.save()
    with pytest.raises(OverrideRefusedError):
        _override(item, actor=rep)
    assert _override(item, actor=User.objects.create(username="boss")).pk


def test_a_policy_counts_from_its_day(item: DueItem) -> None:
    company = item.company
    rules = STRICT_ONE_THIRD.to_dict()
    from_on = dt.date(2026, 2, 1)
    policy = publish_policy(
        actor=None, company=company, name="strict", rules=rules, from_on=from_on
    )
    assert (policy.version, policy.name) == (2, "strict")
    assert _class(item, dt.date(2026, 1, 31)) == (1, "age")
    # One day past due, which the default still tolerates.
    assert _class(item, from_on) == (2, "age")
    state = DueItemState.objects.get(pk=item.pk)
    assert state.expedited_from == dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("from_on", "change"),
    [
        (NIGHT, {}),
        (dt.date(2026, 3, 1), {"grace_den": 0}),
        (dt.date(2026, 3, 1), {"unknown": 1}),
    ],
)
def test_a_wrong_policy_is_refused(
    from_on: dt.date, change: dict[str, int], item: DueItem
) -> None:
    rules = {**STRICT_ONE_THIRD.to_dict(), **change}
    with pytest.raises(PolicyRefusedError):
        publish_policy(
            actor=None, company=item.company, name="x", rules=rules, from_on=from_on
        )
    assert ClassificationPolicy.objects.filter(company=item.company).count() == 1


def test_the_command_prints_what_the_night_did(item: DueItem) -> None:
    def nightly(*arguments: str) -> str:
        out = StringIO()
        call_command("nightly", *arguments, stdout=out)
        return out.getvalue()

    late = "2026-02-11"
    assert json.loads(nightly("--as-of", late, "--json")) == {
        "as_of": late,
        "changed": 1,
    }
    assert json.loads(nightly("--as-of", late, "--json"))["changed"] == 0
    assert "2026-02-11" in nightly("--as-of", "2026-01-05")
    open_company()
    with pytest.raises(CommandError) as refusal:
        nightly("--as-of", late)
    assert refusal.value.returncode == 2
    assert json.loads(
        nightly("--as-of", late, "--json", "--company", item.company.code)
    )
