"""Taking posted things back: undo an allocation, reverse a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.closed_books import open_day
from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import money_text
from invoices.forms.acts import ReverseForm, UndoForm
from invoices.models import Allocation
from invoices.selectors.reversal_effects import (
    invoice_reversal,
    source_reversal,
    undo_effect,
)
from invoices.services.errors import LedgerRefusedError
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment
from invoices.services.undo_allocation import undo_allocation
from invoices.views.answers import say_already_done
from invoices.views.invoices import find_invoice
from invoices.views.money_in import find_credit_note, find_payment, route_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.ALLOCATE)
def allocation_undo(request: SignedInRequest, allocation_id: int) -> HttpResponse:
    allocation: Allocation = get_or_404(
        Allocation.objects.filter(company=request.company, reverses=None)
        .visible_to(request.user)
        .select_related("due_item__invoice__customer", "payment", "credit_note"),
        pk=allocation_id,
    )
    source = allocation.payment or allocation.credit_note
    assert source is not None  # noqa: S101 - held by invoices_allocation_one_source
    amount = money_text(allocation.amount, allocation.currency)
    form = UndoForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        undo_allocation(actor=request.user, allocation=allocation, **data)

    return _ask(
        request,
        form,
        act,
        back=route_of(source, "detail"),
        done=_("The allocation of %(amount)s is undone.") % {"amount": amount},
        context={
            "question": _("Undo the allocation of %(amount)s to invoice %(number)s?")
            % {"amount": amount, "number": allocation.due_item.invoice.number},
            "verb": _("Undo allocation of %(amount)s") % {"amount": amount},
            "effects": undo_effect(allocation),
            "currency": allocation.currency,
            "consequences": _after_undoing(),
        },
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def invoice_reverse(request: SignedInRequest, invoice_id: int) -> HttpResponse:
    invoice = find_invoice(request, invoice_id)
    amount = f"{invoice.currency} {money_text(invoice.amount, invoice.currency)}"
    form = ReverseForm(request.POST or None, initial=_from_today(request))

    def act(data: dict[str, Any]) -> None:
        reverse_invoice(actor=request.user, invoice=invoice, **data)

    return _ask(
        request,
        form,
        act,
        back=("invoices:invoice_detail", [invoice.pk]),
        done=_("Invoice %(number)s is reversed.") % {"number": invoice.number},
        context={
            "question": _("Reverse invoice %(number)s of %(amount)s for %(name)s?")
            % {
                "number": invoice.number,
                "amount": amount,
                "name": invoice.customer.name,
            },
            "verb": _("Reverse invoice of %(amount)s") % {"amount": amount},
            "effects": invoice_reversal(invoice),
            "currency": invoice.currency,
            "is_binding": True,
            "consequences": _after_reversing_an_invoice(),
        },
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def payment_reverse(request: SignedInRequest, payment_id: int) -> HttpResponse:
    payment = find_payment(request, payment_id)

    def act(data: dict[str, Any]) -> None:
        reverse_payment(actor=request.user, payment=payment, **data)

    words = _source_words(payment, payment.reference)
    return _reverse_source(
        request,
        payment,
        act,
        question=_("Reverse payment %(number)s of %(amount)s?") % words,
        verb=_("Reverse payment of %(amount)s") % words,
        done=_("Payment %(number)s is reversed.") % words,
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def credit_note_reverse(request: SignedInRequest, credit_note_id: int) -> HttpResponse:
    note = find_credit_note(request, credit_note_id)

    def act(data: dict[str, Any]) -> None:
        reverse_credit_note(actor=request.user, credit_note=note, **data)

    words = _source_words(note, note.number)
    return _reverse_source(
        request,
        note,
        act,
        question=_("Reverse credit note %(number)s of %(amount)s?") % words,
        verb=_("Reverse credit note of %(amount)s") % words,
        done=_("Credit note %(number)s is reversed.") % words,
    )


def _after_undoing() -> list[str]:
    return [
        _("The item is open again with its old due date and age."),
        _("The amount is back on account."),
    ]


def _after_reversing_an_invoice() -> list[str]:
    return [
        _("A credit note over the whole invoice is posted and allocated to it."),
        _("Money that had settled it goes back on account from that day."),
        _("The invoice stays in the books; what happened can be read for ever."),
    ]


def _reverse_source(
    request: SignedInRequest,
    source: Any,
    act: Callable[[dict[str, Any]], None],
    *,
    question: str,
    verb: str,
    done: str,
) -> HttpResponse:
    return _ask(
        request,
        ReverseForm(request.POST or None, initial=_from_today(request)),
        act,
        back=route_of(source, "detail"),
        done=done,
        context={
            "question": question,
            "verb": verb,
            "effects": source_reversal(source),
            "currency": source.currency,
            "is_binding": True,
            "consequences": [
                _("A counter-document over the negative amount is posted."),
                _("Every item it had settled is open again, with its old age."),
            ],
        },
    )


def _ask(
    request: SignedInRequest,
    form: Any,
    act: Callable[[dict[str, Any]], None],
    *,
    back: tuple[str, Any],
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the question; do it when it was answered; keep what was typed if refused."""
    name, arguments = back
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except AlreadyDoneError as already:
            say_already_done(request, already)
            return redirect(name, *arguments)
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(name, *arguments)
    context = {**context, "form": form, "cancel": (name, arguments)}
    context["cancel_url"] = redirect(name, *arguments).url
    status = 422 if form.errors else 200
    return render(request, "invoices/confirm_reversal.html", context, status=status)


def _from_today(request: SignedInRequest) -> dict[str, Any]:
    today = clock.today(request.company.time_zone)
    return {"effective_on": open_day(request.company.pk, today)}


def _source_words(source: Any, number: str) -> dict[str, str]:
    amount = f"{source.currency} {money_text(source.amount, source.currency)}"
    return {"number": number, "amount": amount}
