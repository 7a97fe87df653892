"""Files as evidence: of what, once, withdrawn with a reason, never changed."""

from __future__ import annotations

import datetime as dt
import os
import signal
from typing import Any

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    connection,
    connections,
    transaction,
)

from arcollect.core import audit, clock
from arcollect.core.models import AuditEvent, Company, EvidenceFile, EvidenceState, User
from arcollect.core.roles import Role
from arcollect.core.services import keep_evidence
from customers.models import Contract, Customer
from invoices.models import Evidence, Invoice
from invoices.models.evidence import DOCUMENTS
from invoices.selectors.evidence import Subject
from invoices.services import add_evidence as adding
from invoices.services import give_out_evidence as giving
from invoices.services.add_evidence import (
    EvidenceNotTakenError,
    FileFacts,
    add_evidence,
    freeze_upload,
)
from invoices.services.give_out_evidence import (
    EvidenceNotGivenOutError,
    give_out_evidence,
)
from invoices.services.withdraw_evidence import (
    EvidenceNotWithdrawnError,
    withdraw_evidence,
)
from tests import factories
from tests.factories.evidence import PDF, evidence

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
FACTS = FileFacts("contract", "Chen Jie", factories.TODAY, "Safe of the finance office")


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return factories.company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return factories.customer(company=company)


def hand_in(subject: Subject, content: bytes = PDF, **more: Any) -> tuple[Any, bool]:
    frozen = freeze_upload(name="合同.pdf", chunks=[content])
    values = {"actor": None, "facts": FACTS, **more}
    return add_evidence(subject=subject, frozen=frozen, **values)


def test_a_file_is_kept_with_what_is_said_of_it(customer: Customer) -> None:
    actor = factories.user(company=customer.company)
    kept, is_new = hand_in(Subject("customer", customer), actor=actor)
    file = kept.file
    assert is_new
    assert (file.name, file.media_type, file.size) == (
        "合同.pdf",
        "application/pdf",
        len(PDF),
    )
    assert (file.kind, file.origin, file.custody) == (
        "contract",
        "Chen Jie",
        "Safe of the finance office",
    )
    assert (file.uploaded_by, file.uploaded_at) == (actor, NOON)
    event = AuditEvent.objects.get(action="invoices.evidence.added")
    assert (event.actor, event.object_label) == (actor, "合同.pdf")
    assert event.after["sha256"] == kept.sha256
    assert give_out_evidence(actor=actor, evidence=kept) == PDF


def test_the_same_file_for_the_same_thing_is_kept_once(customer: Customer) -> None:
    invoice = factories.invoice(customer=customer)
    first, _new = hand_in(Subject("invoice", invoice))
    again, is_new = hand_in(Subject("invoice", invoice))
    assert (again.pk, is_new) == (first.pk, False)
    other, is_new = hand_in(Subject("customer", customer))
    assert is_new
    assert other.file_id != first.file_id
    assert Evidence.objects.count() == EvidenceFile.objects.count() == 2
    assert AuditEvent.objects.filter(action="invoices.evidence.added").count() == 2


def test_a_withdrawn_file_may_come_again(customer: Customer) -> None:
    boss = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    subject = Subject("customer", customer)
    first, _new = hand_in(subject)
    withdraw_evidence(actor=boss, evidence=first, reason="Wrong page")
    second, is_new = hand_in(subject)
    assert is_new
    assert (second.occurrence, second.sha256) == (2, first.sha256)
    third, is_new = hand_in(subject)
    assert (third.pk, is_new) == (second.pk, False)


def test_of_two_at_once_the_unique_key_decides(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = Subject("customer", customer)
    first, _new = hand_in(subject)
    looked = iter([None])
    real = adding._last
    # Looked before the other one wrote.
    monkeypatch.setattr(
        adding, "_last", lambda *given: next(looked, "again") and real(*given)
    )
    second, is_new = hand_in(subject)
    assert (second.pk, is_new) == (first.pk, False)
    assert EvidenceFile.objects.count() == EvidenceState.objects.count() == 1


def test_it_is_of_one_thing_only(customer: Customer) -> None:
    invoice = factories.invoice(customer=customer)
    contract = Contract.objects.create(
        company=customer.company, customer=customer, number="C-1", currency="CNY"
    )
    file = hand_in(Subject("invoice", invoice))[0].file

    def insert(about: str, **documents: Any) -> None:
        other = EvidenceFile.objects.get(pk=file.pk)
        other.pk = None
        other.save(force_insert=True)
        with transaction.atomic():
            Evidence.objects.create(
                company=customer.company,
                customer=customer,
                file=other,
                about=about,
                sha256="ab",
                **documents,
            )

    for about, documents in (
        ("invoice", {}),
        ("customer", {"invoice": invoice}),
        ("contract", {"invoice": invoice}),
        ("contract", {"contract": contract, "invoice": invoice}),
        ("letter", {}),
    ):
        with pytest.raises(IntegrityError):
            insert(about, **documents)
    insert("contract", contract=contract)
    assert set(DOCUMENTS) < set(Evidence.About.values)


@pytest.mark.parametrize("table", ["core_evidencefile", "invoices_evidence"])
@pytest.mark.parametrize(
    "sql",
    ["UPDATE {} SET sha256 = 'other'", "DELETE FROM {}"],
    ids=("update", "delete"),
)
def test_plain_sql_can_neither_change_nor_delete_it(
    customer: Customer, table: str, sql: str
) -> None:
    kept, _new = hand_in(Subject("customer", customer))
    with (
        pytest.raises(DatabaseError, match="posted document"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table))
    kept.refresh_from_db()
    assert kept.file.sha256 == kept.sha256


def test_a_withdrawal_needs_a_reason_in_the_database_too(customer: Customer) -> None:
    kept, _new = hand_in(Subject("customer", customer))
    state = EvidenceState.objects.filter(file=kept.file)
    for wrong in ({"withdrawn_at": NOON}, {"reason": "no day"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            state.update(**wrong)


@pytest.mark.parametrize(
    ("role", "own", "days", "may"),
    [
        (Role.FINANCE, True, 0, True),
        (Role.FINANCE, True, 1, False),
        (Role.FINANCE, False, 0, False),
        (Role.SALES_REP, True, 0, True),
        (Role.SALES_MANAGER, False, 0, False),
        (Role.FINANCE_MANAGER, False, 400, True),
    ],
)
def test_who_may_withdraw_when(
    customer: Customer,
    monkeypatch: pytest.MonkeyPatch,
    role: Role,
    own: bool,
    days: int,
    may: bool,
) -> None:
    actor = factories.user(role=role, company=customer.company)
    uploader = actor if own else factories.user(company=customer.company)
    kept, _new = hand_in(Subject("customer", customer), actor=uploader)
    later = NOON + dt.timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: later)
    kept = Evidence.objects.get(pk=kept.pk)
    if may:
        withdraw_evidence(actor=actor, evidence=kept, reason="Another customer's")
        kept.file.state.refresh_from_db()
        assert kept.file.state.withdrawn_by == actor
        event = AuditEvent.objects.get(action="invoices.evidence.withdrawn")
        assert event.reason == "Another customer's"
        # It can still be read.
        assert give_out_evidence(actor=actor, evidence=kept) == PDF
        return
    with pytest.raises(EvidenceNotWithdrawnError, match="on the same day"):
        withdraw_evidence(actor=actor, evidence=kept, reason="Another customer's")
    assert not EvidenceState.objects.exclude(withdrawn_at=None).exists()


def test_the_day_is_the_companys(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 00:30 in Shanghai; the same evening is still the same day there, another in UTC.
    early = dt.datetime(2026, 6, 29, 16, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: early)
    actor = factories.user(company=customer.company)
    kept, _new = hand_in(Subject("customer", customer), actor=actor)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    withdraw_evidence(actor=actor, evidence=kept, reason="Too early")


def test_of_two_who_withdraw_the_second_is_told(customer: Customer) -> None:
    boss = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    kept, _new = hand_in(Subject("customer", customer))
    stale = Evidence.objects.select_related("file__state").get(pk=kept.pk)
    withdraw_evidence(actor=boss, evidence=kept, reason="First")
    with pytest.raises(EvidenceNotWithdrawnError, match="has withdrawn it already"):
        withdraw_evidence(actor=boss, evidence=stale, reason="Second")
    assert EvidenceState.objects.get().reason == "First"


def test_a_changed_file_is_refused_and_that_is_audited(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = factories.user(company=customer.company)
    kept = evidence(customer=customer)

    def changed(file: EvidenceFile) -> bytes:
        raise keep_evidence.EvidenceChangedError(f"{file.name} is not given out")

    monkeypatch.setattr(giving, "read_evidence", changed)
    with pytest.raises(EvidenceNotGivenOutError, match="is not given out"):
        give_out_evidence(actor=actor, evidence=kept)
    event = AuditEvent.objects.get(action="invoices.evidence.found_changed")
    assert (event.actor, event.after["sha256"]) == (actor, kept.sha256)


def test_refusals_keep_nothing(customer: Customer) -> None:
    late = FileFacts("contract", "Chen", dt.date(2026, 7, 1))
    with pytest.raises(EvidenceNotTakenError, match="not come yet"):
        hand_in(Subject("customer", customer), facts=late)
    with pytest.raises(EvidenceNotTakenError, match="none of the files"):
        hand_in(Subject("customer", customer), content=b"<svg/>")
    assert not EvidenceFile.objects.exists()


# A process that is killed between the bytes and the row, or within the row's
# transaction: it never comes to say it is done.


def _killed(act: Any) -> bool:
    """Run `act` in a child on connections of its own; whether the child was killed."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


def _die(*_args: object, **_kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["before the row", "before the end"])
def test_a_kill_leaves_bytes_without_row_at_worst_and_may_be_repeated(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    customer: Customer = factories.customer()
    content = PDF + place.encode()
    subject = Subject("customer", customer)
    if place == "before the row":
        monkeypatch.setattr(adding, "_last", _die)
    else:
        monkeypatch.setattr(audit, "record", _die)
    assert _killed(lambda: hand_in(subject, content))
    monkeypatch.undo()

    assert not EvidenceFile.objects.exists()
    assert not Evidence.objects.exists()
    kept, is_new = hand_in(subject, content)
    assert is_new
    user: User = factories.user(company=customer.company)
    assert give_out_evidence(actor=user, evidence=kept) == content


@pytest.mark.django_db(transaction=True)
def test_with_the_order_turned_round_a_kill_leaves_a_row_without_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: were the row written first, the kill would leave it alone."""
    customer: Customer = factories.customer()
    subject = Subject("customer", customer)
    monkeypatch.setattr(keep_evidence, "is_stored", lambda _path: True)
    frozen = keep_evidence.FrozenFile("x.pdf", "cd" * 32, 9, "application/pdf")

    def row_first() -> None:
        add_evidence(actor=None, subject=subject, frozen=frozen, facts=FACTS)
        _die()

    assert _killed(row_first)
    kept = Evidence.objects.get()
    with pytest.raises(EvidenceNotGivenOutError):
        give_out_evidence(actor=factories.user(company=customer.company), evidence=kept)


def test_it_is_seen_with_its_customer(company: Company) -> None:
    seller = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, user=seller)
    mine = factories.customer(company=company, rep=rep)
    invoice: Invoice = factories.invoice(customer=factories.customer(company=company))
    own, _new = hand_in(Subject("customer", mine))
    hand_in(Subject("invoice", invoice))
    assert list(Evidence.objects.visible_to(seller)) == [own]
