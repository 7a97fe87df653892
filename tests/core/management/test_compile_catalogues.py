"""Translations compile without gettext's programs."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Invoice"
msgstr "发票"

#, fuzzy
msgid "Payment"
msgstr "未经确认"
"""


def _write(folder: Path, text: str) -> Path:
    source = folder / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(text, encoding="utf-8")
    return source


def test_compiles_what_people_confirmed(settings, tmp_path: Path) -> None:
    source = _write(tmp_path, CATALOGUE)
    settings.LOCALE_PATHS = [tmp_path]
    call_command("compile_catalogues")
    with source.with_suffix(".mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    assert translations.gettext("Invoice") == "发票"
    assert translations.gettext("Payment") == "Payment"


def test_a_broken_catalogue_is_named_with_its_line(settings, tmp_path: Path) -> None:
    source = _write(tmp_path, CATALOGUE + "nonsense\n")
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError, match=r"django\.po, line \d+"):
        call_command("compile_catalogues")
    assert not source.with_suffix(".mo").exists()
