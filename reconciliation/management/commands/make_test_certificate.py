"""A self-made certificate for trying out seals: integrity, and no identity."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.management.companies import add_company_option, chosen_company
from reconciliation.services.register_seal import SealRefusedError, register_seal
from reconciliation.signing.keys import store_private
from reconciliation.signing.test_certificate import make_test_certificate

DAYS = 730


class Command(BaseCommand):
    help = (
        "Make a self-signed certificate (EC P-256) that proves integrity and no "
        "identity: as a file, or registered as a seal of a company."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--holder", required=True, help="name on the certificate")
        parser.add_argument("--passphrase", default="test", help="of the file")
        parser.add_argument("--days", type=int, default=DAYS, help="days it is valid")
        parser.add_argument("--output", type=Path, help="write the .p12 file here")
        parser.add_argument(
            "--register", action="store_true", help="register it as a seal"
        )
        add_company_option(parser)
        parser.add_argument(
            "--kind", choices=["official", "finance"], default="finance"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = clock.now()
        content = make_test_certificate(
            holder=options["holder"],
            passphrase=options["passphrase"],
            not_before=now - dt.timedelta(minutes=5),
            not_after=now + dt.timedelta(days=options["days"]),
        )
        if options["output"]:
            store_private(options["output"], content)
            self.stdout.write(str(options["output"]))
        if options["register"]:
            self._register(content, options)

    def _register(self, content: bytes, options: dict[str, Any]) -> None:
        company = chosen_company(options["company"])
        if company is None:
            raise CommandError(_("There is no company yet that could own a seal."))
        try:
            seal = register_seal(
                actor=None,
                company=company,
                kind=options["kind"],
                holder_name=options["holder"],
                key_file=content,
                passphrase=options["passphrase"],
            )
        except SealRefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Registered: %(seal)s. A finance manager takes it into use.")
            % {"seal": seal}
        )
