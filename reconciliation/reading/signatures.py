"""The signatures of a file: what each covers, whether it holds, who made it."""

from __future__ import annotations

import hashlib
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from reconciliation.reading.cms_form import form_problem, hex_case, split_padding


def read_signatures(reader: PdfFileReader, content: bytes) -> list[dict[str, Any]]:
    """Every signature, the oldest first."""
    found = [_read(each, content) for each in reader.embedded_signatures]
    found.sort(key=lambda each: each["end"])
    if found:
        first = reader.get_historical_resolver(found[0]["revision"] - 1).root
        permitted = _field_names(first)
        for each in found:
            each["field_is_permitted"] = each["field"] in permitted
    return found


def _read(signature: EmbeddedPdfSignature, content: bytes) -> dict[str, Any]:
    ranges = [int(each) for each in signature.byte_range]
    facts: dict[str, Any] = {
        "field": str(signature.field_name),
        "end": ranges[2] + ranges[3] if len(ranges) == 4 else 0,
        "revision": signature.signed_revision + 1,
        "is_whole_range": _is_whole(ranges, len(content)),
        "signed_at": _signed_at(signature),
        "sub_filter": str(signature.sig_object.get("/SubFilter", "")),
        "docmdp": signature.docmdp_level.value if signature.docmdp_level else None,
        "has_time_stamp": _has_time_stamp(signature),
        "signer": describe(signature.signer_cert),
    }
    facts |= _contents(signature, content, ranges)
    facts |= _integrity(signature)
    facts["revision_sha256"] = hashlib.sha256(content[: facts["end"]]).hexdigest()
    return facts


def _is_whole(ranges: list[int], size: int) -> bool:
    """Four numbers, from the first byte, one gap, within the file."""
    return (
        len(ranges) == 4
        and ranges[0] == 0
        and 0 < ranges[1] < ranges[2]
        and ranges[2] + ranges[3] <= size
        and ranges[3] > 0
    )


def _contents(
    signature: EmbeddedPdfSignature, content: bytes, ranges: list[int]
) -> dict[str, Any]:
    """The gap between the two signed ranges, byte by byte."""
    gap = content[ranges[1] : ranges[2]] if len(ranges) == 4 else b""
    problem, case = "", hex_case(gap[1:-1])
    if gap[:1] != b"<" or gap[-1:] != b">" or not case:
        return {"contents_case": case, "contents_problem": "not plain hexadecimal"}
    raw = bytes.fromhex(gap[1:-1].decode())
    if raw != signature.pkcs7_content:
        named = "not what the signature dictionary names"
        return {"contents_case": case, "contents_problem": named}
    try:
        der, padding = split_padding(raw)
        if padding.strip(b"\0"):
            problem = "padding is not zeros"
        problem = problem or form_problem(der, signer=signature.signer_cert)
    except Exception as error:  # any damage of the object
        problem = f"not one DER object ({type(error).__name__}: {error})"
    return {"contents_case": case, "contents_problem": problem}


def _integrity(signature: EmbeddedPdfSignature) -> dict[str, Any]:
    try:
        signature.compute_integrity_info()
        intact, valid = generic_cms.validate_sig_integrity(
            signature.signer_info,
            signature.signer_cert,
            expected_content_type="data",
            actual_digest=signature.compute_digest(),
        )
        difference = signature.diff_result
        allowed = bool(signature.summarise_integrity_info()["docmdp_ok"])
        return {
            "is_intact": bool(intact and valid),
            "coverage": str(getattr(signature.coverage, "name", "")).lower(),
            "later_changes_allowed": allowed,
            "later_changes_problem": ""
            if isinstance(difference, DiffResult)
            else str(difference),
            "problem": "",
        }
    except Exception as error:  # whatever the file makes of it: not intact
        return {
            "is_intact": False,
            "coverage": "unclear",
            "later_changes_allowed": False,
            "later_changes_problem": "",
            "problem": f"{type(error).__name__}: {error}",
        }


def _signed_at(signature: EmbeddedPdfSignature) -> str:
    try:
        moment = signature.self_reported_timestamp
    except Exception:  # a date that is none
        return ""
    return moment.isoformat() if moment else ""


def _has_time_stamp(signature: EmbeddedPdfSignature) -> bool:
    attributes = signature.signer_info["unsigned_attrs"]
    return any(
        each["type"].native == "signature_time_stamp_token" for each in attributes
    )


def describe(certificate: x509.Certificate) -> dict[str, Any]:
    """What of a certificate people compare."""
    validity = certificate["tbs_certificate"]["validity"]
    return {
        "subject": certificate.subject.human_friendly,
        "issuer": certificate.issuer.human_friendly,
        "serial": f"{certificate.serial_number:x}",
        "fingerprint": hashlib.sha256(certificate.dump()).hexdigest(),
        "not_before": validity["not_before"].native.isoformat(),
        "not_after": validity["not_after"].native.isoformat(),
        "self_signed": certificate.self_signed in ("yes", "maybe"),
    }


def _field_names(root: Any) -> set[str]:
    """Full names of the form's fields at the top level; letters nest none."""
    try:
        fields = root["/AcroForm"]["/Fields"]
        return {str(each.get_object()["/T"]) for each in fields}
    except KeyError:
        return set()
