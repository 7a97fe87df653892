"""A letter as people read it, in one language: for mail, PDF and the preview."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from arcollect.core.amounts_chinese import AmountWordsError, write_chinese
from arcollect.core.amounts_english import write_english
from arcollect.core.display import HTML_LANGUAGES
from arcollect.core.models import BankAccount
from arcollect.core.templatetags.date_text import text_day_text
from arcollect.core.templatetags.number_text import split_amount
from collection.domain.dunning import Level
from collection.domain.letter_texts import Wording, fill, paragraphs, plain
from collection.models import DunningLetter, DunningLevel
from collection.selectors.wordings import wording_of

UNDATED_YEAR = dt.date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Everything a template needs; plain text throughout, escaped where it is shown."""

    language: str
    html_lang: str
    subject: str
    title: str
    paragraphs: list[str]
    number: str
    date: str
    sender: dict[str, str]
    receiver: dict[str, str]
    lines: list[dict[str, Any]]
    totals: list[dict[str, str]]
    earlier: list[str]
    accounts: list[dict[str, str]]
    level: int
    names_contracts: bool
    commits: bool


def words_of_letter(
    letter: DunningLetter,
    *,
    language: str | None = None,
    wording: Wording | None = None,
) -> LetterWords:
    """The letter in its own language, or as a preview in another or with a new wording."""
    language = language or letter.language
    with translation.override(language):
        return _words(letter, language, wording)


def _words(
    letter: DunningLetter, language: str, wording: Wording | None
) -> LetterWords:
    company, content = letter.company, letter.content
    level = Level(letter.level)
    wording = wording or wording_of(company=company, level=level, language=language)
    values = _values(letter, language)
    return LetterWords(
        language=language,
        html_lang=HTML_LANGUAGES.get(language, "en"),
        subject=plain(fill(wording.subject, values)),
        title=str(DunningLevel(letter.level).label),
        paragraphs=[fill(part, values) for part in paragraphs(wording.body)],
        number=letter.number,
        date=_day(letter.business_day.isoformat()),
        sender={
            "name": company.name,
            "address": company.address,
            "contact": content["rep"] or company.contact_person,
            "phone": company.phone,
            "email": company.email,
        },
        receiver=content["customer"],
        lines=[_line(line, letter.business_day) for line in content["lines"]],
        totals=[_total(total, level, language) for total in content["totals"]],
        earlier=[_earlier(each) for each in content["earlier"]]
        if level >= Level.SECOND
        else [],
        accounts=_accounts(letter),
        level=letter.level,
        # The courtesy does not speak of contracts, the reminder names invoices only.
        names_contracts=level >= Level.SECOND,
        commits=level is Level.FINAL,
    )


def _values(letter: DunningLetter, language: str) -> dict[str, str]:
    company, content = letter.company, letter.content
    dates = [line["due_on"] for line in content["lines"]]
    oldest = dt.date.fromisoformat(min(dates))
    return {
        "customer": content["customer"]["name"],
        "contact": content["contact"],
        "company": company.name,
        "number": letter.number or pgettext("letter", "draft"),
        "date": _day(letter.business_day.isoformat()),
        "items": str(len(content["lines"])),
        "total": " + ".join(
            amount_text(each["demanded"], each["currency"])
            for each in content["totals"]
        ),
        "total_words": " + ".join(
            words_of_amount(each["demanded"], each["currency"], language)
            for each in content["totals"]
        ),
        "oldest_days": str(max(0, (letter.business_day - oldest).days)),
        "due_on": _day(min(dates)),
        "pay_by": _day(content["pay_by"]),
        "rep": content["rep"] or company.contact_person,
        "phone": company.phone,
        "email": company.email,
    }


def amount_text(amount: str, currency: str) -> str:
    """`CNY 1,234.00`."""
    return f"{currency} {''.join(split_amount(Decimal(amount), currency))}"


def words_of_amount(amount: str, currency: str, language: str) -> str:
    """The amount in words of the language; in figures where there are no words for it."""
    try:
        if language == "en":
            return write_english(Decimal(amount), currency=currency)
        return write_chinese(Decimal(amount), currency=currency, script=language)
    except (AmountWordsError, ValueError):
        return amount_text(amount, currency)


def _day(iso: str) -> str:
    return text_day_text(dt.date.fromisoformat(iso), UNDATED_YEAR)


def _line(line: dict[str, Any], on: dt.date) -> dict[str, Any]:
    currency = line["currency"]
    days = (on - dt.date.fromisoformat(line["due_on"])).days
    contested = Decimal(line["contested"])
    return {
        "invoice": line["invoice"],
        "contract": line["contract"],
        "issued_on": line["issued_on"],
        "due_on": line["due_on"],
        "days": max(0, days),
        "open": amount_text(line["open"], currency),
        "contested": amount_text(line["contested"], currency) if contested else "",
        "demanded": amount_text(line["demanded"], currency),
        "interest": amount_text(line["interest"], currency)
        if line.get("interest")
        else "",
        "rate": line.get("rate", ""),
    }


def _total(total: dict[str, str], level: Level, language: str) -> dict[str, str]:
    currency = total["currency"]
    contested = Decimal(total["contested"])
    # Letters of before interest was known have none.
    interest = Decimal(total.get("interest", 0))
    return {
        "demanded": amount_text(total["demanded"], currency),
        "interest": amount_text(total["interest"], currency) if interest else "",
        "contested": amount_text(total["contested"], currency) if contested else "",
        "words": words_of_amount(total["demanded"], currency, language)
        if level >= Level.FINAL
        else "",
    }


def _earlier(told: dict[str, str]) -> str:
    return _("%(title)s %(number)s of %(day)s") % {
        "title": DunningLevel(int(told["level"])).label,
        "number": told["number"],
        "day": _day(told["on"]),
    }


def _accounts(letter: DunningLetter) -> list[dict[str, str]]:
    currencies = [total["currency"] for total in letter.content["totals"]]
    rows = BankAccount.objects.filter(
        company=letter.company_id, currency__in=currencies, is_active=True
    ).order_by("currency", "pk")
    return [
        {
            "currency": row.currency,
            "bank": row.bank,
            "name": row.account_name,
            "number": row.account_number,
        }
        for row in rows
    ]
