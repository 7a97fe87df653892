"""Issue one confirmation letter: its number, its content, its state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import format_plain
from arcollect.core.numbers import next_number
from reconciliation.domain import ledger_file, letter_codes
from reconciliation.domain.letter_content import (
    ZERO,
    Content,
    LetterKind,
    as_data,
    default_kind,
)
from reconciliation.models import ConfirmationLetter, LetterRun, LetterState
from reconciliation.selectors.letter_content import (
    TornReadError,
    find_bank_account,
    read_content,
    receiver_data,
    sender_data,
)
from reconciliation.services.letter_errors import LetterRefusedError

if TYPE_CHECKING:
    from customers.models import Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOrder:
    """What is asked for; the same for every letter of a run.

    `kind` empty: a demand where something is past due. `language` empty: that of the
    customer's letters. `ledger_from` is the first day of the lines, inclusive; None, the
    beginning of the books. `auditor` (name, address, email) belongs to audit
    confirmations, `pay_by` to demands.
    """

    cut_off: dt.date
    issued_on: dt.date
    reply_due_on: dt.date
    kind: str = ""
    language: str = ""
    ledger_from: dt.date | None = None
    pay_by: dt.date | None = None
    auditor: dict[str, str] = field(default_factory=dict)


@retried_transaction
def issue_letter(
    *,
    actor: User | None,
    company: Company,
    customer: Customer,
    currency: str,
    order: LetterOrder,
    run: LetterRun | None = None,
    supersedes: ConfirmationLetter | None = None,
) -> ConfirmationLetter:
    """Issue a letter with the next number of the year and freeze what it says.

    The balance is that of the ledger at the end of `order.cut_off`. Number, content and
    state are one transaction: what fails leaves no gap. The file is rendered afterwards.
    Raises `LetterRefusedError`: a letter of this kind about this day is in force, a
    demand without anything to demand or without an account to pay to, an audit
    confirmation without the auditor's address, days in a wrong order.
    """
    content = _read(company, customer, currency, order)
    kind = LetterKind(order.kind) if order.kind else default_kind(content)
    data = _data(company, customer, content, kind=kind, order=order)
    letter = ConfirmationLetter(
        company=company,
        customer=customer,
        run=run,
        kind=kind,
        language=order.language or letter_language(company, customer),
        number="",
        code=letter_codes.new_code(),
        cut_off=order.cut_off,
        issued_on=order.issued_on,
        reply_due_on=order.reply_due_on,
        currency=currency,
        balance=content.closing,
        supersedes=supersedes,
        recorded_at=clock.now(),
        issued_by=actor,
    )
    letter.data = {
        **data,
        "languages": spoken_languages(letter.language, company),
        "verify_url": f"{settings.PUBLIC_URL}/verify/{letter.code}",
    }
    letter.ledger_sha256 = ledger_file.ledger_hash(ledger_file.write_ledger(data))
    # Last, so that other writers wait as shortly as possible.
    year = order.issued_on.year
    letter.number = next_number(company=company, kind="letter", year=year)
    _insert(letter)
    if run is not None:
        LetterRun.objects.filter(pk=run.pk).update(
            done=F("done") + 1, state_changed_at=letter.recorded_at
        )
    _audit(actor, letter)
    return letter


def _read(
    company: Company, customer: Customer, currency: str, order: LetterOrder
) -> Content:
    try:
        return read_content(
            company=company,
            customer_id=customer.pk,
            currency=currency,
            cut_off=order.cut_off,
            since=order.ledger_from,
        )
    except TornReadError as error:
        raise LetterRefusedError(
            _("The books changed while the letter was written. Issue it again.")
        ) from error


def letter_language(company: Company, customer: Customer) -> str:
    """The customer's, else the company's, else English."""
    known = {choice.value for choice in ConfirmationLetter.Language}
    for language in (customer.language, company.language):
        if language in known:
            return language
    return ConfirmationLetter.Language.ENGLISH


def spoken_languages(language: str, company: Company) -> list[str]:
    """What a letter in `language` speaks; bilingual: the company's Chinese, English."""
    if language != ConfirmationLetter.Language.BILINGUAL:
        return [language]
    traditional = ConfirmationLetter.Language.ZH_HANT
    chinese = ConfirmationLetter.Language.ZH_HANS
    first = traditional if company.language == traditional else chinese
    return [first.value, ConfirmationLetter.Language.ENGLISH.value]


def _data(
    company: Company,
    customer: Customer,
    content: Content,
    *,
    kind: LetterKind,
    order: LetterOrder,
) -> dict[str, Any]:
    _check_days(order)
    return {
        **as_data(content),
        "company": sender_data(company),
        "customer": receiver_data(customer),
        "demand": _demand(company, content, order)
        if kind is LetterKind.DEMAND_RECONCILIATION
        else None,
        "auditor": _auditor(order) if kind is LetterKind.AUDIT_CONFIRMATION else None,
    }


def _check_days(order: LetterOrder) -> None:
    if order.cut_off > order.issued_on:
        raise LetterRefusedError(_("The cut-off date lies after the issue date."))
    if order.ledger_from is not None and order.ledger_from > order.cut_off:
        raise LetterRefusedError(_("The ledger begins after the cut-off date."))
    if order.reply_due_on < order.issued_on:
        raise LetterRefusedError(_("The reply is due before the letter is issued."))


def _demand(company: Company, content: Content, order: LetterOrder) -> dict[str, Any]:
    """Pay x by y to account z. Raises `LetterRefusedError` where one is missing."""
    if content.demandable <= ZERO:
        raise LetterRefusedError(
            _("Nothing is past due that a demand could ask for; send a reconciliation.")
        )
    pay_by = order.pay_by or order.reply_due_on
    if pay_by < order.issued_on:
        raise LetterRefusedError(_("The day to pay by lies before the issue date."))
    account = find_bank_account(company, content.currency)
    if account is None:
        raise LetterRefusedError(
            _("No bank account in %(currency)s is in use: a demand names one.")
            % {"currency": content.currency}
        )
    return {
        "amount": format_plain(content.demandable, content.currency),
        "pay_by": pay_by.isoformat(),
        "account": account,
    }


def _auditor(order: LetterOrder) -> dict[str, str]:
    auditor = {key: order.auditor.get(key, "") for key in ("name", "address", "email")}
    if not auditor["name"] or not (auditor["address"] or auditor["email"]):
        raise LetterRefusedError(
            _(
                "An audit confirmation is answered to the auditor: give his name and "
                "the address or e-mail for replies."
            )
        )
    return auditor


def _insert(letter: ConfirmationLetter) -> None:
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
            LetterState.objects.create(
                letter=letter,
                customer_id=letter.customer_id,
                currency=letter.currency,
                cut_off=letter.cut_off,
                kind=letter.kind,
                state_changed_at=letter.recorded_at,
            )
    except IntegrityError as error:
        raise LetterRefusedError(
            _(
                "%(customer)s already has such a letter in %(currency)s about this day. "
                "Replace or withdraw that one."
            )
            % {"customer": letter.customer, "currency": letter.currency}
        ) from error


def _audit(actor: User | None, letter: ConfirmationLetter) -> None:
    audit.record(
        actor=actor,
        action="reconciliation.letter.issued",
        target=letter,
        company=letter.company_id,
        label=letter.number,
        after={
            "customer": str(letter.customer),
            "kind": letter.kind,
            "cut_off": letter.cut_off,
            "currency": letter.currency,
            "balance": letter.balance,
            "ledger_sha256": letter.ledger_sha256,
            "supersedes": letter.supersedes.number if letter.supersedes else "",
        },
    )
