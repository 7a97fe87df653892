"""Contract sheet, payment calendar and customer statement as PDF, in the reader's language."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from arcollect.core.models import Company
from arcollect.core.outbound.pdf import render_pdf
from customers.models import Contract
from customers.selectors.contracts import checklist
from invoices.selectors.account_statement import Account
from invoices.selectors.contracts import standing_of
from invoices.selectors.payment_calendar import PaymentCalendar, payment_calendar


def contract_sheet(contract: Contract, *, today: dt.date) -> dict[str, Any]:
    """What a contract sheet shows, for page, PDF and table alike."""
    return {
        "contract": contract,
        "customer": contract.customer,
        "company": contract.company,
        "today": today,
        "terms": list(contract.terms.order_by("term_group")),
        "clauses": [line for line in checklist(contract) if line.present],
        "missing": [line for line in checklist(contract) if not line.present],
        "milestones": list(contract.milestones.order_by("sequence")),
        "guarantees": list(contract.guarantees.filter(released_on=None)),
        "accounts": _accounts(contract.company, contract.currency),
        "standing": standing_of(contract, today=today),
        "calendar": payment_calendar(contract),
    }


def contract_sheet_pdf(contract: Contract, *, today: dt.date) -> bytes:
    """The contract sheet with its calendar (Domain S21, S45); raises `PdfRenderError`."""
    return _pdf(
        "contract_sheet", contract.number, contract_sheet(contract, today=today)
    )


def payment_calendar_pdf(calendar: PaymentCalendar, *, today: dt.date) -> bytes:
    """The payment calendar of a contract; raises `PdfRenderError`."""
    contract = calendar.contract
    context = {
        "calendar": calendar,
        "contract": contract,
        "customer": contract.customer,
        "company": contract.company,
        "accounts": _accounts(contract.company, contract.currency),
        "today": today,
    }
    return _pdf("payment_calendar", contract.number, context)


def statement_pdf(account: Account, *, today: dt.date) -> bytes:
    """The statement of a customer (Domain S28); raises `PdfRenderError`."""
    customer = account.customer
    context = {
        "account": account,
        "statement": account.statement,
        "customer": customer,
        "company": customer.company,
        "accounts": _accounts(customer.company, account.currency),
        "today": today,
    }
    return _pdf("customer_statement", customer.code, context)


def _accounts(company: Company, currency: str) -> list[Any]:
    return list(company.bank_accounts.filter(currency=currency, is_active=True))


def _pdf(template: str, title: str, context: dict[str, Any]) -> bytes:
    language = translation.to_locale(translation.get_language() or "en")
    html = render_to_string(f"pdf/{template}.html", context)
    css = Path(settings.BASE_DIR, "templates/pdf/account.css").read_text("utf-8")
    tag = language.replace("_", "-")
    return render_pdf(html, language=tag, title=title, css=css)
