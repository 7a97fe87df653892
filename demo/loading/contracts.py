"""Three contracts the yearly book has none of: a project, sell-through, cash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from arcollect.core.models import Company, User
from customers.models import Clause, Contract, Customer, Guarantee
from customers.services.contract_state import sign_contract
from customers.services.keep_clauses import keep_clause_library, keep_clauses
from customers.services.keep_guarantee import add_guarantee, add_milestone
from customers.services.save_contract import add_contract
from invoices.models import Invoice
from invoices.services.accept_milestone import accept_milestone
from invoices.services.due_items import due_items_of
from invoices.services.post_invoice import LineInput, post_invoice
from invoices.services.settle_sell_through import settle_sell_through
from invoices.services.take_advance import take_advance

PROJECT, SELL_THROUGH, CASH = "GC-0001", "DX-0001", "XJ-0001"
NUMBERS = (PROJECT, SELL_THROUGH, CASH)
CURRENCY = "CNY"
WORDINGS: Mapping[str, tuple[str, bool]] = {
    Clause.PAYMENT: ("货款按合同约定的日期以银行转账支付至本公司账户。", True),
    Clause.ACCEPTANCE: ("买方应在到货后七日内验收,逾期未提出异议视为验收合格。", True),
    Clause.LATE_INTEREST: ("逾期付款的,自逾期之日起按年利率5.5%支付违约金。", True),
    Clause.STOP_OF_SUPPLY: ("逾期付款的,卖方有权中止供货直至付清。", False),
    Clause.ACCELERATION: ("任何一期逾期超过三十日的,其余各期全部到期。", False),
    Clause.TITLE_RETENTION: ("货款付清前,货物所有权归卖方。", False),
    Clause.JURISDICTION: ("因本合同发生的争议由卖方所在地人民法院管辖。", False),
}


def enter_contracts(
    company: Company, *, as_of: dt.date, users: dict[str, User]
) -> None:
    """Post a little under each; days are counted back from the end of the books."""
    clerk = users["finance"]
    keep_clause_library(
        actor=users["finance-manager"],
        company=company,
        gate="flag",
        warn_days=30,
        clauses=WORDINGS,
    )
    rows = Customer.objects.filter(
        company=company, rep__user=users["rep"], fact=None, status="ACTIVE"
    )
    buyers = list(rows.select_related("company").order_by("code")[:3])
    _project(buyers[0], as_of=as_of, clerk=clerk)
    _sell_through(buyers[-1], as_of=as_of, clerk=clerk)
    _cash(buyers[len(buyers) // 2], as_of=as_of, clerk=clerk)


def _signed(
    customer: Customer,
    number: str,
    terms: Sequence[Mapping[str, Any]],
    *,
    on: dt.date,
    clerk: User,
    **values: Any,
) -> Contract:
    contract = add_contract(
        actor=clerk,
        customer=customer,
        values={"number": number, "currency": CURRENCY, **values},
        terms=terms,
    )
    texts = {clause: "" for clause, (_text, must) in WORDINGS.items() if must}
    texts[Clause.TITLE_RETENTION] = ""
    keep_clauses(actor=clerk, contract=contract, texts=texts)
    sign_contract(actor=clerk, contract=contract, signed_on=on)
    contract.refresh_from_db()
    return contract


def _invoice(
    contract: Contract, what: str, amount: str, *, on: dt.date, clerk: User
) -> Invoice:
    value = Decimal(amount)
    lines = [LineInput(what, Decimal(1), unit_price=value, amount=value)]
    items = due_items_of(
        issued_on=on, lines=lines, currency=CURRENCY, contract=contract
    )
    return post_invoice(
        actor=clerk,
        company=contract.company,
        customer=contract.customer,
        contract=contract,
        number=f"{contract.number}-1",
        issued_on=on,
        currency=CURRENCY,
        items=items,
        lines=lines,
    )


def _project(customer: Customer, *, as_of: dt.date, clerk: User) -> None:
    contract = _signed(
        customer,
        PROJECT,
        [{"type": "MILESTONE", "days": 15}],
        on=_ago(as_of, 95),
        clerk=clerk,
        kind=Contract.Kind.SALE,
        amount=Decimal(480_000),
        late_interest_bp=550,
        retention_bp=500,
        retention_months=12,
        notarised_on=_ago(as_of, 94),
        notary_reference="(2026) 1187",
        enforceable=True,
    )
    _steps_and_money(contract, as_of=as_of, clerk=clerk)
    _secure(contract, as_of=as_of, clerk=clerk)


def _steps_and_money(contract: Contract, *, as_of: dt.date, clerk: User) -> None:
    steps = [
        add_milestone(
            actor=clerk,
            contract=contract,
            values={"name": name, "share_bp": share, "criteria": criteria},
        )
        for name, share, criteria in (
            ("到货", 3000, "货到现场,清点无误"),
            ("安装", 6000, "全部安装完毕,试运行三日"),
            ("终验", 1000, "双方签署验收单"),
        )
    ]
    take_advance(
        actor=clerk,
        contract=contract,
        reference=f"{PROJECT} 定金",
        received_on=_ago(as_of, 90),
        currency=CURRENCY,
        amount=Decimal(60_000),
    )
    _invoice(contract, "中央空调", "480000.00", on=_ago(as_of, 75), clerk=clerk)
    accept_milestone(
        actor=clerk,
        milestone=steps[0],
        accepted_on=_ago(as_of, 40),
        certificate="YS-0001",
        accepted_by="王工",
    )


def _secure(contract: Contract, *, as_of: dt.date, clerk: User) -> None:
    for kind, giver, until in (
        (Guarantee.Kind.PERSONAL, contract.customer.name, None),
        (Guarantee.Kind.BANK, "中信银行", as_of + dt.timedelta(days=20)),
    ):
        add_guarantee(
            actor=clerk,
            contract=contract,
            values={
                "kind": kind,
                "giver": giver,
                "currency": CURRENCY,
                "amount": Decimal(100_000),
                "from_on": _ago(as_of, 94),
                "until_on": until,
                "rank": 1,
            },
        )


def _sell_through(customer: Customer, *, as_of: dt.date, clerk: User) -> None:
    """Invoiced 500,000, sold and due 350,000, the rest next time (Domain S25)."""
    contract = _signed(
        customer,
        SELL_THROUGH,
        [{"type": "SELL_THROUGH", "days": 10}],
        on=_ago(as_of, 60),
        clerk=clerk,
        sales_mode=Contract.SalesMode.SELL_THROUGH,
    )
    _invoice(contract, "空调", "500000.00", on=_ago(as_of, 50), clerk=clerk)
    settle_sell_through(
        actor=clerk,
        contract=contract,
        agreed_on=_ago(as_of, 15),
        currency=CURRENCY,
        amount=Decimal(350_000),
    )


def _cash(customer: Customer, *, as_of: dt.date, clerk: User) -> None:
    contract = _signed(
        customer,
        CASH,
        [{"type": "COD"}],
        on=_ago(as_of, 30),
        clerk=clerk,
        sales_mode=Contract.SalesMode.CASH_SPOT,
    )
    _invoice(contract, "电风扇", "12800.00", on=_ago(as_of, 1), clerk=clerk)


def _ago(as_of: dt.date, days: int) -> dt.date:
    return as_of - dt.timedelta(days=days)
