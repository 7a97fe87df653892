"""Promises: the lists, one promise, and what people do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.forms.promise import (
    TAB_LABELS,
    CancelForm,
    PromiseFilterForm,
    PromiseForm,
)
from collection.models import Promise
from collection.selectors.promises import (
    DUE,
    count_promises,
    list_promises,
    list_tab,
    ratio_of,
)
from collection.services.record_promise import (
    PromiseRefusedError,
    cancel_promise,
    record_promise,
    replace_promise,
)
from collection.views.customer_in_question import find_customer, owed_in

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires(Permission.VIEW_LEDGER)
def promise_list(request: SignedInRequest) -> HttpResponse:
    """Due, kept, partly kept, broken, and what left the count."""
    asked = request.GET.get("tab", DUE)
    tab = asked if asked in TAB_LABELS else DUE
    form = PromiseFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    company, user = request.company, request.user
    counts = count_promises(company=company, user=user)
    rows = list_tab(
        company=company,
        user=user,
        tab=tab,
        text=chosen.get("q", ""),
        to_check=chosen.get("to_check", False),
    )
    page = page_of(rows, request)
    for promise in page:
        promise.ratio = ratio_of(promise)
    context = {
        "tab": tab,
        "tabs": [(name, TAB_LABELS[name], counts.by_tab[name]) for name in TAB_LABELS],
        "counts": counts,
        "form": form,
        "page_obj": page,
        "can": abilities(request),
        "today": clock.today(company.time_zone),
    }
    return render(request, "collections/promise_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def promise_detail(request: SignedInRequest, promise_id: int) -> HttpResponse:
    """One promise, how it was judged, and why."""
    promise = _find(request, promise_id)
    context = {
        "promise": promise,
        "ratio": ratio_of(promise),
        "replacement": Promise.objects.filter(replaces=promise).first(),
        "items": promise.items.select_related("due_item__invoice"),
        "can": abilities(request),
        "today": clock.today(request.company.time_zone),
    }
    return render(request, "collections/promise_detail.html", context)


@require_http_methods(METHODS)
@requires(Permission.LOG_VISITS)
def promise_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """A promise that came without a visit."""
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    owed = owed_in(request, customer, today)[0]
    form = PromiseForm(
        request.POST or None,
        customer=customer,
        currency=owed.currency,
        initial={"made_on": today, "amount": owed.past_due or owed.open or None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = record_promise(
                actor=request.user, customer=customer, **_arguments(form)
            )
        except (PromiseRefusedError, AlreadyDoneError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The promise is recorded."))
            return redirect("collections:promise_detail", promise_id=made.pk)
    context = {"form": form, "customer": customer, "currency": owed.currency}
    return _page(request, "collections/promise_form.html", form, context)


@require_http_methods(METHODS)
@requires(Permission.LOG_VISITS)
def promise_replace(request: SignedInRequest, promise_id: int) -> HttpResponse:
    """Another promise in the place of this one."""
    promise = _find(request, promise_id)
    customer = find_customer(request, promise.customer_id)
    today = clock.today(request.company.time_zone)
    form = PromiseForm(
        request.POST or None,
        customer=customer,
        currency=promise.currency,
        initial={"made_on": today, "amount": promise.amount},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = replace_promise(
                actor=request.user, promise=promise, **_arguments(form)
            )
        except (PromiseRefusedError, AlreadyDoneError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The promise is replaced."))
            return redirect("collections:promise_detail", promise_id=made.pk)
    context = {"form": form, "customer": customer, "replaced": promise}
    context["currency"] = promise.currency
    return _page(request, "collections/promise_form.html", form, context)


@require_http_methods(METHODS)
@requires(Permission.LOG_VISITS)
def promise_cancel(request: SignedInRequest, promise_id: int) -> HttpResponse:
    """Take a promise out of the count."""
    promise = _find(request, promise_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_promise(actor=request.user, promise=promise, **form.cleaned_data)
        except PromiseRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The promise is cancelled."))
            return redirect("collections:promise_detail", promise_id=promise.pk)
    context = {"form": form, "promise": promise}
    return _page(request, "collections/promise_cancel.html", form, context)


def _find(request: SignedInRequest, promise_id: int) -> Promise:
    rows = list_promises(company=request.company, user=request.user)
    return get_or_404(rows, pk=promise_id)


def _arguments(form: PromiseForm) -> dict[str, Any]:
    return {
        "promised": form.promised(),
        "made_on": form.cleaned_data["made_on"],
        "made_by": form.cleaned_data["made_by"],
        "request_key": form.cleaned_data["request_key"],
    }


def _page(
    request: SignedInRequest, template: str, form: Any, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
