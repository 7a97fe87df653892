"""Routes that decide credit and its rules; the pages with figures of the ledger are
routed by `invoices`."""

from __future__ import annotations

from django.urls import path

from customers.views import credit_limits, credit_reviews, discounts, risk_signals

urlpatterns = [
    path(
        "credit/reviews/<int:review_id>/decide/",
        credit_reviews.review_decide,
        name="review_decide",
    ),
    path(
        "credit/reviews/<int:review_id>/agree/",
        credit_reviews.review_agree,
        name="review_agree",
    ),
    path(
        "credit/reviews/<int:review_id>/withdraw/",
        credit_reviews.review_withdraw,
        name="review_withdraw",
    ),
    path("credit/signals/", risk_signals.signal_list, name="signal_list"),
    path(
        "<int:customer_id>/credit/signals/new/",
        risk_signals.signal_new,
        name="signal_new",
    ),
    path(
        "credit/signals/<int:signal_id>/close/",
        risk_signals.signal_close,
        name="signal_close",
    ),
    path(
        "credit/ceilings/<int:rep_id>/",
        credit_limits.ceiling_edit,
        name="ceiling_edit",
    ),
    path("credit/deposits/", credit_limits.deposit_edit, name="deposit_edit"),
    path(
        "contracts/<int:contract_id>/discounts/",
        discounts.discounts,
        name="discounts",
    ),
    path(
        "contracts/discounts/<int:offer_id>/end/",
        discounts.discount_end,
        name="discount_end",
    ),
]
