"""The authority table: who approves what up to which amount, and each version of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core.authority import limit_of
from arcollect.core.decorators import requires
from arcollect.core.forms_authority import ANY, LIMITED, NO, SHARED, AuthorityForm
from arcollect.core.lists import abilities, asked_currency, page_of
from arcollect.core.models import Act
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission, Role, roles_with
from arcollect.core.selectors.authority import authority_table, list_versions
from arcollect.core.services.set_authority import AuthorityRefusedError, set_authority


@require_safe
@requires(Permission.VIEW_AUDIT)
def authority_list(request: SignedInRequest) -> HttpResponse:
    roles = roles_with(Permission.RELEASE_ORDERS)
    context = {
        "roles": roles,
        "table": authority_table(company=request.company, roles=roles),
        "page_obj": page_of(list_versions(company=request.company), request),
        "can": abilities(request),
    }
    return render(request, "core/authority_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_AUTHORITY)
def authority_edit(request: SignedInRequest) -> HttpResponse:
    form = AuthorityForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            set_authority(
                actor=request.user, company=request.company, **_asked(form.cleaned_data)
            )
        except AuthorityRefusedError as error:
            form.add_error("limit", str(error))
        else:
            messages.success(request, _("The authority table is changed."))
            return redirect("core:authority_list")
    status = 422 if form.errors else 200
    return render(request, "core/authority_edit.html", {"form": form}, status=status)


def _asked(data: dict[str, Any]) -> dict[str, Any]:
    limits = {NO: Decimal(0), SHARED: Decimal(0), LIMITED: data["limit"], ANY: None}
    return {
        "role": data["role"],
        "act": data["act"],
        "currency": data["currency"],
        "limit": limits[data["how"]],
        "withdrawn": data["how"] == NO,
    }


def _initial(request: SignedInRequest) -> dict[str, Any]:
    """What holds today for the role, act and currency of the address."""
    role, act = request.GET.get("role", ""), request.GET.get("act", "")
    currency = asked_currency(request)
    if role not in Role.values or act not in Act.values:
        return {"currency": currency, "how": LIMITED}
    found = limit_of(
        company=request.company, role=role, act=Act(act), currency=currency
    )
    how, amount = NO, None
    if found is not None:
        amount = found.amount
        how = ANY if amount is None else LIMITED if amount else SHARED
    return {
        "role": role,
        "act": act,
        "currency": currency,
        "how": how,
        "limit": amount or None,
    }
