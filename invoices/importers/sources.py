"""Which files an import reads, and as which kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from arcollect.core.files import is_importable, stem_of
from invoices.importers.columns import Kind


class UsageError(ValueError):
    """The import was asked for in a way that cannot be followed."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file and the name people know it by (uploads are stored under another one)."""

    path: Path
    name: str
    # Found in a folder without a name that says what it is: mentioned, never read.
    left_out: bool = False


def find_sources(paths: Iterable[Path], *, canonical: bool) -> list[SourceFile]:
    """The files behind `paths`; of a folder those named exactly after a kind.

    Its other files come marked as left out, but for hidden ones and those that
    `paths` names. With a profile (`canonical` False) every table is taken. Raises
    `UsageError` for a path that does not exist or a folder with nothing to import.
    """
    found: dict[Path, SourceFile] = {}
    for path in paths:
        if path.is_dir():
            for inside in _in_folder(path, canonical=canonical):
                found.setdefault(inside.path.resolve(), inside)
        elif path.is_file():
            _check_ending(path)
            found[path.resolve()] = SourceFile(path, path.name)
        else:
            raise UsageError(_("There is no file or folder %(path)s.") % {"path": path})
    return list(found.values())


def _check_ending(path: Path) -> None:
    if not is_importable(path):
        raise UsageError(
            _("%(path)s is neither .csv, .csv.gz nor .xlsx.") % {"path": path}
        )


def _in_folder(folder: Path, *, canonical: bool) -> list[SourceFile]:
    files = sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(".")
    )
    tables = [path for path in files if is_importable(path)]
    if canonical:
        tables = [path for path in tables if stem_of(path) in set(Kind)]
    if not tables:
        names = ", ".join(kind.value for kind in Kind)
        raise UsageError(
            _("The folder %(path)s holds nothing to import: no table named %(names)s.")
            % {"path": folder, "names": names}
        )
    taken = set(tables)
    return [
        SourceFile(path, path.name, left_out=path not in taken)
        for path in (files if canonical else tables)
    ]
