"""No sale on credit without a contract: a file is held to it as the form is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from arcollect.core.models import Company
from customers.models import Contract, ContractRules, Customer
from invoices.importers.check_gate import check_gate
from invoices.importers.problems import Level
from invoices.models import Invoice
from invoices.services.post_invoice import DueItemInput, NoContractError, post_invoice
from tests.invoices.importers.books import Import, snapshot

pytestmark = pytest.mark.databases
HEAD = "number,customer_code,kind,issued_on,due_on,currency,amount,contract_number\n"
UNWRITTEN = "I-1,D001,,2026-01-10,2026-02-09,CNY,1000.00,\n"
SAME_DAY = "I-2,D001,,2026-01-10,2026-01-10,CNY,200.00,\n"
EARLIER = "I-3,D001,,2026-01-10,2026-01-05,CNY,200.00,\n"
CREDIT_NOTE = "C-1,D001,credit_note,2026-01-12,,CNY,50.00,\n"
LEVELS = [
    (level, state)
    for level in ("full", "order", "iou_only", "none")
    for state in ("draft", "signed", "performing", "terminated")
]


def decide(gate: str) -> None:
    ContractRules.objects.update_or_create(
        company=Company.objects.get(), defaults={"gate": gate}
    )


def begin(load: Import, *, gate: str) -> None:
    load({"customers.csv": "code\nD001\n"})
    decide(gate)


def test_a_block_refuses_the_file_and_names_the_row(load: Import) -> None:
    begin(load, gate="block")
    before = snapshot()
    result = load({"invoices.csv": HEAD + SAME_DAY + UNWRITTEN})
    assert result.status == 1
    (problem,) = result.errors
    assert (problem["line"], problem["column"]) == (3, "contract_number")
    assert "without a signed contract or an order" in problem["reason"]
    assert snapshot() == before


def test_cash_sales_and_credit_notes_are_no_credit(load: Import) -> None:
    begin(load, gate="block")
    result = load({"invoices.csv": HEAD + SAME_DAY + EARLIER + CREDIT_NOTE})
    assert (result.status, result.json["created"]) == (0, 3)


def test_cash_on_delivery_is_no_credit(load: Import) -> None:
    begin(load, gate="block")
    load({"contracts.csv": "number,customer_code,currency,term_type\nK,D001,CNY,COD\n"})
    Contract.objects.update(document_level="none")
    row = UNWRITTEN.replace("1000.00,", "1000.00,K")
    assert load({"invoices.csv": HEAD + row}).status == 0


def test_opening_balances_were_sold_before(load: Import) -> None:
    begin(load, gate="block")
    text = "number,customer_code,due_on,currency,open_amount\nA,D001,2026-02-09,CNY,5\n"
    assert load({"openings.csv": text}).status == 0


def test_a_contract_in_the_same_files_is_in_force(load: Import) -> None:
    begin(load, gate="block")
    contracts = "number,customer_code,currency,term_days\nK,D001,CNY,30\n"
    row = UNWRITTEN.replace("1000.00,", "1000.00,K")
    result = load({"contracts.csv": contracts, "invoices.csv": HEAD + row})
    assert (result.status, result.json["created"]) == (0, 2)


def test_a_mark_posts_and_counts_without_a_warning(load: Import) -> None:
    begin(load, gate="flag")
    result = load({"invoices.csv": HEAD + SAME_DAY + UNWRITTEN})
    assert (result.status, result.warnings, result.json["marked"]) == (0, [], 1)
    assert Invoice.objects.count() == 2


def test_what_is_posted_already_is_not_asked_again(load: Import) -> None:
    begin(load, gate="flag")
    load({"invoices.csv": HEAD + UNWRITTEN})
    decide("block")
    assert load({"invoices.csv": HEAD + UNWRITTEN}).json["unchanged"] == 1


@pytest.mark.parametrize(("level", "state"), LEVELS)
@pytest.mark.parametrize("due_on", ["2026-01-10", "2026-01-11"])
def test_the_file_is_refused_where_the_form_is(
    load: Import, level: str, state: str, due_on: str
) -> None:
    begin(load, gate="block")
    company, customer = Company.objects.get(), Customer.objects.get()
    ended = dt.date(2026, 1, 1) if state == "terminated" else None
    contract = Contract.objects.create(
        company=company,
        customer=customer,
        number="K",
        currency="CNY",
        document_level=level,
        state=state,
        ended_on=ended,
    )
    issued_on = dt.date(2026, 1, 10)
    item = DueItemInput(
        due_on=dt.date.fromisoformat(due_on), term_days=0, amount=Decimal(5)
    )
    refused = False
    with transaction.atomic():
        try:
            post_invoice(
                actor=None,
                company=company,
                customer=customer,
                issued_on=issued_on,
                currency="CNY",
                items=[item],
                contract=contract,
            )
        except NoContractError:
            refused = True
        transaction.set_rollback(True)
    row = f"I-1,D001,,2026-01-10,{due_on},CNY,5.00,K\n"
    assert (load({"invoices.csv": HEAD + row}).status == 1) == refused


def test_the_gate_is_one_statement_however_many_rows() -> None:
    said: list[str] = []

    class Listening:
        def report_all(self, level: Level, cause: str, **_rest: str) -> None:
            said.append(f"{level} {cause}")

    check_gate(Listening(), blocks=True)  # type: ignore[arg-type]
    assert said == ["error contract.gate"]
