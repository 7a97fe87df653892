"""The notice of an offset or an assignment, as a PDF in the customer's language."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from arcollect.core.display import html_language
from arcollect.core.outbound.pdf import render_pdf
from invoices.models import ClaimDecision


def notice_letter(decision: ClaimDecision, *, dated: dt.date) -> bytes:
    """The notice dated `dated`; it names every item, its amount and what follows.

    The debtor owes the same until it has reached him (Civil Code 546, 568).
    """
    title, language, html = notice_html(decision, dated=dated)
    css = Path(settings.BASE_DIR, "templates/pdf/dunning.css").read_text("utf-8")
    return render_pdf(html, language=language, title=title, css=css)


def notice_html(decision: ClaimDecision, *, dated: dt.date) -> tuple[str, str, str]:
    """Title, BCP 47 tag and body of the notice, in the customer's language."""
    company, customer = decision.company, decision.customer
    with translation.override(customer.language or company.language):
        title = {
            ClaimDecision.Kind.OFFSET: _("Notice of offset"),
            ClaimDecision.Kind.ASSIGNMENT: _("Notice of assignment of claims"),
        }[ClaimDecision.Kind(decision.kind)]
        context = {
            "decision": decision,
            "title": title,
            "dated": dated,
            "company": company,
            "customer": customer,
            "items": decision.items.select_related("due_item__invoice").order_by(
                "due_item__due_on", "pk"
            ),
        }
        body = render_to_string("pdf/notice.html", context)
        return f"{title} {decision.number}", html_language(), body
