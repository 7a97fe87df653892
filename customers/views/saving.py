"""Showing and saving a form of the customer's file, whichever part of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from customers.forms import VersionedForm
from customers.models import Customer
from customers.services.versions import ChangedMeanwhileError
from customers.views.conflicts import conflict_rows, merged_data

METHODS = ["GET", "HEAD", "POST"]
Refusals = tuple[type[Exception], ...]


def find_customer(request: SignedInRequest, customer_id: int) -> Customer:
    """The customer, if the person may see him; else 404."""
    customer: Customer = get_or_404(
        Customer.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("rep", "parent", "payment_profile", "company"),
        pk=customer_id,
    )
    return customer


def find_row(request: SignedInRequest, rows: Any, pk: int) -> Any:
    """The row of a customer whom the person may see, with the customer; else 404."""
    visible = rows.filter(company=request.company).visible_to(request.user)
    return get_or_404(visible.select_related("customer__rep"), pk=pk)


def saved_or_shown(
    request: SignedInRequest,
    *,
    template: str,
    context: dict[str, Any],
    make: Callable[[Any], forms.BaseForm],
    write: Callable[[Any], object],
    done: str,
    then: tuple[Any, ...],
    refusals: Refusals = (),
) -> HttpResponse:
    """Show the form that `make` builds, or save it with `write` and go to `then`.

    `make` reads its row anew each time. One of `refusals` becomes a sentence at the
    form; where somebody saved first, both versions are shown side by side.
    """
    form = make(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write(form)
        except refusals as error:
            form.add_error(None, str(error))
        except ChangedMeanwhileError as conflict:
            return _conflict(request, template, context, make, form, conflict)
        else:
            messages.success(request, done)
            return redirect(*then)
    status = 422 if form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)


def _conflict(
    request: SignedInRequest,
    template: str,
    context: dict[str, Any],
    make: Callable[[Any], Any],
    form: Any,
    conflict: ChangedMeanwhileError,
) -> HttpResponse:
    fresh: VersionedForm = make(None)
    data = merged_data(form, fresh, version=conflict.version)
    shown = {
        **context,
        "form": make(data),
        "conflict": conflict_rows(form, conflict),
    }
    return render(request, template, shown, status=409)


def version_of(form: forms.BaseForm, *, without: int = 1) -> int:
    """The version that the form was opened with."""
    return form.cleaned_data["version"] or without
