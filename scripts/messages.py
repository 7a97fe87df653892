"""Bring the catalogues under `locale/` up to date with the sources: `make messages`.

xgettext reads the sources through Django's `makemessages`; Babel merges what it found
into the catalogues, sorted and without dates, so that a change shows only what changed.
A reworded sentence starts untranslated: a guess from a similar one is never shown.
The English sentences are their own catalogue.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from problem import ROOT, SetupError, say

LOCALES = ("zh_Hans", "zh_Hant")
ENDINGS = (".py", ".html", ".txt")
NOT_PRODUCT = ("tests", "migrations", "__pycache__")
# Headers that say when, who or with what: they would differ from desk to desk.
UNWANTED = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Project-Id-Version',
    b'"Report-Msgid-Bugs-To',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Generated-By',
)
HEADER = (
    "# Chinese words follow docs/glossary.md; `make messages` keeps this file sorted."
)


def _sources(root: Path) -> list[Path]:
    packages = [path.parent for path in root.glob("*/__init__.py")]
    return [
        path
        for folder in (*packages, root / "templates")
        for path in sorted(folder.rglob("*"))
        if path.suffix in ENDINGS
        and not set(path.relative_to(root).parts) & set(NOT_PRODUCT)
    ]


def _run_makemessages(folder: Path) -> None:
    # A copy, since makemessages writes beside the templates it reads; it needs no
    # settings, and those of a caller are not in the copy.
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "DJANGO_SETTINGS_MODULE"
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location"],
        cwd=folder,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupError(f"makemessages failed. {done.stderr.strip()}")


def extract(*, root: Path = ROOT) -> Catalog:
    """Every sentence that the sources of `root` ask a translation for.

    Raises `SetupError` when xgettext is not installed or a source cannot be read.
    """
    if shutil.which("xgettext") is None:
        raise SetupError("xgettext is missing; install the system package gettext.")
    with tempfile.TemporaryDirectory(prefix="arcollect-messages-") as name:
        folder = Path(name)
        for source in _sources(root):
            copy = folder / source.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
        (folder / "locale").mkdir()
        _run_makemessages(folder)
        return read_catalogue(catalogue_path("en", root=folder), locale="en")


def catalogue_path(locale: str, *, root: Path = ROOT) -> Path:
    return root / "locale" / locale / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path, *, locale: str) -> Catalog:
    """The catalogue in `path`, empty when there is no such file yet."""
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as opened:
        return read_po(opened, locale=locale, abort_invalid=True)


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """Write sorted and undated; leave a file with the same content untouched."""
    catalogue.header_comment = HEADER
    catalogue.fuzzy = False
    buffer = BytesIO()
    write_po(
        buffer,
        catalogue,
        width=88,
        no_location=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    lines = buffer.getvalue().splitlines(keepends=True)
    text = b"".join(line for line in lines if not line.startswith(UNWANTED))
    if not path.exists() or path.read_bytes() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def list_untranslated(catalogue: Catalog) -> list[str]:
    """English sentences without a confirmed translation, in the order of the file."""
    missing = []
    for message in catalogue:
        forms = message.string
        filled = all(forms) if isinstance(forms, (list, tuple)) else bool(forms)
        if message.id and (message.fuzzy or not filled):
            plural = isinstance(message.id, (list, tuple))
            missing.append(message.id[0] if plural else message.id)
    return missing


def update_catalogues(*, root: Path = ROOT) -> dict[str, list[str]]:
    """Merge the sources into every catalogue; return what is untranslated in each."""
    template = extract(root=root)
    missing = {}
    for locale in LOCALES:
        path = catalogue_path(locale, root=root)
        catalogue = read_catalogue(path, locale=locale)
        catalogue.update(template, no_fuzzy_matching=True)
        write_catalogue(catalogue, path)
        missing[locale] = list_untranslated(catalogue)
    return missing


def main() -> int:
    """Exit status 0 when everything is translated, 1 when a sentence is not."""
    try:
        missing = update_catalogues()
    except SetupError as problem:
        print(f"The catalogues were not changed. {problem}", file=sys.stderr)
        return 1
    for locale, sentences in missing.items():
        say(f"{locale}: {len(sentences)} sentences without a translation")
        for sentence in sentences:
            print(f"  {sentence}")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
