"""Starts the commands that may open keys, each in a process of its own.

The web never opens a key: what it knows of one is what these commands print.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

SECONDS = 120
MANAGE = Path(settings.BASE_DIR) / "manage.py"


class SigningChildError(Exception):
    """The command did not do its work; the text is for the log."""


def run_command(*arguments: str, stdin: str = "", seconds: int = SECONDS) -> str:
    """Run `manage.py` with these arguments; what it printed. Raises when it failed."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program and names
            [sys.executable, str(MANAGE), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SigningChildError(str(error)) from error
    if done.returncode != 0:
        raise SigningChildError(done.stderr[-2000:])
    return done.stdout


def keep_key(*, name: str, content: bytes, passphrase: str) -> dict[str, Any]:
    """Let the child check a PKCS#12 file and keep it as `name`.

    Gives the public facts of its certificate, or `{"refused": reason}`.
    """
    order = {
        "name": name,
        "content": base64.b64encode(content).decode(),
        "passphrase": passphrase,
    }
    answer: dict[str, Any] = json.loads(
        run_command("keep_seal_key", stdin=json.dumps(order))
    )
    return answer
