"""Writes that happen once: the answer is stored with the effect and given again."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.problems import register_refusal
from arcollect.core.idempotency import (
    KeyReusedError,
    StillRunningError,
    StoredAnswer,
    begin_call,
    call_key,
    drop_call,
    finish_call,
)
from arcollect.core.locking import retried_transaction
from arcollect.core.models import IdempotencyKey

HEADER = "Idempotency-Key"
MOST_CHARACTERS = 255
REPLAYED = "Idempotent-Replayed"

Handler = Callable[..., Response]
register_refusal(KeyReusedError, status=422, field=HEADER)
register_refusal(StillRunningError, status=409, field=HEADER)


def once(handler: Handler) -> Callable[..., HttpResponseBase]:
    """A write of the API: one transaction, and at most once per `Idempotency-Key`.

    The key belongs to the person and the company. While the first call runs, a second
    is refused with 409; the same key with another body with 422; later the stored
    answer is given again, for 24 hours. What was refused is not stored: nothing was
    done, so the call may be mended and repeated under the same key.
    """

    @functools.wraps(handler)
    def call(
        view: Any, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        def work() -> Response:
            return handler(view, request, *args, **kwargs)

        key = key_of(request)
        if key is None:
            return retried_transaction(work)()
        started = begin_call(
            user=request.user,  # type: ignore[arg-type]
            key=call_key(company_id=request.company.pk, key=key),  # type: ignore[attr-defined]
            fingerprint=fingerprint_of(request),
            action=f"api.{view.basename}.{view.action}"[:60],
        )
        if isinstance(started, StoredAnswer):
            return _again(started)
        return _first_time(started, work)

    return call


def _first_time(claim: IdempotencyKey, work: Callable[[], Response]) -> Response:
    def work_and_store() -> Response:
        response = work()
        body = JSONRenderer().render(response.data).decode()
        location = str(response.get("Location", ""))
        finish_call(claim, StoredAnswer(response.status_code, body, location))
        return response

    try:
        return retried_transaction(work_and_store)()
    except BaseException:
        drop_call(claim)
        raise


def _again(answer: StoredAnswer) -> HttpResponse:
    response = HttpResponse(
        answer.body, status=answer.status, content_type="application/json"
    )
    response[REPLAYED] = "true"
    if answer.location:
        response["Location"] = answer.location
    return response


def key_of(request: Request) -> str | None:
    """The caller's key; raises 422 for one that is empty, too long or not ASCII."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not key.strip() or len(key) > MOST_CHARACTERS or not key.isascii():
        sentence = _("Write 1 to %(most)d ASCII characters.") % {
            "most": MOST_CHARACTERS
        }
        raise ValidationError({HEADER: [ErrorDetail(sentence, "format")]})
    return key


def fingerprint_of(request: Request) -> str:
    """SHA-256 over method, address and body: what makes two calls the same."""
    head = f"{request.method} {request.get_full_path()}\n".encode()
    if str(request.content_type).startswith("multipart/"):
        return _of_form(hashlib.sha256(head), request)
    return hashlib.sha256(head + request.body).hexdigest()


def _of_form(digest: Any, request: Request) -> str:
    """A form with files is hashed by fields: its body differs each time it is sent, and
    is not held in memory."""
    fields: Any = request.data
    for name in sorted(fields):
        for value in fields.getlist(name):
            parts = (
                value.chunks() if hasattr(value, "chunks") else [str(value).encode()]
            )
            of_value = hashlib.sha256()
            for part in parts:
                of_value.update(part)
            digest.update(f"{name}\0{of_value.hexdigest()}\n".encode())
    return str(digest.hexdigest())
