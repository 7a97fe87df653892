"""WSGI entry point."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcollect.settings")
application = get_wsgi_application()

# The apps must be loaded before the database can be asked.
from arcollect.core.checks import refuse_demo_at_start  # noqa: E402

refuse_demo_at_start()
