"""Every route of the product."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("arcollect.core.urls")),
]
handler400 = "arcollect.core.views.errors.bad_request"
handler403 = "arcollect.core.views.errors.permission_denied"
handler404 = "arcollect.core.views.errors.not_found"
handler500 = "arcollect.core.views.errors.server_error"
