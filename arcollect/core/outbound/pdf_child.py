"""Child process: HTML to PDF, one letter after the other, shut off from everything.

Run as a program, so that a hostile document can only take this process down. It knows no
Django and no settings. Each job comes on standard input and each answer goes to standard
output: eight bytes of length, then JSON (the job) or one status byte and bytes (the
answer). It ends when its input ends, so it never outlives its parent.
"""

from __future__ import annotations

import base64
import datetime as dt
import gc
import hashlib
import json
import logging
import os
import resource
import signal
import struct
import sys
import traceback
from pathlib import Path
from typing import IO, Any

sys.path.append(str(Path(__file__).parent))
from cut_fonts import cut_faces  # type: ignore[import-not-found]  # beside this program

LENGTH = struct.Struct(">Q")
DONE, FAILED = b"+", b"-"
# Nothing a letter needs ever does one of these.
FORBIDDEN_EVENTS = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
)
COLLECT_EVERY = 20
LARGEST_FILE = 32 << 20
NOWHERE = "https://nowhere.invalid/"


class ForbiddenActError(RuntimeError):
    """The document tried to reach beyond the process."""


def refuse_the_outside(event: str, _args: tuple[Any, ...]) -> None:
    """Audit hook: no network and no programs, whatever the libraries are told."""
    if event in FORBIDDEN_EVENTS:
        raise ForbiddenActError(event)


def limit(memory: int) -> None:
    """Cap memory and files; a letter needs a fifth of it."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Fonts are the largest files that are written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))


def read_job(source: IO[bytes]) -> dict[str, Any] | None:
    """The next job, or None at the end of input."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    body = source.read(LENGTH.unpack(head)[0])
    job: dict[str, Any] = json.loads(body)
    return job


def answer(target: IO[bytes], status: bytes, body: bytes) -> None:
    target.write(LENGTH.pack(len(body) + 1) + status + body)
    target.flush()


def tidy(_document: object, pdf: Any) -> None:
    """List each attachment once, sorted by name, as the standard asks."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))


class Renderer:
    """WeasyPrint with everything that can be kept between letters kept."""

    def __init__(self, fonts: Path) -> None:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        self._engine = weasyprint
        # A new one per letter would hold ever more native font memory.
        self._fonts = FontConfiguration()
        self._fetcher = weasyprint.urls.URLFetcher(
            allowed_protocols={"data"}, allow_redirects=False
        )
        self._sheets: dict[str, Any] = {}
        self._add_cut_faces(fonts)

    def _add_cut_faces(self, folder: Path) -> None:
        """The only files that are ever read by address: our own fonts, before all jobs."""
        local = self._engine.urls.URLFetcher(allowed_protocols={"file"})
        for face in cut_faces(folder):
            self._fonts.add_font_face(
                {
                    "src": (("external", face.path.as_uri()),),
                    "font_family": face.family,
                    "font_weight": face.weight,
                },
                local,
            )

    def render(self, job: dict[str, Any]) -> bytes:
        moment = dt.datetime.fromisoformat(job["created"])
        # Relative addresses become ones that the fetcher refuses.
        document = self._engine.HTML(
            string=job["html"], base_url=NOWHERE, url_fetcher=self._fetcher
        )
        result: bytes = document.write_pdf(
            finisher=tidy,
            font_config=self._fonts,
            stylesheets=[self._sheet(job["css"])],
            attachments=[
                self._engine.Attachment(
                    string=base64.b64decode(each["content"]),
                    name=each["name"],
                    description=each["description"],
                    relationship=each["relationship"],
                    created=moment,
                    modified=moment,
                    url_fetcher=self._fetcher,
                )
                for each in sorted(job["attachments"], key=lambda each: each["name"])
            ],
            pdf_variant=job["variant"] or None,
            pdf_tags=True,
            pdf_identifier=hashlib.sha256(job["html"].encode()).digest()[:16],
        )
        return result

    def _sheet(self, css: str) -> Any:
        """Style sheets are parsed once: they are ours and do not change."""
        if css not in self._sheets:
            self._sheets = {
                css: self._engine.CSS(
                    string=css,
                    base_url=NOWHERE,
                    url_fetcher=self._fetcher,
                    font_config=self._fonts,
                )
            }
        return self._sheets[css]


def serve(source: IO[bytes], target: IO[bytes], *, seconds: int, fonts: Path) -> None:
    """Render job after job until the input ends."""
    renderer = Renderer(fonts)
    # Only now: finding the libraries asks the system's loader.
    sys.addaudithook(refuse_the_outside)
    gc.collect()
    gc.freeze()
    gc.disable()
    served = 0
    while (job := read_job(source)) is not None:
        # The parent kills late children; this is for a parent that is gone.
        signal.alarm(seconds + 5)
        try:
            answer(target, DONE, renderer.render(job))
        except Exception:
            answer(target, FAILED, traceback.format_exc().encode())
        signal.alarm(0)
        served += 1
        if served % COLLECT_EVERY == 0:
            gc.collect()


def main(memory: str, seconds: str, fonts: str) -> None:
    limit(int(memory))
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    logging.getLogger("weasyprint").propagate = False
    # Whatever a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers, seconds=int(seconds), fonts=Path(fonts))


if __name__ == "__main__":
    main(*sys.argv[1:])
