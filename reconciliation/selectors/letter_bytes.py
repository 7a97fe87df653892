"""The bytes of a letter, if they are still those that were recorded."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.http import Http404

from reconciliation.models import LetterFile


def read_issued_file(*, letter_id: int, sha256: str) -> bytes:
    """The file as issued. Raises `Http404` when it is gone or is not the same."""
    file = LetterFile.objects.filter(
        letter_id=letter_id, kind=LetterFile.Kind.ISSUED, sha256=sha256
    ).first()
    if file is None:
        raise Http404
    try:
        content = (Path(settings.VAR_DIR) / file.path).read_bytes()
    except OSError as error:
        raise Http404 from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Http404
    return content
