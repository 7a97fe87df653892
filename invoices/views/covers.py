"""Insurance and factoring of one due item: note one, end one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.credit import CoverForm, EndCoverForm
from invoices.models import ItemCover
from invoices.services.errors import LedgerRefusedError
from invoices.services.keep_cover import CoverInput, end_cover, note_cover
from invoices.views.item_class import find_item

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def cover_new(request: SignedInRequest, item_id: int) -> HttpResponse:
    state = find_item(request, item_id)
    initial = {"from_on": clock.today(request.company.time_zone)}
    form = CoverForm(request.POST or None, currency=state.currency, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            note_cover(
                actor=request.user,
                due_item=state.due_item,
                cover=CoverInput(**form.cleaned_data),
            )
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted. The item stays in the books as it is."))
            return redirect("invoices:item_class", item_id)
    context = {
        "form": form,
        "customer": state.customer,
        "title": _("Insurance or factoring of %(number)s")
        % {"number": state.due_item.invoice.number},
        "hint": _("It changes neither the amount nor the class of the item."),
        "verb": _("Note it"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/credit_form.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def cover_end(request: SignedInRequest, cover_id: int) -> HttpResponse:
    cover: ItemCover = get_or_404(
        ItemCover.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("due_item__invoice", "customer"),
        pk=cover_id,
    )
    initial = {"until_on": clock.today(request.company.time_zone)}
    form = EndCoverForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            end_cover(actor=request.user, cover=cover, **form.cleaned_data)
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The cover ended."))
            return redirect("invoices:item_class", cover.due_item_id)
    context = {
        "form": form,
        "customer": cover.customer,
        "title": _("End of the cover"),
        "hint": f"{cover.get_kind_display()} · {cover.partner} {cover.policy_number}",
        "verb": _("End the cover"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/credit_form.html", context, status=status)
