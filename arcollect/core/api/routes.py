"""Routes of one resource: its list, its rows and the acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import URLPattern, path

from arcollect.core.api.views import ApiView

_LIST = {"get": "list", "post": "create"}
_ROW = {"get": "retrieve", "patch": "partial_update"}


def resource(
    name: str, view: type[ApiView], *, acts: Mapping[str, str] | None = None
) -> list[URLPattern]:
    """`name/` and `name/<id>/` with the methods the view has, and POST to each act.

    `acts` maps the last part of the address to the view's method. Route names are
    `name_list`, `name_detail` and `name_<act>`.
    """
    word = name.replace("-", "_")

    def bound(actions: Mapping[str, str]) -> Any:
        mine = {verb: act for verb, act in actions.items() if hasattr(view, act)}
        return view.as_view(mine, basename=word)

    return [
        path(f"{name}/", bound(_LIST), name=f"{word}_list"),
        path(f"{name}/<int:pk>/", bound(_ROW), name=f"{word}_detail"),
        *(
            path(
                f"{name}/<int:pk>/{address}/",
                bound({"post": method}),
                name=f"{word}_{method}",
            )
            for address, method in (acts or {}).items()
        ),
    ]
