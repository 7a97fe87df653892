"""Evidence of the demo company: contracts, receipts, photos and letters of customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from arcollect.core import clock
from arcollect.core.dates import add_days
from arcollect.core.models import Company, EvidenceFile, User
from customers.models import Contract, Customer
from demo.loading.papers import paper, picture
from invoices.models import (
    Bill,
    ClaimDecision,
    Deduction,
    Dispute,
    GoodsMovement,
    Invoice,
)
from invoices.selectors.evidence import Subject
from invoices.services.add_evidence import FileFacts, add_evidence, freeze_upload
from invoices.services.withdraw_evidence import withdraw_evidence

_KINDS = EvidenceFile.Kind
_OFFICE = "财务部 陈洁，保险柜"
# Kind, file name, from whom, days before the last day of the books, original held by.
_Paper = tuple[str, str, str, int, str]
PAPERS: dict[str, tuple[_Paper, ...]] = {
    "customer": (
        (_KINDS.COMMITMENT, "还款承诺书（盖章）.pdf", "客户财务经理", 18, _OFFICE),
        (_KINDS.CORRESPONDENCE, "微信往来记录.txt", "业务员", 5, ""),
    ),
    "contract": (
        (_KINDS.CONTRACT, "购销合同（双方盖章）.pdf", "客户法定代表人", 200, _OFFICE),
        (_KINDS.ACCEPTANCE, "验收单.pdf", "客户仓库主管", 60, "业务员 本人"),
    ),
    "invoice": (
        (_KINDS.DELIVERY, "签收单.png", "客户仓库", 40, _OFFICE),
        (_KINDS.ORDER, "采购订单.pdf", "客户采购部", 55, ""),
    ),
    "deduction": ((_KINDS.PHOTO, "破损照片.png", "客户仓库", 12, ""),),
    "dispute": ((_KINDS.CORRESPONDENCE, "客户异议邮件.eml", "客户财务", 9, ""),),
    "decision": ((_KINDS.OTHER, "法院受理通知书.pdf", "法务", 30, "法务 档案柜"),),
    "movement": ((_KINDS.DELIVERY, "出库单签收联.png", "物流司机", 3, "仓库"),),
    "bill": ((_KINDS.PHOTO, "票据正反面.png", "出纳", 20, "出纳 保险柜"),),
}


def enter_evidence(
    company: Company, as_of: dt.date, *, clerk: User, manager: User
) -> None:
    """A few files on a page of every kind, one of them withdrawn."""
    day = min(as_of, clock.today(company.time_zone))
    kept = [
        _hand_in(subject, said, day, clerk)
        for subject in _subjects(company)
        for said in PAPERS[subject.about]
    ]
    withdraw_evidence(actor=manager, evidence=kept[-1], reason="照片模糊，已重拍")


def _subjects(company: Company) -> Iterator[Subject]:
    """Documents of each kind: of the newest invoice's customer where there is one."""
    invoices = Invoice.objects.filter(company=company, kind=Invoice.Kind.INVOICE)
    newest = invoices.exclude(contract=None).select_related("customer__company")
    first = newest.order_by("-issued_on", "pk").first()
    if first is None:
        return
    yield Subject("customer", first.customer)
    yield Subject("invoice", first)
    models: dict[str, Any] = {
        "contract": Contract.objects.filter(pk=first.contract_id),
        "deduction": Deduction.objects.filter(kind=Deduction.Kind.DAMAGED),
        "dispute": Dispute.objects.filter(state=Dispute.State.OPEN),
        "decision": ClaimDecision.objects.filter(kind=ClaimDecision.Kind.WRITE_OFF),
        "movement": GoodsMovement.objects.all(),
        "bill": Bill.objects.all(),
    }
    for about, rows in models.items():
        yield from _first_of(about, rows.filter(company=company))


def _first_of(about: str, rows: Any) -> Iterable[Subject]:
    row = rows.select_related("customer__company").order_by("pk").first()
    return () if row is None else (Subject(about, row),)


def _hand_in(subject: Subject, said: _Paper, day: dt.date, clerk: User) -> Any:
    kind, name, origin, days, custody = said
    frozen = freeze_upload(name=name, chunks=[_content(name, subject)])
    kept, _is_new = add_evidence(
        actor=clerk,
        subject=subject,
        frozen=frozen,
        facts=FileFacts(kind, origin, add_days(day, -days), custody),
    )
    return kept


def _content(name: str, subject: Subject) -> bytes:
    customer: Customer = subject.customer
    what = f"{subject.about} {customer.code} {len(name)}"
    if name.endswith(".pdf"):
        return paper("Made-up paper of the demo company", what)
    if name.endswith(".png"):
        return picture(40 + len(name) * 9, 90, 120 + len(subject.about) * 9)
    if name.endswith(".eml"):
        return (
            "From: finance@buyer.example\r\nTo: finance@lanyue.example\r\n"
            "Date: Mon, 02 Nov 2026 09:12:00 +0800\r\nSubject: 对账差异\r\n\r\n"
            f"{customer.name}：对本期账单中的价格有异议，请核对。\r\n"
        ).encode()
    return f"{customer.name}：货款下周安排，请放心。\n业务员：收到，周三再联系。\n".encode()
