"""A remittance advice in a file: its rows as text, for the same reading as pasted ones."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from arcollect.core.files import is_importable, open_tables
from arcollect.core.raw_bytes import FileRefusedError
from invoices.domain.remittance import MOST_LINES

MAX_BYTES = 5 << 20


def rows_as_text(upload: UploadedFile[Any], *, encoding: str = "") -> str:
    """The rows of a CSV or XLSX file, cells divided by tabs; nothing is kept.

    Raises `FileRefusedError` for another kind of file, one that is too large or cannot
    be read, and `NotUtf8Error` where a person must name the encoding.
    """
    name = Path(upload.name or "").name
    if not is_importable(Path(name)):
        raise FileRefusedError(
            _("%(name)s is neither .csv, .csv.gz nor .xlsx.") % {"name": name}
        )
    if (upload.size or 0) > MAX_BYTES:
        raise FileRefusedError(
            _("%(name)s is larger than %(limit)d MB.")
            % {"name": name, "limit": MAX_BYTES >> 20}
        )
    root = Path(settings.VAR_DIR) / "scratch"
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        path = Path(folder) / f"advice{''.join(Path(name).suffixes[-2:]).lower()}"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        return "\n".join(_rows(path, Path(folder), encoding))


def _rows(path: Path, scratch: Path, encoding: str) -> list[str]:
    rows: list[str] = []
    for table in open_tables(path, scratch=scratch, encoding=encoding):
        rows.append("\t".join(table.header))
        for _line, cells in table.rows:
            rows.append("\t".join(cell.replace("\t", " ") for cell in cells))
            if len(rows) >= MOST_LINES:
                return rows
    return rows
