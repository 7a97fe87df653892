"""Rule and history of one due item's class."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.models import (
    ClassHistory,
    ClassOverride,
    Dispute,
    DueItemState,
    Fact,
    ItemCover,
)
from invoices.views.class_sentence import sentence_of


def find_item(request: SignedInRequest, item_id: int) -> DueItemState:
    """The item, if the person may see it; else 404."""
    state: DueItemState = get_or_404(
        DueItemState.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("due_item__invoice", "customer__rep"),
        pk=item_id,
    )
    return state


@require_safe
@requires(Permission.VIEW_LEDGER)
def item_class(request: SignedInRequest, item_id: int) -> HttpResponse:
    state = find_item(request, item_id)
    today = clock.today(request.company.time_zone)
    history = (
        ClassHistory.objects.filter(due_item=item_id)
        .select_related("policy")
        .order_by("-changed_on", "-pk")
    )
    facts = (
        Fact.objects.filter(customer=state.customer_id)
        .filter(Q(due_item=None) | Q(due_item=item_id))
        .select_related("recorded_by", "superseded_by__recorded_by")
        .order_by("-from_on", "-pk")
    )
    overrides = (
        ClassOverride.objects.filter(due_item=item_id)
        .select_related("approved_by", "superseded_by__approved_by")
        .order_by("-from_on", "-pk")
    )
    disputes = Dispute.objects.filter(due_item=item_id).select_related("recorded_by")
    context = {
        "disputes": disputes.order_by("-opened_on", "-pk"),
        "covers": ItemCover.objects.filter(due_item=item_id).order_by(
            "-from_on", "-pk"
        ),
        "state": state,
        "customer": state.customer,
        "explained": sentence_of(state, today=today),
        "page_obj": page_of(history, request),
        "facts": [fact for fact in facts if not fact.withdrawn],
        "overrides": [one for one in overrides if not one.withdrawn],
        "today": today,
        "can": abilities(request),
    }
    return render(request, "invoices/item_class.html", context)
