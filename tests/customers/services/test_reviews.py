"""Credit reviews: who may decide what, and how a line comes into force and ends."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from arcollect.core.authority import ApprovalRefusedError
from arcollect.core.models import AuditEvent, User
from arcollect.core.roles import Role
from customers.domain.credit_grade import QueuePosition, Rating, ReviewFacts, Severity
from customers.models import CreditProfile, CreditReview, Customer
from customers.selectors.credit import find_profile, open_signals
from customers.selectors.credit_rules import deposit_shares, find_ceiling
from customers.services.decide_review import (
    Decision,
    agree_to_review,
    decide_review,
    withdraw_review,
)
from customers.services.note_signal import SignalRefusedError, close_signal, note_signal
from customers.services.prepare_review import ReviewRefusedError, prepare_review
from customers.services.set_credit_rules import (
    RuleRefusedError,
    set_ceiling,
    set_deposit,
)
from tests import factories
from tests.factories import credit

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
TODAY = factories.TODAY


@pytest.fixture
def customer() -> Customer:
    company = factories.company()
    user = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, user=user)
    return factories.customer(company=company, rep=rep)


@pytest.fixture
def manager(customer: Customer) -> User:
    return factories.user(role=Role.FINANCE_MANAGER, company=customer.company)


@pytest.fixture
def review(customer: Customer) -> CreditReview:
    """Proposes grade B, 40,000 and 45 days."""
    return credit.review(customer=customer)


def decision(**change: object) -> Decision:
    values = {
        "grade": "B",
        "line": Decimal(40_000),
        "period_days": 45,
        "valid_from": TODAY,
        **change,
    }
    return Decision(**values)  # type: ignore[arg-type]


def test_a_review_keeps_what_was_looked_at_and_what_follows(customer, manager):
    facts = ReviewFacts(
        days_beyond_terms=Decimal("3.0"),
        exposure=Decimal(10_000),
        line=Decimal(40_000),
        years=4,
        months_bought=12,
        purchases=Decimal(360_000),
        rating=Rating.FAIR,
        signals=(Severity.LOW,),
        has_contract=True,
    )
    made = prepare_review(
        actor=manager,
        customer=customer,
        currency="CNY",
        as_of=TODAY,
        facts=facts,
        queue=QueuePosition(sales=4, profit=3, relation=5, control=2),
    )
    # Payment 38, exposure 15, trade 15, statements and signals 15, contract 4.
    assert (made.score, made.proposed_grade) == (87, "A")
    assert (made.proposed_line, made.proposed_period_days) == (60_000, 60)
    assert made.queue_points == 14
    assert made.inputs["purchases"] == "360000.00"
    assert made.inputs["signals"] == ["low"]
    with pytest.raises(ReviewRefusedError):
        prepare_review(
            actor=manager, customer=customer, currency="CNY", as_of=TODAY, facts=facts
        )


def test_a_decision_brings_the_line_into_force_for_six_months(
    customer, manager, review
):
    first = TODAY + dt.timedelta(days=1)
    assert decide_review(
        actor=manager, review=review, decision=decision(valid_from=first)
    )

    assert find_profile(customer_id=customer.pk, currency="CNY", on=TODAY) is None
    found = find_profile(customer_id=customer.pk, currency="CNY", on=first)
    assert found is not None
    assert (found.grade, found.line, found.period_days) == ("B", 40_000, 45)
    assert found.review_due_on == dt.date(2027, 1, 1)
    (event,) = AuditEvent.objects.filter(action="customers.review.decided")
    assert event.after["line"] == "40000.00"
    with pytest.raises(ReviewRefusedError):
        decide_review(actor=manager, review=review, decision=decision())


def test_neither_the_rep_nor_who_prepared_it_decides(customer, review):
    rep_user = customer.rep.user
    for person in (rep_user, review.prepared_by):
        with pytest.raises(ApprovalRefusedError):
            decide_review(actor=person, review=review, decision=decision())
    # Nor through the back door of the database.
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditReview.objects.filter(pk=review.pk).update(
            state="decided", approved_by=review.prepared_by
        )


def test_above_the_limit_a_second_person_must_agree(customer, manager, review):
    """The preset lets a finance manager decide up to 50,000 alone."""
    CreditReview.objects.filter(pk=review.pk).update(proposed_line=Decimal(80_000))
    review.refresh_from_db()
    second = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    asked = decision(line=Decimal(80_000))
    assert not decide_review(actor=manager, review=review, decision=asked)
    assert not CreditProfile.objects.exists()
    with pytest.raises(ApprovalRefusedError):
        agree_to_review(actor=manager, review=review)

    profile = agree_to_review(actor=second, review=review)

    assert (profile.line, profile.version) == (80_000, 1)
    review.refresh_from_db()
    assert (review.state, review.second_approved_by) == ("decided", second)


@pytest.mark.parametrize(
    "change",
    [
        {"grade": "B", "period_days": 46},
        {"grade": "D", "period_days": 0},
        {"line": Decimal("0.001")},
        {"line": Decimal(-1)},
        {"valid_from": TODAY - dt.timedelta(days=1)},
        # Better than proposed, and no reason given.
        {"line": Decimal("40000.01")},
        {"grade": "A"},
    ],
)
def test_what_the_rules_do_not_allow_is_not_decided(manager, review, change):
    with pytest.raises(ReviewRefusedError):
        decide_review(actor=manager, review=review, decision=decision(**change))
    assert CreditReview.objects.get(pk=review.pk).state == "prepared"


def test_more_than_proposed_needs_a_reason_and_less_none(manager, review, customer):
    better = decision(line=Decimal(45_000), reason="bank guarantee on its way")
    assert decide_review(actor=manager, review=review, decision=better)
    lower = credit.review(customer=customer)
    less = decision(grade="C", line=Decimal(10), period_days=30)
    assert decide_review(actor=manager, review=lower, decision=less)
    found = find_profile(customer_id=customer.pk, currency="CNY", on=TODAY)
    assert found is not None
    assert (found.version, found.line) == (2, 10)


def test_the_database_holds_six_months_periods_and_no_line_for_grade_d(customer):
    profile = credit.credit_line(customer=customer)
    for wrong in (
        {"review_due_on": profile.valid_from + dt.timedelta(days=190)},
        {"review_due_on": profile.valid_from - dt.timedelta(days=1)},
        {"grade": "A", "period_days": 61},
        {"grade": "C", "period_days": 31},
        {"grade": "D", "period_days": 0, "line": Decimal(1)},
        {"line": Decimal(-1)},
    ):
        copy = CreditProfile.objects.get(pk=profile.pk)
        review = credit.review(customer=customer)
        copy.pk, copy.version, copy.review = None, 9, review
        for name, value in wrong.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
        CreditReview.objects.filter(pk=review.pk).delete()


def test_a_review_taken_back_makes_room_for_another(customer, manager, review):
    with pytest.raises(ReviewRefusedError):
        withdraw_review(actor=manager, review=review, reason="")
    withdraw_review(actor=manager, review=review, reason="wrong figures")
    with pytest.raises(ReviewRefusedError):
        decide_review(actor=manager, review=review, decision=decision())
    assert credit.review(customer=customer).state == "prepared"


def test_a_signal_is_noted_weighs_and_is_closed(customer, manager):
    signal = credit.signal(customer=customer)
    assert open_signals(customer_id=customer.pk, on=TODAY) == [signal]
    with pytest.raises(SignalRefusedError):
        close_signal(actor=manager, signal=signal, closed_on=TODAY, note=" ")
    close_signal(actor=manager, signal=signal, closed_on=TODAY, note="paid since")
    assert open_signals(customer_id=customer.pk, on=TODAY) == []
    with pytest.raises(SignalRefusedError):
        close_signal(actor=manager, signal=signal, closed_on=TODAY, note="again")
    for wrong in ({"source": " "}, {"seen_on": TODAY + dt.timedelta(days=1)}):
        values = {"source": "bank", "seen_on": TODAY, **wrong}
        with pytest.raises(SignalRefusedError):
            note_signal(
                actor=manager,
                customer=customer,
                kind="other",
                severity="low",
                today=TODAY,
                **values,
            )


def test_ceilings_and_deposits_keep_their_versions(customer, manager):
    rep = customer.rep
    set_ceiling(actor=manager, rep=rep, currency="CNY", amount=Decimal(100))
    set_ceiling(actor=manager, rep=rep, currency="CNY", amount=Decimal(200))
    assert find_ceiling(rep_id=rep.pk, currency="CNY") == 200
    assert find_ceiling(rep_id=rep.pk, currency="USD") is None
    events = AuditEvent.objects.filter(action="customers.ceiling.set")
    assert events.latest("pk").before == {"amount": "100.00"}
    assert deposit_shares(company_id=customer.company_id) == {
        "A": 0,
        "B": 0,
        "C": 0,
        "D": 10_000,
    }
    set_deposit(actor=manager, company=customer.company, grade="C", share_bp=3000)
    assert deposit_shares(company_id=customer.company_id)["C"] == 3000
    with pytest.raises(RuleRefusedError):
        set_deposit(actor=manager, company=customer.company, grade="C", share_bp=10_001)
    with pytest.raises(RuleRefusedError):
        set_ceiling(actor=manager, rep=rep, currency="CNY", amount=Decimal(-1))
