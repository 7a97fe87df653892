"""Production starts with safe settings, and refuses unsafe ones with a sentence."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

SETTINGS = ("-c", "import arcollect.settings")
Run = Callable[..., subprocess.CompletedProcess[str]]


def test_check_deploy_has_nothing_to_say(run: Run):
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize(
    ("changes", "says", "advises"),
    [
        ({"ARCOLLECT_DEBUG": "yes"}, "ARCOLLECT_DEBUG is on", "remove it"),
        ({"ARCOLLECT_SECRET_KEY": None}, "is not set", "token_urlsafe"),
        ({"ARCOLLECT_SECRET_KEY": "short"}, "too weak", "token_urlsafe"),
        ({"ARCOLLECT_SECRET_KEY": "a" * 80}, "too weak", "50 random characters"),
        (
            {"ARCOLLECT_SECRET_KEY": "django-insecure-" + "q9X2-pL7vRz0Kd" * 5},
            "a default",
            "token_urlsafe",
        ),
        ({"ARCOLLECT_ALLOWED_HOSTS": None}, "ARCOLLECT_ALLOWED_HOSTS", "list the host"),
        ({"ARCOLLECT_ALLOWED_HOSTS": "*"}, "ARCOLLECT_ALLOWED_HOSTS", "list the host"),
        (
            {"ARCOLLECT_SQLITE_IN_PRODUCTION": None},
            "names SQLite",
            "ARCOLLECT_SQLITE_IN_PRODUCTION=yes",
        ),
        (
            {"ARCOLLECT_SESSION_IDLE_MINUTES": "2"},
            "ARCOLLECT_SESSION_IDLE_MINUTES must be",
            "at least 5",
        ),
        ({"ARCOLLECT_ENV": "prod"}, "ARCOLLECT_ENV must be one of", "production"),
    ],
)
def test_unsafe_settings_are_refused_with_a_way_out(
    run: Run, changes: dict[str, str | None], says: str, advises: str
):
    result = run(*SETTINGS, **changes)

    assert result.returncode == 1
    last = result.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert says in last
    assert advises in last


def test_postgresql_needs_no_permission(run: Run):
    result = run(
        *SETTINGS,
        DATABASE_URL="postgres://u:p@db.example/ar",
        ARCOLLECT_SQLITE_IN_PRODUCTION=None,
    )

    assert result.returncode == 0, result.stderr


def test_cookies_are_bound_to_host_and_tls(run: Run):
    show = (
        "from arcollect import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME,"
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT,"
        "s.SECURE_HSTS_SECONDS >= 31_536_000, s.DEBUG, s.SESSION_SEEN_COOKIE_NAME)"
    )

    words = run("-c", show).stdout.split()

    assert words == [
        "__Host-session", "True", "__Host-csrf", "True", "True", "True", "True", "False",
        "__Host-seen",
    ]  # fmt: skip


def test_the_desk_makes_a_key_of_its_own_and_keeps_it(run: Run, var_dir):
    show = "from arcollect import settings; print(settings.SECRET_KEY)"
    desk = {"ARCOLLECT_ENV": None, "ARCOLLECT_SECRET_KEY": None}

    keys = {run("-c", show, **desk).stdout.strip() for _ in range(2)}

    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert (var_dir / "keys" / "secret_key").stat().st_mode & 0o077 == 0
