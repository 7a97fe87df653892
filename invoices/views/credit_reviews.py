"""Prepare a credit review: the measured facts, and what a person adds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import asked_currency
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.domain.credit_grade import QueuePosition
from customers.services.prepare_review import ReviewRefusedError, prepare_review
from invoices.forms.credit import ReviewForm
from invoices.selectors.review_facts import review_facts, with_judgement
from invoices.views.customer_page import find_customer


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_CREDIT)
def review_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    currency = asked_currency(request)
    today = clock.today(request.company.time_zone)
    facts = review_facts(customer=customer, currency=currency, as_of=today)
    form = ReviewForm(request.POST or None, currency=currency)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            prepare_review(
                actor=request.user,
                customer=customer,
                currency=currency,
                as_of=today,
                facts=with_judgement(
                    facts,
                    rating=data["rating"],
                    security=data["security"],
                ),
                queue=_queue(data),
                note=data["note"],
            )
        except ReviewRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The review waits for a decision."))
            return redirect("customers:credit", customer.pk)
    context = {
        "form": form,
        "customer": customer,
        "facts": facts,
        "currency": currency,
        "today": today,
    }
    status = 422 if form.errors else 200
    return render(request, "customers/review_new.html", context, status=status)


def _queue(data: dict[str, int]) -> QueuePosition:
    return QueuePosition(
        sales=data["sales"],
        profit=data["profit"],
        relation=data["relation"],
        control=data["control"],
    )
