"""Words for what the ledger writes into the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "invoices.invoice.posted": _("Invoice posted"),
    "invoices.invoice.reversed": _("Invoice reversed"),
    "invoices.credit_note.posted": _("Credit note posted"),
    "invoices.credit_note.reversed": _("Credit note reversed"),
    "invoices.payment.recorded": _("Payment recorded"),
    "invoices.payment.reversed": _("Payment reversed"),
    "invoices.allocation.made": _("Allocated"),
    "invoices.allocation.undone": _("Allocation undone"),
    "invoices.draft.started": _("Draft started"),
    "invoices.draft.saved": _("Draft saved"),
    "invoices.draft.discarded": _("Draft discarded"),
    "invoices.draft.posted": _("Draft posted"),
    "invoices.fact.recorded": _("Fact recorded"),
    "invoices.fact.corrected": _("Fact corrected"),
    "invoices.fact.withdrawn": _("Fact taken back"),
    "invoices.override.approved": _("Class set by hand"),
    "invoices.override.withdrawn": _("Class set by hand taken back"),
    "invoices.classes.changed": _("Classes worked out"),
    "invoices.import.uploaded": _("Files uploaded"),
    "invoices.import.applied": _("Import posted"),
    "invoices.import.discarded": _("Import discarded"),
    "invoices.import_profile.saved": _("Import profile saved"),
    "invoices.dispute.opened": _("Dispute opened"),
    "invoices.dispute.resolved": _("Dispute resolved"),
    "invoices.policy.published": _("Class rules published"),
}
OBJECTS = {
    "invoices.invoice": _("Invoice"),
    "invoices.creditnote": _("Credit note"),
    "invoices.payment": _("Payment"),
    "invoices.documentdraft": _("Draft"),
    "invoices.fact": _("Fact"),
    "invoices.classoverride": _("Class set by hand"),
    "invoices.importbatch": _("Import"),
    "invoices.dispute": _("Dispute"),
    "invoices.classificationpolicy": _("Class rules"),
}
FIELDS = {
    "parts": _("parts"),
    "invoice": _("invoice"),
    "effective_on": _("effective on"),
    "credit_note": _("credit note"),
    "counter_document": _("counter-document"),
    "due": _("due"),
    "due_item": _("due item"),
    "severity": _("class"),
    "class": _("class"),
    "rules": _("rules"),
}
VALUES = {
    "class": {
        "UNCOLLECTED": _("Uncollected"),
        "EXPEDITED": _("Expedited"),
        "QUASI_BAD": _("Quasi-bad"),
        "BAD": _("Bad"),
        "DEAD": _("Dead"),
    },
    "severity": {
        "1": _("Uncollected"),
        "2": _("Expedited"),
        "3": _("Quasi-bad"),
        "4": _("Bad"),
        "5": _("Dead"),
    },
}
