"""The whole product in one process: web, worker and schedule."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import (
    ThreadedWSGIServer,
    WSGIRequestHandler,
    get_internal_wsgi_application,
)
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from arcollect.core.embedded import EmbeddedWorker
from arcollect.core.services.first_run import console_lines

LOOPBACK = "127.0.0.1"
LARGEST_PORT = 65_535
# Composed at the start only: the demo company stands above this package.
DEMO_BANNER = ("demo.logins", "login_lines")


class Command(BaseCommand):
    help = "Serve the whole product from one process; Ctrl-C stops all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=LOOPBACK, help="address to listen on")
        parser.add_argument(
            "--port", default=os.environ.get("PORT") or "8000", help="port to listen on"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        host, port = options["host"], read_port(options["port"])
        refuse_unmigrated()
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        server = open_server(host=host, port=port)
        stopped = _listen_for_stop()
        worker = None if settings.REDIS_URL else EmbeddedWorker()
        threading.Thread(target=server.serve_forever, name="web", daemon=True).start()
        if worker is not None:
            worker.start()
        self._greet(host=host, port=port)
        stopped.wait()
        self.stdout.write(_("Stopping."))
        server.shutdown()
        server.server_close()
        if worker is not None:
            worker.stop()
        self.stdout.flush()
        # A task still running would keep the process alive; what it was doing is
        # written down in the database and is taken up at the next start.
        os._exit(0)

    def _greet(self, *, host: str, port: int) -> None:
        lines = [_("arcollect is at http://%(host)s:%(port)s") % vars_of(host, port)]
        lines += console_lines() + demo_lines()
        if settings.REDIS_URL:
            lines.append(
                _(
                    "REDIS_URL is set, so only the web part runs here. Start "
                    "`celery -A arcollect worker` and `celery -A arcollect beat` "
                    "beside it."
                )
            )
        lines.append(_("Press Ctrl-C to stop."))
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def vars_of(host: str, port: int) -> dict[str, str]:
    """Values for the address sentence; an IPv6 address gets its brackets."""
    return {"host": f"[{host}]" if ":" in host else host, "port": str(port)}


def read_port(text: str) -> int:
    """A port number from 1 to 65535; raises `CommandError` otherwise."""
    if text.isdecimal() and 0 < int(text) <= LARGEST_PORT:
        return int(text)
    raise CommandError(
        _("PORT must be a number from 1 to 65535, not “%(port)s”.") % {"port": text}
    )


def refuse_unmigrated() -> None:
    """Raise `CommandError` when the database lacks migrations."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            _("The database is not up to date. Run `python manage.py migrate` first.")
        )
    connections.close_all()


def open_server(*, host: str, port: int) -> ThreadedWSGIServer:
    """Bind the address; raises `CommandError` saying why it cannot be had."""
    family_is_ipv6 = ":" in host
    try:
        server = ThreadedWSGIServer(
            (host, port), WSGIRequestHandler, ipv6=family_is_ipv6
        )
    except OSError as error:
        raise CommandError(_refusal(error, host=host, port=port)) from error
    try:
        server.set_app(get_internal_wsgi_application())
    except ImproperlyConfigured as error:  # the demo company, in production
        server.server_close()
        raise CommandError(str(error)) from error
    return server


def _refusal(error: OSError, *, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return _(
            "Port %(port)s is taken by another program. Stop it, or choose another "
            "port: make demo PORT=%(other)s"
        ) % {"port": port, "other": port + 1 if port < LARGEST_PORT else 8000}
    if error.errno == errno.EACCES:
        return _("Port %(port)s may only be opened by root. Choose one above 1023.") % {
            "port": port
        }
    return _("Cannot listen on %(host)s, port %(port)s: %(reason)s.") % {
        "host": host,
        "port": port,
        "reason": error.strerror or str(error),
    }


def demo_lines() -> list[str]:
    """The demo company's logins, where there is a demo company."""
    module, name = DEMO_BANNER
    lines: Callable[[], list[str]] = getattr(importlib.import_module(module), name)
    return lines()


def _listen_for_stop() -> threading.Event:
    stopped = threading.Event()

    def stop(_signal: int, _frame: object) -> None:
        if stopped.is_set():
            os._exit(130)  # asked twice: do not wait for anything
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    return stopped
