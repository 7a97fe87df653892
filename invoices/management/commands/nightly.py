"""Run the night without a broker."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arcollect.core import clock
from arcollect.core.management.arguments import iso_date
from arcollect.core.management.companies import add_company_option, chosen_company
from arcollect.core.models import Company
from arcollect.core.nightly_steps import run_steps
from arcollect.core.services.create_company import DEFAULT_TIME_ZONE
from invoices.selectors.policies import NoPolicyError
from invoices.services.classify import NightResult, classify_through


class Command(BaseCommand):
    help = "Classify the books at the end of a day, and do what follows from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-of",
            type=iso_date,
            metavar="DATE",
            help="last day to classify; without it the company's today; after a day "
            "to come, nights up to that day have nothing left to do",
        )
        add_company_option(parser)
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        company = chosen_company(options["company"])
        today = clock.today(company.time_zone if company else DEFAULT_TIME_ZONE)
        as_of = options["as_of"] or today
        result = _classified(company, as_of)
        if company is not None:
            run_steps(company=company, day=as_of)
        if company is not None and as_of > today:
            self.stderr.write(_warning(as_of, today))
        if options["json"]:
            night = {"as_of": as_of.isoformat(), "changed": result.changed}
            self.stdout.write(json.dumps(night))
            return
        self.stdout.write(sentence(result))


def _classified(company: Company | None, as_of: dt.date) -> NightResult:
    if company is None:
        return NightResult(as_of, 0)
    try:
        return classify_through(company=company, as_of=as_of)
    except NoPolicyError as error:
        raise CommandError(
            _("No classification policy is in force on %(day)s.") % {"day": as_of}
        ) from error


def _warning(as_of: dt.date, today: dt.date) -> str:
    return _(
        "%(as_of)s lies after the company's today, %(today)s: nights up to that day "
        "will have nothing left to do."
    ) % {"as_of": as_of, "today": today}


def sentence(result: NightResult) -> str:
    """What the night did, for people."""
    if result.already_through is not None:
        return _(
            "The books are classified through %(through)s already; nothing was "
            "changed for %(as_of)s."
        ) % {"through": result.already_through, "as_of": result.as_of}
    return ngettext(
        "Classified through %(as_of)s: %(changed)s item changed its class.",
        "Classified through %(as_of)s: %(changed)s items changed their class.",
        result.changed,
    ) % {"as_of": result.as_of, "changed": result.changed}
