"""The notice of an offset or an assignment, as a PDF in the customer's language."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from arcollect.core.outbound.pdf import render_pdf
from arcollect.core.templatetags.arcollect import html_lang
from invoices.models import ClaimDecision


def notice_letter(decision: ClaimDecision, *, dated: dt.date) -> bytes:
    """The notice dated `dated`; it names every item, its amount and what follows.

    The debtor owes the same until it has reached him (Civil Code 546, 568).
    """
    company, customer = decision.company, decision.customer
    language = customer.language or company.language
    with translation.override(language):
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
        html = render_to_string("pdf/notice.html", context)
        lang = html_lang(language)
    css = Path(settings.BASE_DIR, "templates/pdf/dunning.css").read_text("utf-8")
    return render_pdf(html, language=lang, title=f"{title} {decision.number}", css=css)
