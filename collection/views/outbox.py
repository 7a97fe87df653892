"""Messages that a person must settle: probably sent, or failed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.services.resolve_message import (
    ResolveRefusedError,
    confirm_sent,
    give_up,
    send_again,
)
from collection.selectors.dunning_pages import list_attention

ACTS = {"sent": confirm_sent, "again": send_again, "give_up": give_up}


@require_safe
@requires(Permission.VIEW_LEDGER)
def outbox_list(request: SignedInRequest) -> HttpResponse:
    """What needs attention, newest first."""
    rows = list_attention(company=request.company, user=request.user)
    context = {"page_obj": page_of(rows, request), "can": abilities(request)}
    return render(request, "collections/outbox.html", context)


@require_POST
@requires(Permission.RELEASE_REMINDERS)
def settle(request: SignedInRequest, message_id: int) -> HttpResponse:
    """Note what a person found out about a message."""
    rows = list_attention(company=request.company, user=request.user)
    message = get_or_404(rows, pk=message_id)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is not None:
            act(actor=request.user, message=message)
    except ResolveRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Settled."))
    return redirect("collections:outbox")
