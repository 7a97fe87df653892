"""Sealed letters for tests: made once, then looked at from all sides."""

from __future__ import annotations

import datetime as dt
import io
import random
from functools import cache
from pathlib import Path
from typing import Any

from asn1crypto import keys, x509
from cryptography import x509 as real_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from arcollect.core.models import Company
from reconciliation.domain.verification_facts import FileFacts, facts_from
from reconciliation.models import ConfirmationLetter, LetterFile
from reconciliation.reading.child import read
from reconciliation.signing.worker import _signer_of, sign_approved
from tests import factories
from tests.factories import letters, seals

NOW = dt.datetime.now(dt.UTC)


def seal_letter(
    *, company: Company | None = None, language: str = "en", amount: str = "12345.67"
) -> tuple[ConfirmationLetter, bytes]:
    """A letter, asked for, approved and sealed; and its bytes."""
    company = company or factories.company(name="Lanyue Appliance")
    customer = factories.customer(company=company, name="Hengda Home Appliances")
    issued_on = letters.CUT_OFF - dt.timedelta(days=60)
    factories.invoice(customer=customer, amount=amount, issued_on=issued_on)
    letter = letters.letter(customer=customer, language=language)
    request = seals.seal_request(letter=letter, seal=seals.seal(company=company))
    seals.approved(request)
    tally = sign_approved()
    assert (tally.signed, tally.failed) == (1, 0)
    return letter, sealed_bytes(letter)


def sealed_bytes(letter: ConfirmationLetter) -> bytes:
    file = letter.files.get(kind=LetterFile.Kind.SEALED)
    return (Path(settings.VAR_DIR) / file.path).read_bytes()


@cache
def someone() -> signers.SimpleSigner:
    """A signer whom no register knows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = real_x509.Name(
        [real_x509.NameAttribute(NameOID.COMMON_NAME, "Hengda Home Appliances")]
    )
    certificate = (
        real_x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(real_x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=1))
        .not_valid_after(NOW + dt.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(
            certificate.public_bytes(serialization.Encoding.DER)
        ),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )


def countersigned(pdf: bytes, *, field: str = "countersignature") -> bytes:
    """The customer signs in the field that was left for him, with other software."""
    return _signed(pdf, field=field)


def signed_elsewhere(pdf: bytes) -> bytes:
    """A signature in a field that the seal did not leave open."""
    return _signed(pdf, field="mine", spec=SigFieldSpec("mine"))


def signed_by_someone(pdf: bytes) -> bytes:
    """An unsealed letter that somebody else signed first."""
    return _signed(pdf, field="seal", spec=SigFieldSpec("seal"))


def _signed(pdf: bytes, *, field: str, spec: SigFieldSpec | None = None) -> bytes:
    out = io.BytesIO()
    signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        ),
        signer=someone(),
        new_field_spec=spec,
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


def with_unsigned_revision(pdf: bytes) -> bytes:
    """Somebody adds to the catalogue after the signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root[generic.pdf_name("/Lang")] = generic.pdf_string("fr")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def facts(pdf: bytes) -> FileFacts:
    """What the reading child finds, read in this process: a thousand times faster."""
    try:
        return facts_from(read(pdf))
    except (Exception, RecursionError) as error:
        return FileFacts(unreadable=repr(error))


def one_byte_changed(pdf: bytes, *, at: int, chance: random.Random) -> bytes:
    changed = bytearray(pdf)
    changed[at] = chance.choice([each for each in range(256) if each != pdf[at]])
    return bytes(changed)


def signature_digits(pdf: bytes) -> range:
    """Where the hexadecimal digits of the seal's signature stand, without padding."""
    at = pdf.rindex(b"/ByteRange [") + len(b"/ByteRange [")
    _start, begin, end, _length = map(int, pdf[at : pdf.index(b"]", at)].split())
    return range(begin + 1, begin + 1 + len(pdf[begin + 1 : end - 1].rstrip(b"0")))


def in_lower_case(pdf: bytes) -> bytes:
    digits = signature_digits(pdf)
    lower = pdf[digits.start : digits.stop].lower()
    return pdf[: digits.start] + lower + pdf[digits.stop :]


def with_our_key(once: Any, pdf: bytes) -> bytes:
    """A file signed with the company's real key, past the register."""
    return _signer_of(once.letter.seal_use.seal).sign(
        pdf, reason="", field_title="", customer_field_title=""
    )
