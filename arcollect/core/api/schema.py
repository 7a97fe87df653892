"""What the schema says beyond the operations: refusals, keys for repeated writes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from arcollect.core.api.calls import HEADER, MOST_CHARACTERS, REPLAYED
from arcollect.core.api.problem_documents import CONTENT_TYPE, TITLES

_WRITES = {"post", "put", "patch", "delete"}
_ALWAYS = (401, 403, 404, 406, 429)
_WRITING = (400, 409, 413, 415)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema names the tokens."""

    target_class = "arcollect.core.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:  # noqa: ARG002
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token, made in your profile: `arc_…`.",
        }


def document_refusals(
    result: dict[str, Any],
    generator: Any,  # noqa: ARG001
    request: Any,  # noqa: ARG001
    public: bool,  # noqa: ARG001
) -> dict[str, Any]:
    """Give every operation its problem documents, and writes their key."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    responses = components.setdefault("responses", {})
    for status in (*_ALWAYS, *_WRITING, 422):
        responses[_name(status)] = _response(status)
    components.setdefault("parameters", {})[_KEY] = _PARAMETER
    for path in result["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    return result


def _complete(method: str, operation: dict[str, Any]) -> None:
    is_write = method in _WRITES
    statuses = (*_ALWAYS, 422, *(_WRITING if is_write else ()))
    for status in statuses:
        operation["responses"].setdefault(
            str(status), {"$ref": f"#/components/responses/{_name(status)}"}
        )
    if is_write:
        reference = {"$ref": f"#/components/parameters/{_KEY}"}
        operation.setdefault("parameters", []).append(reference)
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                response.setdefault("headers", {})[REPLAYED] = _REPLAYED


def _name(status: int) -> str:
    return f"Problem{status}"


def _response(status: int) -> dict[str, Any]:
    example = {
        "type": "urn:arcollect:problem:validation",
        "title": str(TITLES[status]),
        "status": status,
        "detail": "…",
        "errors": [],
        "request_id": "5b0f4b8c0a1d",
    }
    if status == 422:
        example["errors"] = [
            {"field": "parts.0.amount", "rule": "format", "detail": "…"}
        ]
    return {
        "description": str(TITLES[status]),
        "content": {
            CONTENT_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example,
            }
        },
    }


_KEY = "IdempotencyKey"
_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": (
        "Made by the caller, one per write: a repeated call with the same key and body "
        "is answered as the first one was, for 24 hours, and has no second effect. "
        "409 while the first call runs, 422 for another body."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS},
    "example": "b6d1b7f4-6a0e-4a53-9f0e-2f1d2c6a1f6e",
}
_REPLAYED = {
    "description": "`true` where a stored answer is given again.",
    "schema": {"type": "string", "enum": ["true"]},
}
_FAULT = {
    "type": "object",
    "required": ["field", "rule", "detail"],
    "properties": {
        "field": {"type": "string", "description": "Dotted path; empty: the whole."},
        "rule": {"type": "string", "description": "Stable name of the broken rule."},
        "detail": {"type": "string", "description": "A sentence for people."},
    },
}
_PROBLEM = {
    "type": "object",
    "description": "A refusal (RFC 9457).",
    "required": ["type", "title", "status", "detail", "errors", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "urn:arcollect:problem:<rule>"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _FAULT},
        "request_id": {"type": "string"},
    },
}
