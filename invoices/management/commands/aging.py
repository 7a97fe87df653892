"""Aged receivables as of any day, from the documents."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from arcollect.core.management.arguments import iso_date, iso_instant
from arcollect.core.management.companies import add_company_option, chosen_company
from invoices.selectors.aging_figures import Aging, By
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.selectors.aging_table import aging_table


class Command(BaseCommand):
    help = "Print aged receivables as of any day, from the documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=iso_date, metavar="DATE", required=True)
        parser.add_argument(
            "--known-at",
            type=iso_instant,
            metavar="INSTANT",
            help="leave out what was recorded later, e.g. 2026-01-31T18:00:00+08:00",
        )
        parser.add_argument(
            "--by", choices=[by.value for by in By], default=By.BUCKET.value
        )
        add_company_option(parser)
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        as_of, by = options["as_of"], By(options["by"])
        company = chosen_company(options["company"])
        aging = Aging(as_of, by)
        if company is not None:
            aging = aging_from_documents(
                company=company, as_of=as_of, known_at=options["known_at"], by=by
            )
        if options["json"]:
            self.stdout.write(json.dumps(aging.as_dict(), ensure_ascii=False))
            return
        self.stdout.write("\n".join(aging_table(aging)))
