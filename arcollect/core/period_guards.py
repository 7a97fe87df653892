"""Triggers that refuse rows dated in a closed period, on both databases.

A model says with `effective_field` which of its dates is the effective one. On PostgreSQL
each statement takes the lock that closing waits for, so that a period cannot be closed
between the look and the commit.
"""

from __future__ import annotations

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK_CLASS = 4_218
MESSAGE = "the period of this date is closed"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION arcollect_open_period() RETURNS trigger AS $$
DECLARE
  late record;
BEGIN
  FOR late IN EXECUTE format(
    'SELECT company_id, min(%I) AS day FROM fresh GROUP BY company_id', TG_ARGV[0])
  LOOP
    PERFORM pg_advisory_xact_lock_shared(
      {LOCK_CLASS}, (late.company_id % (1::bigint << 31))::int);
    IF EXISTS (SELECT 1 FROM core_closedbooks b WHERE b.company_id = late.company_id
               AND b.through >= late.day) THEN
      RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END $$ LANGUAGE plpgsql
"""  # noqa: S608 - constants of this module


def guarded_tables() -> list[tuple[str, str]]:
    """Table and effective date of every model whose rows a closed period refuses."""
    return sorted(
        (model._meta.db_table, column)  # noqa: SLF001
        for model in apps.get_models()
        if (column := getattr(model, "effective_field", ""))
    )


def guard_name(table: str) -> str:
    """The trigger's name."""
    return f"{table}_open_period"


def install_guards(connection: BaseDatabaseWrapper, present: set[str]) -> None:
    """Create the triggers of the tables that are `present`; safe to call again."""
    if "core_closedbooks" not in present:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table, column in guarded_tables():
            if table in present:
                cursor.execute(_create(connection.vendor, table, column))


def _create(vendor: str, table: str, column: str) -> str:
    name = guard_name(table)
    if vendor == "postgresql":
        return (
            f'CREATE OR REPLACE TRIGGER "{name}" AFTER INSERT ON "{table}" '
            "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT "
            f"EXECUTE FUNCTION arcollect_open_period('{column}')"
        )
    closed = "EXISTS (SELECT 1 FROM core_closedbooks WHERE company_id = NEW.company_id"
    return (
        f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE INSERT ON "{table}" '
        f'WHEN {closed} AND through >= NEW."{column}") '
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers: for emptying test databases, never in the product."""
    with connection.cursor() as cursor:
        for table, _column in guarded_tables():
            on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{guard_name(table)}"{on_table}')
