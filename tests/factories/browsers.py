"""Browsers and programs of tests, which share the loaded middleware."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler


def browser(*, enforce_csrf: bool = False, **defaults: Any) -> Client:
    """A client like Django's; thousands of them load the middleware once, not each.

    Loading it walks all static files, which took a test more time than its pages.
    """
    client = Client(enforce_csrf_checks=enforce_csrf, **defaults)
    client.handler = _handler(tuple(settings.MIDDLEWARE), enforce_csrf)
    return client


@cache
def _handler(_middleware: tuple[str, ...], enforce_csrf: bool) -> ClientHandler:
    return ClientHandler(enforce_csrf)
