"""What people are told when a seal's key or certificate is refused."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reconciliation.domain.key_refusal import KeyRefusal

SENTENCES: dict[KeyRefusal, str | Promise] = {
    KeyRefusal.MISSING: gettext_lazy(
        "The seal's key file is missing on the signing machine. Register it again."
    ),
    KeyRefusal.UNREADABLE: gettext_lazy(
        "The file is not a PKCS#12 file (.p12, .pfx), or it is damaged."
    ),
    KeyRefusal.WRONG_PASSPHRASE: gettext_lazy(
        "The passphrase does not open the file. Type it again."
    ),
    KeyRefusal.NO_CERTIFICATE: gettext_lazy(
        "The file holds no certificate. Export key and certificate together."
    ),
    KeyRefusal.NO_PRIVATE_KEY: gettext_lazy(
        "The file holds no private key. Export the certificate with its key."
    ),
    KeyRefusal.OTHER_KEY: gettext_lazy(
        "The private key does not belong to the certificate in the file."
    ),
    KeyRefusal.WEAK_KEY: gettext_lazy(
        "The key is too weak or of a kind that letters are not signed with. Take RSA "
        "with 2048 bits or more, or an EC key on P-256, P-384 or P-521."
    ),
    KeyRefusal.NOT_FOR_SIGNING: gettext_lazy(
        "The certificate is not meant for signing. Ask its issuer for one that is."
    ),
    KeyRefusal.EXPIRED: gettext_lazy(
        "The certificate has expired. Register one that is valid today."
    ),
    KeyRefusal.NOT_YET_VALID: gettext_lazy(
        "The certificate is not valid yet. Come back when it is, or register another."
    ),
    KeyRefusal.OTHER_CERTIFICATE: gettext_lazy(
        "The key file holds another certificate than the one registered."
    ),
    KeyRefusal.OPEN_TO_OTHERS: gettext_lazy(
        "Other accounts of the machine may read the key file. Set its mode to 600."
    ),
    KeyRefusal.TEST_IN_PRODUCTION: gettext_lazy(
        "A certificate of the demo is refused in production: it proves nothing."
    ),
}


def key_sentence(reason: str) -> str:
    """The sentence for a `KeyRefusal`; an unknown reason is shown as it is."""
    if reason in KeyRefusal.__members__.values():
        return str(SENTENCES[KeyRefusal(reason)])
    return _("The key could not be used (%(reason)s).") % {"reason": reason}


FAILURES: dict[str, str | Promise] = {
    "not_approved_by_two": gettext_lazy("It was not approved by a second person."),
    "requester_may_not": gettext_lazy(
        "Whoever asked for the seal may not do so any more."
    ),
    "approver_may_not": gettext_lazy("Whoever approved it may not do so any more."),
    "seal_unusable": gettext_lazy("Seal or certificate is not valid any more."),
    "letter_or_seal_not_in_force": gettext_lazy(
        "Letter or seal was taken out of force before the signature."
    ),
    "other_file": gettext_lazy("The letter's file is not the one that was approved."),
    "file_changed": gettext_lazy(
        "The letter's file is missing or was changed after its issue."
    ),
    "unfit_file": gettext_lazy("The letter's file cannot be signed."),
}


def failure_sentence(word: str) -> str:
    """Why the signing worker did not seal a letter; empty where it did."""
    if not word:
        return ""
    return str(FAILURES[word]) if word in FAILURES else key_sentence(word)
