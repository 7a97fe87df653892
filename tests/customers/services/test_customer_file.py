"""What is written into a customer's file, and what is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from arcollect.core.models import AuditEvent
from customers.models import Customer, CustomerFlag, CustomerProduct, PaymentProfile
from customers.selectors.flags import (
    closely_watched,
    concessions_barred,
    prepayment_only,
)
from customers.selectors.promotions import agreements_in_force
from customers.selectors.recipients import recipients_of
from customers.selectors.trade import range_of, support_cost
from customers.services.log_support import SupportRefusedError
from customers.services.note_cause import note_cause
from customers.services.save_agreement import AgreementRefusedError, end_agreement
from customers.services.save_contact import add_contact
from customers.services.save_customer import (
    FIELDS,
    GroupHeadError,
    StatusMoveError,
    edit_customer,
)
from customers.services.save_payment_profile import keep_payment_profile
from customers.services.save_product import ProductRefusedError, edit_product
from customers.services.set_flag import FlagRefusedError, lift_flag, set_flag
from customers.services.versions import ChangedMeanwhileError
from tests import factories
from tests.factories import TODAY, customer_files

pytestmark = pytest.mark.django_db
WATCH, HABITUAL = CustomerFlag.Kind.WATCH, CustomerFlag.Kind.HABITUAL_DEBTOR
TOMORROW = TODAY + dt.timedelta(days=1)
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def customer() -> Customer:
    company = factories.company()
    user = factories.user(role="sales_rep", company=company)
    return factories.customer(rep=factories.rep(company=company, user=user))


def edit(customer: Customer, **changes: Any) -> None:
    stored = Customer.objects.get(pk=customer.pk)
    values = {name: getattr(stored, name) for name in FIELDS} | changes
    edit_customer(actor=None, customer=stored, version=stored.version, values=values)


class TestFlags:
    def test_under_watch_means_prepayment_only_from_its_day_on(
        self, customer: Customer
    ) -> None:
        customer_files.flag(customer=customer, kind=WATCH)
        assert prepayment_only(customer.pk, TODAY)
        assert not prepayment_only(customer.pk, YESTERDAY)
        assert not concessions_barred(customer.pk, TODAY)
        assert closely_watched([customer.pk], on=TODAY) == {customer.pk}

    def test_nothing_is_conceded_to_a_habitual_debtor(self, customer: Customer) -> None:
        customer_files.flag(customer=customer, kind=HABITUAL)
        assert concessions_barred(customer.pk, TODAY)
        assert not prepayment_only(customer.pk, TODAY)
        assert closely_watched([customer.pk], on=TODAY) == {customer.pk}

    def test_the_day_of_lifting_is_the_first_without_it(
        self, customer: Customer
    ) -> None:
        flag = customer_files.flag(customer=customer, kind=HABITUAL)
        head = factories.user(role="finance_manager", company=customer.company)
        lift_flag(actor=head, flag=flag, lifted_on=TOMORROW, reason="Two years on time")
        assert concessions_barred(customer.pk, TODAY)
        assert not concessions_barred(customer.pk, TOMORROW)

    def test_one_of_a_kind_at_a_time(self, customer: Customer) -> None:
        customer_files.flag(customer=customer, kind=WATCH)
        with pytest.raises(FlagRefusedError, match="already"):
            customer_files.flag(customer=customer, kind=WATCH)
        customer_files.flag(customer=customer, kind=HABITUAL)
        assert CustomerFlag.objects.count() == 2

    def test_whoever_set_it_does_not_lift_it(self, customer: Customer) -> None:
        head = factories.user(role="finance_manager", company=customer.company)
        flag = customer_files.flag(customer=customer, by=head)
        with pytest.raises(FlagRefusedError, match="Somebody else"):
            lift_flag(actor=head, flag=flag, lifted_on=TODAY, reason="Pays")
        assert customer.rep is not None
        assert customer.rep.user is not None
        with pytest.raises(FlagRefusedError, match="your own customer"):
            lift_flag(
                actor=customer.rep.user, flag=flag, lifted_on=TODAY, reason="Pays"
            )
        assert CustomerFlag.objects.get().lifted_on is None

    def test_it_is_lifted_once(self, customer: Customer) -> None:
        flag = customer_files.flag(customer=customer)
        one, other = (
            factories.user(role="finance_manager", company=customer.company)
            for _ in range(2)
        )
        lift_flag(actor=one, flag=flag, lifted_on=TODAY, reason="Pays")
        with pytest.raises(FlagRefusedError, match="already"):
            lift_flag(actor=other, flag=flag, lifted_on=TODAY, reason="Pays")
        assert AuditEvent.objects.filter(action="customers.customerflag.lifted").count()

    @pytest.mark.parametrize(("review", "reason"), [(0, "x"), (200, "x"), (30, " ")])
    def test_a_flag_needs_a_reason_and_a_review_within_half_a_year(
        self, customer: Customer, review: int, reason: str
    ) -> None:
        with pytest.raises(FlagRefusedError):
            set_flag(
                actor=None,
                customer=customer,
                kind=WATCH,
                from_on=TODAY,
                review_on=TODAY + dt.timedelta(days=review),
                reason=reason,
            )
        assert not CustomerFlag.objects.exists()


class TestStatusAndGroup:
    def test_a_status_moves_only_along_its_way(self, customer: Customer) -> None:
        edit(customer, status="SUSPENDED")
        edit(customer, status="CLOSED")
        with pytest.raises(StatusMoveError, match="Closed"):
            edit(customer, status="ACTIVE")
        assert Customer.objects.get().status == "CLOSED"

    def test_a_group_has_one_level(self, customer: Customer) -> None:
        head, other = (factories.customer(company=customer.company) for _ in range(2))
        edit(customer, parent=head)
        with pytest.raises(GroupHeadError, match="belongs to a group"):
            edit(other, parent=customer)
        with pytest.raises(GroupHeadError, match="is the head of a group"):
            edit(head, parent=other)
        with pytest.raises(GroupHeadError, match="their own group"):
            edit(other, parent=other)
        assert not Customer.objects.filter(pk=other.pk, parent__isnull=False).exists()

    def test_the_database_refuses_a_customer_under_himself(
        self, customer: Customer
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Customer.objects.filter(pk=customer.pk).update(parent=customer)

    def test_the_cause_is_noted_with_its_day(self, customer: Customer) -> None:
        note = {"customer": customer, "cause_note": "", "cause_noted_on": TODAY}
        note_cause(actor=None, version=1, cause="no_cash", **note)
        stored = Customer.objects.get()
        assert (stored.cause, stored.cause_noted_on) == ("no_cash", TODAY)
        with pytest.raises(ChangedMeanwhileError):
            note_cause(actor=None, version=1, cause="price", **note)
        note_cause(actor=None, version=2, cause="", **note)
        assert Customer.objects.get().cause_noted_on is None


class TestPaymentProfile:
    def test_two_who_enter_the_first_one_do_not_overwrite_each_other(
        self, customer: Customer
    ) -> None:
        customer_files.payment_profile(customer=customer, bank="ICBC")
        with pytest.raises(ChangedMeanwhileError):
            customer_files.payment_profile(customer=customer, bank="BOC")
        assert PaymentProfile.objects.get().bank == "ICBC"

    def test_a_change_is_audited_field_by_field(self, customer: Customer) -> None:
        first = customer_files.payment_profile(customer=customer, closing_day=25)
        keep_payment_profile(
            actor=None, customer=customer, version=1, values={"closing_day": 20}
        )
        event = AuditEvent.objects.filter(object_id=str(first.pk)).latest("pk")
        assert (event.before["closing_day"], event.after["closing_day"]) == (25, 20)

    @pytest.mark.parametrize("wrong", [{"closing_day": 32}, {"transfer_days": 61}])
    def test_the_database_refuses_impossible_days(
        self, customer: Customer, wrong: dict[str, int]
    ) -> None:
        customer_files.payment_profile(customer=customer)
        with pytest.raises(IntegrityError), transaction.atomic():
            PaymentProfile.objects.update(**wrong)


class TestContacts:
    def person(self, customer: Customer, name: str, **more: Any) -> None:
        values = {"roles": ["FINANCE"], "email": f"{name}@example.com", **more}
        add_contact(actor=None, customer=customer, values={"name": name, **values})

    def test_letters_pass_over_who_is_not_to_be_contacted(
        self, customer: Customer
    ) -> None:
        self.person(customer, "away", do_not_contact_until=TODAY)
        self.person(customer, "refused", consents_email=False)
        self.person(customer, "there")
        today = recipients_of([customer.pk], on=TODAY)[customer.pk]
        assert today.email == "there@example.com"
        tomorrow = recipients_of([customer.pk], on=TOMORROW)[customer.pk]
        assert tomorrow.email == "away@example.com"

    def test_a_window_has_both_ends(self, customer: Customer) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            self.person(customer, "half", best_from=dt.time(9))


class TestTrade:
    def test_margin_rank_and_share_of_a_dealers_range(self, customer: Customer) -> None:
        fridge, oven = (
            customer_files.product(company=customer.company, code=code)
            for code in ("F1", "O1")
        )
        customer_files.in_range(
            customer=customer, product=oven, sales_rank=2, sales_share_bp=500
        )
        customer_files.in_range(
            customer=customer, product=fridge, sales_rank=1, sales_share_bp=1250
        )
        found = range_of(customer)
        assert [one.row.product.code for one in found.rows] == ["F1", "O1"]
        assert found.rows[0].margin_bp == 2000
        assert found.rows[0].spread == Decimal("599.80")
        assert found.share_bp == 1750

    def test_shares_of_one_customer_are_at_most_everything(
        self, customer: Customer
    ) -> None:
        one, other = (
            customer_files.product(company=customer.company, code=code)
            for code in ("A", "B")
        )
        customer_files.in_range(customer=customer, product=one, sales_share_bp=6000)
        with pytest.raises(ProductRefusedError, match="100 %"):
            customer_files.in_range(
                customer=customer, product=other, sales_share_bp=4001
            )
        assert CustomerProduct.objects.count() == 1

    def test_a_product_is_carried_once_and_keeps_its_currency(
        self, customer: Customer
    ) -> None:
        fridge = customer_files.product(company=customer.company)
        customer_files.in_range(customer=customer, product=fridge)
        with pytest.raises(ProductRefusedError, match="already"):
            customer_files.in_range(customer=customer, product=fridge)
        with pytest.raises(ProductRefusedError, match="currency"):
            edit_product(
                actor=None,
                product=fridge,
                version=1,
                values={"code": "BCD-1", "currency": "USD"},
            )

    def test_both_ends_of_an_agreement_count(self, customer: Customer) -> None:
        held = customer_files.agreement(
            customer=customer, from_on=TODAY, until_on=TOMORROW
        )
        assert list(agreements_in_force(customer.pk, TODAY)) == [held]
        assert list(agreements_in_force(customer.pk, TOMORROW)) == [held]
        assert not agreements_in_force(customer.pk, YESTERDAY)
        assert not agreements_in_force(customer.pk, TOMORROW + dt.timedelta(days=1))

    def test_an_agreement_ended_early_holds_through_that_day(
        self, customer: Customer
    ) -> None:
        held = customer_files.agreement(customer=customer)
        end_agreement(actor=None, agreement=held, ended_on=TODAY, reason="Sold out")
        assert agreements_in_force(customer.pk, TODAY)
        assert not agreements_in_force(customer.pk, TOMORROW)
        with pytest.raises(AgreementRefusedError, match="already"):
            end_agreement(actor=None, agreement=held, ended_on=TODAY, reason="Again")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"rate_bp": 300, "amount": Decimal("5.00")},
            {"rate_bp": None, "amount": None},
            {"until_on": dt.date(2000, 1, 1)},
        ],
    )
    def test_an_agreement_is_a_rate_or_an_amount_for_some_days(
        self, customer: Customer, wrong: dict[str, Any]
    ) -> None:
        with pytest.raises(AgreementRefusedError):
            customer_files.agreement(customer=customer, **wrong)

    def test_support_refers_to_agreements_of_the_same_customer(
        self, customer: Customer
    ) -> None:
        stranger = factories.customer(company=customer.company)
        foreign = customer_files.agreement(customer=stranger)
        with pytest.raises(SupportRefusedError):
            customer_files.support(customer=customer, agreement=foreign)
        customer_files.support(customer=customer, cost="500.00")
        customer_files.support(customer=customer, cost="250.00", currency="USD")
        customer_files.support(customer=customer, cost="1.00")
        assert support_cost(customer=customer, since=TODAY) == [
            {"currency": "CNY", "total": Decimal("501.00")},
            {"currency": "USD", "total": Decimal("250.00")},
        ]
