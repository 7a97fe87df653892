"""Log a visit with five taps: new, customer, outcome, day, save."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.typed_text import typed_text
from collection.forms.visit import VisitForm
from collection.models import Visit
from collection.selectors.visits import likely_customers
from collection.services.log_visit import VisitRefusedError, log_visit
from collection.services.record_promise import PromiseRefusedError
from collection.views.customer_in_question import find_customer, owed_in
from customers.selectors.customers import list_customers, search_customers
from invoices.selectors.customer_figures import Owed, owed_by

if TYPE_CHECKING:
    from customers.models import Customer

FEW = 8
ICONS = {
    Visit.Outcome.PROMISED: "calendar-check",
    Visit.Outcome.PAID: "cash",
    Visit.Outcome.NOT_THERE: "user-x",
    Visit.Outcome.REFUSES: "hand-stop",
    Visit.Outcome.OTHER: "dots",
}


@require_safe
@requires(Permission.LOG_VISITS)
def visit_new(request: SignedInRequest) -> HttpResponse:
    """Whom it is about: the planned and the last ones, or a search."""
    company, user = request.company, request.user
    today = clock.today(company.time_zone)
    text = typed_text(request.GET.get("q"))
    if text:
        rows = list(search_customers(company=company, user=user, text=text)[:FEW])
    else:
        keys = likely_customers(company=company, user=user, today=today, few=FEW)
        everybody = list_customers(company=company, user=user)
        rows = sorted(everybody.filter(pk__in=keys), key=lambda one: keys.index(one.pk))
        rows = rows or list(everybody[:FEW])
    owed = owed_by(customer_ids=[row.pk for row in rows], today=today)
    context = {
        "rows": [{"customer": row, "owed": owed.get(row.pk, [])} for row in rows],
        "text": text,
    }
    return render(request, "collections/visit_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.LOG_VISITS)
def customer_visit(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The form at the door."""
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    owed = owed_in(request, customer, today)
    form = _form(request, customer, owed[0], today)
    if request.method == "POST" and form.is_valid():
        try:
            visit = _log(request, customer, form)
        except (VisitRefusedError, PromiseRefusedError) as error:
            form.add_error(None, str(error))
        except AlreadyDoneError as done:
            return redirect("collections:visit_saved", visit_id=done.result["visit"])
        else:
            return redirect("collections:visit_saved", visit_id=visit.pk)
    context = {
        "form": form,
        "customer": customer,
        "owed": owed[0],
        "currencies": owed,
        "icons": ICONS,
        "today": today,
    }
    status = 422 if form.errors else 200
    return render(request, "collections/visit_form.html", context, status=status)


def _form(
    request: SignedInRequest, customer: Customer, owed: Owed, today: dt.date
) -> VisitForm:
    initial: dict[str, Any] = {"visited_on": today}
    if owed.past_due or owed.open:
        initial["amount"] = owed.past_due or owed.open
    return VisitForm(
        request.POST or None,
        customer=customer,
        today=today,
        currency=owed.currency,
        initial=initial,
    )


def _log(request: SignedInRequest, customer: Customer, form: VisitForm) -> Visit:
    values = form.cleaned_data
    return log_visit(
        actor=request.user,
        customer=customer,
        outcome=values["outcome"],
        kind=values["kind"],
        visited_on=values["visited_on"],
        contact=values["contact"],
        report=form.report(),
        promised=form.promised(),
        request_key=values["request_key"],
    )
