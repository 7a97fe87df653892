"""Keys and certificates that are refused, each before any letter is signed."""

from __future__ import annotations

import datetime as dt
import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from arcollect.core import clock
from reconciliation.domain.key_refusal import KeyRefusal
from reconciliation.signing import keys
from reconciliation.signing.keys import KeyRefusedError, check_key, open_key, store_key
from tests.factories import seals
from tests.factories.seals import PASSPHRASE

NAME = "seal-1-0011223344556677.p12"


def refused(content: bytes, *, passphrase: str = PASSPHRASE) -> KeyRefusal:
    with pytest.raises(KeyRefusedError) as error:
        check_key(content, passphrase=passphrase, at=clock.now())
    return error.value.reason


def packed(*, key: object = None, certificate: object = None) -> bytes:
    """A PKCS#12 file of these parts."""
    return pkcs12.serialize_key_and_certificates(
        b"x",
        key,
        certificate,
        None,
        serialization.BestAvailableEncryption(PASSPHRASE.encode()),
    )


def parts() -> tuple[object, object]:
    bundle = pkcs12.load_pkcs12(seals.certificate(), PASSPHRASE.encode())
    return bundle.key, bundle.cert.certificate


def test_a_good_key_is_taken():
    key = check_key(seals.certificate(), passphrase=PASSPHRASE, at=clock.now())

    assert key.facts.is_test
    assert len(key.facts.fingerprint) == 64


def test_what_is_wrong_with_a_certificate_is_said():
    key, certificate = parts()

    assert refused(seals.certificate(ends=-1, starts=-9)) == KeyRefusal.EXPIRED
    assert refused(seals.certificate(starts=1)) == KeyRefusal.NOT_YET_VALID
    assert refused(seals.certificate(), passphrase="no") == KeyRefusal.WRONG_PASSPHRASE
    assert refused(b"%PDF-1.7") == KeyRefusal.UNREADABLE
    assert refused(b"") == KeyRefusal.UNREADABLE
    assert refused(packed(certificate=certificate)) == KeyRefusal.NO_PRIVATE_KEY
    assert refused(packed(key=key)) == KeyRefusal.NO_CERTIFICATE


@pytest.mark.parametrize(
    "weak",
    [
        lambda: rsa.generate_private_key(65537, 1024),
        lambda: ec.generate_private_key(ec.SECP192R1()),
        ed25519.Ed25519PrivateKey.generate,
    ],
    ids=["short RSA", "short curve", "other kind"],
)
def test_a_weak_key_is_refused(weak, monkeypatch):
    with pytest.raises(KeyRefusedError) as error:
        keys._fit_key(weak())
    assert error.value.reason == KeyRefusal.WEAK_KEY


def test_a_kept_key_belongs_to_its_owner_alone():
    facts = store_key(
        seals.certificate(), name=NAME, passphrase=PASSPHRASE, at=clock.now()
    )
    path = keys.keys_folder() / NAME

    for file in (path, path.with_suffix(".pass")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert open_key(NAME, fingerprint=facts.fingerprint, at=clock.now())


def test_a_key_file_that_others_may_read_is_not_opened():
    facts = store_key(
        seals.certificate(), name=NAME, passphrase=PASSPHRASE, at=clock.now()
    )
    (keys.keys_folder() / NAME).chmod(0o644)

    assert opened(facts.fingerprint) == KeyRefusal.OPEN_TO_OTHERS


def test_a_key_that_is_gone_or_exchanged_is_not_used():
    first = store_key(
        seals.certificate(), name=NAME, passphrase=PASSPHRASE, at=clock.now()
    )
    store_key(seals.certificate(), name=NAME, passphrase=PASSPHRASE, at=clock.now())
    assert opened(first.fingerprint) == KeyRefusal.OTHER_CERTIFICATE

    (keys.keys_folder() / NAME).unlink()
    assert opened(first.fingerprint) == KeyRefusal.MISSING


@pytest.mark.parametrize("name", ["../x.p12", "/etc/passwd", "x", "", "a/b.p12"])
def test_a_key_lies_in_its_folder_and_nowhere_else(name):
    with pytest.raises(KeyRefusedError):
        open_key(name, fingerprint="", at=clock.now())


def test_a_demo_key_is_refused_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(KeyRefusedError) as error:
        store_key(b"", name="demo-1-00.p12", passphrase="", at=clock.now())
    assert error.value.reason == KeyRefusal.TEST_IN_PRODUCTION


def opened(fingerprint: str) -> KeyRefusal:
    with pytest.raises(KeyRefusedError) as error:
        open_key(NAME, fingerprint=fingerprint, at=clock.now())
    return error.value.reason


def test_a_key_is_judged_by_the_moment_of_its_use():
    content = seals.certificate(ends=2)
    later = clock.now() + dt.timedelta(days=3)

    with pytest.raises(KeyRefusedError) as error:
        check_key(content, passphrase=PASSPHRASE, at=later)
    assert error.value.reason == KeyRefusal.EXPIRED
