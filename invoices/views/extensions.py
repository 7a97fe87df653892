"""Extensions of due dates: the list, one request, asking and deciding."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.authority import may_approve
from arcollect.core.closed_books import open_day
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.models import Act
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.date_text import day_text
from invoices.forms.claims import (
    DecideForm,
    DecideWithReasonForm,
    ExtensionFilter,
    ExtensionForm,
)
from invoices.models import Extension
from invoices.selectors.claim_lists import count_of_extensions, list_extensions
from invoices.services.decide_extension import (
    approve_extension,
    reject_extension,
    reverse_extension,
)
from invoices.services.request_extension import request_extension, withdraw_extension
from invoices.views.acts import METHODS, ask
from invoices.views.item_class import find_item


@require_safe
@requires(Permission.VIEW_LEDGER)
def extension_list(request: SignedInRequest) -> HttpResponse:
    """Every request, the newest first, with the first due date and the count."""
    filters = ExtensionFilter(request.GET)
    rows = list_extensions(
        user=request.user, company=request.company, **filters.values()
    )
    context = {
        "page_obj": page_of(rows.order_by("-requested_on", "-pk"), request),
        "filters": filters,
        "can": abilities(request),
        "today": clock.today(request.company.time_zone),
    }
    return render(request, "invoices/extension_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def extension_detail(request: SignedInRequest, extension_id: int) -> HttpResponse:
    extension = find_extension(request, extension_id)
    today = clock.today(request.company.time_zone)
    context = {
        "extension": extension,
        "today": today,
        "in_time": today <= extension.old_due_on,
        "can": abilities(request),
        "may_decide": may_approve(
            actor=request.user, company=request.company, act=Act.EXTENSION
        ),
    }
    return render(request, "invoices/extension_detail.html", context)


@require_http_methods(METHODS)
@requires(Permission.KEEP_CLAIMS)
def extension_new(request: SignedInRequest, item_id: int) -> HttpResponse:
    state = find_item(request, item_id)
    number = state.due_item.invoice.number
    initial = {"requested_on": clock.today(request.company.time_zone)}
    form = ExtensionForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> None:
        request_extension(actor=request.user, due_item=state.due_item, **data)

    return ask(
        request,
        form,
        act,
        back=reverse("invoices:item_class", args=[state.pk]),
        done=_("Asked for. Somebody else must approve it before anything moves."),
        label=number,
        question=_("Until when is %(number)s extended?") % {"number": number},
        hint=_(
            "It is due on %(day)s. Approved by then it moves the due date; approved "
            "later it is a plan: the class gets no worse, and no better."
        )
        % {"day": day_text(state.due_on)},
        button=_("Ask for the extension"),
    )


@require_http_methods(METHODS)
@requires(Permission.APPROVE_CLAIMS)
def extension_approve(request: SignedInRequest, extension_id: int) -> HttpResponse:
    def act(extension: Extension, data: dict[str, Any]) -> object:
        return approve_extension(actor=request.user, extension=extension, **data)

    def said(complete: Any) -> str:
        if complete:
            return _("The extension is approved.")
        return _("Approved by you. A second person must agree; nothing is booked yet.")

    return _decide(
        request,
        extension_id,
        act,
        form=DecideForm,
        done=said,
        question=_("Approve the extension of %(number)s to %(day)s?"),
        hint=_("On or before the old due date it moves; later it is a plan."),
        button=_("Approve"),
    )


@require_http_methods(METHODS)
@requires(Permission.APPROVE_CLAIMS)
def extension_reject(request: SignedInRequest, extension_id: int) -> HttpResponse:
    def act(extension: Extension, data: dict[str, Any]) -> None:
        reject_extension(actor=request.user, extension=extension, **data)

    return _decide(
        request,
        extension_id,
        act,
        form=DecideWithReasonForm,
        done=_("Rejected. The due date stays."),
        question=_("Why is the extension of %(number)s to %(day)s rejected?"),
        hint=_("The due date stays as it is."),
        button=_("Reject"),
    )


@require_http_methods(METHODS)
@requires(Permission.KEEP_CLAIMS)
def extension_withdraw(request: SignedInRequest, extension_id: int) -> HttpResponse:
    def act(extension: Extension, data: dict[str, Any]) -> None:
        withdraw_extension(actor=request.user, extension=extension, **data)

    return _decide(
        request,
        extension_id,
        act,
        form=DecideWithReasonForm,
        done=_("The request is withdrawn."),
        question=_("Withdraw the request for %(number)s to %(day)s?"),
        hint=_("Nobody has decided yet, so nothing has to be put right."),
        button=_("Withdraw the request"),
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def extension_reverse(request: SignedInRequest, extension_id: int) -> HttpResponse:
    def act(extension: Extension, data: dict[str, Any]) -> None:
        reverse_extension(actor=request.user, extension=extension, **data)

    return _decide(
        request,
        extension_id,
        act,
        form=DecideWithReasonForm,
        done=_("Taken back. The old due date counts again."),
        question=_("Take the extension of %(number)s to %(day)s back?"),
        hint=_("Due date, age and class are as before the extension."),
        button=_("Take the extension back"),
        is_binding=True,
    )


def _decide(
    request: SignedInRequest,
    extension_id: int,
    act: Any,
    *,
    form: type[Any],
    question: str,
    **words: Any,
) -> HttpResponse:
    extension = find_extension(request, extension_id)
    today = clock.today(request.company.time_zone)
    initial = {
        "decided_on": open_day(request.company.pk, today),
        "decision": extension.decision,
    }
    number = extension.due_item.invoice.number
    return ask(
        request,
        form(request.POST or None, initial=initial),
        lambda data: act(extension, data),
        back=reverse("invoices:extension_detail", args=[extension.pk]),
        label=number,
        question=question % {"number": number, "day": day_text(extension.new_due_on)},
        **words,
    )


def find_extension(request: SignedInRequest, extension_id: int) -> Extension:
    """The request, if the person may see it; else 404."""
    found: Extension = get_or_404(
        Extension.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related(
            *("customer__rep", "company", "due_item__invoice", "due_item__state"),
            *("requested_by", "approved_by", "second_approved_by", "change"),
        )
        .annotate(times=count_of_extensions()),
        pk=extension_id,
    )
    return found
