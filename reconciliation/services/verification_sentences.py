"""What the checks on a sealed letter say to people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reconciliation.domain.verification import Check, Name, Result
from reconciliation.services.reader_words import moment_text, reader_text

Words = Mapping[str, str | Promise]

TITLES: Mapping[Name, str | Promise] = {
    Name.STRUCTURE: _("The file can be read"),
    Name.SEAL_SIGNATURE: _("It carries a seal's signature"),
    Name.INTEGRITY: _("Signatures are intact"),
    Name.COVERAGE: _("The newest signature covers the whole file"),
    Name.LATER_CHANGES: _("Later changes"),
    Name.CONTENTS: _("No loose bytes in the signatures"),
    Name.CERTIFICATE: _("The seal is the company's"),
    Name.REGISTER_HASH: _("The file is the one that was sealed"),
    Name.LETTER_STATUS: _("The letter stands"),
    Name.ATTACHMENTS: _("The attached ledger is the printed one"),
    Name.TOTALS: _("Amounts agree"),
    Name.TIME_STAMP: _("Time of signing"),
    Name.REVOCATION: _("Certificate revoked?"),
    Name.COUNTERSIGNATURE: _("Countersignature"),
}

RESULTS: Mapping[Result, str | Promise] = {
    Result.VALID: _("The letter is genuine and unchanged"),
    Result.INVALID: _("Do not rely on this file"),
    Result.INDETERMINATE: _("It cannot be said whether the letter is genuine"),
}

_STRUCTURE: Words = {
    "readable": _("The file is a PDF of sound structure."),
    "unreadable": _("The file is damaged or no PDF letter: %(why)s."),
}
_SEAL: Words = {
    "signed": _("The field “%(field)s” is signed."),
    "no_signature": _("The file carries no signature at all."),
}
_INTEGRITY: Words = {
    "intact": _("Every signature fits the bytes it covers (level: %(level)s)."),
    "not_intact": _("The signature in “%(field)s” does not fit the file. %(why)s"),
}
_COVERAGE: Words = {
    "whole_file": _("Not one byte of the file lies outside it."),
    "not_whole_file": _(
        "The file goes on after the newest signature, in “%(field)s”. %(changes)s"
    ),
    "not_whole_revision": _(
        "The signature in “%(field)s” does not cover all that was there."
    ),
}
_CHANGES: Words = {
    "none": _("Nothing was added after the seal."),
    "permitted": _("Only permitted signatures were added: %(fields)s."),
    "unsigned_changes": _("Added after the newest signature, unsigned: %(changes)s."),
    "not_permitted": _(
        "After the signature in “%(field)s” more was changed than may be. %(why)s"
    ),
    "foreign_field": _(
        "“%(field)s” is not a field that the seal left open for signing."
    ),
}
_CONTENTS: Words = {
    "one_object": _("Each signature is one object, followed by zeros only."),
    "loose_bytes": _("The signature in “%(field)s” holds foreign bytes: %(why)s."),
}
_CERTIFICATE: Words = {
    "in_register": _("Certificate of %(holder)s, in the company's seal register."),
    "test_certificate": _(
        "Test certificate, no identity: it shows that nothing was changed, and not who "
        "sealed (%(holder)s)."
    ),
    "no_register": _("There is no register here to ask about %(subject)s."),
    "not_in_register": _("%(subject)s is not in the seal register."),
}
_HASH: Words = {
    "as_sealed": _("SHA-256 of the sealed file: %(sha256)s, as registered."),
    "no_register": _("There is no register here to compare with."),
    "foreign_sealer": _("The sealer is not in the register, so nothing to compare."),
    "no_such_letter": _("The company has sealed no letter with SHA-256 %(sha256)s."),
}
_STATUS: Words = {
    "issued": _("Issued and in force."),
    "withdrawn": _("The letter was withdrawn on %(on)s. Do not act on it."),
    "superseded": _("The letter was replaced by %(superseded_by)s. Use that one."),
    "no_letter": _("The register's letter is not known here."),
}
_ATTACHMENTS: Words = {
    "as_printed": _("SHA-256 of the ledger: %(sha256)s, as printed on the letter."),
    "other_ledger": _("The ledger attached is not the letter's own (%(sha256)s)."),
    "not_printed": _("The hash of the ledger (%(sha256)s) is not on the letter."),
    "text_unread": _("The words of the pages could not be read."),
    "no_attachments": _("The file carries no ledger of a letter."),
}
_TOTALS: Words = {
    "totals_equal": _("The letter's total, its ledger and our books agree."),
    "totals_own": _("The letter's total and its ledger agree."),
    "totals_differ": _("Ledger, letter and our books do not give the same total."),
    "ledger_off": _("The lines of the attached ledger do not lead to its balance."),
    "total_not_visible": _("The total of the ledger does not stand on the letter."),
    "text_unread": _("The words of the pages could not be read."),
    "no_attachments": _("The file carries no ledger of a letter."),
}
_TIME: Words = {
    "no_time_stamp": _("%(at)s, as the sealing machine says; no time stamp."),
    "stamp_unchecked": _("%(at)s; the time stamp is not verified here."),
}
_REVOCATION: Words = {"offline": _("Not asked: nothing is fetched from the network.")}
_COUNTER: Words = {
    "none_yet": _("The customer has not signed in this file."),
    "present": _("Signed by %(names)s; who that is was not checked."),
    "broken": _("A later signature is not in order (%(names)s)."),
}
_NOT_REACHED = _("Not reached.")

SENTENCES: Mapping[Name, Words] = {
    Name.STRUCTURE: _STRUCTURE,
    Name.SEAL_SIGNATURE: _SEAL,
    Name.INTEGRITY: _INTEGRITY,
    Name.COVERAGE: _COVERAGE,
    Name.LATER_CHANGES: _CHANGES,
    Name.CONTENTS: _CONTENTS,
    Name.CERTIFICATE: _CERTIFICATE,
    Name.REGISTER_HASH: _HASH,
    Name.LETTER_STATUS: _STATUS,
    Name.ATTACHMENTS: _ATTACHMENTS,
    Name.TOTALS: _TOTALS,
    Name.TIME_STAMP: _TIME,
    Name.REVOCATION: _REVOCATION,
    Name.COUNTERSIGNATURE: _COUNTER,
}


def sentence(check: Check) -> str:
    """The reason of a check, in the active language."""
    if check.reason == "not_reached":
        return str(_NOT_REACHED)
    text = str(SENTENCES[check.name][check.reason])
    return (text % _shown(check.details)).strip()


def _shown(details: Mapping[str, object]) -> dict[str, str]:
    return {
        key: moment_text(str(value)) if key == "at" else _text(value)
        for key, value in details.items()
    }


def _text(value: object) -> str:
    if isinstance(value, tuple | list):
        return "; ".join(reader_text(str(each)) for each in value)
    return reader_text(str(value))
