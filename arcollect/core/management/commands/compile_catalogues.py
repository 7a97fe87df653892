"""Compile the translations without gettext's programs, which a desk may not have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


def compile_catalogue(*, source: Path) -> Path:
    """Write the `.mo` beside a `.po` and return its path.

    Fuzzy translations are left out, as a person has not confirmed them. Raises
    `CommandError` naming file and line when the catalogue cannot be read.
    """
    language = source.parent.parent.name
    try:
        with source.open("rb") as opened:
            catalogue = read_po(opened, locale=language, abort_invalid=True)
    except PoFileError as error:
        raise CommandError(
            f"{source}, line {error.lineno}: {error.args[0]}."
        ) from error
    target = source.with_suffix(".mo")
    with target.open("wb") as opened:
        write_mo(opened, catalogue)
    return target


class Command(BaseCommand):
    help = "Compile every translation under locale/ from .po to .mo."
    requires_system_checks = []

    def handle(self, *_args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                target = compile_catalogue(source=source)
                if options["verbosity"] > 1:
                    self.stdout.write(str(target))
