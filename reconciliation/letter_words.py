"""The sentences of letters, each in the language of the letter, not of the clerk.

A bilingual letter says everything twice: `runs` gives the sentence once per language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override, pgettext_lazy

from arcollect.core.amounts_chinese import write_chinese
from arcollect.core.amounts_english import write_english

# BCP 47 tags of the languages a letter may speak, by Django's names.
TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
WORDS: dict[str, str | Promise] = {
    "title_reconciliation": pgettext_lazy(
        "letter", "Statement of account for reconciliation"
    ),
    "title_demand_reconciliation": pgettext_lazy(
        "letter", "Statement of account and demand for payment"
    ),
    "title_audit_confirmation": pgettext_lazy("letter", "Audit confirmation request"),
    "number": pgettext_lazy("letter", "No."),
    "issued_on": pgettext_lazy("letter", "Issued"),
    "cut_off": pgettext_lazy("letter", "Cut-off"),
    "cut_off_moment": pgettext_lazy("letter", "%(day)s, 24:00"),
    "currency": pgettext_lazy("letter", "Currency"),
    "to": pgettext_lazy("letter", "To"),
    "from": pgettext_lazy("letter", "From"),
    "code": pgettext_lazy("letter", "Customer code"),
    "tax_id": pgettext_lazy("letter", "Tax no."),
    "address": pgettext_lazy("letter", "Address"),
    "attention": pgettext_lazy("letter", "Attention"),
    "finance": pgettext_lazy("letter", "Finance department"),
    "contact": pgettext_lazy("letter", "Contact"),
    "replies": pgettext_lazy("letter", "Replies to"),
    "purpose_reconciliation": pgettext_lazy(
        "letter",
        "To keep both sides' accounts in agreement, we ask you to check the balance "
        "below against your books and to reply by %(reply_due)s.",
    ),
    "purpose_demand_reconciliation": pgettext_lazy(
        "letter",
        "We ask you to check the balance below against your books and to reply by "
        "%(reply_due)s. Part of it is past due: please also note the demand for payment.",
    ),
    "purpose_audit_confirmation": pgettext_lazy(
        "letter",
        "Our auditors, %(auditor)s, are examining our accounts. We ask you to check the "
        "balance below against your books and to reply directly to them by "
        "%(reply_due)s.",
    ),
    "only_for_checking": pgettext_lazy(
        "letter",
        "This letter is only for checking accounts and is not a demand for payment.",
    ),
    "statement": pgettext_lazy("letter", "At the end of %(cut_off)s our books show"),
    "balance_owed_to_us": pgettext_lazy("letter", "Balance that you owe us"),
    "balance_owed_to_customer": pgettext_lazy("letter", "Balance that we owe you"),
    "balance_nil": pgettext_lazy("letter", "Balance: nil"),
    "account": pgettext_lazy("letter", "Account"),
    "you_owe": pgettext_lazy("letter", "You owe us"),
    "we_owe": pgettext_lazy("letter", "We owe you"),
    "receivable": pgettext_lazy("letter", "Trade receivables"),
    "advance": pgettext_lazy("letter", "Advances received"),
    "notes": pgettext_lazy("letter", "Notes held"),
    "deposit": pgettext_lazy("letter", "Deposits and retentions"),
    "other": pgettext_lazy("letter", "Other"),
    "net": pgettext_lazy("letter", "Net balance"),
    "nil": pgettext_lazy("letter", "nil"),
    "ledger": pgettext_lazy("letter", "Ledger"),
    "ledger_since": pgettext_lazy("letter", "from %(since)s to %(cut_off)s"),
    "ledger_whole": pgettext_lazy("letter", "up to %(cut_off)s"),
    "date": pgettext_lazy("letter", "Date"),
    "document": pgettext_lazy("letter", "Document"),
    "kind": pgettext_lazy("letter", "Kind"),
    "debit": pgettext_lazy("letter", "Debit"),
    "credit": pgettext_lazy("letter", "Credit"),
    "balance": pgettext_lazy("letter", "Balance"),
    "opening": pgettext_lazy("letter", "Opening balance"),
    "closing": pgettext_lazy("letter", "Closing balance"),
    "invoice": pgettext_lazy("letter", "Invoice"),
    "credit_note": pgettext_lazy("letter", "Credit note"),
    "reversal": pgettext_lazy("letter", "Reversal"),
    "payment": pgettext_lazy("letter", "Payment"),
    "open_items": pgettext_lazy("letter", "Open items"),
    "due": pgettext_lazy("letter", "Due"),
    "days_past_due": pgettext_lazy("letter", "Days past due"),
    "open_amount": pgettext_lazy("letter", "Open amount"),
    "contested": pgettext_lazy("letter", "Contested"),
    "past_due_total": pgettext_lazy("letter", "Of which past due"),
    "total": pgettext_lazy("letter", "Total"),
    "goods": pgettext_lazy("letter", "Goods"),
    "service": pgettext_lazy("letter", "Service"),
    "freight": pgettext_lazy("letter", "Freight"),
    "retention": pgettext_lazy("letter", "Retention"),
    "consignment": pgettext_lazy("letter", "Consignment"),
    "bill": pgettext_lazy("letter", "Bill held"),
    "deposit_item": pgettext_lazy("letter", "Deposit"),
    "instalment": pgettext_lazy("letter", "Instalment"),
    "milestone": pgettext_lazy("letter", "Milestone"),
    "demand": pgettext_lazy("letter", "Demand for payment"),
    "demand_text": pgettext_lazy(
        "letter",
        "Please pay the amount past due, %(currency)s %(amount)s (%(words)s), by "
        "%(pay_by)s to this account:",
    ),
    "bank": pgettext_lazy("letter", "Bank"),
    "account_name": pgettext_lazy("letter", "Account name"),
    "account_number": pgettext_lazy("letter", "Account no."),
    "later_payments": pgettext_lazy(
        "letter", "Please reply even if the amount was settled after the cut-off date."
    ),
    "reply_to_auditor": pgettext_lazy("letter", "Reply directly to the auditor"),
    "verify": pgettext_lazy("letter", "Verify this letter"),
    "verify_how": pgettext_lazy("letter", "Scan, or enter the code at %(url)s"),
    "qr_alt": pgettext_lazy(
        "letter", "QR code with the address of the verify page, code %(code)s"
    ),
    "reply": pgettext_lazy("letter", "Reply"),
    "reply_one": pgettext_lazy(
        "letter", "Tick A or B; a reply that ticks both is invalid."
    ),
    "agrees": pgettext_lazy("letter", "The balance above is correct."),
    "differs": pgettext_lazy("letter", "The balance above is not correct. Ours is"),
    "differences": pgettext_lazy("letter", "Differences"),
    "your_amount": pgettext_lazy("letter", "Your amount"),
    "our_amount": pgettext_lazy("letter", "Our amount"),
    "reason": pgettext_lazy("letter", "Reason"),
    "commits": pgettext_lazy("letter", "We will pay %(amount)s by %(by)s."),
    "seal": pgettext_lazy("letter", "Company seal"),
    "handler": pgettext_lazy("letter", "Signature of handler"),
    "slip": pgettext_lazy("letter", "Receipt slip"),
    "slip_text": pgettext_lazy(
        "letter", "We have received the letter below. Please detach, seal and return."
    ),
    "seam": pgettext_lazy("letter", "Seam stamp"),
    "fingerprint": pgettext_lazy("letter", "SHA-256 of the attached ledger.csv"),
    "signed_for": pgettext_lazy("letter", "(seal)"),
}


def runs(key: str, languages: list[str], **values: Any) -> Iterator[tuple[str, str]]:
    """(language tag, text) in each language; values that are pairs follow it.

    A callable value is asked for its text in the language at hand.
    """
    for language in languages:
        with override(language):
            here = {
                name: value(language) if callable(value) else value
                for name, value in values.items()
            }
            yield TAGS[language], str(WORDS[key]) % here if here else str(WORDS[key])


def day_text(day: str, language: str) -> str:
    """A day in a sentence: 31 October 2026, 2026年10月31日."""
    on = dt.date.fromisoformat(day)
    if language == "en":
        return f"{on.day}\u00a0{_MONTHS[on.month - 1]}\u00a0{on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


# Letters are read with a dictionary, not with a machine's locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def amount_words(amount: str, currency: str, language: str) -> str:
    """The amount in words, without its sign: the sentence says who owes whom."""
    value = abs(Decimal(amount))
    if language == "en":
        return write_english(value, currency=currency)
    return write_chinese(value, currency=currency, script=language)


def amount_figures(amount: str) -> str:
    """Grouped digits with a true minus: −1,234.50."""
    value = Decimal(amount)
    return f"{value:,f}".replace("-", "−")
