"""Triggers that refuse UPDATE and DELETE of posted rows, on both databases."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from arcollect.core.period_guards import guard_name, guarded_tables, install_guards

MESSAGE = "is a posted document: correct it with a counter-document"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION arcollect_insert_only() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION '% {MESSAGE}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$ LANGUAGE plpgsql
"""


class InsertOnly(models.Model):
    """Base of money documents: rows are inserted once and never change."""

    insert_only = True

    class Meta:
        abstract = True


def insert_only_tables() -> list[str]:
    """Tables of every model that derives from `InsertOnly`, sorted.

    The audit log is insert-only too, without being a money document.
    """
    return sorted(
        model._meta.db_table  # noqa: SLF001
        for model in apps.get_models()
        if getattr(model, "insert_only", False)
    )


def _names(table: str) -> tuple[tuple[str, str], ...]:
    return (
        (f"{table}_no_update", "UPDATE"),
        (f"{table}_no_delete", "DELETE"),
    )


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing; safe to call any number of times."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in insert_only_tables():
            if table not in present:
                continue
            for name, event in _names(table):
                cursor.execute(_create(connection.vendor, table, name, event))
    install_guards(connection, present)


def _create(vendor: str, table: str, name: str, event: str) -> str:
    if vendor == "postgresql":
        return (
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {event} ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION arcollect_insert_only()"
        )
    return (
        f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {event} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} {MESSAGE}'); END"
    )


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers: for emptying test databases, never in the product."""
    with connection.cursor() as cursor:
        for table in insert_only_tables():
            for name, _event in _names(table):
                on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should exist and do not."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    wanted = [name for table in insert_only_tables() for name, _event in _names(table)]
    wanted += [guard_name(table) for table, _column in guarded_tables()]
    return [name for name in wanted if name not in present]


def install_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of `post_migrate`."""
    install_triggers(connections[using])
