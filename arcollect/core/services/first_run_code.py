"""The one-time code that proves that whoever sets up arcollect can see its console.

Kept hashed in a file under the keys folder, so that neither a copy of the database
nor the file itself gives it away.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from arcollect.core import clock

# Letters and digits that nobody confuses when typing them off a screen.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4  # 12 characters of 30: 58 bits
TRIES = 5
PAUSE = dt.timedelta(minutes=1)


class WrongFirstRunCodeError(Exception):
    """The code is not the one on the console."""


class TooManyCodesError(Exception):
    """Too many wrong codes came; the next one is looked at after a minute."""


def code_path() -> Path:
    """Where the hash of the code lies."""
    return Path(settings.VAR_DIR) / "keys" / "first_run"


def issue_code() -> str:
    """A fresh code, in groups; the one issued before is void."""
    length = GROUPS * GROUP_LENGTH
    letters = "".join(secrets.choice(ALPHABET) for _ in range(length))
    _write({"hash": _hash(letters), "failures": 0, "closed_until": ""})
    return "-".join(
        letters[i : i + GROUP_LENGTH] for i in range(0, length, GROUP_LENGTH)
    )


def check_code(code: str) -> None:
    """Raise `WrongFirstRunCodeError`, or `TooManyCodesError` after five of them."""
    state = _read()
    now = clock.now()
    closed_until = state.get("closed_until")
    if closed_until and now < dt.datetime.fromisoformat(closed_until):
        raise TooManyCodesError
    typed = "".join(letter for letter in code.upper() if letter in ALPHABET)
    if state and constant_time_compare(_hash(typed), state["hash"]):
        return
    failures = state.get("failures", 0) + 1
    pause = (now + PAUSE).isoformat() if failures % TRIES == 0 else ""
    _write({**state, "failures": failures, "closed_until": pause})
    raise WrongFirstRunCodeError


def forget_code() -> None:
    """The company is set up: the code opens nothing any more."""
    code_path().unlink(missing_ok=True)


def _hash(letters: str) -> str:
    return hashlib.sha256(f"first run {letters}".encode()).hexdigest()


def _read() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(code_path().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _write(state: dict[str, Any]) -> None:
    path = code_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(state), encoding="utf-8")
    draft.replace(path)
