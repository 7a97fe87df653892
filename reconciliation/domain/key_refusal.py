"""Why a seal's key and certificate are refused, before any letter is signed."""

from __future__ import annotations

from enum import StrEnum


class KeyRefusal(StrEnum):
    """One reason each; the sentence for people is `services.key_sentences`'s."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    WRONG_PASSPHRASE = "wrong_passphrase"  # noqa: S105 - a reason
    NO_CERTIFICATE = "no_certificate"
    NO_PRIVATE_KEY = "no_private_key"
    OTHER_KEY = "other_key"
    WEAK_KEY = "weak_key"
    NOT_FOR_SIGNING = "not_for_signing"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    OTHER_CERTIFICATE = "other_certificate"
    OPEN_TO_OTHERS = "open_to_others"
    TEST_IN_PRODUCTION = "test_in_production"
