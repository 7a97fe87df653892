"""Bytes of uploaded files, unpacked on the way and never more than a limit."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.utils.translation import gettext as _

BLOCK = 1 << 18
# A packed file must not unpack to more than this.
MAX_UNPACKED_BYTES = 2 << 30


class FileRefusedError(ValueError):
    """A file cannot be read; the text is a sentence for people.

    `line` is the physical line, 0 where the file as a whole is meant.
    """

    def __init__(
        self, reason: str, *, line: int = 0, column: str = "", value: str = ""
    ) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column
        self.value = value


class _Limited(io.RawIOBase):
    """Reads a packed file and stops where it unpacks beyond the limit."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._source.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise FileRefusedError(
                _("The packed file is damaged: it cannot be unpacked.")
            ) from error
        self._read += len(data)
        if self._read > MAX_UNPACKED_BYTES:
            raise FileRefusedError(
                _("The packed file unpacks to more than %(limit)d MB.")
                % {"limit": MAX_UNPACKED_BYTES >> 20}
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._source.close()
        super().close()


def open_bytes(path: Path) -> IO[bytes]:
    """Open a plain or gzip-packed (`.gz`) file for reading."""
    if path.suffix.lower() == ".gz":
        packed = cast("IO[bytes]", gzip.open(path, "rb"))  # noqa: SIM115
        return cast("IO[bytes]", io.BufferedReader(_Limited(packed), BLOCK))
    return path.open("rb")


def read_blocks(path: Path) -> Iterator[bytes]:
    """The unpacked bytes in blocks."""
    with open_bytes(path) as source:
        while block := source.read(BLOCK):
            yield block


def file_hash(path: Path) -> str:
    """SHA-256 of the file as it lies on disk."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def count_lines(path: Path) -> int:
    """Line feeds of the unpacked file, for the length of a progress bar."""
    return sum(block.count(b"\n") for block in read_blocks(path))
