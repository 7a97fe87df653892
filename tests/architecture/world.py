"""A small world for the route matrix: what is mine, a colleague's, a stranger's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext

from arcollect.core.models import (
    Absence,
    ApiToken,
    AuditEvent,
    BankAccount,
    CalendarDay,
    Company,
    ImportBatch,
    ImportFile,
    OutboxMessage,
    Rep,
    Team,
    User,
)
from arcollect.core.roles import Role
from collection.models import (
    CadenceStep,
    Campaign,
    CommissionPolicy,
    CommissionStatement,
    DunningLetter,
    DunningRun,
    Hold,
    PointsEntry,
    PointsPolicy,
    Prize,
    Promise,
    Redemption,
    Visit,
)
from customers.models import (
    Contact,
    Contract,
    CreditProfile,
    CreditReview,
    Customer,
    CustomerFlag,
    CustomerProduct,
    DiscountOffer,
    DistributionPolicy,
    Guarantee,
    Milestone,
    PaymentProfile,
    Product,
    PromotionAgreement,
    RiskSignal,
    SupportAction,
)
from customers.services.keep_discount import offer_discount
from invoices.domain.classes import ReceivableClass
from invoices.models import (
    Allocation,
    AwaitedDate,
    BankEntry,
    Bill,
    ClaimDecision,
    ClassOverride,
    ContractAdvance,
    CreditNote,
    Deduction,
    Dispute,
    DocumentDraft,
    DueDateChange,
    DueItem,
    Evidence,
    Extension,
    Fact,
    GoodsMovement,
    GoodsRelease,
    Invoice,
    ItemCover,
    Payment,
    SalesOrder,
    SellThroughStatement,
)
from invoices.services.approve_override import approve_override
from invoices.services.record_fact import record_fact
from reconciliation.models import ConfirmationLetter, LetterRun, Seal, SealRequest
from reconciliation.services import render_letter
from tests import factories
from tests.architecture.matching_rows import write_matching
from tests.factories import credit, customer_files, letters, rewards, seals
from tests.factories.contracts import contract_rows
from tests.factories.evidence import PDF

# Fragments that search boxes are asked for, and the names behind them that must not
# show up where they do not belong.
FRAGMENT = "Zxqv"
COLLEAGUES_NAME = "Zxqvcolleague Trading"
STRANGERS_NAME = "Zxqvstranger Trading"


@dataclass(frozen=True)
class Books:
    """Objects of one scope: the routes' arguments are taken from here."""

    company: Company
    user: User
    team: Team
    rep: Rep
    customer: Customer
    contact: Contact
    contract: Contract
    milestone: Milestone
    guarantee: Guarantee
    statement: SellThroughStatement
    due_change: DueDateChange
    awaited: AwaitedDate
    advance: ContractAdvance
    release: GoodsRelease
    invoice: Invoice
    item: DueItem
    payment: Payment
    credit_note: CreditNote
    allocation: Allocation
    draft: DocumentDraft
    credit_draft: DocumentDraft
    fact: Fact
    override: ClassOverride
    batch: ImportBatch
    import_file: ImportFile
    event: AuditEvent
    reminder: DunningLetter
    dunning_run: DunningRun
    hold: Hold
    dispute: Dispute
    bill: Bill
    decision: ClaimDecision
    deduction: Deduction
    evidence: Evidence
    extension: Extension
    movement: GoodsMovement
    message: OutboxMessage
    token: ApiToken
    visit: Visit
    promise: Promise
    step: CadenceStep
    bank_account: BankAccount
    absence: Absence
    calendar_day: CalendarDay
    letter: ConfirmationLetter
    letter_run: LetterRun
    seal: Seal
    seal_request: SealRequest
    order: SalesOrder
    review: CreditReview
    profile: CreditProfile
    signal: RiskSignal
    offer: DiscountOffer
    cover: ItemCover
    bank_entry: BankEntry
    commission_policy: CommissionPolicy
    commission_statement: CommissionStatement
    points_policy: PointsPolicy
    points_entry: PointsEntry
    campaign: Campaign
    prize: Prize
    redemption: Redemption
    distribution: DistributionPolicy
    payment_profile: PaymentProfile
    flag: CustomerFlag
    product: Product
    range_row: CustomerProduct
    agreement: PromotionAgreement
    support: SupportAction


@dataclass(frozen=True)
class World:
    """`people` by role all work in the company of `own`.

    `own` belongs to the rep and to the manager's team, `colleague` to another rep and
    team of the same company, `stranger` to another company.
    """

    people: dict[Role, User]
    own: Books
    colleague: Books
    stranger: Books


def build_world() -> World:
    company = factories.company(name="Lanyue Appliance")
    other = factories.company(name="Zxqvstranger Holding")
    team = factories.team(company=company, name="East")
    people = {
        role: factories.user(
            role=role,
            company=company,
            username=role.value,
            team=team if role == Role.SALES_MANAGER else None,
        )
        for role in Role
    }
    own_rep = factories.rep(
        company=company, name="Gu Wei", team=team, user=people[Role.SALES_REP]
    )
    world = World(
        people=people,
        own=books_of(company=company, rep=own_rep, team=team, name="Mine Trading"),
        colleague=_books_of_another(company=company, name=COLLEAGUES_NAME),
        stranger=_books_of_another(company=other, name=STRANGERS_NAME),
    )
    for books in (world.own, world.colleague, world.stranger):
        write_matching(books)
    return world


def _books_of_another(*, company: Company, name: str) -> Books:
    team = factories.team(company=company, name=f"{name} team")
    user = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, name=f"{name} rep", team=team, user=user)
    return books_of(company=company, rep=rep, team=team, name=name)


def books_of(*, company: Company, rep: Rep, team: Team, name: str) -> Books:
    customer = factories.customer(company=company, rep=rep, name=name)
    invoice = factories.overdue_invoice(customer=customer)
    paid = factories.payment(pays=invoice, amount="20.00")
    note = factories.credit_note(customer=customer, amount="5.00")
    assert rep.user is not None
    batch = _batch(company, name)
    reminder = factories.dunning_letter(item=invoice.items.get())
    request = _seal_request(customer)
    contract = _contract(company, customer, name)
    money = factories.payment(customer=customer, amount="20.00")
    agreed = contract_rows(
        contract=contract, item=invoice.items.get(), payment=money, name=name
    )
    return Books(
        **agreed._asdict(),
        reminder=reminder,
        dunning_run=reminder.run,
        hold=factories.hold(customer=customer, by=rep.user),
        dispute=factories.dispute(item=invoice.items.get()),
        bill=factories.bill(customer=customer),
        decision=factories.decision(item=invoice.items.get()),
        deduction=factories.deduction(item=invoice.items.get()),
        evidence=_evidence(invoice, name),
        extension=factories.extension(item=invoice.items.get()),
        movement=factories.goods(customer=customer),
        message=factories.unknown_message(item=invoice.items.get()),
        company=company,
        # Somebody whom an administrator may change without changing himself.
        user=factories.user(role=Role.FINANCE, company=company),
        team=team,
        rep=rep,
        customer=customer,
        contact=Contact.objects.create(
            company=company, customer=customer, name=f"{name} contact"
        ),
        contract=contract,
        invoice=invoice,
        item=invoice.items.get(),
        payment=money,
        credit_note=note,
        allocation=paid.allocations.get(),
        draft=_draft(customer, DocumentDraft.Kind.INVOICE),
        credit_draft=_draft(customer, DocumentDraft.Kind.CREDIT_NOTE),
        fact=_fact(customer),
        override=_override(invoice.items.get()),
        batch=batch,
        import_file=batch.files.get(),
        event=AuditEvent.objects.filter(company=company).latest("pk"),
        visit=factories.visit(customer=customer),
        promise=factories.promise(customer=customer),
        step=factories.cadence_step(customer=customer),
        token=_token(company, rep.user),
        bank_account=BankAccount.objects.create(
            company=company,
            # Letters in the items' currency do not name it.
            currency="USD",
            bank=f"{name} bank",
            account_name=name,
            account_number=f"{name} account",
        ),
        absence=factories.absence(rep=rep),
        calendar_day=CalendarDay.objects.filter(calendar__company=company)[0],
        letter=request.letter,
        letter_run=letters.letter_run(customer=customer),
        seal=request.seal,
        seal_request=request,
        order=credit.order(customer=customer),
        profile=credit.credit_line(customer=customer),
        review=credit.review(customer=customer),
        signal=credit.signal(customer=customer),
        offer=_offer(customer),
        cover=credit.cover(customer=customer),
        bank_entry=factories.bank_line(company=company, payer=name, text=name),
        **_rewards(customer, name),
        **customer_files.file_of(customer),
    )


def _offer(customer: Customer) -> DiscountOffer:
    return offer_discount(
        actor=None,
        contract=credit.contract(customer=customer),
        within_days=10,
        share_bp=200,
        from_on=factories.TODAY,
    )


def _rewards(customer: Customer, name: str) -> dict[str, Any]:
    """A stated month of his rep, points, and a prize that waits for him."""
    company = customer.company
    rate = CommissionPolicy.objects.filter(company=company).first()
    rules = PointsPolicy.objects.filter(company=company).first()
    assert customer.rep is not None
    # The whole company sees campaigns, prizes and regions; another company must not.
    name = name if name == STRANGERS_NAME else f"No {customer.pk}"
    campaign = rewards.campaign(company=company, name=f"{name} A")
    prize = rewards.prize(campaign=campaign, name=f"{name} B", points=1)
    return {
        "commission_policy": rate or rewards.commission_policy(company=company),
        "commission_statement": rewards.statement_of(customer),
        "points_policy": rules or rewards.points_policy(company=company),
        "points_entry": rewards.points(customer=customer, points=3),
        "campaign": campaign,
        "prize": prize,
        "redemption": rewards.redemption(customer=customer, prize=prize),
        "distribution": rewards.distribution(company=company, region=f"{name} C"),
    }


def _token(company: Company, user: User) -> ApiToken:
    """Somebody's own: nobody else ever sees it."""
    factories.api_token(user, company=company)
    return ApiToken.objects.filter(user=user, company=company).latest("pk")


def _batch(company: Company, name: str) -> ImportBatch:
    """An uploaded and checked file."""
    batch = ImportBatch.objects.create(
        company=company,
        state=ImportBatch.State.CHECKED,
        state_changed_at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC),
    )
    ImportFile.objects.create(
        batch=batch, name=f"{name}.csv", path="nowhere.csv", sha256="0" * 64, size=1
    )
    return batch


def _contract(company: Company, customer: Customer, name: str) -> Contract:
    return Contract.objects.create(
        company=company,
        customer=customer,
        number=f"{name} contract",
        signed_on=factories.TODAY,
        currency="CNY",
        amount="1000.00",
    )


def _evidence(invoice: Invoice, name: str) -> Evidence:
    """A file about the invoice, with the name of the books in all it says."""
    return factories.evidence(
        customer=invoice.customer,
        about="invoice",
        document=invoice,
        name=f"{name} receipt.txt",
        content=f"{name} received the goods.\n".encode(),
        origin=name,
        custody=name,
    )


def _draft(customer: Customer, kind: str) -> DocumentDraft:
    line = {"description": "Fridge", "quantity": "1", "unit_price": "10.00"}
    data = {
        "customer": customer.pk,
        "currency": "CNY",
        "issued_on": "2026-06-30",
        "due_on": "2026-07-30",
        "lines": [{**line, "unit": "", "term_group": 1}],
        "amount": "10.00",
        "reason": CreditNote.Reason.OTHER,
    }
    return DocumentDraft.objects.create(
        company=customer.company,
        kind=kind,
        data=data,
        created_by=factories.user(role=Role.FINANCE, company=customer.company),
    )


def _fact(customer: Customer) -> Fact:
    return record_fact(
        actor=None,
        customer=customer,
        kind=Fact.Kind.SUPPLY_STOPPED,
        from_on=factories.TODAY,
    )


def _seal_request(customer: Customer) -> SealRequest:
    """A letter that waits for the company's seal."""
    seal = Seal.objects.filter(company=customer.company).first()
    # Nobody reads these letters, and drawing them takes as long as all other books.
    with mock.patch.object(render_letter, "letter_pdf", return_value=PDF):
        return seals.seal_request(
            letter=letters.letter(customer=customer),
            seal=seal or seals.seal(company=customer.company),
        )


def _override(item: DueItem) -> ClassOverride:
    return approve_override(
        actor=None,
        due_item=item,
        cls=ReceivableClass.UNCOLLECTED,
        from_on=factories.TODAY,
        until_on=factories.TODAY + dt.timedelta(days=30),
        reason="The customer pays in instalments.",
    )


_WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)")
# What moves by itself when somebody merely comes by.
_RESTLESS = {"django_session", "axes_accessattempt", "axes_accesslog", "core_apitoken"}


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail when a row was written, wherever and even if it was taken back."""
    with CaptureQueriesContext(connection) as queries:
        yield
    found = [_WRITES.match(query["sql"]) for query in queries.captured_queries]
    written = {match.group(2) for match in found if match}
    assert not written - _RESTLESS
