"""List and page of bills, and receiving one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.domain.bills import (
    BillAct,
    BillState,
    BillWarning,
    acts_from,
    warnings_of,
)
from invoices.domain.distribution import oldest_first
from invoices.forms.bills import BillFilter, BillForm
from invoices.models import Bill, DueItemState
from invoices.models.bill import STATES
from invoices.selectors.bills import (
    BILL_ORDERS,
    bills_on_hand,
    left_of_bill,
    list_bills,
)
from invoices.services.allocate import AllocationPart
from invoices.services.bill_steps import last_step
from invoices.services.errors import LedgerRefusedError
from invoices.services.receive_bill import receive_bill
from invoices.views.answers import say_already_done
from invoices.views.evidence_card import evidence_card
from invoices.views.preset import preset_customer

WARNINGS: dict[BillWarning, Promise] = {
    BillWarning.LONGER_THAN_SIX_MONTHS: gettext_lazy(
        "It runs for more than six months from its issue; commercial bills of mainland "
        "China may not."
    ),
    BillWarning.MATURED_ALREADY: gettext_lazy("It had matured before it was received."),
    BillWarning.NO_GUARANTOR: gettext_lazy(
        "Nobody guarantees it. Ask for the guarantee of the head of the company."
    ),
}


@require_safe
@requires(Permission.VIEW_LEDGER)
def bill_list(request: SignedInRequest) -> HttpResponseBase:
    filters = BillFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=BILL_ORDERS, default="-received")
    rows = list_bills(user=request.user, company=request.company, filters=chosen)
    rows = rows.order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows), file_format=wanted)
    context = {
        "page_obj": page_of(rows, request),
        "filters": filters,
        "sort": sort,
        "today": clock.today(request.company.time_zone),
        "on_hand": bills_on_hand(company=request.company, user=request.user),
        "can": abilities(request),
        "is_filtered": bool(chosen),
    }
    return render(request, "invoices/bill_list.html", context)


def find_bill(request: SignedInRequest, bill_id: int) -> Bill:
    """The bill, if the person may see it; else 404."""
    bill: Bill = get_or_404(
        Bill.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related(
            "customer",
            "company",
            "replaces",
            "standing__payment",
            "standing__document",
            "standing__settled_by",
            "standing__charge",
        ),
        pk=bill_id,
    )
    return bill


@require_safe
@requires(Permission.VIEW_LEDGER)
def bill_detail(request: SignedInRequest, bill_id: int) -> HttpResponse:
    bill = find_bill(request, bill_id)
    state = BillState(bill.standing.state)
    newest = last_step(bill)
    item = DueItemState.objects.filter(due_item__invoice=bill.standing.document_id)
    context = {
        "bill": bill,
        "standing": bill.standing,
        "item": item.first(),
        "left": left_of_bill(bill.standing),
        "events": bill.events.select_related("recorded_by", "reversed_by").order_by(
            "-pk"
        ),
        "later": bill.replaced_by.exclude(standing__state=BillState.REVERSED).first(),
        "acts": [act for act in acts_from(state) if act is not BillAct.EXTEND],
        "may_extend": BillAct.EXTEND in acts_from(state),
        "may_undo": newest is not None
        and newest.act != BillAct.EXTEND
        and not (newest.act == BillAct.RECEIVE and bill.replaces_id),
        "newest": newest,
        "warnings": _warnings(bill),
        "evidence": evidence_card("bill", bill),
        "can": abilities(request),
    }
    return render(request, "invoices/bill_detail.html", context)


def _warnings(bill: Bill) -> list[Promise]:
    found = warnings_of(
        kind=bill.kind,
        guarantor=bill.guarantor,
        issued_on=bill.issued_on,
        matures_on=bill.matures_on,
        received_on=bill.received_on,
    )
    return [WARNINGS[warning] for warning in found]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_BILLS)
def bill_new(request: SignedInRequest) -> HttpResponse:
    today = clock.today(request.company.time_zone)
    initial = {
        "customer": preset_customer(request),
        "currency": request.company.base_currency,
        "issued_on": today,
        "received_on": today,
    }
    form = BillForm(
        request.POST or None,
        company=request.company,
        user=request.user,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _received(request, form)
        except AlreadyDoneError as done:
            say_already_done(request, done)
            return redirect("invoices:bill_list")
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
    status = 422 if form.errors else 200
    return render(request, "invoices/bill_form.html", {"form": form}, status=status)


def _received(request: SignedInRequest, form: BillForm) -> HttpResponse:
    values = dict(form.cleaned_data)
    parts = _parts(request, values.pop("pays"), values)
    bill = receive_bill(
        actor=request.user, company=request.company, parts=parts, **values
    )
    messages.success(
        request, _("Bill %(number)s is received.") % {"number": bill.number}
    )
    return redirect("invoices:bill_detail", bill.pk)


def _parts(
    request: SignedInRequest, named: str, values: dict[str, Any]
) -> list[AllocationPart]:
    """The open items of the invoices named, oldest first, as far as the bill goes."""
    numbers = set(named.replace(",", " ").replace("，", " ").split())
    items = DueItemState.objects.filter(
        company=request.company,
        customer=values["customer"],
        currency=values["currency"],
        due_item__invoice__number__in=numbers,
        open_amount__gt=0,
    ).order_by("due_on", "pk")
    found = list(items.select_related("due_item__invoice"))
    missing = numbers - {item.due_item.invoice.number for item in found}
    if missing:
        raise LedgerRefusedError(
            _("Nothing is open of %(numbers)s in this currency at this customer.")
            % {"numbers": pgettext("between names", ", ").join(sorted(missing))}
        )
    amounts = ((item.pk, item.open_amount) for item in found)
    filled = oldest_first(values["amount"] or Decimal(0), amounts)
    return [AllocationPart(item, amount) for item, amount in filled.items()]


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Number"),
        _("Kind"),
        _("Customer code"),
        _("Customer"),
        _("Drawer"),
        _("Acceptor"),
        _("Guarantor"),
        _("Issued"),
        pgettext("day of a bill", "Received"),
        _("Matures"),
        _("First maturity"),
        _("Extensions"),
        _("Currency"),
        _("Face amount"),
        _("State"),
    ]
    cells = (
        [
            row.number,
            row.get_kind_display(),
            row.customer.code,
            row.customer.name,
            row.drawer,
            row.acceptor,
            row.guarantor,
            row.issued_on,
            row.received_on,
            row.matures_on,
            row.first_maturity_on,
            row.extensions,
            row.currency,
            round_money(row.amount, row.currency),
            str(STATES[BillState(row.state)]),
        ]
        for row in rows
    )
    return Sheet(name="bills", heads=heads, rows=cells)
