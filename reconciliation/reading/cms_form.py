"""Whether a signature's own bytes are exactly what they claim and nothing else.

The bytes in `/Contents` lie outside every digest: padding, spare certificates or another
spelling of the same value could change without any signature noticing (domain rule 4.7).
So the object is built anew from what is signed or checked, and compared byte by byte.
"""

from __future__ import annotations

from asn1crypto import algos, cms, core, x509

DIGESTS = ("sha256", "sha384", "sha512")
LOWER_HEX = frozenset(b"0123456789abcdef")
UPPER_HEX = frozenset(b"0123456789ABCDEF")


def split_padding(content: bytes) -> tuple[bytes, bytes]:
    """The one DER object at the beginning, and what follows it.

    Raises `ValueError` where no object of definite, shortest length begins.
    """
    if len(content) < 2 or content[0] != 0x30:
        message = "no sequence"
        raise ValueError(message)
    first = content[1]
    if first < 0x80:
        end = 2 + first
    else:
        count = first & 0x7F
        length = content[2 : 2 + count]
        size = int.from_bytes(length, "big")
        if not 1 <= count <= 4 or length[:1] in (b"", b"\0") or size < 0x80:
            message = "length is not DER"
            raise ValueError(message)
        end = 2 + count + size
    if end > len(content):
        message = "cut off"
        raise ValueError(message)
    return content[:end], content[end:]


def hex_case(raw: bytes) -> str:
    """`lower` or `upper` where all letters are so, else nothing: a mixture means that
    somebody respelt digits that no digest covers."""
    if len(raw) % 2:
        return ""
    if LOWER_HEX.issuperset(raw):
        return "lower"
    return "upper" if UPPER_HEX.issuperset(raw) else ""


def form_problem(der: bytes, *, signer: x509.Certificate) -> str:
    """What in the object is neither signed nor checked; empty when nothing is."""
    info = cms.ContentInfo.load(der, strict=True)
    if info["content_type"].native != "signed_data":
        return "not signed data"
    data = info["content"]
    if len(data["signer_infos"]) != 1:
        return "not exactly one signer"
    one = data["signer_infos"][0]
    problem = _algorithm_problem(data, one) or _chain_problem(data, signer)
    if problem:
        return problem
    if one["sid"].name != "issuer_and_serial_number":
        return "signer named otherwise"
    if _rebuilt(data, one, signer).dump() != der:
        return "bytes that no signature covers"
    return ""


def _algorithm_problem(data: cms.SignedData, one: cms.SignerInfo) -> str:
    digest = one["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        return f"digest {digest}"
    named = [each["algorithm"].native for each in data["digest_algorithms"]]
    if named != [digest]:
        return "digests disagree"
    signature = one["signature_algorithm"]
    kind = signature["algorithm"].native
    if kind in ("rsassa_pkcs1v15", "rsassa_pss"):
        return ""
    if signature.hash_algo != digest:
        return "digest of the signature disagrees"
    return ""


def _chain_problem(data: cms.SignedData, signer: x509.Certificate) -> str:
    """Every certificate in it is the signer's or vouches for one that is needed."""
    needed, rest = signer, [each.chosen for each in data["certificates"]]
    names = [each.dump() for each in rest]
    if signer.dump() not in names:
        return "signer's certificate missing"
    rest.pop(names.index(signer.dump()))
    while rest:
        above = [each for each in rest if _issued(each, needed)]
        if not above:
            return "a certificate that nobody needs"
        needed = above[0]
        rest.remove(needed)
    return ""


def _issued(issuer: x509.Certificate, subject: x509.Certificate) -> bool:
    from cryptography import x509 as real

    child = real.load_der_x509_certificate(subject.dump())
    parent = real.load_der_x509_certificate(issuer.dump())
    try:
        child.verify_directly_issued_by(parent)
    except Exception:  # whatever a strange certificate makes of it: not issued
        return False
    return True


def _rebuilt(
    data: cms.SignedData, one: cms.SignerInfo, signer: x509.Certificate
) -> cms.ContentInfo:
    """The object as it must be, from the parts that are signed or were checked."""
    digest = one["digest_algorithm"]["algorithm"].native
    signer_info = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            "issuer_and_serial_number",
            cms.IssuerAndSerialNumber(
                {"issuer": signer.issuer, "serial_number": signer.serial_number}
            ),
        ),
        "digest_algorithm": _digest(one["digest_algorithm"], digest),
        "signed_attrs": one["signed_attrs"],
        "signature_algorithm": _signature(one["signature_algorithm"]),
        "signature": one["signature"].native,
    }
    if one["unsigned_attrs"] is not core.VOID and len(one["unsigned_attrs"]):
        signer_info["unsigned_attrs"] = one["unsigned_attrs"]
    return cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [
                        _digest(data["digest_algorithms"][0], digest)
                    ],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": list(data["certificates"]),
                    "signer_infos": [cms.SignerInfo(signer_info)],
                }
            ),
        }
    )


def _digest(given: algos.DigestAlgorithm, name: str) -> algos.DigestAlgorithm:
    """The algorithm with its parameters absent or NULL, as given."""
    if isinstance(given["parameters"], core.Null):
        return algos.DigestAlgorithm({"algorithm": name, "parameters": core.Null()})
    return algos.DigestAlgorithm({"algorithm": name})


def _signature(given: algos.SignedDigestAlgorithm) -> algos.SignedDigestAlgorithm:
    kind = given["algorithm"].native
    if kind == "rsassa_pss":
        return given  # its parameters take part in the check of the signature
    made = {"algorithm": kind}
    if isinstance(given["parameters"], core.Null):
        made["parameters"] = core.Null()
    return algos.SignedDigestAlgorithm(made)
