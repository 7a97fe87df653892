"""The schema as a file, and the page where it can be tried out."""

from __future__ import annotations

import functools
import json

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from arcollect.core.api import schema  # noqa: F401 - names the tokens in the schema
from arcollect.core.decorators import public
from arcollect.core.requests import SignedInRequest

CONTENT_TYPE = "application/vnd.oai.openapi+json"


@public
@require_safe
def schema_file(request: SignedInRequest) -> HttpResponse:  # noqa: ARG001
    """OpenAPI 3 of the whole API; it holds no data, so everybody may read it."""
    return HttpResponse(_schema_text(), content_type=CONTENT_TYPE)


@functools.cache
def _schema_text() -> str:
    """Made once per process, in English: its names are those of the code."""
    with translation.override("en"):
        found = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return json.dumps(found, ensure_ascii=False, default=str)


@require_safe
def try_out(request: SignedInRequest) -> HttpResponse:
    """Swagger UI over the schema, with the session of whoever is signed in."""
    return render(request, "core/api_docs.html")
