"""Routes of the dashboard and its lists."""

from __future__ import annotations

from django.urls import path

from arcollect.dashboards.views import (
    aging,
    classes,
    customers,
    distribution,
    items,
    money,
    sales_modes,
)

app_name = "dashboards"
urlpatterns = [
    path("", aging.aging, name="aging"),
    path("aging/items/", items.items, name="items"),
    path("aging/customers/", customers.customers, name="customers"),
    path("aging/on-account/", money.on_account, name="on_account"),
    path("aging/collected/", money.collected, name="collected"),
    path("aging/classes/", classes.classes, name="classes"),
    path("distribution/", distribution.distribution, name="distribution"),
    path("sales-modes/", sales_modes.sales_modes, name="sales_modes"),
]
