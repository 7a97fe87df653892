"""The demo company: a made-up appliance supplier, so that every screen shows something."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Demo company"

    def ready(self) -> None:
        from arcollect.core import company_hooks
        from demo.logins import demo_logins

        company_hooks.on_ask_for_demo_logins(demo_logins)
