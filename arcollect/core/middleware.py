"""Per-request context: request id, language, company and role."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class _Pass:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class RequestIdMiddleware:
    """Gives every request an id that error pages and the audit log show."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.id = uuid.uuid4().hex[:12]
        return self.get_response(request)


class PreferredLanguageMiddleware(_Pass): ...


class FirstRunMiddleware(_Pass): ...


class SignedInMiddleware(_Pass): ...
