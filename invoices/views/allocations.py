"""Allocating one payment or credit note to due items."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.typed_text import typed_text
from invoices.domain.distribution import oldest_first
from invoices.forms.allocation import AllocationForm
from invoices.models import Allocation, DueItemState
from invoices.selectors.allocatable import MOST_ITEMS, allocatable_items
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.errors import LedgerRefusedError
from invoices.views.answers import say_already_done
from invoices.views.money_in import (
    Source,
    find_credit_note,
    find_payment,
    left_of,
    route_of,
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ALLOCATE)
def payment_allocate(request: SignedInRequest, payment_id: int) -> HttpResponse:
    return _allocate(request, find_payment(request, payment_id))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ALLOCATE)
def credit_note_allocate(request: SignedInRequest, credit_note_id: int) -> HttpResponse:
    return _allocate(request, find_credit_note(request, credit_note_id))


@dataclass(slots=True)
class _Screen:
    """What the page shows besides the form."""

    source: Source
    items: list[DueItemState]
    left: Decimal
    form: AllocationForm
    today: dt.date
    refusal: str = ""


def _allocate(request: SignedInRequest, source: Source) -> HttpResponse:
    today = clock.today(request.company.time_zone)
    found = allocatable_items(
        source=source, user=request.user, text=typed_text(request.GET.get("q"))
    )
    items = list(found[:MOST_ITEMS])
    left = left_of(source)
    form = AllocationForm(request.POST or None, items=items, currency=source.currency)
    screen = _Screen(source, items, left, form, today)
    if request.method != "POST":
        return _draw(request, screen, found)
    if "fill" in request.POST:
        parts = oldest_first(left, ((item.pk, item.open_amount) for item in items))
        screen.form = form.filled_with(parts)
    elif form.is_valid() and "post" in request.POST:
        answer = _post(request, screen)
        if answer is not None:
            return answer
    return _draw(request, screen, found)


def _post(request: SignedInRequest, screen: _Screen) -> HttpResponse | None:
    """Post what was typed; None with the refusal on the screen where it cannot be."""
    source, form = screen.source, screen.form
    parts = form.parts()
    if not parts:
        screen.refusal = _("Write an amount beside at least one due item.")
        return None
    try:
        allocate(
            actor=request.user,
            source=source,
            parts=[AllocationPart(item, amount) for item, amount in parts.items()],
            effective_on=form.cleaned_data["effective_on"],
            rule=_rule(screen, parts),
            request_key=form.cleaned_data["request_key"],
        )
    except AlreadyDoneError as done:
        say_already_done(request, done)
    except LedgerRefusedError as error:
        screen.refusal = str(error)
        # Somebody may have been faster: show what is left and open now.
        screen.left = left_of(source)
        for item in screen.items:
            item.refresh_from_db(fields=["open_amount"])
        return None
    else:
        messages.success(request, _("Allocated. Undo stands beside each line below."))
    name, arguments = route_of(source, "detail")
    return redirect(name, *arguments)


def _rule(screen: _Screen, parts: dict[int, Decimal]) -> str:
    total = sum(parts.values(), Decimal(0))
    in_order = ((item.pk, item.open_amount) for item in screen.items)
    is_oldest_first = oldest_first(total, in_order) == parts
    return Allocation.Rule.OLDEST if is_oldest_first else Allocation.Rule.MANUAL


def _draw(
    request: SignedInRequest, screen: _Screen, found: QuerySet[Any]
) -> HttpResponse:
    applied = screen.form.applied()
    context = {
        "source": screen.source,
        "is_payment": hasattr(screen.source, "received_on"),
        "form": screen.form,
        "rows": screen.form.rows(),
        "left": screen.left,
        "applied": applied,
        "difference": screen.left - applied,
        "refusal": screen.refusal,
        "today": screen.today,
        "is_cut": len(screen.items) == MOST_ITEMS and found.count() > MOST_ITEMS,
        "most": MOST_ITEMS,
        "q": typed_text(request.GET.get("q")),
    }
    status = 409 if screen.refusal else 422 if screen.form.errors else 200
    return render(request, "invoices/allocate.html", context, status=status)
