"""Problem documents (RFC 9457): their shape, and those of addresses without a view."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arcollect.core import audit

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:arcollect:problem:"
TITLES = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("Not signed in"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Method not allowed"),
    406: gettext_lazy("Only JSON is answered"),
    409: gettext_lazy("In conflict with what is there"),
    413: gettext_lazy("The request is too large"),
    415: gettext_lazy("Only JSON is read"),
    422: gettext_lazy("Some of it is wrong"),
    429: gettext_lazy("Too many attempts"),
    500: gettext_lazy("That did not work"),
}


def problem(
    status: int, *, rule: str, detail: str, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The document; `errors` holds field, rule and detail of each fault."""
    return {
        "type": TYPE + rule,
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "detail": detail,
        "errors": errors or [],
        "request_id": audit.request_id.get(),
    }


def plain_response(status: int) -> HttpResponse:
    """The problem document for addresses that reach no view of the API."""
    names = {400: "bad-request", 403: "permission-denied", 404: "not-found"}
    details = {
        400: _("The request cannot be read."),
        403: _("This is not allowed."),
        404: _("There is nothing at this address."),
    }
    document = problem(
        status,
        rule=names.get(status, "server-error"),
        detail=details.get(
            status, _("That did not work and nothing was changed. Please try again.")
        ),
    )
    body = json.dumps(document, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)
