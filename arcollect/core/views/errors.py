"""Error pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from arcollect.core.api.problem_documents import plain_response
from arcollect.core.requests import is_api
from arcollect.core.roles import Permission, Role, roles_with


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or stale: say how to go on."""
    return render(request, "errors/403_csrf.html", {"reason": reason}, status=403)


def not_allowed(request: HttpRequest, permission: Permission) -> HttpResponse:
    """The role does not carry the permission: say which roles do."""
    context = {
        "permission": permission,
        "roles": [Role(role).label for role in roles_with(permission)],
    }
    return render(request, "errors/403.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    if is_api(request):
        return plain_response(400)
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    if is_api(request):
        return plain_response(403)
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    if is_api(request):
        return plain_response(404)
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return plain_response(500)
    return render(request, "errors/500.html", status=500)
