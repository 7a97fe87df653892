"""What happens under a contract: acceptance, statements, advances, its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.models import Contract, Milestone
from customers.services.certify_milestone import MilestoneRefusedError
from customers.services.contract_state import ContractRefusedError, end_contract
from customers.views.acts import Act, act_page, find_contract
from invoices.forms.contracts import (
    AcceptForm,
    AdvanceForm,
    BaseDateForm,
    EndForm,
    GoodsReleaseForm,
    ReasonForm,
    StatementForm,
    StatementReverseForm,
)
from invoices.models import Invoice, SellThroughStatement
from invoices.services.accept_milestone import accept_milestone, withdraw_acceptance
from invoices.services.close_contract import close_contract
from invoices.services.errors import LedgerRefusedError
from invoices.services.give_due_date import record_base_date
from invoices.services.release_goods import release_goods
from invoices.services.settle_sell_through import (
    reverse_sell_through,
    settle_sell_through,
)
from invoices.services.take_advance import take_advance

METHODS = ["GET", "HEAD", "POST"]
REFUSED = (
    LedgerRefusedError,
    ContractRefusedError,
    MilestoneRefusedError,
    AlreadyDoneError,
)


def _act(contract: Contract, **said: Any) -> Act:
    back = reverse("invoices:contract_detail", args=[contract.pk])
    return Act(contract=contract, back=back, **said)


def _today(request: SignedInRequest) -> Any:
    return clock.today(request.company.time_zone)


def _find_milestone(request: SignedInRequest, milestone_id: int) -> Milestone:
    rows = Milestone.objects.filter(company=request.company)
    found: Milestone = get_or_404(
        rows.visible_to(request.user).select_related("contract__customer"),
        pk=milestone_id,
    )
    return found


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def milestone_accept(request: SignedInRequest, milestone_id: int) -> HttpResponse:
    step = _find_milestone(request, milestone_id)
    act = _act(
        step.contract,
        title=_("“%(name)s” is accepted") % {"name": step.name},
        hint=_("What waits for it falls due by the term, counted from this day."),
        button=_("Record acceptance"),
        done=_("Accepted. What waited for it has its due date."),
    )
    return act_page(
        request,
        act,
        form=AcceptForm(request.POST or None, initial={"accepted_on": _today(request)}),
        do=lambda data: accept_milestone(actor=request.user, milestone=step, **data),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def milestone_withdraw(request: SignedInRequest, milestone_id: int) -> HttpResponse:
    step = _find_milestone(request, milestone_id)
    act = _act(
        step.contract,
        title=_("Take the acceptance of “%(name)s” back") % {"name": step.name},
        hint=_("What it made due waits again, as if it had never been accepted."),
        button=_("Take back"),
        is_binding=True,
        done=_("Taken back."),
    )
    return act_page(
        request,
        act,
        form=ReasonForm(request.POST or None),
        do=lambda data: withdraw_acceptance(actor=request.user, milestone=step, **data),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def contract_close(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    act = _act(
        contract,
        title=_("Close contract %(number)s") % {"number": contract.number},
        hint=_("A sale is complete only when nothing is open."),
        button=_("Close contract"),
        done=_("The contract is closed."),
    )
    return act_page(
        request,
        act,
        form=EndForm(request.POST or None, initial={"ended_on": _today(request)}),
        do=lambda data: close_contract(actor=request.user, contract=contract, **data),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def contract_terminate(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    act = _act(
        contract,
        title=_("Terminate contract %(number)s") % {"number": contract.number},
        hint=_("What is open stays owed. No goods go out under it any more."),
        button=_("Terminate contract"),
        is_binding=True,
        done=_("The contract is terminated."),
    )
    return act_page(
        request,
        act,
        form=EndForm(request.POST or None, initial={"ended_on": _today(request)}),
        do=lambda data: end_contract(
            actor=request.user,
            contract=contract,
            state=Contract.State.TERMINATED,
            **data,
        ),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def statement_new(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    act = _act(
        contract,
        title=_("Goods sold under %(number)s") % {"number": contract.number},
        hint=_("Only what is sold falls due; the rest waits for the next statement."),
        button=_("Keep the statement"),
        done=_("The sold goods have their due date."),
    )
    form = StatementForm(
        request.POST or None,
        currency=contract.currency,
        initial={"agreed_on": _today(request)},
    )
    return act_page(
        request,
        act,
        form=form,
        do=lambda data: settle_sell_through(
            actor=request.user, contract=contract, currency=contract.currency, **data
        ),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def statement_reverse(request: SignedInRequest, statement_id: int) -> HttpResponse:
    rows = SellThroughStatement.objects.filter(company=request.company)
    related = ("contract__customer", "invoice", "credit_note")
    statement: SellThroughStatement = get_or_404(
        rows.visible_to(request.user).select_related(*related), pk=statement_id
    )
    act = _act(
        statement.contract,
        title=_("Reverse the sell-through statement"),
        hint=_("Its goods wait again; money that paid them goes back on account."),
        button=_("Reverse"),
        is_binding=True,
        done=_("The statement is reversed."),
    )
    return act_page(
        request,
        act,
        form=StatementReverseForm(
            request.POST or None, initial={"effective_on": _today(request)}
        ),
        do=lambda data: reverse_sell_through(
            actor=request.user, statement=statement, **data
        ),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def advance_new(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    act = _act(
        contract,
        title=_("Money in advance for %(number)s") % {"number": contract.number},
        hint=_("It is the customer's credit until you allocate it."),
        button=_("Record the advance"),
        done=_("The advance is on account."),
    )
    form = AdvanceForm(
        request.POST or None,
        currency=contract.currency,
        initial={"received_on": _today(request)},
    )

    def do(data: Mapping[str, Any]) -> None:
        take_advance(
            actor=request.user, contract=contract, currency=contract.currency, **data
        )

    return act_page(request, act, form=form, do=do, refused=REFUSED)


def _find_invoice(request: SignedInRequest, invoice_id: int) -> Invoice:
    rows = Invoice.objects.filter(company=request.company)
    found: Invoice = get_or_404(
        rows.visible_to(request.user).select_related("customer", "contract"),
        pk=invoice_id,
    )
    return found


def _act_on(invoice: Invoice, **said: Any) -> Act:
    back = reverse("invoices:invoice_detail", args=[invoice.pk])
    return Act(back=back, customer=invoice.customer, **said)


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def invoice_base_date(request: SignedInRequest, invoice_id: int) -> HttpResponse:
    invoice = _find_invoice(request, invoice_id)
    act = _act_on(
        invoice,
        title=_("Delivery or acceptance of %(number)s") % {"number": invoice.number},
        hint=_("The terms that wait for it count from this day."),
        button=_("Note it"),
        done=_("Noted. What waited for it has its due date."),
    )
    return act_page(
        request,
        act,
        form=BaseDateForm(request.POST or None, initial={"on": _today(request)}),
        do=lambda data: record_base_date(actor=request.user, invoice=invoice, **data),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def goods_release(request: SignedInRequest, invoice_id: int) -> HttpResponse:
    invoice = _find_invoice(request, invoice_id)
    act = _act_on(
        invoice,
        title=_("Release the goods of %(number)s") % {"number": invoice.number},
        hint=_("They leave only when the invoice is paid in full."),
        button=_("Release the goods"),
        done=_("The goods are released."),
    )
    return act_page(
        request,
        act,
        form=GoodsReleaseForm(
            request.POST or None, initial={"released_on": _today(request)}
        ),
        do=lambda data: release_goods(actor=request.user, invoice=invoice, **data),
        refused=REFUSED,
    )
