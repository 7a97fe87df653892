"""The one-time code of the first-run page, where no `serve` prints it (gunicorn)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from arcollect.core.services.first_run import console_lines


class Command(BaseCommand):
    help = "Print a new one-time code for the first-run page; the one before is void."

    def handle(self, *_args: Any, **_options: Any) -> None:
        lines = console_lines()
        self.stdout.write(
            "\n".join(lines) if lines else _("arcollect has been set up already.")
        )
