"""Routes of deductions, disputes, extensions, goods documents and opening balances."""

from __future__ import annotations

from django.urls import path

from invoices.views import (
    deduction_acts,
    deductions,
    disputes,
    extensions,
    goods,
    openings,
)

urlpatterns = [
    path("deductions/", deductions.deduction_list, name="deduction_list"),
    path(
        "customers/<int:customer_id>/deductions/new/",
        deductions.deduction_new,
        name="deduction_new",
    ),
    path(
        "deductions/<int:deduction_id>/",
        deductions.deduction_detail,
        name="deduction_detail",
    ),
    path(
        "deductions/<int:deduction_id>/review/",
        deduction_acts.deduction_review,
        name="deduction_review",
    ),
    path(
        "deductions/<int:deduction_id>/approve/",
        deduction_acts.deduction_approve,
        name="deduction_approve",
    ),
    path(
        "deductions/<int:deduction_id>/reject/",
        deduction_acts.deduction_reject,
        name="deduction_reject",
    ),
    path(
        "deductions/<int:deduction_id>/demand/",
        deduction_acts.deduction_rebill,
        name="deduction_rebill",
    ),
    path(
        "deductions/<int:deduction_id>/give-up/",
        deduction_acts.deduction_write_off,
        name="deduction_write_off",
    ),
    path(
        "deductions/<int:deduction_id>/take-back/",
        deduction_acts.deduction_reverse,
        name="deduction_reverse",
    ),
    path("disputes/", disputes.dispute_list, name="dispute_list"),
    path(
        "disputes/<int:dispute_id>/reopen/",
        disputes.dispute_reopen,
        name="dispute_reopen",
    ),
    path("extensions/", extensions.extension_list, name="extension_list"),
    path(
        "items/<int:item_id>/extension/",
        extensions.extension_new,
        name="extension_new",
    ),
    path(
        "extensions/<int:extension_id>/",
        extensions.extension_detail,
        name="extension_detail",
    ),
    path(
        "extensions/<int:extension_id>/approve/",
        extensions.extension_approve,
        name="extension_approve",
    ),
    path(
        "extensions/<int:extension_id>/reject/",
        extensions.extension_reject,
        name="extension_reject",
    ),
    path(
        "extensions/<int:extension_id>/withdraw/",
        extensions.extension_withdraw,
        name="extension_withdraw",
    ),
    path(
        "extensions/<int:extension_id>/take-back/",
        extensions.extension_reverse,
        name="extension_reverse",
    ),
    path("goods/", goods.goods_list, name="goods_list"),
    path("customers/<int:customer_id>/goods/new/", goods.goods_new, name="goods_new"),
    path("goods/<int:movement_id>/", goods.goods_detail, name="goods_detail"),
    path("goods/<int:movement_id>/credit/", goods.goods_credit, name="goods_credit"),
    path(
        "goods/<int:movement_id>/transfer/",
        goods.goods_transfer,
        name="goods_transfer",
    ),
    path("goods/<int:movement_id>/bill/", goods.goods_bill, name="goods_bill"),
    path(
        "goods/<int:movement_id>/take-back/", goods.goods_reverse, name="goods_reverse"
    ),
    path("opening-balances/", openings.opening_new, name="opening_new"),
]
