from __future__ import annotations

from django.urls import include, path

app_name = "reconciliation"
urlpatterns = [path("", include("reconciliation.urls_seal"))]
