"""Proposing a decision about a customer's claims."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.models import Customer
from invoices.forms.decisions import FORM_OF, DecisionForm
from invoices.models import ClaimDecision, DueItem, DueItemState
from invoices.selectors.allocatable import MOST_ITEMS
from invoices.services.allocate import AllocationPart
from invoices.services.errors import LedgerRefusedError
from invoices.services.propose_decision import propose_decision
from invoices.views.answers import say_already_done
from invoices.views.customer_page import find_customer

KINDS = [
    (ClaimDecision.Kind.WRITE_OFF, "ban"),
    (ClaimDecision.Kind.OFFSET, "arrows-exchange"),
    (ClaimDecision.Kind.ASSIGNMENT, "send"),
    (ClaimDecision.Kind.TAKE_BACK, "package"),
]


@require_safe
@requires(Permission.PROPOSE_DECISIONS)
def decision_choose(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    context = {"customer": customer, "kinds": KINDS}
    return render(request, "invoices/decision_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PROPOSE_DECISIONS)
def decision_new(request: SignedInRequest, customer_id: int, kind: str) -> HttpResponse:
    customer = find_customer(request, customer_id)
    if kind not in FORM_OF:
        raise Http404
    currency, currencies = _currency(request, customer)
    items = list(_items(customer, currency)[:MOST_ITEMS])
    form = FORM_OF[kind](
        request.POST or None,
        items=items,
        currency=currency,
        initial={"effective_on": clock.today(request.company.time_zone)},
    )
    if request.method == "POST" and form.is_valid():
        answer = _propose(request, customer, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "customer": customer,
        "kind": kind,
        "label": ClaimDecision.Kind(kind).label,
        "currency": currency,
        "currencies": currencies,
        "rows": form.rows(),
    }
    status = 422 if form.errors else 200
    return render(request, "invoices/decision_form.html", context, status=status)


def _currency(request: SignedInRequest, customer: Customer) -> tuple[str, list[str]]:
    """The currency asked for, else the one with the oldest open item."""
    rows = DueItemState.objects.filter(customer=customer, open_amount__gt=0)
    found = list(
        dict.fromkeys(rows.order_by("due_on").values_list("currency", flat=True))
    )
    asked = request.GET.get("currency", "")
    if asked in found:
        return asked, found
    return (found[0] if found else request.company.base_currency), found


def _items(customer: Customer, currency: str) -> Any:
    """What can be decided about: open items but the bills, oldest due date first."""
    rows = DueItemState.objects.filter(
        customer=customer, currency=currency, open_amount__gt=0
    ).exclude(due_item__kind=DueItem.Kind.BILL)
    return rows.select_related("due_item__invoice", "customer").order_by("due_on", "pk")


def _propose(
    request: SignedInRequest, customer: Customer, form: DecisionForm
) -> HttpResponse | None:
    """Propose what was typed; None with the refusal on the form where it cannot be."""
    parts = [AllocationPart(item, amount) for item, amount in form.parts().items()]
    if not parts:
        form.add_error(None, _("Write an amount beside at least one due item."))
        return None
    try:
        decision = propose_decision(
            actor=request.user,
            company=request.company,
            customer=customer,
            terms=form.terms(),
            parts=parts,
            effective_on=form.cleaned_data["effective_on"],
            reason=form.cleaned_data["reason"],
            evidence=form.cleaned_data["evidence"],
            request_key=form.cleaned_data["request_key"],
        )
    except AlreadyDoneError as done:
        say_already_done(request, done)
        return redirect("invoices:decision_list")
    except LedgerRefusedError as error:
        form.add_error(None, str(error))
        return None
    return redirect("invoices:decision_detail", decision.pk)
