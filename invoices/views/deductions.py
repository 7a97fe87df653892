"""Deductions: the list, one deduction, and the claim."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.authority import may_approve
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.lists import abilities, asked_currency, asked_order, page_of
from arcollect.core.models import Act
from arcollect.core.money import round_money
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.typed_number import typed_number
from customers.models import Customer
from customers.selectors.promotions import agreements_in_force
from invoices.forms.deductions import DeductionFilter, DeductionForm
from invoices.models import Deduction, Payment
from invoices.selectors.allocatable import MOST_ITEMS
from invoices.selectors.deductions import (
    DEDUCTION_ORDERS,
    OPEN,
    TABS,
    claimable_items,
    claimed_sums,
    count_tabs,
    list_deductions,
    of_tab,
)
from invoices.services.claim_deduction import KeptBack, claim_deduction
from invoices.services.errors import LedgerRefusedError
from invoices.views.acts import METHODS
from invoices.views.answers import say_already_done
from invoices.views.evidence_card import evidence_card


@require_safe
@requires(Permission.VIEW_LEDGER)
def deduction_list(request: SignedInRequest) -> HttpResponseBase:
    """Open, overdue, refused and decided deductions."""
    asked = request.GET.get("tab", OPEN)
    tab = asked if asked in TABS else OPEN
    filters = DeductionFilter(request.GET, company=request.company)
    today = clock.today(request.company.time_zone)
    found = list_deductions(
        user=request.user, company=request.company, filters=filters.values()
    )
    sort, order = asked_order(request, allowed=DEDUCTION_ORDERS, default="deadline")
    rows = of_tab(found, tab, on=today).order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows), file_format=wanted)
    counts = count_tabs(found, on=today)
    context = {
        "tab": tab,
        "tabs": [(name, label, counts[name]) for name, label in tab_labels()],
        "sums": claimed_sums(found, on=today),
        "page_obj": page_of(rows, request),
        "filters": filters,
        "keep": [("tab", tab)],
        "sort": sort,
        "today": today,
        "can": abilities(request),
    }
    return render(request, "invoices/deduction_list.html", context)


def tab_labels() -> list[tuple[str, str]]:
    """The tabs of the list in the reader's language."""
    words = (
        _("To decide"),
        _("Overdue"),
        pgettext("of a deduction", "Refused"),
        _("Done"),
    )
    return list(zip(TABS, words, strict=True))


@require_safe
@requires(Permission.VIEW_LEDGER)
def deduction_detail(request: SignedInRequest, deduction_id: int) -> HttpResponse:
    """One deduction: what was claimed, of which items, and what came of it."""
    deduction = find_deduction(request, deduction_id)
    notes = deduction.credits.select_related("credit_note__reversed_by")
    context = {
        "deduction": deduction,
        "parts": deduction.parts.select_related("due_item__invoice", "due_item__state"),
        "credits": notes.order_by("pk"),
        "evidence": evidence_card("deduction", deduction),
        "today": clock.today(request.company.time_zone),
        "can": abilities(request),
        "may_decide": may_approve(
            actor=request.user, company=request.company, act=Act.DEDUCTION
        ),
    }
    return render(request, "invoices/deduction_detail.html", context)


@require_http_methods(METHODS)
@requires(Permission.KEEP_CLAIMS)
def deduction_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Claim what a customer kept back, of a payment with `?payment=`."""
    customer: Customer = get_or_404(
        Customer.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("rep", "company"),
        pk=customer_id,
    )
    payment = _payment_of(request, customer)
    currency = _currency(request, payment)
    items = list(claimable_items(customer_id=customer.pk, currency=currency))
    form = DeductionForm(
        request.POST or None,
        items=items[:MOST_ITEMS],
        currency=currency,
        agreements=agreements_in_force(
            customer.pk, clock.today(request.company.time_zone)
        ),
        initial=_initial(request, payment),
    )
    if request.method == "POST" and form.is_valid():
        answer = _claim(request, form, customer, payment)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "customer": customer,
        "payment": payment,
        "currency": currency,
    }
    status = 422 if form.errors else 200
    return render(request, "invoices/deduction_form.html", context, status=status)


def _claim(
    request: SignedInRequest,
    form: DeductionForm,
    customer: Customer,
    payment: Payment | None,
) -> HttpResponse | None:
    """Claim it; None with the refusal on the form where it cannot be."""
    kept = [KeptBack(pk, amount) for pk, amount in form.parts().items()]
    try:
        claimed = claim_deduction(
            actor=request.user,
            customer=customer,
            payment=payment,
            parts=kept,
            request_key=form.cleaned_data["request_key"],
            **form.words(),
        )
    except AlreadyDoneError as done:
        say_already_done(request, done)
        return redirect("invoices:deduction_list")
    except LedgerRefusedError as error:
        form.add_error(None, str(error))
        return None
    messages.success(
        request,
        _("Deduction %(number)s is noted. Its money stays open until it is approved.")
        % {"number": claimed.number},
    )
    return redirect("invoices:deduction_detail", claimed.pk)


def find_deduction(request: SignedInRequest, deduction_id: int) -> Deduction:
    """The deduction, if the person may see it; else 404."""
    found: Deduction = get_or_404(
        Deduction.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related(
            *("customer__rep", "payment", "company", "agreement"),
            *("requested_by", "approved_by", "second_approved_by"),
        ),
        pk=deduction_id,
    )
    return found


def _payment_of(request: SignedInRequest, customer: Customer) -> Payment | None:
    asked = typed_number(request.GET.get("payment"))
    if asked is None:
        return None
    payments = Payment.objects.filter(company=request.company, reverses=None)
    found: Payment | None = (
        payments.visible_to(request.user).filter(pk=asked, customer=customer).first()
    )
    return found


def _currency(request: SignedInRequest, payment: Payment | None) -> str:
    if payment is not None:
        return str(payment.currency)
    return asked_currency(request)


def _initial(request: SignedInRequest, payment: Payment | None) -> dict[str, Any]:
    today = clock.today(request.company.time_zone)
    return {
        "claimed_on": payment.received_on if payment else today,
        "kind": Deduction.Kind.UNKNOWN,
    }


def back_to(deduction: Deduction) -> str:
    """The deduction's page."""
    return reverse("invoices:deduction_detail", args=[deduction.pk])


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Number"),
        _("Customer code"),
        _("Customer"),
        _("Kind"),
        _("Claimed on"),
        _("To be decided by"),
        _("Currency"),
        _("Claimed amount"),
        _("Approved amount"),
        _("State"),
    ]
    cells = (
        [
            row.number,
            row.customer.code,
            row.customer.name,
            row.get_kind_display(),
            row.claimed_on,
            row.deadline_on,
            row.currency,
            round_money(row.amount, row.currency),
            row.approved_amount and round_money(row.approved_amount, row.currency),
            row.get_state_display(),
        ]
        for row in rows
    )
    return Sheet(name="deductions", heads=heads, rows=cells)
