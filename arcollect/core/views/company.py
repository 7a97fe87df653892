"""Choosing the company to work in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from arcollect.core.middleware import COMPANY_KEY
from arcollect.core.permissions import memberships_of
from arcollect.core.requests import SignedInRequest


@require_POST
def switch_company(request: SignedInRequest) -> HttpResponse:
    """Work in another company the user has a role in; 404 for any other."""
    asked = request.POST.get("company", "")
    for membership in memberships_of(request.user):
        if str(membership.company_id) == asked:
            request.session[COMPANY_KEY] = membership.company_id
            return redirect("/")
    raise Http404
