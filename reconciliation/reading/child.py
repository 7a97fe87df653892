"""Child process: reads one PDF from standard input under hard limits, prints facts.

    python -m reconciliation.reading.child MEMORY_BYTES SECONDS

Run as a program so that a hostile file can only take this process down. The answer is
one JSON object; a file that cannot be read is `{"unreadable": reason}`.
"""

from __future__ import annotations

import io
import json
import logging
import os
import resource
import sys
from typing import Any

STEPS = 3_000


def limit(memory: int, seconds: int) -> None:
    """Cap memory, processor time and depth; no file may be written."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(STEPS)


def read(content: bytes) -> dict[str, Any]:
    """Facts of the file; `unreadable` says why there are none."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    from reconciliation.reading.changes import later_changes
    from reconciliation.reading.signatures import read_signatures

    if not content.startswith(b"%PDF-"):
        return {"unreadable": "not a PDF file"}
    reader = PdfFileReader(io.BytesIO(content), strict=True)
    if reader.encrypted:
        return {"unreadable": "the file is encrypted"}
    facts: dict[str, Any] = {"size": len(content)}
    facts["revisions"] = reader.xrefs.total_revisions
    facts["signatures"] = read_signatures(reader, content)
    newest = facts["signatures"][-1] if facts["signatures"] else None
    facts["later_changes"] = (
        later_changes(
            reader,
            signed_revision=newest["revision"],
            signed_end=newest["end"],
            size=len(content),
        )
        if newest
        else []
    )
    return facts | read_parts(reader)


def read_parts(reader: Any) -> dict[str, Any]:
    """Attachments and words; what does not read is said, and judged by nobody."""
    from reconciliation.reading.parts import read_attachments, read_text

    facts: dict[str, Any] = {"attachments": None, "text": None}
    for key, part in (("attachments", read_attachments), ("text", read_text)):
        try:
            facts[key] = part(reader)
        except Exception as error:
            facts[f"{key}_problem"] = f"{type(error).__name__}: {error}"[:200]
    return facts


def main(memory: str, seconds: str) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    content = sys.stdin.buffer.read()
    # What is needed is loaded before the limits, so that they are about the file.
    import pyhanko.sign.validation  # noqa: F401

    limit(int(memory), int(seconds))
    try:
        facts = read(content)
    except (Exception, RecursionError) as error:
        facts = {"unreadable": f"{type(error).__name__}: {error}"[:300]}
    json.dump(facts, answers)
    answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
