"""Whether a letter still says the truth, read again just before it leaves."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.dates import add_days
from arcollect.core.money import format_plain
from collection.domain.suppression import Reason, standing_reason
from collection.models import DunningLetter
from collection.selectors.dunning_plan import LOOK_AHEAD_DAYS
from collection.selectors.ladders import settings_of
from collection.selectors.reason_words import reason_text
from collection.selectors.standings import Standings, load_standings
from invoices.selectors.dunnable import OpenItem, list_items_to_ask_for


def why_not_send(letter: DunningLetter) -> str:
    """Why the letter must not leave any more; empty if it may.

    Balance, disputes, promises, plans, holds and facts are read anew. One item that
    changed is enough: the next night writes the customer a letter that is right.
    """
    company = letter.company
    if not settings_of(company).sending_on:
        return _("Sending was switched off.")
    on = max(letter.business_day, clock.today(company.time_zone))
    items = list_items_to_ask_for(
        company_id=company.pk,
        as_of=on,
        due_through=add_days(on, LOOK_AHEAD_DAYS),
        customers=[letter.customer_id],
    )
    standings = load_standings(company=company, on=on, customers=[letter.customer_id])
    return _first_change(letter, items, standings)


def _first_change(
    letter: DunningLetter, items: list[OpenItem], standings: Standings
) -> str:
    by_id = {item.item_id: item for item in items}
    promised = standings.promised_items(items)
    for line in letter.content["lines"]:
        why = _changed(line, by_id.get(line["item"]), standings, promised)
        if why:
            return _("%(invoice)s: %(why)s") % {"invoice": line["invoice"], "why": why}
    return ""


def _changed(
    line: dict[str, Any],
    item: OpenItem | None,
    standings: Standings,
    promised: set[int],
) -> str:
    if item is None:
        return _("paid or credited meanwhile")
    standing = standings.of(item, promised=item.item_id in promised, no_address=False)
    reason: Reason | None = standing_reason(standing)
    if reason is not None:
        return reason_text(reason)
    if format_plain(item.open_amount, item.currency) != line["open"]:
        return _("the open amount has changed")
    if format_plain(standing.demanded, item.currency) != line["demanded"]:
        return _("the disputed amount has changed")
    return ""
