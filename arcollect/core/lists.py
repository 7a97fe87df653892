"""What every list shares: pages of 25, an order from the address, exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest

from arcollect.core.money import CURRENCIES
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import PERMISSIONS

PAGE_SIZE = 25


def page_of(rows: QuerySet[Any] | Sequence[Any], request: HttpRequest) -> Page[Any]:
    """The page that `?page=` asks for; a page that is not there gives the nearest.

    Of a queryset only the keys are put in order; what else a row shows is read for the
    rows of the page alone, however long the list is.
    """
    asked = request.GET.get("page")
    if not isinstance(rows, QuerySet) or getattr(rows, "_fields", None):
        return Paginator(rows, PAGE_SIZE).get_page(asked)
    page = Paginator(rows.values_list("pk", flat=True), PAGE_SIZE).get_page(asked)
    keys = list(page.object_list)
    found = {row.pk: row for row in rows.filter(pk__in=keys).order_by()}
    # A row that went away between the two questions is left out.
    page.object_list = [found[key] for key in keys if key in found]
    return page


def asked_order(
    request: HttpRequest, *, allowed: Mapping[str, Sequence[str]], default: str
) -> tuple[str, list[str | OrderBy]]:
    """The `?sort=` of the address and the fields it stands for.

    A leading minus turns the order round; an unknown name gives `default`. A field
    marked `?` may be empty: the databases disagree where such rows stand, so they go
    last. The key of every row ends the order, so that no row is on two pages.
    """
    sort = request.GET.get("sort", default)
    if sort.removeprefix("-") not in allowed:
        sort = default
    is_down = sort.startswith("-")
    fields = [*allowed[sort.removeprefix("-")], "pk"]
    return sort, [_ordered(field, is_down=is_down) for field in fields]


def _ordered(field: str, *, is_down: bool) -> str | OrderBy:
    if not field.endswith("?"):
        return f"-{field}" if is_down else field
    return OrderBy(F(field[:-1]), descending=is_down, nulls_last=True)


def asked_currency(request: SignedInRequest) -> str:
    """The currency of `?currency=`, else the company's own."""
    asked = request.GET.get("currency", "")
    return asked if asked in CURRENCIES else request.company.base_currency


def abilities(request: SignedInRequest) -> dict[str, bool]:
    """What the person's role may do here, for templates: `{% if can.allocate %}`."""
    return {
        permission.value: True for permission in PERMISSIONS[request.membership.role]
    }
