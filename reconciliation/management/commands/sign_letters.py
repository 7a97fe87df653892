"""The signing worker: one round over everything that two people approved."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reconciliation.signing.worker import sign_approved


class Command(BaseCommand):
    help = "Sign the letters that two people approved; opens the seals' keys."

    def handle(self, *_args: Any, **_options: Any) -> None:
        tally = sign_approved()
        self.stdout.write(
            f"signed {tally.signed}, failed {tally.failed}, "
            f"done by others {tally.overtaken}"
        )
