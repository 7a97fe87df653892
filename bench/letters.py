"""CPU seconds per finished letter, sealed, beside a bare WeasyPrint + pyHanko letter.

    .venv/bin/python bench/letters.py            200 letters
    .venv/bin/python bench/letters.py 40 --json

Both letters have one page and are signed with the same EC P-256 key. The product's letter is
tagged PDF/A-3a with two attached files, rendered in a child process and sealed with the
drawn seal; the bare one is `HTML(...).write_pdf()` with the installed face and a signature
of pyHanko's `SimpleSigner`. Database and network are not part of it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcollect.settings")

import django  # noqa: E402

django.setup()

from arcollect.core.outbound import pdf  # noqa: E402
from reconciliation.domain import ledger_file  # noqa: E402
from reconciliation.domain.letter_content import (  # noqa: E402
    Content,
    Entry,
    Item,
    as_data,
)
from reconciliation.models import ConfirmationLetter  # noqa: E402
from reconciliation.seal_drawing import SealFace, SealKind  # noqa: E402
from reconciliation.services.letter_document import letter_pdf  # noqa: E402
from reconciliation.services.seal_artwork import render_seal  # noqa: E402
from reconciliation.signing.keys import check_key  # noqa: E402
from reconciliation.signing.signer import LetterSigner  # noqa: E402
from reconciliation.signing.test_certificate import (  # noqa: E402
    make_test_certificate,
)

CUT_OFF = dt.date(2026, 10, 31)
HOLDER = "佛山市澜岳电器有限公司"
PASSPHRASE = "bench"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


def letter(number: int) -> ConfirmationLetter:
    """A letter of one page: two documents, one open item."""
    amount = Decimal(12_000 + number)
    content = Content(
        currency="CNY",
        cut_off=CUT_OFF,
        since=dt.date(2026, 8, 1),
        opening=Decimal("5000.00"),
        entries=[
            Entry(on=dt.date(2026, 8, 9), kind="invoice", number="LY-1", change=amount),
            Entry(
                on=dt.date(2026, 9, 9),
                kind="payment",
                number="BK-1",
                change=Decimal("-5000.00"),
            ),
        ],
        items=[
            Item(
                number="LY-1",
                kind="goods",
                issued_on=dt.date(2026, 8, 9),
                due_on=dt.date(2026, 11, 9),
                open=amount,
            )
        ],
        on_account=Decimal(0),
    )
    sender = {"name": HOLDER, "tax_id": "91440606MA4UPX1234", "address": "佛山市"}
    data = {
        **as_data(content),
        "languages": ["zh-hans"],
        "verify_url": "https://ar.example/verify/7Q2M9XD4K1ZB8RTE",
        "company": {
            **sender,
            "contact_person": "沈岚",
            "phone": "0757",
            "email": "a@b",
        },
        "customer": {
            "name": "苏州恒达电器有限公司",
            "code": "C-0182",
            "tax_id": "",
            "address": "江苏省苏州市工业园区",
            "department": "",
            "attention": "",
        },
        "demand": None,
        "auditor": None,
    }
    made = ConfirmationLetter(
        kind="reconciliation",
        language="zh-hans",
        number=f"DZ-2026-{number:06d}",
        code="7Q2M9XD4K1ZB8RTE",
        cut_off=CUT_OFF,
        issued_on=dt.date(2026, 11, 10),
        reply_due_on=dt.date(2026, 11, 24),
        currency="CNY",
        balance=content.closing,
        data=data,
    )
    made.ledger_sha256 = ledger_file.ledger_hash(ledger_file.write_ledger(data))
    return made


def certificate() -> bytes:
    now = dt.datetime.now(dt.UTC)
    return make_test_certificate(
        holder=HOLDER,
        passphrase=PASSPHRASE,
        not_before=now - dt.timedelta(days=1),
        not_after=now + dt.timedelta(days=30),
    )


def sealed_by_product(key_file: bytes) -> Callable[[int], bytes]:
    key = check_key(key_file, passphrase=PASSPHRASE, at=dt.datetime.now(dt.UTC))
    face = SealFace(kind=SealKind.FINANCE, holder_name=HOLDER, is_sample=True)
    signer = LetterSigner(
        key=key, artwork=render_seal(face), diameter_mm=38, holder=HOLDER
    )

    def make(number: int) -> bytes:
        return signer.sign(
            letter_pdf(letter(number)),
            reason="seal",
            field_title="seal",
            customer_field_title="countersignature",
        )

    return make


def bare(key_file: bytes) -> Callable[[int], bytes]:
    """What the two libraries do by themselves, as their manuals show it."""
    import weasyprint
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigFieldSpec

    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"bench-{os.getpid()}.p12"
    path.write_bytes(key_file)
    signer = signers.SimpleSigner.load_pkcs12(str(path), passphrase=PASSPHRASE.encode())
    path.unlink()
    rows = "".join(
        f"<tr><td>2026-08-{line:02}</td><td>INV-2026-{line:04}</td><td>发票</td>"
        "<td>12,345.67</td><td>0.00</td><td>98,765.43</td></tr>"
        for line in range(1, 21)
    )
    style = (
        'body{font-family:"Noto Sans CJK SC"}table{width:100%}'
        '@page{@bottom-center{content:counter(page) "/" counter(pages)}}'
    )

    def make(number: int) -> bytes:
        page = (
            f"<html lang=zh><style>{style}</style><h1>往来款项对账函</h1>"
            f"<p>致：苏州恒达电器有限公司 编号 DZ-2026-{number:06d}</p>"
            "<p>截至 2026 年 10 月 31 日，贵公司欠本公司人民币壹拾贰万元整。</p>"
            "<table><tr><th>日期<th>单据<th>类型<th>借方<th>贷方<th>余额</tr>"
            f"{rows}</table><p><b>{HOLDER}</b></p><p>2026年11月10日</p></html>"
        )
        writer = IncrementalPdfFileWriter(
            io.BytesIO(weasyprint.HTML(string=page).write_pdf())
        )
        signed: io.BytesIO = signers.PdfSigner(
            signers.PdfSignatureMetadata(field_name="seal"),
            signer=signer,
            new_field_spec=SigFieldSpec("seal", box=(350, 100, 460, 210)),
        ).sign_pdf(writer)
        return signed.getvalue()

    return make


def children() -> list[int]:
    return [child.process.pid for pool in pdf._pools.values() for child in pool._free]  # noqa: SLF001


class Meter:
    """Processor seconds of this process and its rendering children, also ended ones."""

    def __init__(self) -> None:
        self.of_children: dict[int, float] = {}

    def seconds(self) -> float:
        for pid in children():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            self.of_children[pid] = (int(fields[11]) + int(fields[12])) / TICKS
        return time.process_time() + sum(self.of_children.values())


def resident_mb() -> float:
    """Memory of this process and the children."""
    pages = sum(
        int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        for pid in (os.getpid(), *children())
    )
    return pages * PAGE_KB / 1024


def measure(make: Callable[[int], bytes], letters: int) -> dict[str, Any]:
    """CPU per letter, rate, and the memory at a quarter and at the end."""
    for number in range(3):
        make(number)
    meter, memory = Meter(), []
    cpu, started = meter.seconds(), time.perf_counter()
    for number in range(letters):
        size = len(make(number + 10))
        used = meter.seconds()
        if number in (letters // 4, letters - 1):
            memory.append(round(resident_mb()))
    each = (used - cpu) / letters
    return {
        "letters": letters,
        "cpu_seconds": round(each, 4),
        "letters_per_second_and_core": round(1 / each, 2),
        "wall_seconds": round((time.perf_counter() - started) / letters, 4),
        "memory_mb": {"quarter": memory[0], "end": memory[-1]},
        "bytes": size,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("letters", nargs="?", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    key_file = certificate()
    found = {"product": measure(sealed_by_product(key_file), options.letters)}
    pdf.close_pool()
    found["bare"] = measure(bare(key_file), max(10, options.letters // 4))
    ratio = found["product"]["cpu_seconds"] / found["bare"]["cpu_seconds"]
    if options.json:
        print(json.dumps({**found, "ratio": round(ratio, 2)}))
        return
    for name, values in found.items():
        print(
            f"{name:8} {values['cpu_seconds']:.3f} CPU s a letter, "
            f"{values['letters_per_second_and_core']:.1f} letters/s and core, "
            f"{values['memory_mb']['quarter']} MB at a quarter, "
            f"{values['memory_mb']['end']} MB at the end, {values['bytes']:,} bytes"
        )
    print(f"ratio    {ratio:.2f} (at most 1.5)")


if __name__ == "__main__":
    main()
