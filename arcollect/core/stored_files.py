"""Bytes frozen under ARCOLLECT_VAR, found and checked by their SHA-256."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from django.conf import settings


class StoredFileError(OSError):
    """The file is not there, or is not the one that was frozen."""


def store(folder: str, content: bytes, *, ending: str) -> tuple[str, str]:
    """Freeze bytes; returns the path below ARCOLLECT_VAR and the SHA-256.

    The same bytes lie in the same file, whoever writes them first.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = f"{folder}/{digest[:2]}/{digest}.{ending}"
    whole = Path(settings.VAR_DIR) / path
    if not whole.exists():
        whole.parent.mkdir(parents=True, exist_ok=True)
        unfinished = whole.with_name(f".{uuid4()}.part")
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(whole)
    return path, digest


def read_stored(path: str, sha256: str) -> bytes:
    """The bytes as they were frozen. Raises `StoredFileError` where they differ."""
    root = Path(settings.VAR_DIR).resolve()
    whole = (root / path).resolve()
    if not whole.is_relative_to(root) or not whole.is_file():
        raise StoredFileError(f"{path} is not there.")
    content = whole.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoredFileError(f"{path} is not the file that was frozen.")
    return content
