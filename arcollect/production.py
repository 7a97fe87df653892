"""What production refuses to start with, each with a sentence that says what to do."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from arcollect.environment import env_bool, env_text

MINIMUM_KEY_LENGTH = 50
WEAK_KEY_WORDS = ("insecure", "changeme", "change-me", "example", "secret-key")


def load_secret_key(*, production: bool, var_dir: Path) -> str:
    """The signing key: from the environment, or made once and kept under `var_dir`.

    In production it must be given, long and not one of the words people paste from
    examples; `ImproperlyConfigured` says how to make one.
    """
    key = env_text("ARCOLLECT_SECRET_KEY")
    if key and not production:
        return key
    if production:
        if not key:
            raise ImproperlyConfigured(
                "ARCOLLECT_SECRET_KEY is not set. Make one with "
                "`python -c 'import secrets; print(secrets.token_urlsafe(64))'` "
                "and keep it secret."
            )
        weak = any(word in key.lower() for word in WEAK_KEY_WORDS)
        if weak or len(key) < MINIMUM_KEY_LENGTH or len(set(key)) < 10:
            raise ImproperlyConfigured(
                "ARCOLLECT_SECRET_KEY is a default or too weak. Use at least "
                f"{MINIMUM_KEY_LENGTH} random characters: "
                "`python -c 'import secrets; print(secrets.token_urlsafe(64))'`."
            )
        return key
    path = var_dir / "keys" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def refuse_unsafe_production(
    *, debug: bool, database: dict[str, Any], allowed_hosts: list[str]
) -> None:
    """Raise `ImproperlyConfigured` for what settings alone can show.

    The demo company and its logins live in the database: the entry points refuse
    those through `arcollect/core/checks.py`.
    """
    if debug:
        raise ImproperlyConfigured(
            "ARCOLLECT_DEBUG is on. Debug pages show secrets: remove it in production."
        )
    sqlite = database["ENGINE"] == "arcollect.core.sqlite"
    if sqlite and not env_bool("ARCOLLECT_SQLITE_IN_PRODUCTION", default=False):
        raise ImproperlyConfigured(
            "DATABASE_URL names SQLite. Point it at PostgreSQL, or set "
            "ARCOLLECT_SQLITE_IN_PRODUCTION=yes if one machine and one writer at a "
            "time are enough."
        )
    if not allowed_hosts or "*" in allowed_hosts:
        raise ImproperlyConfigured(
            "ARCOLLECT_ALLOWED_HOSTS must list the host names that serve arcollect, "
            "separated by commas."
        )
