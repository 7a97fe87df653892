"""arcollect: receivables management for companies that sell on credit."""

from __future__ import annotations

from arcollect.celery import app as celery_app

__all__ = ["celery_app"]
