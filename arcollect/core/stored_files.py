"""Bytes frozen under ARCOLLECT_VAR, found and checked by their SHA-256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings


class StoredFileError(OSError):
    """The file is not there, or is not the one that was frozen."""


class TooLargeError(ValueError):
    """More bytes came than are taken."""


@dataclass(frozen=True, slots=True)
class StagedFile:
    """Bytes that came in and are not frozen yet."""

    path: Path
    sha256: str
    size: int


def store(folder: str, content: bytes, *, ending: str) -> tuple[str, str]:
    """Freeze bytes; returns the path below ARCOLLECT_VAR and the SHA-256.

    The same bytes lie in the same file, whoever writes them first.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = stored_path(folder, digest, ending=ending)
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


@contextmanager
def staged(folder: str, chunks: Iterable[bytes], *, most: int) -> Iterator[StagedFile]:
    """Write what comes to a scratch file that is gone when the block ends.

    Memory stays flat, however much comes. Raises `TooLargeError` beyond `most` bytes.
    """
    home = Path(settings.VAR_DIR) / folder
    home.mkdir(parents=True, exist_ok=True)
    unfinished = home / f".{uuid4()}.part"
    digest, size = hashlib.sha256(), 0
    try:
        with unfinished.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise TooLargeError
                digest.update(chunk)
                file.write(chunk)
        yield StagedFile(unfinished, digest.hexdigest(), size)
    finally:
        unfinished.unlink(missing_ok=True)


def freeze(folder: str, file: StagedFile, *, ending: str) -> str:
    """Put a staged file where its hash belongs; returns the path below ARCOLLECT_VAR.

    It is on the disk, name and all, when this returns: a row may point at it. What
    lies there already is kept if it is the same, else replaced by what came.
    """
    path = stored_path(folder, file.sha256, ending=ending)
    whole = Path(settings.VAR_DIR) / path
    if whole.is_file() and _digest_of(whole) == file.sha256:
        return path
    whole.parent.mkdir(parents=True, exist_ok=True)
    _settle(file.path)
    file.path.replace(whole)
    _settle(whole.parent)
    return path


def stored_path(folder: str, sha256: str, *, ending: str) -> str:
    """Where bytes of that hash lie, below ARCOLLECT_VAR."""
    return f"{folder}/{sha256[:2]}/{sha256}.{ending}"


def is_stored(path: str) -> bool:
    """Whether something lies there; reading tells whether it is what was frozen."""
    return (Path(settings.VAR_DIR) / path).is_file()


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


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
