"""The Celery application: workers, and the minutely tick of beat."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcollect.settings")
app = Celery("arcollect")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
