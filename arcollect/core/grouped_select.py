"""Count and sum over a queryset taken as a table, which the ORM lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connections, models


class Group(NamedTuple):
    """Rows with the same keys: how many, and their sum as the database has it."""

    keys: tuple[Any, ...]
    rows: int
    total: Any


def grouped_select(
    rows: models.QuerySet[Any], *, keys: Sequence[Any], total: Any
) -> list[Group]:
    """Groups of `rows` by `keys` with the sum of `total`; expressions over `rows`.

    `rows` may be grouped itself, by its own sums: each of its rows is made once and
    counts once. The ORM would group anew, and work out its subqueries once per use.
    """
    named = {f"by_key_{number}": key for number, key in enumerate(keys)}
    selected = rows.order_by().annotate(**named, by_total=total)
    query = selected.values_list(*named, "by_total").query
    inner, params = query.get_compiler(rows.db).as_sql()
    columns = ", ".join(f'"{name}"' for name in named)
    sql = (
        f'SELECT {columns}, count(*), sum("by_total") '  # noqa: S608 - own names
        f"FROM ({inner}) AS grouped GROUP BY {columns}"
    )
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, params)
        return [Group(row[:-2], row[-2], row[-1]) for row in cursor.fetchall()]
