"""What the matching screen shows: lines on the left, one line's candidates on the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from arcollect.core import clock
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import LARGEST_KEY, get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.typed_text import typed_text
from customers.models import Customer
from invoices.forms.matching import (
    ZERO,
    Difference,
    MatchForm,
    OwnerForm,
    ReasonForm,
    field_name,
)
from invoices.match_words import ReasonText, reasons_of, title_of
from invoices.models import BankEntry, DueItemState, EntryDecision, MatchProposal
from invoices.selectors.bank_lines import (
    TABS,
    count_tabs,
    items_for,
    last_decision,
    list_lines,
    sums_left,
)
from invoices.selectors.matching_book import rules_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    tab: str
    text: str
    find: str
    rank: int
    customer: int | None

    def query(self, **changes: object) -> str:
        """The address's own words with some changed; empty ones are left out."""
        words = {"tab": self.tab, "q": self.text, **changes}
        return urlencode({k: v for k, v in words.items() if v not in ("", None)})


def asked_of(request: HttpRequest) -> Asked:
    """Tab, search and choice of the address; what is not understood is as if absent."""
    tab = request.GET.get("tab", "left")
    return Asked(
        tab=tab if tab in TABS else "left",
        text=typed_text(request.GET.get("q"))[:100],
        find=typed_text(request.GET.get("find"))[:100],
        rank=_number(request.GET.get("p")) or 1,
        customer=_number(request.GET.get("customer")),
    )


def _number(asked: str | None) -> int | None:
    text = asked or ""
    # Python refuses to read a number of thousands of digits.
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if is_number and int(text) <= LARGEST_KEY else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal as the pane shows it."""

    row: MatchProposal
    title: str
    reasons: list[ReasonText]
    is_chosen: bool
    is_stale: bool


def find_line(request: SignedInRequest, entry_id: int) -> BankEntry:
    """The credit line, if the person may see it; else 404."""
    entry: BankEntry = get_or_404(
        BankEntry.objects.visible_to(request.user)
        .filter(company=request.company, state__isnull=False)
        .select_related("company", "state__owner", "statement"),
        pk=entry_id,
    )
    return entry


def screen(
    request: SignedInRequest, asked: Asked, entry_id: int | None
) -> dict[str, Any]:
    """The whole screen: tabs, lines, the chosen line, and what stands beside it."""
    rows = list_lines(
        user=request.user, company=request.company, tab=asked.tab, text=asked.text
    )
    page = page_of(rows, request)
    lines = list(page.object_list)
    chosen = entry_id or (lines[0].pk if lines else None)
    context: dict[str, Any] = {
        "asked": asked,
        "page_obj": page,
        "lines": lines,
        "chosen": chosen,
        "counts": count_tabs(user=request.user, company=request.company),
        "sums": sums_left(user=request.user, company=request.company),
        "last": last_decision(user=request.user, company=request.company),
        "today": clock.today(request.company.time_zone),
        "can": abilities(request),
        **_neighbours(lines, chosen, asked),
    }
    if chosen is not None:
        context |= pane(request, asked, find_line(request, chosen))
    return context


def _neighbours(
    lines: list[BankEntry], chosen: int | None, asked: Asked
) -> dict[str, str]:
    """Addresses of the lines above and below the chosen one, for J and K."""
    keys = [line.pk for line in lines]
    at = keys.index(chosen) if chosen in keys else -1
    found = {}
    if at >= 0 and at + 1 < len(keys):
        found["next_url"] = line_url(keys[at + 1], asked)
        found["next_key"] = str(keys[at + 1])
    if at > 0:
        found["previous_url"] = line_url(keys[at - 1], asked)
    return found


def line_url(entry_id: int, asked: Asked, **changes: object) -> str:
    """The address of a line within the same tab and search."""
    path = reverse("invoices:matching_line", args=[entry_id])
    return f"{path}?{asked.query(**changes)}"


def pane(request: SignedInRequest, asked: Asked, entry: BankEntry) -> dict[str, Any]:
    """The right side: proposals, items with the amounts of the chosen one, the sum."""
    proposals = list(
        MatchProposal.objects.filter(entry=entry)
        .select_related("customer")
        .order_by("rank")
    )
    chosen = next((p for p in proposals if p.rank == asked.rank), None)
    customer = chosen_customer(request, asked, chosen)
    items = _items(request, asked, entry, chosen, customer)
    form = MatchForm(
        items=items, entry=entry, initial=_initial(chosen, items, bool(asked.find))
    )
    is_left = entry.state.state in ("open", "unidentified")
    return {
        "entry": entry,
        "offers": _offers(proposals, items, chosen) if is_left else [],
        "proposal": chosen,
        "customer": customer,
        "is_left": is_left,
        "decision": None if is_left else _decision(entry),
        **figures(form, entry),
        "owner_form": OwnerForm(
            company=request.company,
            initial={"owner": entry.state.owner_id or request.user},
        ),
        "reason_form": ReasonForm(),
        "rules": rules_of(request.company),
    }


def figures(form: MatchForm, entry: BankEntry) -> dict[str, Any]:
    """The running equation of a form: line less applied plus what is no money."""
    applied = sum(form.amounts().values(), ZERO)
    choice = form["difference"].value() or Difference.NONE
    short = max(ZERO, applied - entry.amount) if choice else ZERO
    return {
        "form": form,
        "rows": form.rows(),
        "applied": applied,
        "short": short,
        "short_label": Difference(choice).label if short else "",
        "difference": entry.amount - applied + short,
    }


def chosen_customer(
    request: SignedInRequest, asked: Asked, chosen: MatchProposal | None
) -> Customer | None:
    """Whose items stand beside the line, and on whose account a rest would go."""
    visible: QuerySet[Customer] = Customer.objects.visible_to(request.user)
    rows = visible.filter(company=request.company)
    if asked.find:
        found = list(rows.filter(search_text__contains=asked.find.casefold())[:2])
        return found[0] if len(found) == 1 else None
    if asked.customer is None:
        return chosen.customer if chosen else None
    return rows.filter(pk=asked.customer).first()


def _items(
    request: SignedInRequest,
    asked: Asked,
    entry: BankEntry,
    chosen: MatchProposal | None,
    customer: Customer | None,
) -> list[DueItemState]:
    keys = [part[0] for part in chosen.parts] if chosen else []
    return items_for(
        user=request.user,
        entry=entry,
        keys=[] if asked.find else keys,
        customers=[customer.pk] if customer else [],
        text=asked.find,
    )


def _initial(
    chosen: MatchProposal | None, items: Iterable[DueItemState], searching: bool
) -> dict[str, Any]:
    if chosen is None or searching:
        return {}
    open_now = {item.pk: item.open_amount for item in items}
    amounts = {
        field_name(pk): sum(map(Decimal, rest), ZERO)
        for pk, *rest in chosen.parts
        if pk in open_now
    }
    choice = Difference.NONE
    if chosen.fee:
        choice = Difference.FEE
    elif chosen.discount:
        choice = Difference.DISCOUNT
    return {**amounts, "difference": choice}


def _offers(
    proposals: list[MatchProposal],
    items: Iterable[DueItemState],
    chosen: MatchProposal | None,
) -> list[Offer]:
    open_now = {item.pk: item.open_amount for item in items}
    return [
        Offer(
            row=row,
            title=title_of(row),
            reasons=reasons_of(row),
            is_chosen=row is chosen,
            is_stale=row is chosen and _is_stale(row, open_now),
        )
        for row in proposals
    ]


def _is_stale(row: MatchProposal, open_now: dict[int, Decimal]) -> bool:
    """Whether something was paid otherwise since the proposal was made."""
    return any(
        sum(map(Decimal, rest), ZERO) > open_now.get(pk, ZERO)
        for pk, *rest in row.parts
    )


def _decision(entry: BankEntry) -> EntryDecision | None:
    rows = EntryDecision.objects.filter(entry=entry, ended_at=None)
    return rows.select_related("payment__customer", "decided_by").first()
