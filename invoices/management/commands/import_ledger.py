"""Import customers, contracts, invoices, payments and allocations from files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from arcollect.core.encodings import is_text_encoding
from arcollect.core.management.companies import (
    WRONG_USAGE,
    add_company_option,
    chosen_company,
)
from invoices.importers.expressions import ProfileError
from invoices.importers.problems import Level
from invoices.importers.profile import Profile, list_shipped, load_profile
from invoices.importers.report import json_parts, list_problems
from invoices.importers.run import Outcome
from invoices.importers.sources import UsageError, find_sources
from invoices.services.import_ledger import company_for_import, imported

REFUSED = 1
SHOWN = 50


class Command(BaseCommand):
    help = "Import a ledger from CSV or XLSX files, wholly or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--profile",
            metavar="FILE.toml",
            help="maps other columns onto the canonical ones; also a shipped name",
        )
        parser.add_argument(
            "--encoding", default="", metavar="NAME", help="if the text is not UTF-8"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything, post nothing"
        )
        add_company_option(parser)
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        profile = _profile(options["profile"])
        encoding = options["encoding"]
        if encoding and not is_text_encoding(encoding):
            raise _usage(_("%(name)s is not an encoding of text.") % {"name": encoding})
        try:
            sources = find_sources(options["paths"], canonical=profile is None)
        except UsageError as error:
            raise _usage(str(error)) from error
        with imported(
            company=company_for_import(chosen_company(options["company"])),
            sources=sources,
            profile=profile,
            profile_name=Path(options["profile"] or "").stem,
            encoding=encoding,
            dry_run=options["dry_run"],
        ) as outcome:
            self._print(outcome, options)
            if outcome.refused:
                raise SystemExit(REFUSED)

    def _print(self, outcome: Outcome, options: dict[str, Any]) -> None:
        if options["json"]:
            for part in json_parts(
                outcome.staging,
                outcome.counts,
                dry_run=options["dry_run"],
                encodings=outcome.encodings,
            ):
                self.stdout.write(part, ending="")
            return
        self._list(outcome, Level.WARNING, outcome.counts.warnings)
        self._list(outcome, Level.ERROR, outcome.counts.errors)
        for name, candidates in outcome.encodings.items():
            self.stdout.write(_("%(file)s might be written in:") % {"file": name})
            for candidate in candidates:
                samples = ", ".join(candidate["samples"])
                self.stdout.write(f"  --encoding {candidate['encoding']}: {samples}")
        for line in outcome.counts.openings:
            self.stdout.write(
                _(
                    "Opening balances %(currency)s: %(rows)d rows, owed %(owed)s, credit "
                    "%(credit)s, together %(net)s."
                )
                % line
            )
        if outcome.counts.marked:
            self.stdout.write(
                _("%(number)d sales on credit without a contract are marked.")
                % {"number": outcome.counts.marked}
            )
        self.stdout.write(summary(outcome, dry_run=options["dry_run"]))

    def _list(self, outcome: Outcome, level: Level, number: int) -> None:
        for problem in list_problems(outcome.staging, level, limit=SHOWN):
            place = ":".join(
                str(part)
                for part in (problem["file"], problem["line"], problem["column"])
                if part
            )
            self.stdout.write(
                f"{place}: {problem['reason']} {problem['value']}".strip()
            )
        if number > SHOWN:
            self.stdout.write(
                _("… and %(number)d more; --json lists all.")
                % {"number": number - SHOWN}
            )


def summary(outcome: Outcome, *, dry_run: bool) -> str:
    """The last line for people."""
    counts = outcome.counts
    if outcome.refused:
        text = _(
            "Refused: nothing was posted. %(rows)d rows, %(errors)d errors, "
            "%(warnings)d warnings."
        )
    elif dry_run:
        text = _(
            "Dry run: nothing was posted. %(rows)d rows, %(created)d to create, "
            "%(updated)d to update, %(unchanged)d unchanged, %(warnings)d warnings."
        )
    elif counts.created or counts.updated:
        text = _(
            "Posted: %(rows)d rows, %(created)d created, %(updated)d updated, "
            "%(unchanged)d unchanged, %(warnings)d warnings."
        )
    else:
        text = _("Nothing to do: all %(rows)d rows are posted already.")
    return text % {
        "rows": counts.rows,
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "errors": counts.errors,
        "warnings": counts.warnings,
    }


def _profile(name: str | None) -> Profile | None:
    if not name:
        return None
    path = Path(name)
    if not path.is_file():
        path = list_shipped().get(name, path)
    if not path.is_file():
        raise _usage(
            _("There is no profile %(name)s. Shipped ones: %(shipped)s.")
            % {"name": name, "shipped": ", ".join(list_shipped())}
        )
    try:
        return load_profile(path)
    except ProfileError as error:
        raise _usage(f"{name}: {error}") from error


def _usage(text: str) -> CommandError:
    return CommandError(text, returncode=WRONG_USAGE)
