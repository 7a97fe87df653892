"""Why an order is held, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Codes of `invoices.domain.order_check.Block`.
BLOCK_NAMES = {
    "no_line": _("no credit line"),
    "headroom": _("over the credit line"),
    "group_headroom": _("over the line of the group"),
    "past_final": _("items past their final date"),
    "review_overdue": _("credit review overdue"),
    "supply_stopped": _("supply stopped"),
    "not_active": _("customer suspended or closed"),
    "prepayment_only": _("sold to against prepayment only"),
    "no_contract": _("no signed contract"),
    "rep_ceiling": _("over the ceiling of the sales rep"),
    "deposit": _("deposit too small"),
    "deposit_missing": _("deposit not received"),
}
