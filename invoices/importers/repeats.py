"""The same key twice in the files: identical is harmless, different is an error."""

from __future__ import annotations

from django.utils.translation import gettext as _

from invoices.importers.columns import Kind, column_names
from invoices.importers.problems import error, warning
from invoices.importers.staging import UNCHANGED, Staging


def settle_repeats(
    staging: Staging, kind: Kind, *, key: tuple[str, ...], where: str = "1"
) -> None:
    """Report rows whose key an earlier row has; identical ones become `unchanged`."""
    table, keys = kind.value, ", ".join(key)
    staging.execute(f"CREATE INDEX IF NOT EXISTS {table}_key ON {table} ({keys})")
    repeats = staging.query(
        f"""SELECT no, at, first FROM (
              SELECT no, at, min(no) OVER (PARTITION BY {keys}) AS first
              FROM {table}
              WHERE ({keys}) IN (
                SELECT {keys} FROM {table} WHERE {where}
                GROUP BY {keys} HAVING count(*) > 1) AND {where})
            WHERE no <> first ORDER BY no"""  # noqa: S608
    ).fetchall()
    names = column_names(kind)
    for no, at, first in repeats:
        _settle_one(staging, kind, names, key=key, no=no, at=at, first=first)


def _settle_one(
    staging: Staging,
    kind: Kind,
    names: tuple[str, ...],
    *,
    key: tuple[str, ...],
    no: int,
    at: int,
    first: int,
) -> None:
    columns = f"SELECT at, {', '.join(names)} FROM {kind.value} WHERE no = ?"  # noqa: S608
    earlier = staging.query(columns, [first]).fetchone()
    this = staging.query(columns, [no]).fetchone()
    place = staging.place(earlier[0])
    shown = str(this[names.index(key[-1] if key[0] == "kind" else key[0]) + 1])
    different = [
        name
        for index, name in enumerate(names, start=1)
        if this[index] != earlier[index]
    ]
    where = {"key": shown, "file": place.file, "line": place.line}
    staging.execute(
        f"UPDATE {kind.value} SET status = ? WHERE no = ?",  # noqa: S608
        [UNCHANGED, no],
    )
    if not different:
        reason = _("The row repeats %(key)s of %(file)s, line %(line)d.") % where
        staging.report(
            warning(
                "repeat",
                at,
                reason,
                column=key[-1] if key[0] == "kind" else key[0],
                value=shown,
            )
        )
        return
    reason = _(
        "%(key)s stands differently in %(file)s, line %(line)d: %(columns)s."
    ) % (where | {"columns": ", ".join(different)})
    staging.report(
        error("repeat.differs", at, reason, column=different[0], value=shown)
    )
