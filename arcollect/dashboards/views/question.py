"""What all pages of the dashboard begin with: filters, day, scope and trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Role
from arcollect.core.templatetags.arcollect import class_name
from arcollect.dashboards.asked import (
    BUCKET_LABELS,
    SEVERITIES,
    STAGES,
    Asked,
)
from arcollect.dashboards.forms import AgingFilter
from invoices.selectors.visible_ledger import VisibleLedger


@dataclass(frozen=True)
class Question:
    """A parsed request: `form` to draw, `asked` to answer, `ledger` to answer from."""

    request: SignedInRequest
    form: AgingFilter
    asked: Asked
    ledger: VisibleLedger

    def context(self) -> dict[str, Any]:
        """What every template of the dashboard needs."""
        return {
            "form": self.form,
            "asked": self.asked,
            "scope": scope_label(self.request),
            "is_past": self.asked.as_of < self.asked.today,
            "is_future": self.asked.as_of > self.asked.today,
            "today_query": _without(self.request, "as_of"),
        }


def read_question(request: SignedInRequest) -> Question:
    """The filters of the address; a wrong one is named on the page and filters nothing."""
    form = AgingFilter(
        request.GET,
        company=request.company,
        user=request.user,
        membership=request.membership,
    )
    asked = form.asked()
    ledger = VisibleLedger(user=request.user, company=request.company)
    return Question(request, form, asked, ledger)


def scope_label(request: SignedInRequest) -> str:
    """Whose customers the figures are about; empty for the whole company."""
    if request.membership.role == Role.SALES_REP:
        return _("Your customers")
    if request.membership.role == Role.SALES_MANAGER:
        team = request.membership.team
        return team.name if team else _("No team")
    return ""


def _without(request: SignedInRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return "?" + query.urlencode()


def trail_of(asked: Asked, *, customer_name: str = "", last: str = "") -> list[Any]:
    """Breadcrumbs from the dashboard down; each keeps what was chosen before it."""
    parts: dict[str, Any] = {"class_word": "", "bucket": "", "stage": ""}
    customers = reverse("dashboards:customers")
    steps = [
        {
            "label": _("Aging"),
            "url": reverse("dashboards:aging") + asked.query(**parts, customer=None),
        }
    ]
    if label := part_label(asked):
        url = customers + asked.query(customer=None)
        steps.append({"label": label, "url": url})
    if customer_name:
        url = reverse("dashboards:items") + asked.query()
        steps.append({"label": customer_name, "url": url})
    if last:
        steps.append({"label": last, "url": ""})
    return steps


def part_label(asked: Asked) -> str:
    """The chosen class, bucket and stage in words, as on the dashboard."""
    words = []
    if asked.class_word:
        words.append(class_name(SEVERITIES[asked.class_word]))
    if asked.bucket:
        words.append(str(BUCKET_LABELS[asked.bucket]))
    if asked.stage:
        words.append(str(STAGES[asked.stage]))
    return " · ".join(words)
