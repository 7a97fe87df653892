"""Routes of a customer's file: how he pays, his flags, products and agreements."""

from __future__ import annotations

from django.urls import path

from customers.views import agreements, file, flags, products, profile

urlpatterns = [
    path("<int:customer_id>/file/", file.customer_file, name="file"),
    path(
        "<int:customer_id>/payment-profile/",
        profile.payment_profile,
        name="payment_profile",
    ),
    path("<int:customer_id>/cause/", profile.cause, name="cause"),
    path("<int:customer_id>/flags/new/", flags.flag_new, name="flag_new"),
    path("flags/<int:flag_id>/lift/", flags.flag_lift, name="flag_lift"),
    path("products/", products.product_list, name="product_list"),
    path("products/new/", products.product_new, name="product_new"),
    path("products/<int:product_id>/", products.product_edit, name="product_edit"),
    path("<int:customer_id>/range/new/", products.range_new, name="range_new"),
    path("range/<int:row_id>/", products.range_edit, name="range_edit"),
    path(
        "<int:customer_id>/agreements/new/",
        agreements.agreement_new,
        name="agreement_new",
    ),
    path(
        "agreements/<int:agreement_id>/",
        agreements.agreement_edit,
        name="agreement_edit",
    ),
    path(
        "agreements/<int:agreement_id>/end/",
        agreements.agreement_end,
        name="agreement_end",
    ),
    path("<int:customer_id>/support/new/", agreements.support_new, name="support_new"),
    path("support/<int:action_id>/", agreements.support_edit, name="support_edit"),
]
