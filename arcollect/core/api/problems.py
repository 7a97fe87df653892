"""Refusals as problem documents (RFC 9457) that name the field and the rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.utils.serializer_helpers import ReturnDict
from rest_framework.views import set_rollback

from arcollect.core.api.problem_documents import CONTENT_TYPE, problem

# Rules of the libraries that say nothing about what is wrong.
_RULES = {"invalid": "format", "null": "required", "blank": "required"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a service's exception is answered: status and the field it is about."""

    status: int
    field: str = ""


_refusals: dict[type[Exception], Refusal] = {}


def register_refusal(
    error: type[Exception], *, status: int = 422, field: str = ""
) -> None:
    """Answer `error` of a service with `status`; its name is the rule.

    Subclasses without an own entry are answered like their parent.
    """
    _refusals[error] = Refusal(status, field)


def registered(error: type[Exception]) -> Refusal | None:
    """The answer to an exception of a service, of the nearest registered class."""
    return next((_refusals[cls] for cls in error.__mro__ if cls in _refusals), None)


def rule_of(error: type[Exception]) -> str:
    """`NotEnoughError` is the rule `not-enough`."""
    words = re.findall(r"[A-Z][a-z0-9]*", error.__name__.removesuffix("Error"))
    return "-".join(words).lower()


def exception_handler(
    error: Exception,
    context: dict[str, Any],  # noqa: ARG001
) -> Response | None:
    """Turn every exception that is somebody's mistake into a problem document."""
    set_rollback()
    refusal = registered(type(error))
    if refusal is not None:
        return _answer(refusal.status, _of_service(error, refusal))
    if isinstance(error, exceptions.ValidationError):
        errors = list(_faults(error.detail, ""))
        detail = (
            errors[0]["detail"] if len(errors) == 1 else _("See the list of errors.")
        )
        return _answer(
            422, problem(422, rule="validation", detail=detail, errors=errors)
        )
    known = _plain(error)
    if known is None:
        return None
    headers = {}
    if getattr(known, "auth_header", None):
        headers["WWW-Authenticate"] = known.auth_header
    if getattr(known, "wait", None):
        headers["Retry-After"] = str(int(known.wait))
    rule = str(known.get_codes()).replace("_", "-")
    document = problem(known.status_code, rule=rule, detail=force_str(known.detail))
    return _answer(known.status_code, document, headers)


def _plain(error: Exception) -> Any:
    """The error as the library knows it; None for what nobody should have caused."""
    if isinstance(error, Http404):
        return exceptions.NotFound(_("There is nothing here that you may see."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        too_large = exceptions.APIException(_("A request holds at most 10 MB."), "size")
        too_large.status_code = 413
        return too_large
    if isinstance(error, SuspiciousOperation | RecursionError):
        return exceptions.ParseError()
    return error if isinstance(error, exceptions.APIException) else None


def _of_service(error: Exception, refusal: Refusal) -> dict[str, Any]:
    rule, detail = rule_of(type(error)), str(error)
    fault = {"field": refusal.field, "rule": rule, "detail": detail}
    return problem(refusal.status, rule=rule, detail=detail, errors=[fault])


def _answer(
    status: int, document: dict[str, Any], headers: dict[str, str] | None = None
) -> Response:
    return Response(document, status=status, headers=headers, content_type=CONTENT_TYPE)


def _faults(detail: Any, path: str) -> Iterator[dict[str, str]]:
    """Every fault of a nested answer of the library, with a dotted path."""
    if isinstance(detail, dict | ReturnDict):
        for key, inner in detail.items():
            yield from _faults(inner, f"{path}.{key}".strip("."))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            is_leaf = isinstance(inner, str)
            place = path if is_leaf else f"{path}.{number}".strip(".")
            yield from _faults(inner, place)
    else:
        code = getattr(detail, "code", "invalid") or "invalid"
        rule = _RULES.get(code, code).replace("_", "-")
        yield {"field": path, "rule": rule, "detail": force_str(detail)}
