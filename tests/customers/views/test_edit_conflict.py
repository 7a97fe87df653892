"""Two people edit the same customer: nobody's words are lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from arcollect.core.models import AuditEvent
from arcollect.core.roles import Role
from customers.models import Contact, Contract, Customer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return factories.company()


def clerk(company, name):
    user = factories.user(role=Role.FINANCE, company=company, full_name=name)
    return factories.signed_in(user)


def typed(browser, address, **changes):
    """What the form holds when it is opened, hidden first values included."""
    form = browser.get(address).context["form"]
    data = {"version": form["version"].value()}
    for bound in form.visible_fields():
        value = "" if bound.value() is None else bound.value()
        data[bound.html_name] = data[bound.html_initial_name] = value
    return {**data, **changes}


def test_a_late_saver_sees_what_the_other_changed_and_keeps_his_own(company):
    customer = factories.customer(company=company, name="Hengda", region="East")
    address = reverse("customers:edit", args=[customer.pk])
    early, late = clerk(company, "Early Bird"), clerk(company, "Late Riser")
    first = typed(early, address, region="South", phone="111")
    second = typed(late, address, phone="222", email="a@example.com")
    assert early.post(address, first).status_code == 302
    stored = Customer.objects.get()

    answer = late.post(address, second)

    assert answer.status_code == 409
    assert Customer.objects.get().phone == stored.phone == "111"
    rows = {row.label: row for row in answer.context["conflict"]}
    assert (rows["Region"].before, rows["Region"].theirs) == ("East", "South")
    assert not rows["Region"].is_disputed
    assert (rows["Phone"].theirs, rows["Phone"].mine) == ("111", "222")
    assert rows["Phone"].is_disputed
    assert rows["Phone"].person == "Early Bird"
    shown = answer.context["form"]
    assert shown["region"].value() == "South"  # not touched: taken over
    assert shown["phone"].value() == "222"  # typed: still there
    assert shown["email"].value() == "a@example.com"

    again = {
        **{bound.html_name: bound.value() or "" for bound in shown.visible_fields()},
        **{
            bound.html_initial_name: shown.data.get(bound.html_initial_name, "")
            for bound in shown.visible_fields()
        },
        "version": shown["version"].value(),
    }
    assert late.post(address, again).status_code == 302
    saved = Customer.objects.get()
    assert (saved.region, saved.phone, saved.email) == ("South", "222", "a@example.com")


def test_an_edit_is_audited_and_found_by_its_new_name(company):
    customer = factories.customer(company=company, name="Hengda")
    browser = clerk(company, "Sun")
    address = reverse("customers:edit", args=[customer.pk])

    browser.post(address, typed(browser, address, name="Jiahe"))

    event = AuditEvent.objects.filter(action="customers.customer.edited").get()
    assert (event.before["name"], event.after["name"]) == ("Hengda", "Jiahe")
    found = browser.get(reverse("customers:list"), {"q": "JIA"})
    assert [row.name for row in found.context["page_obj"]] == ["Jiahe"]


def test_a_code_that_is_taken_is_refused_with_a_sentence(company):
    factories.customer(company=company, code="K-1")
    other = factories.customer(company=company, code="K-2")
    browser = clerk(company, "Sun")
    address = reverse("customers:edit", args=[other.pk])

    answer = browser.post(address, typed(browser, address, code="K-1"))

    assert answer.status_code == 422
    assert "already has the code K-1" in answer.content.decode()
    assert Customer.objects.get(pk=other.pk).code == "K-2"


def test_a_contact_is_added_in_the_role_that_was_missing(company):
    customer = factories.customer(company=company)
    browser = clerk(company, "Sun")
    address = reverse("customers:contact_new", args=[customer.pk])
    page = browser.get(address, {"role": "PAYER"})
    assert page.context["form"]["roles"].value() == ["PAYER"]

    answer = browser.post(address, {"name": "Sun Yan", "roles": ["PAYER"]})

    assert answer.status_code == 302
    assert Contact.objects.get().roles == ["PAYER"]


def test_a_contract_gets_its_terms_and_says_what_a_term_needs(company):
    customer = factories.customer(company=company)
    browser = clerk(company, "Sun")
    address = reverse("customers:contract_new", args=[customer.pk])
    head = {
        "number": "C-1",
        "kind": "sale",
        "sales_mode": "CREDIT",
        "currency": "CNY",
        "amount": "148.26万",
        "terms-TOTAL_FORMS": "2",
        "terms-INITIAL_FORMS": "0",
        "terms-0-type": "EOM_PLUS",
        "terms-0-days": "30",
        "terms-0-due_roll": "none",
        "terms-1-type": "FIXED_DAY",
        "terms-1-due_roll": "none",
    }

    refused = browser.post(address, head)
    assert refused.status_code == 422
    assert "which day of the month" in refused.content.decode()
    assert not Contract.objects.exists()

    more = browser.post(address, {**head, "add_term": "1"})
    assert more.status_code == 200
    assert len(more.context["terms"].forms) == 3

    fixed = {**head, "terms-1-day_of_month": "25", "terms-1-months": "1"}
    assert browser.post(address, fixed).status_code == 302
    contract = Contract.objects.get()
    assert contract.amount == 1_482_600
    assert list(
        contract.terms.order_by("term_group").values_list("type", flat=True)
    ) == [
        "EOM_PLUS",
        "FIXED_DAY",
    ]


def test_a_language_that_an_import_brought_survives_an_edit(company):
    customer = factories.customer(company=company, language="pt-BR")
    address = reverse("customers:edit", args=[customer.pk])
    browser = clerk(company, "Early Bird")
    page = browser.get(address).content.decode()
    assert '<option value="pt-BR" selected>' in page
    answer = browser.post(address, typed(browser, address, phone="111"))
    assert answer.status_code == 302
    kept = Customer.objects.get()
    assert (kept.phone, kept.language) == ("111", "pt-BR")
