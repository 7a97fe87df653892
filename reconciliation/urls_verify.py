"""The public routes that letters name: no login, no object but by its code."""

from __future__ import annotations

from django.urls import path

from reconciliation.views import verify

app_name = "verify"
urlpatterns = [
    path("verify/", verify.verify, name="page"),
    path("verify/<slug:code>", verify.by_code, name="by_code"),
]
