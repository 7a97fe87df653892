"""Load the demo company."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.services.create_company import DEFAULT_TIME_ZONE
from demo.generator.book import DEFAULT_CUSTOMERS, DEFAULT_SEED
from demo.generator.cast import FEWEST
from demo.loading.load import DemoRefusedError, Loaded, demo_exists, load_demo
from demo.loading.seals import add_seals
from demo.logins import login_lines


class Command(BaseCommand):
    help = "Load the demo company: made-up books of three years, one login per role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-of",
            type=dt.date.fromisoformat,
            help="last day of the books, YYYY-MM-DD; today if not given",
        )
        parser.add_argument(
            "--seed", type=int, default=DEFAULT_SEED, help="other books: another number"
        )
        parser.add_argument(
            "--customers",
            type=int,
            default=DEFAULT_CUSTOMERS,
            help=f"number of customers, at least {FEWEST}",
        )
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="do nothing if the demo company is there already",
        )
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["if_missing"] and demo_exists():
            self._say_unchanged(as_json=options["json"])
            return
        if options["customers"] < FEWEST:
            raise CommandError(
                _("The demo company needs at least %(fewest)s customers.")
                % {"fewest": FEWEST},
                returncode=2,
            )
        try:
            tell = self._ignore if options["json"] else self.stdout.write
            loaded = load_demo(
                as_of=options["as_of"] or clock.today(DEFAULT_TIME_ZONE),
                seed=options["seed"],
                customers=options["customers"],
                tell=tell,
            )
        except DemoRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        add_seals(loaded.company, tell=tell)
        self._report(loaded, as_json=options["json"])

    def _ignore(self, _line: str) -> None:
        """With --json nothing but the JSON goes to standard output."""

    def _say_unchanged(self, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"loaded": False}))

    def _report(self, loaded: Loaded, *, as_json: bool) -> None:
        if as_json:
            said = {
                "loaded": True,
                "company": loaded.company.code,
                "as_of": loaded.as_of.isoformat(),
                "customers": loaded.customers,
                "invoices": loaded.invoices,
                "payments": loaded.payments,
                "changed": loaded.changed,
            }
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        self.stdout.write(
            _(
                "%(company)s: %(customers)s customers, %(invoices)s invoices and credit "
                "notes, %(payments)s payments through %(as_of)s."
            )
            % {
                "company": loaded.company,
                "customers": loaded.customers,
                "invoices": loaded.invoices,
                "payments": loaded.payments,
                "as_of": loaded.as_of,
            }
        )
        self.stdout.write("\n".join(login_lines()))
