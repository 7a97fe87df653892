"""INSERT ... SELECT from a queryset, which the ORM lacks."""

from __future__ import annotations

from typing import Any

from django.db import connections, models


def insert_select(
    model: type[models.Model], rows: models.QuerySet[Any], **columns: Any
) -> int:
    """Insert one `model` row per row of `rows` and return how many.

    `columns` maps fields of `model` to expressions over `rows`. Defaults of fields left
    out are not filled in; triggers and constraints of the table hold as ever.
    """
    put = {f"put_{name}": expression for name, expression in columns.items()}
    selected = rows.annotate(**put).values_list(*put)
    select, params = selected.query.get_compiler(rows.db).as_sql()
    meta = model._meta  # noqa: SLF001
    fields = {field.name: field.column for field in meta.concrete_fields}
    names = ", ".join(f'"{fields[name]}"' for name in columns)
    with connections[rows.db].cursor() as cursor:
        # Names come from the model, values travel as parameters.
        cursor.execute(f'INSERT INTO "{meta.db_table}" ({names}) {select}', params)
        return int(cursor.rowcount)
