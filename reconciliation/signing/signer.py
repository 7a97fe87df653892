"""Signing a finished PDF: PAdES B-B, the seal as the signature's appearance.

Level B-B is what works offline: no time stamp, the time of signing is the machine's own.
The signature is the last thing that happens to a letter, an incremental update; after it
only the customer's own field may be filled and signed.
"""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils import content, generic, layout
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import BaseStamp, BaseStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reconciliation.signing.keys import SigningKey
from reconciliation.signing.places import Box, find_places

SEAL_FIELD = "seal"
CUSTOMER_FIELD = "countersignature"
# Room for the signature, so that no trial signature is needed to measure it.
RESERVED = 12_288
DIGEST = "sha256"
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


class LetterUnfitError(Exception):
    """The file cannot be sealed; the text is for the log."""


class KeptKeySigner(signers.Signer):
    """Signs with a key that was loaded, and so checked, once for many letters."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key.private_key
        store = SimpleCertificateStore()
        store.register_multiple(_asn1(each) for each in key.chain)
        super().__init__(
            signing_cert=_asn1(key.certificate), cert_registry=store, embed_roots=True
        )

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: ARG002 - the library's signature
    ) -> bytes:
        if digest_algorithm != DIGEST:
            raise LetterUnfitError(digest_algorithm)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


def _asn1(certificate: object) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(
        certificate.public_bytes(serialization.Encoding.DER)  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class SealStyle(BaseStampStyle):
    """The seal's page as it is, laid over the text so that both stay legible."""

    artwork: PdfFileReader | None = None

    def create_stamp(
        self,
        writer: BasePdfFileWriter,
        box: layout.BoxConstraints,
        text_params: dict[str, Any],  # noqa: ARG002 - the library's signature
    ) -> BaseStamp:
        return SealStamp(writer=writer, style=self, box=box)


class SealStamp(BaseStamp):
    """Multiplied with what is below: black on red stays black, as ink does."""

    def render(self) -> bytes:
        drawing = self._ensure_writer.import_page_as_xobject(self.style.artwork)
        form = drawing.get_object()
        # One picture first, then blended: its own white edges must stay inside it.
        form[pdf_name("/Group")] = generic.DictionaryObject(
            {
                pdf_name("/S"): pdf_name("/Transparency"),
                pdf_name("/CS"): pdf_name("/DeviceRGB"),
            }
        )
        _left, _bottom, width, height = (float(side) for side in form["/BBox"])
        self.set_resource(content.ResourceType.XOBJECT, pdf_name("/Seal"), drawing)
        self.set_resource(
            content.ResourceType.EXT_G_STATE,
            pdf_name("/Ink"),
            generic.DictionaryObject({pdf_name("/BM"): pdf_name("/Multiply")}),
        )
        return b"q /Ink gs %g 0 0 %g 0 0 cm /Seal Do Q" % (
            self.box.width / width,
            self.box.height / height,
        )


class FrozenTitleWriter(IncrementalPdfFileWriter):
    """Leaves title and maker as the letter has them, in both places alike."""

    def _update_meta(self) -> None:
        return


class LetterSigner:
    """One seal and its key, kept for any number of letters."""

    def __init__(
        self, *, key: SigningKey, artwork: bytes, diameter_mm: float, holder: str
    ) -> None:
        self._signer = KeptKeySigner(key)
        self._style = SealStyle(
            artwork=PdfFileReader(io.BytesIO(artwork)), border_width=0
        )
        self._diameter = diameter_mm
        self._holder = holder

    def sign(
        self,
        pdf: bytes,
        *,
        reason: str,
        field_title: str,
        customer_field_title: str,
    ) -> bytes:
        """The letter with the seal over its signature block.

        The titles are what assistive devices read at the two fields. The time of signing
        is this machine's.

        Raises `LetterUnfitError` when the file is no letter or is signed already.
        """
        try:
            writer = FrozenTitleWriter(io.BytesIO(pdf))
            if "/AcroForm" in writer.root:
                raise LetterUnfitError("The letter has a form already.")
            places = find_places(writer.prev, diameter_mm=self._diameter)
            _add_customer_field(writer, places.customer, customer_field_title)
            return self._signed(writer, places.seal, reason, field_title)
        except LetterUnfitError:
            raise
        except Exception as error:
            raise LetterUnfitError(repr(error)) from error

    def _signed(
        self,
        writer: IncrementalPdfFileWriter,
        place: Box,
        reason: str,
        field_title: str,
    ) -> bytes:
        meta = signers.PdfSignatureMetadata(
            field_name=SEAL_FIELD,
            md_algorithm=DIGEST,
            name=self._holder,
            reason=reason,
            certify=True,
            subfilter=SigSeedSubFilter.PADES,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        )
        spec = SigFieldSpec(
            SEAL_FIELD,
            on_page=place.page,
            box=place.corners,  # type: ignore[arg-type]
            readable_field_name=field_title,
        )
        pdf_signer = signers.PdfSigner(
            meta, signer=self._signer, stamp_style=self._style, new_field_spec=spec
        )
        output = io.BytesIO()
        asyncio.run(
            pdf_signer.async_sign_pdf(writer, bytes_reserved=RESERVED, output=output)
        )
        return _in_lower_case(output.getvalue())


def _in_lower_case(pdf: bytes) -> bytes:
    """The signature's digits in the one spelling that letters are checked for: they lie
    outside the signed ranges, and the library writes capitals."""
    at = pdf.rindex(b"/ByteRange [") + len(b"/ByteRange [")
    _start, end, begin, _length = map(int, pdf[at : pdf.index(b"]", at)].split())
    return pdf[:end] + pdf[end:begin].lower() + pdf[begin:]


def _add_customer_field(
    writer: IncrementalPdfFileWriter, place: Box, title: str
) -> None:
    fields.append_signature_field(
        writer,
        SigFieldSpec(
            CUSTOMER_FIELD,
            on_page=place.page,
            box=place.corners,  # type: ignore[arg-type]
            readable_field_name=title,
        ),
    )
