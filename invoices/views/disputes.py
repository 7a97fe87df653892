"""Disputes: the list, and about one due item: open one, resolve one, reopen it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.closed_books import open_day
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.deductions import TakeBackForm
from invoices.forms.disputes import DisputeForm, ResolveForm, TextFilter
from invoices.models import Dispute
from invoices.selectors.claim_lists import (
    DISPUTE_TABS,
    OPEN,
    count_disputes,
    list_disputes,
    of_dispute_tab,
)
from invoices.services.errors import LedgerRefusedError
from invoices.services.keep_dispute import open_dispute
from invoices.services.resolve_dispute import reopen_dispute, resolve_dispute
from invoices.views.acts import METHODS, ask
from invoices.views.evidence_card import evidence_card
from invoices.views.item_class import find_item


@require_safe
@requires(Permission.VIEW_LEDGER)
def dispute_list(request: SignedInRequest) -> HttpResponse:
    """Open, overdue and settled disputes, the most urgent first."""
    asked = request.GET.get("tab", OPEN)
    tab = asked if asked in DISPUTE_TABS else OPEN
    filters = TextFilter(request.GET)
    today = clock.today(request.company.time_zone)
    found = list_disputes(
        user=request.user, company=request.company, text=filters.text()
    )
    counts = count_disputes(found, on=today)
    rows = of_dispute_tab(found, tab, on=today).order_by("target_on", "pk")
    labels = zip(
        DISPUTE_TABS,
        (
            pgettext("of a dispute", "Open"),
            _("Overdue"),
            pgettext("of a dispute", "Settled"),
        ),
        strict=True,
    )
    context = {
        "tab": tab,
        "tabs": [(name, label, counts[name]) for name, label in labels],
        "page_obj": page_of(rows, request),
        "filters": filters,
        "keep": [("tab", tab)],
        "today": today,
        "can": abilities(request),
    }
    return render(request, "invoices/dispute_list.html", context)


@require_http_methods(METHODS)
@requires(Permission.KEEP_HOLDS)
def dispute_new(request: SignedInRequest, item_id: int) -> HttpResponse:
    state = find_item(request, item_id)
    initial = {
        "amount": state.open_amount,
        "opened_on": clock.today(request.company.time_zone),
    }
    form = DisputeForm(
        request.POST or None,
        currency=state.currency,
        company=request.company,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            open_dispute(
                actor=request.user, due_item=state.due_item, **form.cleaned_data
            )
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted. Reminders leave this amount out."))
            return redirect("invoices:item_class", item_id)
    context = {"form": form, "state": state, "customer": state.customer}
    status = 422 if form.errors else 200
    return render(request, "invoices/dispute_form.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.KEEP_HOLDS)
def dispute_resolve(request: SignedInRequest, dispute_id: int) -> HttpResponse:
    dispute = find_dispute(request, dispute_id)
    today = clock.today(request.company.time_zone)
    initial = {
        "resolved_on": open_day(request.company.pk, today),
        "resolution": dispute.resolution,
        "conceded": dispute.conceded,
    }
    form = ResolveForm(request.POST or None, currency=dispute.currency, initial=initial)

    def act(data: dict[str, Any]) -> bool:
        return resolve_dispute(actor=request.user, dispute=dispute, **data)

    def said(complete: bool) -> str:
        if complete:
            return _("The dispute is resolved.")
        return _("Approved by you. A second person must agree; nothing is booked yet.")

    return ask(
        request,
        form,
        act,
        back=_back(dispute),
        done=said,
        template="invoices/dispute_resolve.html",
        dispute=dispute,
        customer=dispute.customer,
        evidence=evidence_card("dispute", dispute),
        can=abilities(request),
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def dispute_reopen(request: SignedInRequest, dispute_id: int) -> HttpResponse:
    dispute = find_dispute(request, dispute_id)
    today = clock.today(request.company.time_zone)
    initial = {"effective_on": open_day(request.company.pk, today)}
    form = TakeBackForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> None:
        data.pop("request_key")
        reopen_dispute(actor=request.user, dispute=dispute, **data)

    return ask(
        request,
        form,
        act,
        back=_back(dispute),
        done=_("The dispute is open again."),
        label=dispute.due_item.invoice.number,
        question=_("Open the dispute about %(number)s again?")
        % {"number": dispute.due_item.invoice.number},
        hint=_("The credit note for what was conceded is reversed from that day."),
        button=_("Open it again"),
    )


def find_dispute(request: SignedInRequest, dispute_id: int) -> Dispute:
    """The dispute, if the person may see it; else 404."""
    found: Dispute = get_or_404(
        Dispute.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related(
            *("due_item__invoice", "customer__rep", "company"),
            *("approved_by", "credit_note__company"),
        ),
        pk=dispute_id,
    )
    return found


def _back(dispute: Dispute) -> str:
    return reverse("invoices:item_class", args=[dispute.due_item_id])
