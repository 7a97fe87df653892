"""What the settings refuse about mail: nothing is sent in clear text over a network."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def refuse_unusable_mail(*, smtp_url: str, mail_from: str) -> None:
    """Raise `ImproperlyConfigured` for a server that cannot or must not be spoken to."""
    if not smtp_url:
        return
    url = urlsplit(smtp_url)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise ImproperlyConfigured(
            "ARCOLLECT_SMTP_URL must look like smtp://user:password@host:587 or smtps://..."
        )
    if mail_from.endswith(".invalid") or "@" not in mail_from:
        raise ImproperlyConfigured(
            "Set ARCOLLECT_MAIL_FROM to the address that mails come from."
        )
    if parse_qs(url.query).get("tls") == ["no"] and url.hostname not in LOOPBACK:
        raise ImproperlyConfigured(
            "ARCOLLECT_SMTP_URL may say tls=no only for a server on this machine."
        )
