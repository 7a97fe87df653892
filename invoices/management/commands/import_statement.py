"""Import a bank statement in any of the formats that banks write."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from arcollect.core.management.companies import (
    WRONG_USAGE,
    add_company_option,
    chosen_company,
)
from invoices.importers.expressions import ProfileError
from invoices.importers.statements.profile import SHIPPED, load_profile
from invoices.importers.statements.reading import MAX_BYTES
from invoices.services.import_statement import (
    ALREADY_IMPORTED,
    ImportedFile,
    StatementRefusedError,
    import_statement,
    refused,
)

REFUSED = 1


class Command(BaseCommand):
    help = "Import a bank statement: MT940, MT942, CAMT, OFX, BAI2, CSV, XLS or XLSX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--profile",
            metavar="FILE.toml",
            help="how a table is read; also a shipped name",
        )
        add_company_option(parser)
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["path"]
        profile = _profile(options["profile"])
        content = _content(path)
        company = chosen_company(options["company"])
        try:
            done = import_statement(
                actor=None,
                company=company,
                name=path.name,
                content=content,
                profile=profile,
            )
            code = 0
        except StatementRefusedError as error:
            done, code = refused(path.name, error), REFUSED
        if options["json"]:
            self.stdout.write(json.dumps(done.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(summary(done))
        if code:
            raise SystemExit(code)


def summary(done: ImportedFile) -> str:
    """The one line for people."""
    if done.status == "refused":
        return _("Refused: nothing was imported. %(reason)s") % {"reason": done.reason}
    if done.status == ALREADY_IMPORTED:
        return _("Nothing to do: all %(entries)d entries are known already.") % {
            "entries": done.entries or 0
        }
    text = _(
        "Imported: %(statements)d statements, %(entries)d entries, %(created)d of them "
        "new; credit %(credit)s, debit %(debit)s %(currency)s. %(reason)s"
    )
    return (
        text
        % {
            "statements": done.statements or 0,
            "entries": done.entries or 0,
            "created": done.created,
            "credit": done.credit,
            "debit": done.debit,
            "currency": done.currency or _("in several currencies"),
            "reason": done.reason,
        }
    ).strip()


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as source:
            # One byte more than is taken shows that the file is too large.
            return source.read(MAX_BYTES + 1)
    except OSError as error:
        raise _usage(f"{path}: {error.strerror or error}") from error


def _profile(name: str | None) -> dict[str, Any] | None:
    if not name:
        return None
    path = Path(name)
    if not path.is_file():
        path = SHIPPED / f"{name}.toml"
    if not path.is_file():
        shipped = ", ".join(sorted(found.stem for found in SHIPPED.glob("*.toml")))
        raise _usage(
            _("There is no profile %(name)s. Shipped ones: %(shipped)s.")
            % {"name": name, "shipped": shipped}
        )
    try:
        return load_profile(path)
    except (ProfileError, OSError) as error:
        raise _usage(f"{name}: {error}") from error


def _usage(text: str) -> CommandError:
    return CommandError(text, returncode=WRONG_USAGE)
