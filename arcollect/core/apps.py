from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "arcollect.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from arcollect.core import (
            audit_text,
            audit_words,
            checks,  # noqa: F401
            company_hooks,
            insert_only,
            jobs,
        )
        from arcollect.core.idempotency import forget_calls
        from arcollect.core.outbound import fonts  # noqa: F401
        from arcollect.core.outbox_wake import wake_workers
        from arcollect.core.services.ensure_calendar import ensure_calendar
        from arcollect.core.services.seal_audit import seal_audit

        # The one signal of the product: migrations on SQLite rebuild tables and
        # lose their triggers, so they are put back after every migrate.
        post_migrate.connect(
            insert_only.install_after_migrate, dispatch_uid="core.insert_only"
        )
        audit_text.name_words(
            actions=audit_words.ACTIONS,
            objects=audit_words.OBJECTS,
            fields=audit_words.FIELDS,
            values=audit_words.VALUES,
        )
        company_hooks.on_company_created(
            lambda company: ensure_calendar(company=company)
        )
        jobs.register_every_minute("seal_audit", seal_audit)
        jobs.register_every_minute("outbox", wake_workers)
        jobs.register_every_minute("forget_calls", forget_calls)
