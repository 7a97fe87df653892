"""Screens of a customer's file: what they show, save and refuse."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.forms import MultipleChoiceField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.models import AuditEvent, Company
from arcollect.core.roles import Role
from customers.models import (
    Contact,
    Customer,
    CustomerFlag,
    CustomerProduct,
    PaymentProfile,
    Product,
    PromotionAgreement,
    SupportAction,
)
from tests import factories
from tests.factories import customer_files

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
TODAY = "2026-06-30"


@pytest.fixture(autouse=True)
def _on_the_day_of_the_factories() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def company() -> Company:
    return factories.company()


@pytest.fixture
def customer(company: Company) -> Customer:
    user = factories.user(role=Role.SALES_REP, company=company, username="rep")
    return factories.customer(rep=factories.rep(company=company, user=user))


@pytest.fixture
def browser(company: Company) -> Client:
    return factories.signed_in(factories.user(role=Role.FINANCE, company=company))


@pytest.fixture
def head(company: Company) -> Client:
    person = factories.user(role=Role.FINANCE_MANAGER, company=company)
    return factories.signed_in(person)


def typed(browser: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the form holds when it is opened, hidden first values included."""
    form = browser.get(address).context["form"]
    data: dict[str, Any] = {}
    for bound in [*form.visible_fields(), *form.hidden_fields()]:
        value = bound.value()
        if value is None:
            value = [] if isinstance(bound.field, MultipleChoiceField) else ""
        data[bound.html_name] = data[bound.html_initial_name] = value
    return {**data, **changes}


def at(name: str, *keys: int) -> str:
    return reverse(f"customers:{name}", args=keys)


class TestEditing:
    def test_legal_data_group_and_country(
        self, browser: Client, customer: Customer
    ) -> None:
        group = factories.customer(company=customer.company, code="HEAD")
        address = at("edit", customer.pk)
        answer = browser.post(
            address,
            typed(
                browser,
                address,
                parent="HEAD",
                country="CN",
                size_class="small",
                legal_representative="Zhao Min",
                established_on="2001-02-03",
            ),
        )
        assert answer.status_code == 302
        stored = Customer.objects.get(pk=customer.pk)
        assert (stored.parent, stored.country) == (group, "CN")
        assert stored.established_on == dt.date(2001, 2, 3)
        page = browser.get(at("file", customer.pk)).content.decode()
        assert "Zhao Min" in page
        assert "China" in page

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"parent": "NOBODY"}, "No customer has this code."),
            ({"country": "XX"}, "Select a valid choice."),
            ({"status": "PROSPECT"}, "cannot go from"),
        ],
    )
    def test_bad_input_says_why_and_changes_nothing(
        self,
        browser: Client,
        customer: Customer,
        changes: dict[str, str],
        says: str,
    ) -> None:
        address = at("edit", customer.pk)
        answer = browser.post(address, typed(browser, address, **changes))
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert Customer.objects.get(pk=customer.pk).version == 1

    def test_a_contact_has_a_window_and_consents(
        self, browser: Client, customer: Customer
    ) -> None:
        address = at("contact_new", customer.pk)
        answer = browser.post(
            address,
            {
                "name": "Qian",
                "roles": ["PAYER"],
                "best_days": ["1", "3"],
                "best_from": "09:00",
                "best_until": "11:30",
                "influence": "high",
                "consents_email": "true",
                "do_not_contact_until": "2026-07-10",
            },
        )
        assert answer.status_code == 302
        contact = Contact.objects.get()
        assert (contact.best_days, contact.best_from) == ([1, 3], dt.time(9))
        assert (contact.consents_email, contact.consents_recording) == (True, None)
        assert (
            "Tuesday, Thursday 09:00"
            in browser.get(at("detail", customer.pk)).content.decode()
        )

    def test_half_a_window_is_refused(
        self, browser: Client, customer: Customer
    ) -> None:
        answer = browser.post(
            at("contact_new", customer.pk), {"name": "Qian", "best_from": "09:00"}
        )
        assert answer.status_code == 422
        assert "Give both times" in answer.content.decode()
        assert not Contact.objects.exists()


class TestTheFile:
    def test_missing_facts_are_named_with_the_form_that_takes_them(
        self, browser: Client, customer: Customer
    ) -> None:
        page = browser.get(at("file", customer.pk))
        found = {str(one.label): one.url for one in page.context["missing"]}
        assert found["person who pays"].endswith("?role=PAYER")
        assert found["monthly closing day"] == at("payment_profile", customer.pk)
        assert found["contract"] == at("contract_new", customer.pk)
        assert page.context["file"].percent == 9  # 2 of 22: the name and the rep

    def test_a_reader_without_the_permission_gets_no_links(
        self, company: Company, customer: Customer
    ) -> None:
        auditor = factories.signed_in(
            factories.user(role=Role.AUDITOR, company=company)
        )
        missing = auditor.get(at("file", customer.pk)).context["missing"]
        assert {one.url for one in missing} == {""}

    def test_everything_is_shown(self, browser: Client, customer: Customer) -> None:
        customer_files.file_of(customer)
        Customer.objects.update(cause="no_cash", cause_noted_on=TODAY)
        page = browser.get(at("file", customer.pk)).content.decode()
        for text in ("Under watch", "20%", "plan of instalments"):
            assert text in page
        assert f"PA{customer.pk}" in page

    def test_it_costs_the_same_with_one_and_with_twenty_of_each(
        self, browser: Client, customer: Customer
    ) -> None:
        customer_files.file_of(customer)
        address = at("file", customer.pk)
        few = queries(browser, address)
        for number in range(19):
            ours = customer_files.product(company=customer.company, code=f"X{number}")
            customer_files.in_range(customer=customer, product=ours)
            customer_files.agreement(customer=customer, number=f"X{number}")
            customer_files.support(customer=customer)
            Contact.objects.create(
                company=customer.company, customer=customer, name=str(number)
            )
        assert queries(browser, address) == few


def queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


class TestPaying:
    def test_the_profile_moves_the_expected_day_of_open_items(
        self, browser: Client, customer: Customer
    ) -> None:
        factories.invoice(customer=customer, due_on=dt.date(2026, 7, 1))
        page = browser.get(at("detail", customer.pk))
        assert page.context["page_obj"][0].expected.on == dt.date(2026, 7, 1)
        address = at("payment_profile", customer.pk)
        answer = browser.post(
            address,
            typed(browser, address, closing_day="25", pay_weekdays=["4"]),
        )
        assert answer.status_code == 302
        page = browser.get(at("detail", customer.pk))
        # Closing on Saturday 25 July, then the first Friday.
        assert page.context["page_obj"][0].expected.on == dt.date(2026, 7, 31)
        assert "2026-07-31" in page.content.decode()
        export = browser.get(at("detail", customer.pk) + "?export=csv")
        assert "2026-07-31" in b"".join(export.streaming_content).decode()

    def test_a_wrong_day_is_refused(self, browser: Client, customer: Customer) -> None:
        address = at("payment_profile", customer.pk)
        answer = browser.post(address, typed(browser, address, closing_day="32"))
        assert answer.status_code == 422
        assert not PaymentProfile.objects.exists()

    def test_a_late_saver_sees_what_the_other_wrote(
        self, browser: Client, customer: Customer
    ) -> None:
        address = at("payment_profile", customer.pk)
        late = typed(browser, address, bank="BOC")
        browser.post(address, typed(browser, address, bank="ICBC", closing_day="20"))
        answer = browser.post(address, late)
        assert answer.status_code == 409, answer.context["form"].errors
        assert PaymentProfile.objects.get().bank == "ICBC"
        form = answer.context["form"]
        assert (form["bank"].value(), form["version"].value()) == ("BOC", "1")
        again = {
            bound.html_name: "" if bound.value() is None else bound.value()
            for bound in form
        }
        assert browser.post(address, again).status_code == 302
        stored = PaymentProfile.objects.get()
        assert (stored.bank, stored.closing_day) == ("BOC", 20)

    def test_the_rep_notes_the_cause_and_is_told_what_to_do(
        self, customer: Customer
    ) -> None:
        assert customer.rep is not None
        assert customer.rep.user is not None
        rep = factories.signed_in(customer.rep.user)
        address = at("cause", customer.pk)
        answer = rep.post(address, typed(rep, address, cause="unwilling"), follow=True)
        assert "Concede nothing" in answer.content.decode()
        assert AuditEvent.objects.filter(
            action="customers.customer.cause_noted"
        ).exists()


class TestFlags:
    def test_one_sets_it_and_another_lifts_it(
        self, browser: Client, head: Client, customer: Customer
    ) -> None:
        address = at("flag_new", customer.pk)
        data = typed(browser, address, kind="watch", reason="Buys, never pays")
        assert browser.post(address, data).status_code == 302
        flag = CustomerFlag.objects.get()
        assert "Under watch" in browser.get(at("detail", customer.pk)).content.decode()
        lift = at("flag_lift", flag.pk)
        assert head.post(lift, typed(head, lift, reason="Pays")).status_code == 302
        flag.refresh_from_db()
        assert flag.lifted_on == dt.date(2026, 6, 30)
        page = browser.get(at("detail", customer.pk)).content.decode()
        assert "Under watch" not in page

    def test_a_second_one_says_why_not(
        self, browser: Client, customer: Customer
    ) -> None:
        customer_files.flag(customer=customer)
        address = at("flag_new", customer.pk)
        again = typed(browser, address, kind="watch", reason="Again")
        answer = browser.post(address, again)
        assert answer.status_code == 422
        assert "Lift it first" in answer.content.decode()
        assert CustomerFlag.objects.count() == 1


class TestTrade:
    def test_a_product_its_margin_and_its_rank(
        self, browser: Client, customer: Customer
    ) -> None:
        new = at("product_new")
        answer = browser.post(
            new,
            typed(browser, new, code="F1", name="Fridge", list_price="1,000.00"),
        )
        assert answer.status_code == 302
        address = at("range_new", customer.pk)
        data = typed(
            browser,
            address,
            product=str(Product.objects.get().pk),
            dealer_price="875",
            sales_rank="1",
            sales_share_bp="12.5",
        )
        assert browser.post(address, data).status_code == 302
        row = CustomerProduct.objects.get()
        assert row.sales_share_bp == 1250
        page = browser.get(at("file", customer.pk)).content.decode()
        assert page.count("12.5%") >= 2  # the margin and the share

    @pytest.mark.parametrize("share", ["101", "1.234", "many"])
    def test_a_wrong_share_is_refused(
        self, browser: Client, customer: Customer, share: str
    ) -> None:
        row = customer_files.in_range(
            customer=customer,
            product=customer_files.product(company=customer.company),
        )
        address = at("range_edit", row.pk)
        answer = browser.post(address, typed(browser, address, sales_share_bp=share))
        assert answer.status_code == 422
        assert CustomerProduct.objects.get().version == 1

    def test_an_agreement_is_added_edited_and_ended(
        self, browser: Client, customer: Customer
    ) -> None:
        address = at("agreement_new", customer.pk)
        data = typed(
            browser,
            address,
            number="PA-7",
            type="entrance_fee",
            title="Entrance fee of the new store",
            until_on="2026-12-31",
            amount="5000",
        )
        assert browser.post(address, data).status_code == 302
        held = PromotionAgreement.objects.get()
        edit = at("agreement_edit", held.pk)
        changed = typed(browser, edit, amount="", rate_bp="2.5", budget="9000")
        assert browser.post(edit, changed).status_code == 302
        held.refresh_from_db()
        assert (held.amount, held.rate_bp) == (None, 250)
        end = at("agreement_end", held.pk)
        assert (
            browser.post(end, typed(browser, end, reason="Closed")).status_code == 302
        )
        assert "ended early" in browser.get(at("file", customer.pk)).content.decode()

    def test_neither_rate_nor_amount_says_why(
        self, browser: Client, customer: Customer
    ) -> None:
        address = at("agreement_new", customer.pk)
        data = typed(
            browser,
            address,
            number="PA-7",
            type="rebate",
            title="Rebate",
            until_on="2026-12-31",
        )
        answer = browser.post(address, data)
        assert answer.status_code == 422
        assert "Give either a rate or an amount." in answer.content.decode()
        assert not PromotionAgreement.objects.exists()

    def test_support_is_logged_with_its_cost(
        self, browser: Client, customer: Customer
    ) -> None:
        address = at("support_new", customer.pk)
        data = typed(browser, address, kind="training", cost="0")
        assert browser.post(address, data).status_code == 302
        edit = at("support_edit", SupportAction.objects.get().pk)
        assert browser.post(edit, typed(browser, edit, cost="80")).status_code == 302
        page = browser.get(at("file", customer.pk))
        assert [one.cost for one in page.context["support"]] == [Decimal("80.00")]

    def test_the_product_list_costs_the_same_at_1_and_at_50_rows(
        self, browser: Client, company: Company
    ) -> None:
        customer_files.product(company=company)
        few = queries(browser, at("product_list"))
        for number in range(49):
            customer_files.product(company=company, code=f"X{number}")
        assert queries(browser, at("product_list")) == few


class TestTheList:
    def test_it_is_filtered_by_file_flag_and_cause(
        self, browser: Client, company: Company, customer: Customer
    ) -> None:
        cash = factories.customer(
            company=company,
            rep=customer.rep,
            status="PROSPECT",
            kind="store",
            tax_id="1",
            region="East",
            address="1 Road",
            phone="1",
            cause="price",
        )
        customer_files.flag(customer=customer)

        def found(query: str) -> list[int]:
            page = browser.get(f"{at('list')}?{query}").context["page_obj"]
            return [row.pk for row in page]

        assert found("file=100") == [customer.pk]
        assert found("flag=watch") == [customer.pk]
        assert found("flag=habitual") == []
        assert found("flag=review") == []
        CustomerFlag.objects.update(
            from_on=dt.date(2026, 1, 1), review_on=dt.date(2026, 6, 29)
        )
        assert found("flag=review") == [customer.pk]
        assert found("cause=price") == [cash.pk]
        assert found("sort=-file") == [cash.pk, customer.pk]
        rows = {row.pk: row.file for row in browser.get(at("list")).context["page_obj"]}
        assert rows == {customer.pk: 9, cash.pk: 100}

    def test_the_filter_costs_the_same_at_1_and_at_50_rows(
        self, browser: Client, company: Company
    ) -> None:
        factories.customer(company=company)
        address = f"{at('list')}?file=100&sort=file"
        few = queries(browser, address)
        for _ in range(49):
            factories.customer(company=company)
        assert queries(browser, address) == few
