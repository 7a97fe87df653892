"""PKCS#12 files under ARCOLLECT_VAR/keys: checked, kept and opened.

Files carry mode 0600 and belong to the account of the signing worker, which is the only
one that must be able to read them. The passphrase lies beside the file, in a file of the
same mode, or in the environment of the worker (`ARCOLLECT_SEAL_PASSPHRASE`).
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings

from arcollect.environment import env_text
from reconciliation.domain.key_refusal import KeyRefusal

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
CURVES = ("secp256r1", "secp384r1", "secp521r1")
SMALLEST_RSA = 2048
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}\.p12")
DEMO_PREFIX = "demo-"


class KeyRefusedError(Exception):
    """The key or its certificate cannot be used; `reason` says why."""

    def __init__(self, reason: KeyRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What of a certificate is public; instants in ISO format, UTC."""

    subject: str
    issuer: str
    serial: str  # hexadecimal
    fingerprint: str  # SHA-256 of the certificate, hexadecimal
    not_before: str
    not_after: str
    is_test: bool  # signed by itself: proves no identity

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A key loaded once, with its certificate and those that vouch for it."""

    private_key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def facts(self) -> CertificateFacts:
        return facts_of(self.certificate)


def keys_folder() -> Path:
    """The folder, made for its owner alone when missing."""
    folder = Path(settings.VAR_DIR) / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of the whole certificate, lower-case hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    return CertificateFacts(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        fingerprint=fingerprint_of(certificate),
        not_before=certificate.not_valid_before_utc.isoformat(),
        not_after=certificate.not_valid_after_utc.isoformat(),
        is_test=_vouches_for_itself(certificate),
    )


def check_key(content: bytes, *, passphrase: str, at: dt.datetime) -> SigningKey:
    """The key in a PKCS#12 file, good for signing at the instant `at`.

    Raises `KeyRefusedError` for the first thing that is wrong with it.
    """
    try:
        bundle = pkcs12.load_pkcs12(content, passphrase.encode() or None)
    except ValueError as error:
        wrong = "password" in str(error).lower()
        reason = KeyRefusal.WRONG_PASSPHRASE if wrong else KeyRefusal.UNREADABLE
        raise KeyRefusedError(reason) from error
    if bundle.key is None:
        raise KeyRefusedError(KeyRefusal.NO_PRIVATE_KEY)
    if bundle.cert is None:
        raise KeyRefusedError(KeyRefusal.NO_CERTIFICATE)
    certificate = bundle.cert.certificate
    key = SigningKey(
        private_key=_fit_key(bundle.key),
        certificate=certificate,
        chain=tuple(extra.certificate for extra in bundle.additional_certs),
    )
    _check_certificate(key, at)
    return key


def _fit_key(key: object) -> PrivateKey:
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= SMALLEST_RSA:
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in CURVES:
        return key
    raise KeyRefusedError(KeyRefusal.WEAK_KEY)


def _check_certificate(key: SigningKey, at: dt.datetime) -> None:
    certificate = key.certificate
    if _public_bytes(key.private_key.public_key()) != _public_bytes(
        certificate.public_key()
    ):
        raise KeyRefusedError(KeyRefusal.OTHER_KEY)
    if not _may_sign(certificate):
        raise KeyRefusedError(KeyRefusal.NOT_FOR_SIGNING)
    if at < certificate.not_valid_before_utc:
        raise KeyRefusedError(KeyRefusal.NOT_YET_VALID)
    if at > certificate.not_valid_after_utc:
        raise KeyRefusedError(KeyRefusal.EXPIRED)


def _public_bytes(key: object) -> bytes:
    return key.public_bytes(  # type: ignore[attr-defined, no-any-return]
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _vouches_for_itself(certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def store_key(
    content: bytes, *, name: str, passphrase: str, at: dt.datetime
) -> CertificateFacts:
    """Check the file and keep it as `name` with its passphrase, both mode 0600.

    Refuses a demo key in production. Raises `KeyRefusedError`.
    """
    if settings.PRODUCTION and name.startswith(DEMO_PREFIX):
        raise KeyRefusedError(KeyRefusal.TEST_IN_PRODUCTION)
    key = check_key(content, passphrase=passphrase, at=at)
    path = _path(name)
    store_private(path, content)
    store_private(path.with_suffix(".pass"), passphrase.encode())
    return key.facts


def open_key(name: str, *, fingerprint: str, at: dt.datetime) -> SigningKey:
    """The key kept as `name`, if it is still the one with this fingerprint.

    Raises `KeyRefusedError`, also when others than its owner may read the file.
    """
    if settings.PRODUCTION and name.startswith(DEMO_PREFIX):
        raise KeyRefusedError(KeyRefusal.TEST_IN_PRODUCTION)
    content = _read_private(_path(name))
    key = check_key(content, passphrase=_passphrase(name), at=at)
    if fingerprint_of(key.certificate) != fingerprint:
        raise KeyRefusedError(KeyRefusal.OTHER_CERTIFICATE)
    return key


def _passphrase(name: str) -> str:
    given = env_text("ARCOLLECT_SEAL_PASSPHRASE")
    if given:
        return given
    try:
        return _read_private(_path(name).with_suffix(".pass")).decode()
    except (KeyRefusedError, UnicodeDecodeError):
        return ""


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise KeyRefusedError(KeyRefusal.MISSING)
    return keys_folder() / name


def _read_private(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise KeyRefusedError(KeyRefusal.OPEN_TO_OTHERS)
            return file.read()
    except OSError as error:
        raise KeyRefusedError(KeyRefusal.MISSING) from error


def store_private(path: Path, content: bytes) -> None:
    """Replace the file as a whole; nobody else may read it at any moment."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
