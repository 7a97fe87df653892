"""Decide a credit review, agree to it as the second person, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core.authority import ApprovalRefusedError
from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_credit import DecisionForm, ReasonForm
from customers.models import CreditReview
from customers.part_words import part_words
from customers.services.decide_review import (
    Decision,
    agree_to_review,
    decide_review,
    withdraw_review,
)
from customers.services.prepare_review import ReviewRefusedError

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.DECIDE_CREDIT)
def review_decide(request: SignedInRequest, review_id: int) -> HttpResponse:
    review = find_review(request, review_id)
    form = DecisionForm(request.POST or None, initial=_proposed(review))
    if request.method == "POST" and form.is_valid():
        try:
            in_force = decide_review(
                actor=request.user,
                review=review,
                decision=Decision(**form.cleaned_data),
            )
        except (ReviewRefusedError, ApprovalRefusedError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(in_force=in_force))
            return redirect("customers:credit", review.customer_id)
    context = {**_shown(review), "form": form}
    status = 422 if form.errors else 200
    return render(request, "customers/review_decide.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.DECIDE_CREDIT)
def review_agree(request: SignedInRequest, review_id: int) -> HttpResponse:
    review = find_review(request, review_id)
    refusal = ""
    if request.method == "POST":
        try:
            agree_to_review(actor=request.user, review=review)
        except (ReviewRefusedError, ApprovalRefusedError) as error:
            refusal = str(error)
        else:
            messages.success(request, _said(in_force=True))
            return redirect("customers:credit", review.customer_id)
    context = {**_shown(review), "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "customers/review_agree.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.KEEP_CREDIT)
def review_withdraw(request: SignedInRequest, review_id: int) -> HttpResponse:
    review = find_review(request, review_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_review(actor=request.user, review=review, **form.cleaned_data)
        except ReviewRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The review is taken back."))
            return redirect("customers:credit", review.customer_id)
    context = {
        "form": form,
        "customer": review.customer,
        "title": _("Take the credit review back"),
        "verb": _("Take back"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/credit_form.html", context, status=status)


def find_review(request: SignedInRequest, review_id: int) -> CreditReview:
    """The review, if the person may see its customer; else 404."""
    review: CreditReview = get_or_404(
        CreditReview.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer__rep", "company", "prepared_by", "approved_by"),
        pk=review_id,
    )
    return review


def _proposed(review: CreditReview) -> dict[str, object]:
    return {
        "grade": review.proposed_grade,
        "line": review.proposed_line,
        "period_days": review.proposed_period_days,
        "valid_from": review.as_of,
    }


def _shown(review: CreditReview) -> dict[str, object]:
    return {
        "review": review,
        "customer": review.customer,
        "parts": part_words(review.parts),
    }


def _said(*, in_force: bool) -> str:
    if in_force:
        return _("The credit line is decided.")
    return _("Noted. A second person must agree before the line is in force.")
