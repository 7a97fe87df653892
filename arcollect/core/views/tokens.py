"""A person's access tokens: their list, a new one, the end of one."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from arcollect.core import clock
from arcollect.core.forms_tokens import TokenForm
from arcollect.core.models import ApiToken
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.selectors.tokens import list_tokens
from arcollect.core.services.create_token import create_token
from arcollect.core.services.revoke_token import TokenGoneError, revoke_token


@require_safe
def token_list(request: SignedInRequest) -> HttpResponse:
    """Every token of the person in this company, live or not."""
    tokens = list_tokens(user=request.user).filter(company=request.company)
    now = clock.now()
    rows = [(token, state_of(token, now=now)) for token in tokens]
    return render(request, "core/token_list.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_new(request: SignedInRequest) -> HttpResponse:
    """Make a token and show its secret, once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, secret = create_token(
            user=request.user, company=request.company, **form.cleaned_data
        )
        context = {"token": token, "secret": secret}
        return render(request, "core/token_secret.html", context)
    status = 422 if form.errors else 200
    return render(request, "core/token_new.html", {"form": form}, status=status)


@require_POST
def token_revoke(request: SignedInRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens; it cannot be used any more from now on."""
    own = list_tokens(user=request.user).filter(company=request.company)
    token: ApiToken = get_or_404(own, pk=token_id)
    try:
        revoke_token(actor=request.user, token=token)
    except TokenGoneError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("%(name)s is revoked.") % {"name": token.name})
    return redirect("core:token_list")


def state_of(token: ApiToken, *, now: dt.datetime) -> str:
    """`revoked`, `expired` or `live`."""
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_at <= now else "live"
