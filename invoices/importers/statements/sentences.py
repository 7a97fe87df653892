"""Why a statement file was refused, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from invoices.importers.statements.shape import RefusedError

_SENTENCES = {
    "empty": _("The file is empty."),
    "unknown_format": _("The file is in none of the formats that statements come in."),
    "too_large_file": _("The file is larger than %(limit)s MB."),
    "too_large": _("Reading the file takes more memory than a statement may take."),
    "too_slow": _("Reading the file takes longer than %(limit)s seconds."),
    "too_many_entries": _("The file holds more than %(limit)s entries."),
    "too_wide": _("Line %(line)s has more than %(limit)s cells."),
    "unreadable": _("The file is damaged and cannot be read."),
    "amount": _("“%(value)s” is not an amount (%(where)s)."),
    "date": _("“%(value)s” is not a date (%(where)s)."),
    "dates_turned": _(
        "The statement begins on %(first)s but ends before that, on %(last)s."
    ),
    "no_day": _("The entry %(where)s states no day."),
    "no_statement": _("The file holds no statement."),
    "currency": _("“%(value)s” is not a currency in use (ISO 4217)."),
    "minor_unit": _("%(value)s is finer than the minor unit of %(currency)s."),
    "balances": _(
        "The balances do not tie: account %(account)s, statement %(number)s opens with "
        "%(opening)s %(currency)s, its entries move %(moved)s, which makes %(reached)s, "
        "but it closes with %(closing)s."
    ),
    "swift_before": _("The file has entries (:61:) before its first message (:20:)."),
    "swift_line": _("“%(line)s” is not written as SWIFT has it."),
    "swift_field": _("The field “%(value)s” cannot be read."),
    "swift_day": _("The field “%(value)s” names a day that no calendar has."),
    "swift_entries": _("Not every entry of the message “%(value)s” can be read."),
    "xml": _("The XML is damaged: %(error)s."),
    "xml_dtd": _("The XML brings its own definitions (DTD), which no statement needs."),
    "xml_deep": _("The XML nests deeper than any statement."),
    "not_camt": _("The XML is no CAMT message: its last element is “%(root)s”."),
    "camt_direction": _("The entry %(where)s does not say whether it is a credit."),
    "camt_status": _("The entry %(where)s has the unknown status “%(value)s”."),
    "ofx_tags": _("The OFX element “%(tag)s” is not closed where it should be."),
    "bai_line": _("Line %(line)s is not a BAI2 record: “%(value)s”."),
    "bai_two_records": _("Line %(line)s holds more than one BAI2 record."),
    "bai_order": _("The BAI2 records are not in order, or the last ones are missing."),
    "bai_totals": _("The sums in the BAI2 trailers are wrong: %(error)s."),
    "bai_records": _("The BAI2 records are not in order: %(error)s."),
    "bai_direction": _("The BAI2 code %(type)s says neither credit nor debit."),
    "xlsx": _("The file is not an XLSX workbook."),
    "xls": _("The workbook cannot be read: %(error)s."),
    "no_such_row": _("The workbook names a row that no workbook has (%(line)s)."),
    "encrypted": _("The workbook is encrypted. Save it unencrypted."),
    "unpacks": _("The workbook unpacks to %(size)s MB, more than %(limit)s MB."),
    "packed": _("The workbook is packed %(ratio)s times, as only harmful files are."),
    "csv": _("Quotation marks are wrong in line %(line)s."),
    "no_profile": _(
        "No profile fits this table: its headings are unknown. Give a profile of your "
        "own; the guide shows how."
    ),
    "several_profiles": _("Several profiles fit this table: %(names)s. Choose one."),
    "no_rows": _("The table has headings (%(profile)s) but no entry under them."),
    "row_too_long": _("Line %(line)s has more cells than there are headings."),
    "status_word": _(
        "Line %(line)s: the profile does not know the status “%(value)s”."
    ),
    "direction_word": _(
        "Line %(line)s: the profile does not know whether “%(value)s” is a credit."
    ),
    "two_amounts": _("Line %(line)s has both a credit and a debit amount."),
    "date_order": _(
        "The dates (%(where)s) read both as day/month and as month/day. Give a profile "
        "with the one that is meant."
    ),
    "own_currency": _(
        "The table does not tell the account's own currency: rows without “%(column)s” "
        "name none or several."
    ),
    "several_accounts": _("The column “%(column)s” names several accounts."),
}


def sentence(error: RefusedError) -> str:
    """The reason as a sentence in the reader's language."""
    text = _SENTENCES.get(error.code, _SENTENCES["unreadable"])
    return str(text) % error.facts
