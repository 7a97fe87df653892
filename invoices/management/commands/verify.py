"""Prove that what is stored follows from the documents."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from arcollect.core.differences import Difference
from arcollect.core.management.companies import add_company_option, chosen_company
from invoices.verify.run import verify


class Command(BaseCommand):
    help = "Rebuild state, classes, history and totals from the documents and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_company_option(parser)
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        company = chosen_company(options["company"])
        differences = [] if company is None else verify(company=company)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(differences), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(sentences(differences)))
        if differences:
            sys.exit(1)


def as_json(differences: list[Difference]) -> dict[str, Any]:
    """What the command prints with `--json`."""
    return {
        "ok": not differences,
        "differences": [difference.as_dict() for difference in differences],
    }


def sentences(differences: list[Difference]) -> list[str]:
    """One line per row that differs, or that none does."""
    if not differences:
        return [_("Everything stored follows from the documents.")]
    return [
        _("%(table)s %(id)s: expected %(expected)s, found %(found)s")
        % {
            "table": each.table,
            "id": each.id,
            "expected": json.dumps(each.expected, ensure_ascii=False),
            "found": json.dumps(each.found, ensure_ascii=False),
        }
        for each in differences
    ]
