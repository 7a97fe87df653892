"""The aging dashboard: what is owed, how late, by whom, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.lists import abilities
from arcollect.core.money import format_plain, round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import class_name
from arcollect.dashboards.asked import CLASS_WORDS, Asked
from arcollect.dashboards.selectors.figures import ZERO, Board, load_boards
from arcollect.dashboards.views.question import Question, read_question
from invoices.domain.classes import ReceivableClass
from invoices.selectors.off_books import find_off_books
from invoices.selectors.scope import LedgerScope
from invoices.selectors.unbilled import Unbilled, unbilled_sums


@require_safe
@requires(Permission.VIEW_LEDGER)
def aging(request: SignedInRequest) -> HttpResponseBase:
    question = read_question(request)
    asked = question.asked
    if asked.class_word or asked.bucket or asked.stage or asked.customer:
        return redirect(reverse("dashboards:customers") + asked.query())
    tabs, board = load_boards(question.ledger, asked)
    if board is None:
        return _empty(question)
    shown = replace(asked, currency=board.currency)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(board, shown), file_format=wanted)
    through = question.ledger.classified_through
    context = {
        **question.context(),
        "asked": shown,
        "codes": [tab.code for tab in tabs],
        "board": board,
        "links": _links(shown, board),
        "month_first": shown.as_of.replace(day=1),
        "through": through,
        "chart": _chart(board, shown) if through else None,
        "course": _course(board, shown),
        "minus_on_account": -board.on_account.owed,
        "worse": _worse_than_uncollected(board),
        "off_books": None
        if asked.is_narrowed
        else find_off_books(
            company=request.company,
            user=request.user,
            as_of=shown.as_of,
            currency=board.currency,
        ),
        "unbilled": _unbilled(request, shown),
        "can": abilities(request),
        "is_filtered": asked.is_narrowed,
    }
    question.form.only("as_of", "team", "rep", "region")
    return render(request, "dashboards/aging.html", context)


def _unbilled(request: SignedInRequest, asked: Asked) -> Unbilled | None:
    """What is shipped or accepted and not billed, beside the aging and never in it."""
    scope = LedgerScope(
        company=request.company,
        user=request.user,
        rep=asked.rep,
        team=asked.team,
        region=asked.region or None,
        currency=asked.currency or None,
    )
    return next(iter(unbilled_sums(scope=scope, as_of=asked.as_of)), None)


def _empty(question: Question) -> HttpResponseBase:
    context = {
        **question.context(),
        "can": abilities(question.request),
        "has_documents": question.ledger.has_documents(),
        "is_filtered": question.asked.is_narrowed,
    }
    question.form.only("as_of", "team", "rep", "region")
    return render(question.request, "dashboards/aging_empty.html", context)


def _links(asked: Asked, board: Board) -> dict[str, str]:
    """Addresses of the lists that sum to the figures; lines get theirs in `url`."""
    customers = reverse("dashboards:customers")
    items = reverse("dashboards:items")
    for line in board.classes:
        line.url = customers + asked.query(class_word=line.word)
    for line in board.buckets:
        line.url = customers + asked.query(bucket=line.word)
    for one in board.biggest:
        one.url = items + asked.query(stage="overdue", customer=one.pk)
    return {
        "total": customers + asked.query(),
        "overdue": customers + asked.query(stage="overdue"),
        "past_final": customers + asked.query(stage="past-final"),
        "on_account": reverse("dashboards:on_account") + asked.query(),
        "collected": reverse("dashboards:collected") + asked.query(),
        "classes": reverse("dashboards:classes"),
        "biggest": customers + asked.query(stage="overdue") + "&sort=overdue",
    }


def _worse_than_uncollected(board: Board) -> dict[str, Any]:
    """Amount, share and change of everything expedited or worse: the chart's sentence."""
    lines = [line for line in board.classes if line.label and line.label > 1]
    owed = sum((line.sums.owed for line in lines), ZERO)
    change = sum((line.change or ZERO for line in lines), ZERO)
    share = owed / board.total.owed if board.total.owed else owed
    return {
        "owed": owed,
        "share": share,
        "change": abs(change),
        "direction": (change > 0) - (change < 0),
    }


def _chart(board: Board, asked: Asked) -> dict[str, Any]:
    """What the script draws; the words are names of classes, not text for people."""
    items = reverse("dashboards:items")
    series = []
    for cls in ReceivableClass:
        if cls.severity == 0:
            continue
        values = [
            format_plain(week.classes.get(cls.severity, ZERO), board.currency)
            for week in board.weeks
        ]
        name = class_name(cls.severity)
        series.append({"class": cls.value, "name": name, "values": values})
    urls = {
        cls.value: [
            items + asked.query(as_of=week.on, class_word=CLASS_WORDS[cls.severity])
            for week in board.weeks
        ]
        for cls in ReceivableClass
        if cls.severity
    }
    labels = [week_label(week.on) for week in board.weeks]
    return {"labels": labels, "series": series, "urls": urls}


def _course(board: Board, asked: Asked) -> list[dict[str, Any]]:
    """The chart's figures as rows of a table, each with the list it sums."""
    items = reverse("dashboards:items")
    return [
        {
            "label": week_label(week.on),
            "on": week.on,
            "total": week.total,
            "amounts": [
                {
                    "amount": week.classes.get(line.label or 0, ZERO),
                    "url": items + asked.query(as_of=week.on, class_word=line.word),
                }
                for line in board.classes
            ],
        }
        for week in board.weeks
    ]


def week_label(day: dt.date) -> str:
    """`W47`: the week of the year by ISO 8601."""
    return f"W{day.isocalendar().week:02}"


def _sheet(board: Board, asked: Asked) -> Sheet:
    heads = [
        _("Table"),
        _("Line"),
        _("Currency"),
        _("Owed"),
        _("Share, %"),
        _("Since %(day)s") % {"day": asked.week_before.isoformat()},
        _("Items"),
        _("Customers"),
    ]
    name = f"aging-{asked.as_of:%Y-%m-%d}-{board.currency}"
    return Sheet(name=name, heads=heads, rows=_cells(board))


def _cells(board: Board) -> Iterator[list[Cell]]:
    currency = board.currency
    by_class, by_bucket = _("By class"), _("By days past due")
    total = board.total

    def cells(table: str, label: str, sums: Any, share: Any, change: Any) -> list[Cell]:
        return [
            table,
            label,
            currency,
            round_money(sums.owed, currency),
            None if share is None else round(share * 100, 1),
            None if change is None else round_money(change, currency),
            sums.items,
            sums.customers or None,
        ]

    for line in board.classes:
        yield cells(
            by_class, class_name(line.label), line.sums, line.share, line.change
        )
    yield cells(by_class, _("Total"), total, None, board.change)
    for line in board.buckets:
        yield cells(by_bucket, str(line.label), line.sums, line.share, None)
    yield cells(by_bucket, _("Open items"), total, None, None)
    on_account = replace(board.on_account, owed=-board.on_account.owed)
    yield cells(by_bucket, _("On account"), on_account, None, None)
    yield cells(by_bucket, _("Total"), replace(total, owed=board.net), None, None)
    for one in board.biggest:
        table = _("Most overdue customers")
        amount = round_money(one.overdue, currency)
        yield [table, one.name, currency, amount, None, None, None, None]
