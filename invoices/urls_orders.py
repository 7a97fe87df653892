"""Routes of sales orders, and of insurance and factoring of due items."""

from __future__ import annotations

from django.urls import path

from invoices.views import covers, order_acts, orders

urlpatterns = [
    path("orders/", orders.order_list, name="order_list"),
    path("orders/new/", orders.order_new, name="order_new"),
    path("orders/<int:order_id>/", orders.order_detail, name="order_detail"),
    path("orders/<int:order_id>/check/", order_acts.order_check, name="order_check"),
    path(
        "orders/<int:order_id>/release/",
        order_acts.order_release,
        name="order_release",
    ),
    path(
        "orders/<int:order_id>/deliver/",
        order_acts.order_deliver,
        name="order_deliver",
    ),
    path(
        "orders/<int:order_id>/invoice/",
        order_acts.order_invoice,
        name="order_invoice",
    ),
    path("orders/<int:order_id>/cancel/", order_acts.order_cancel, name="order_cancel"),
    path("orders/<int:order_id>/reopen/", order_acts.order_reopen, name="order_reopen"),
    # Insurance and factoring.
    path("items/<int:item_id>/cover/", covers.cover_new, name="cover_new"),
    path("items/covers/<int:cover_id>/end/", covers.cover_end, name="cover_end"),
]
