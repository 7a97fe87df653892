"""Verify a sealed letter on the command line, also without any database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reconciliation.domain.verification import Result, State, Verdict
from reconciliation.services.verification_sentences import TITLES, sentence
from reconciliation.services.verify_letter import verdict_as_json, verify_letter

MARKS = {
    State.PASSED: "passed",
    State.FAILED: "FAILED",
    State.NOT_CHECKED: "not checked",
}
NOT_VALID = 1


class Command(BaseCommand):
    help = (
        "Say whether a sealed letter is VALID, INVALID or INDETERMINATE, and why. "
        "Ends with 0 only for VALID, with 1 otherwise: also when the file cannot be read."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF file")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print JSON"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            message = f"{options['file']}: {error.strerror}"
            raise CommandError(message, returncode=NOT_VALID) from error
        verdict = verify_letter(content)
        if options["as_json"]:
            text = json.dumps(verdict_as_json(verdict), ensure_ascii=False, indent=1)
            self.stdout.write(text)
        else:
            self._print(verdict)
        if verdict.result != Result.VALID:
            sys.exit(NOT_VALID)

    def _print(self, verdict: Verdict) -> None:
        self.stdout.write(f"{verdict.result.value}  {verdict.number or ''}".rstrip())
        for check in verdict.checks:
            self.stdout.write(
                f"  {MARKS[check.state]:11}  {TITLES[check.name]}: {sentence(check)}"
            )
        for signer in verdict.signers:
            self.stdout.write(f"  signed by    {signer.name} ({signer.identity})")
