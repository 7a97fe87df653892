"""The share of a file in SQL is the one that the rule gives fact by fact."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from arcollect.core.models import Company, Rep
from customers.models import Contact, Contract, Customer, SettlementTerm
from customers.selectors.files import file_of, file_percents, find_profile
from customers.selectors.groups import group_of
from tests import factories
from tests.factories import customer_files

pytestmark = pytest.mark.django_db
FILES = 60


def some(rng: Random, *choices: Any) -> Any:
    return rng.choice(choices)


def a_customer(rng: Random, company: Company, rep: Rep) -> Customer:
    """Any customer: each fact is there or not."""
    customer = factories.customer(
        company=company,
        rep=some(rng, rep, None),
        tax_id=some(rng, "", "91310000"),
        kind=some(rng, "", "dealer"),
        region=some(rng, "", "East"),
        address=some(rng, "", "1 Main Road"),
        registered_address=some(rng, "", "2 Main Road"),
        email=some(rng, "", "a@example.com"),
        phone=some(rng, "", "123"),
        size_class=some(rng, "", "small"),
        legal_representative=some(rng, "", "Zhao"),
        status=some(rng, "ACTIVE", "ACTIVE", "SUSPENDED", "PROSPECT", "CLOSED"),
    )
    if rng.randrange(4) == 0:
        Customer.objects.filter(pk=customer.pk).update(name=customer.code)
    for _ in range(rng.randrange(3)):
        roles = rng.sample(Contact.Role.values, rng.randrange(4))
        Contact.objects.create(
            company=company, customer=customer, name="Somebody", roles=roles
        )
    for number in range(rng.randrange(3)):
        contract = Contract.objects.create(
            company=company,
            customer=customer,
            number=f"{customer.pk}-{number}",
            sales_mode=some(rng, "CASH_SPOT", "CREDIT"),
            currency="CNY",
        )
        if rng.randrange(2):
            SettlementTerm.objects.create(contract=contract, type="NET", days=30)
    if rng.randrange(2):
        customer_files.payment_profile(
            customer=customer,
            closing_day=some(rng, None, 25),
            approval_steps=some(rng, None, 0, 2),
            bank=some(rng, "", "ICBC"),
            bank_closing_day=some(rng, None, 31),
            transfer_days=some(rng, None, 0),
            budget=some(rng, "", "monthly"),
            invoice_requirements=some(rng, "", "three copies"),
            funds_note=some(rng, "", "tight"),
        )
    return customer


def by_rule(customer: Customer) -> int:
    customer = Customer.objects.get(pk=customer.pk)
    return file_of(
        customer,
        contacts=customer.contacts.all(),
        contracts=customer.contracts.prefetch_related("terms"),
        profile=find_profile(customer),
    ).percent


def test_sql_and_rule_agree_on_any_file() -> None:
    rng = Random(20260630)
    company = factories.company()
    rep = factories.rep(company=company)
    customers = [a_customer(rng, company, rep) for _ in range(FILES)]

    found = file_percents([one.pk for one in customers])

    assert found == {one.pk: by_rule(one) for one in customers}
    assert len(set(found.values())) > 10, "the files differ"


def test_a_group_is_its_head_and_the_members() -> None:
    head = factories.customer()
    first, second = (
        factories.customer(company=head.company, parent=head) for _ in range(2)
    )
    alone = factories.customer(company=head.company)
    assert group_of(head) == group_of(second) == [head.pk, first.pk, second.pk]
    assert group_of(alone) == [alone.pk]
