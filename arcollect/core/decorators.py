"""What a view asks of the person who calls it. Without a mark: everything."""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import IntEnum
from typing import Any, TypeVar, cast

from django.http.response import HttpResponseBase

from arcollect.core.permissions import has_permission
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Stage(IntEnum):
    """How far a person must have come to call a view."""

    PUBLIC = 0
    PASSWORD = 1  # the password was right
    SECOND_FACTOR = 2  # and the second factor, where the role demands one
    PERSON = 3  # and no password given by somebody else is left to be changed
    COMPANY = 4  # and there is a company he has a role in


def stage(needed: Stage) -> Callable[[View], View]:
    """Let people who came only as far as `needed` call the view."""

    def mark(view: View) -> View:
        view.stage = needed  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Anybody may call the view, signed in or not."""
    return stage(Stage.PUBLIC)(view)


def stage_of(view: Callable[..., Any]) -> Stage:
    """What the view asks for; a view without a mark asks for everything."""
    needed: Stage = getattr(view, "stage", Stage.COMPANY)
    return needed


class NotAllowedError(Exception):
    """The person's role in the company does not carry the permission.

    Turned into the 403 page that names the roles which may do it.
    """

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


def requires(permission: Permission) -> Callable[[View], View]:
    """Refuse (403, with a sentence who may do it) roles without `permission`.

    Only verbs are refused so. A foreign object does not exist: the view takes it from
    `visible_to(user)` and answers 404.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(
            request: SignedInRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            if not has_permission(request.user, request.company.pk, permission):
                raise NotAllowedError(permission)
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return cast("View", checked)

    return decorate
