"""Typed readers of environment variables: anything unreadable stops the start."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "yes", "true", "on"}
FALSE_WORDS = {"", "0", "no", "false", "off"}


def env_text(name: str, default: str = "") -> str:
    """Value of `name`; `name_FILE` may point to a file that holds it (secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which cannot be read: {error.strerror}."
            ) from error
    return os.environ.get(name, default).strip()


def env_bool(name: str, *, default: bool) -> bool:
    """`yes` or `no` (also 1/0, true/false, on/off)."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {raw!r}.")


def env_int(name: str, *, default: int, least: int) -> int:
    """A whole number of at least `least`."""
    raw = env_text(name)
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit()) or int(raw) < least:
        raise ImproperlyConfigured(
            f"{name} must be a whole number of at least {least}, not {raw!r}."
        )
    return int(raw)


def env_choice(name: str, *, choices: tuple[str, ...], default: str) -> str:
    """One of `choices`."""
    value = env_text(name, default) or default
    if value not in choices:
        raise ImproperlyConfigured(
            f"{name} must be one of {', '.join(choices)}, not {value!r}."
        )
    return value


def env_list(name: str) -> list[str]:
    """Comma-separated values without blanks."""
    return [part.strip() for part in env_text(name).split(",") if part.strip()]
