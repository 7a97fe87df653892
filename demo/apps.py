"""The demo company: a made-up appliance supplier, so that every screen shows something."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Demo company"
