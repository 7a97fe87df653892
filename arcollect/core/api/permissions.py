"""What a call needs: a permission of the role, and a scope of the token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from arcollect.core.permissions import has_permission
from arcollect.core.roles import Permission, Role, roles_with
from arcollect.core.token_scopes import TokenScope


@dataclass(frozen=True, slots=True)
class Need:
    """`permission` None: any role. Every call needs a scope."""

    permission: Permission | None
    scope: TokenScope = TokenScope.READ


READ_LEDGER = Need(Permission.VIEW_LEDGER)


class RoleAndScope(BasePermission):
    """The role decides what may be done, the token's scopes narrow it further."""

    def has_permission(self, request: Request, view: Any) -> bool:
        membership = getattr(request, "membership", None)
        if membership is None:
            return False
        need: Need | None = view.needs.get(view.action)
        if need is None:
            # No such method here: the view answers 405 itself.
            return view.action in (None, "metadata")
        refuse_scope(request, need.scope)
        refuse_role(request, need.permission)
        return True


def refuse_scope(request: Request, scope: TokenScope) -> None:
    """Raise 403 where the token does not carry the scope; a session carries all."""
    token: Any = request.auth
    if token is not None and scope not in token.scopes:
        raise PermissionDenied(
            _('The token lacks the scope "%(scope)s".') % {"scope": scope.value},
            code="insufficient_scope",
        )


def refuse_role(request: Request, permission: Permission | None) -> None:
    """Raise 403 where the role does not carry the permission, naming who may."""
    company: Any = request.company  # type: ignore[attr-defined]
    if permission is None or has_permission(request.user, company.pk, permission):
        return
    roles = ", ".join(str(Role(role).label) for role in roles_with(permission))
    raise PermissionDenied(
        _("Your role may not do this: %(permission)s. Who may: %(roles)s.")
        % {"permission": permission.label, "roles": roles},
        code="insufficient_role",
    )
