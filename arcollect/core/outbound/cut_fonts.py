"""The Chinese faces cut down to the characters in use, once per machine.

An installed face holds 65,000 drawings, and every letter would be cut from all of them:
half of its time. What the cut leaves out (rare characters of a name) still comes from
the whole face. Knows no Django: rendering children run it before they shut themselves off.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Family in style sheets, installed family, weight in CSS, weight for fontconfig.
FACES = (
    ("Cut SC", "Noto Sans CJK SC", 400, "regular"),
    ("Cut SC", "Noto Sans CJK SC", 700, "bold"),
    ("Cut TC", "Noto Sans CJK TC", 400, "regular"),
    ("Cut TC", "Noto Sans CJK TC", 700, "bold"),
)
_ENCODINGS = ("gb2312", "big5")
_LATIN = (*range(0x20, 0x250), *range(0x2010, 0x2070), *range(0x20A0, 0x20C0))
_MARKS = (*range(0x2100, 0x2150), *range(0x2190, 0x2200), *range(0x2200, 0x2300))
_WIDE = (*range(0x3000, 0x3100), *range(0xFF00, 0xFFF0))
_VERSION = b"3"
# Constants of HarfBuzz. Glyph substitution would bring thousands of variants along.
_DROPPED_TABLES = 3
_GSUB = int.from_bytes(b"GSUB", "big")
_NO_HINTING_NO_SUBROUTINES = 0x1 | 0x4


@dataclass(frozen=True)
class CutFace:
    """A cut face on disk and what style sheets call it."""

    family: str
    weight: int
    path: Path


def cut_faces(folder: Path) -> list[CutFace]:
    """The cut faces in `folder`, made now where they are missing.

    Empty, or fewer, where a face or HarfBuzz's subsetter is not installed: then the
    installed faces do, more slowly. Never raises for what is merely missing.
    """
    found = []
    for family, installed, weight, style in FACES:
        try:
            path = _cut(folder, installed, style)
        except (OSError, subprocess.SubprocessError, ValueError):
            continue
        found.append(CutFace(family, weight, path))
    return found


def _cut(folder: Path, installed: str, style: str) -> Path:
    source, index = _locate(installed, style)
    stat = source.stat()
    mark = f"{source}:{index}:{stat.st_size}:{stat.st_mtime_ns}".encode()
    target = folder / f"{hashlib.sha256(_VERSION + mark).hexdigest()[:24]}.otf"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        content = _subset(source, index)
        handle, part = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        Path(part).replace(target)
    return target


def _locate(installed: str, style: str) -> tuple[Path, int]:
    """File and index of an installed face; `ValueError` where it is another one."""
    done = subprocess.run(  # noqa: S603 - fixed arguments
        ["fc-match", "-f", "%{file}\n%{index}\n%{family}", f"{installed}:{style}"],  # noqa: S607
        capture_output=True,
        check=True,
        timeout=20,
        text=True,
    )
    path, index, families = done.stdout.split("\n")
    if installed not in families.split(","):
        raise ValueError(installed)
    return Path(path), int(index)


def characters() -> list[int]:
    """Code points of the two national sets, Latin letters, marks and full widths."""
    found = {*_LATIN, *_MARKS, *_WIDE}
    for encoding in _ENCODINGS:
        found.update(_decoded(encoding))
    return sorted(found)


def _decoded(encoding: str) -> Iterator[int]:
    for first in range(0xA1, 0xFA):
        for second in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            try:
                text = bytes((first, second)).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                yield ord(text)


def _subset(source: Path, index: int) -> bytes:
    """The face with the characters above, by HarfBuzz; `OSError` where that fails."""
    base, cutter = _libraries()
    blob = base.hb_blob_create_from_file(os.fsencode(source))
    face = base.hb_face_create(blob, index)
    asked = cutter.hb_subset_input_create_or_fail()
    wanted = cutter.hb_subset_input_unicode_set(asked)
    for point in characters():
        base.hb_set_add(wanted, point)
    cutter.hb_subset_input_set_flags(asked, _NO_HINTING_NO_SUBROUTINES)
    base.hb_set_add(cutter.hb_subset_input_set(asked, _DROPPED_TABLES), _GSUB)
    cut = cutter.hb_subset_or_fail(face, asked)
    if not cut:
        raise OSError(f"HarfBuzz could not cut {source}.")
    result = base.hb_face_reference_blob(cut)
    length = ctypes.c_uint()
    data = base.hb_blob_get_data(result, ctypes.byref(length))
    content = ctypes.string_at(data, length.value)
    base.hb_blob_destroy(result)
    base.hb_face_destroy(cut)
    cutter.hb_subset_input_destroy(asked)
    base.hb_face_destroy(face)
    base.hb_blob_destroy(blob)
    return content


def _libraries() -> tuple[Any, Any]:
    pointer = ctypes.c_void_p
    base = ctypes.CDLL("libharfbuzz.so.0")
    cutter = ctypes.CDLL("libharfbuzz-subset.so.0")
    for library, name, result, arguments in (
        (base, "hb_blob_create_from_file", pointer, [ctypes.c_char_p]),
        (base, "hb_face_create", pointer, [pointer, ctypes.c_uint]),
        (base, "hb_set_add", None, [pointer, ctypes.c_uint32]),
        (base, "hb_face_reference_blob", pointer, [pointer]),
        (base, "hb_blob_get_data", pointer, [pointer, pointer]),
        (base, "hb_blob_destroy", None, [pointer]),
        (base, "hb_face_destroy", None, [pointer]),
        (cutter, "hb_subset_input_create_or_fail", pointer, []),
        (cutter, "hb_subset_input_unicode_set", pointer, [pointer]),
        (cutter, "hb_subset_input_set_flags", None, [pointer, ctypes.c_uint]),
        (cutter, "hb_subset_input_set", pointer, [pointer, ctypes.c_uint]),
        (cutter, "hb_subset_or_fail", pointer, [pointer, pointer]),
        (cutter, "hb_subset_input_destroy", None, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return base, cutter
