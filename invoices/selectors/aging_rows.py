"""Open items summed by the database: the rows that an aging is made of.

Conditional sums in one pass instead of a group per part: the rows come in the order of
an index by currency and customer, so that nothing need be sorted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import BigIntegerField, Count, F, Sum

from arcollect.core.grouped_select import grouped_select
from arcollect.core.money import from_stored
from customers.models import Customer
from invoices.selectors.age_sql import BUCKETS, bucket_filter
from invoices.selectors.aging_figures import By, PartRow


def bucket_rows(rows: Any, *, as_of: dt.date, by: By) -> Iterator[PartRow]:
    """Sums of `by_open` by currency, bucket and, where asked for, customer."""
    parts: dict[str, Any] = {}
    for number, bucket in enumerate(BUCKETS):
        inside = bucket_filter(bucket.name, as_of)
        parts[f"items_{number}"] = Count("pk", filter=inside)
        # As stored: most sums of most customers are empty and need no conversion.
        parts[f"open_{number}"] = Sum(
            "by_open", filter=inside, output_field=BigIntegerField()
        )
    sums = list(rows.order_by().values(*_keys(by)).annotate(**parts))
    codes = _codes(sums)
    for row in sums:
        for number in range(len(BUCKETS)):
            if row[f"items_{number}"]:
                yield PartRow(
                    currency=row["currency"],
                    customer=codes.get(row.get("customer_id")),
                    part=number,
                    items=row[f"items_{number}"],
                    amount=from_stored(row[f"open_{number}"]),
                )


def class_rows(rows: Any) -> Iterator[PartRow]:
    """Sums of `by_open` by currency and `new_severity`."""
    keys = ("currency", "new_severity")
    sums = rows.order_by().values(*keys).annotate(n=Count("pk"), left=Sum("by_open"))
    for row in sums:
        yield PartRow(row["currency"], None, row["new_severity"], row["n"], row["left"])


def on_account_rows(rows: Any, *, by: By) -> Iterator[PartRow]:
    """Sums of `by_open` of money on account by currency and, if asked for, customer."""
    grouped = rows.order_by().values(*_keys(by))
    sums = list(grouped.annotate(n=Count("pk"), left=Sum("by_open")))
    codes = _codes(sums)
    for row in sums:
        code = codes.get(row.get("customer_id"))
        yield PartRow(row["currency"], code, None, row["n"], row["left"])


def part_rows(rows: Any, *, by: By, part: Any) -> Iterator[PartRow]:
    """Sums of `by_open` by currency, `part` and, where asked for, customer.

    For rows that sum allocations themselves: each row is worked out once. `part` is an
    expression over `rows`, a null for money on account.
    """
    keys = [*(F(name) for name in _keys(by)), part]
    groups = grouped_select(rows, keys=keys, total=F("by_open"))
    ids = {group.keys[1] for group in groups} if by is By.CUSTOMER else set()
    codes = _codes_of(ids)
    for (currency, *customer, number), count, total in groups:
        code = codes.get(customer[0]) if customer else None
        yield PartRow(currency, code, number, count, from_stored(int(total)))


def _keys(by: By) -> list[str]:
    return ["currency", "customer_id"] if by is By.CUSTOMER else ["currency"]


def _codes(sums: list[dict[str, Any]]) -> dict[int | None, str]:
    """Codes of the customers in the sums: joining them to every item costs more."""
    return _codes_of({row["customer_id"] for row in sums if "customer_id" in row})


def _codes_of(ids: set[int | None]) -> dict[int | None, str]:
    known = [pk for pk in ids if pk is not None]
    if not known:
        return {}
    first = Customer.objects.filter(pk=known[0]).values("company")
    codes = Customer.objects.filter(company__in=first).values_list("pk", "code")
    return {pk: code for pk, code in codes.iterator(chunk_size=10_000) if pk in ids}
