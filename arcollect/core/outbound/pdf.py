"""The only door to WeasyPrint: HTML in, PDF/A out, through child processes."""

from __future__ import annotations

import base64
import datetime as dt
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from arcollect.core.outbound.children import PdfRenderError, Pool

__all__ = ["Attachment", "PdfRenderError", "close_pool", "render_pdf"]
# What documents say of their making; a fixed moment keeps the bytes reproducible.
UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_STYLES = Path(__file__).with_name("pdf.css")
_lock = threading.Lock()
_pools: dict[int, Pool] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the PDF; its MIME type follows from the name's ending.

    `relationship` is the AFRelationship: Data, Alternative, Source or Supplement.
    """

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Data"


def render_pdf(
    html: str,
    *,
    language: str,
    title: str,
    attachments: Sequence[Attachment] = (),
    variant: str = "pdf/a-3a",
    css: str = "",
    created: dt.datetime = UNDATED,
) -> bytes:
    """The body `html` as a tagged PDF, in a child process without network.

    `html` is what stands between the body tags; its style sheet is `css`, after the
    base sheet of all documents. `language` is a BCP 47 tag, `title` plain text. The
    same arguments give the same bytes as long as fonts and libraries stay. Only data:
    addresses are followed. Raises `PdfRenderError`.
    """
    return _pool().render(
        {
            "html": _page(html, language=language, title=title, created=created),
            "css": base_styles() + css,
            "variant": variant,
            "created": created.isoformat(),
            "attachments": [
                {
                    "name": each.name,
                    "content": base64.b64encode(each.content).decode(),
                    "description": each.description,
                    "relationship": each.relationship,
                }
                for each in attachments
            ],
        }
    )


def _page(html: str, *, language: str, title: str, created: dt.datetime) -> str:
    from django.utils.html import format_html
    from django.utils.safestring import mark_safe

    moment = created.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html(
        '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="dcterms.created" content="{}">'
        '<meta name="dcterms.modified" content="{}">'
        '<meta name="generator" content="arcollect"></head><body>{}</body></html>',
        language,
        title,
        moment,
        moment,
        mark_safe(html),  # noqa: S308 - a template of ours has rendered it
    )


@cache
def base_styles() -> str:
    """Fonts and tables of every document."""
    return _STYLES.read_text(encoding="utf-8")


def _pool() -> Pool:
    """This process's pool: pipes must not be shared with a parent it was forked from."""
    with _lock:
        pid = os.getpid()
        if pid not in _pools:
            _pools.clear()
            _pools[pid] = Pool(
                size=settings.PDF_PROCESSES, fonts=Path(settings.VAR_DIR) / "fonts"
            )
        return _pools[pid]


def close_pool() -> None:
    """End the free children; the next letter starts new ones."""
    with _lock:
        pool = _pools.pop(os.getpid(), None)
    if pool is not None:
        pool.close()
