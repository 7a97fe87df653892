"""The Celery application: workers, and the minutely tick of beat."""

from __future__ import annotations

import os
import sys
from typing import Any

import django
from celery import Celery, signals
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcollect.settings")
app = Celery("arcollect")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.celeryd_init.connect
@signals.beat_init.connect
def refuse_demo(**_: Any) -> None:
    """Workers and the schedule start in production as safely as the web server.

    Celery logs the exceptions of its receivers and goes on: only leaving helps.
    """
    django.setup()
    from arcollect.core.checks import refuse_demo_at_start

    try:
        refuse_demo_at_start()
    except ImproperlyConfigured as error:
        # Both have taken over the usual streams by now.
        (sys.__stderr__ or sys.stderr).write(f"{error}\n")
        raise SystemExit(1) from error
