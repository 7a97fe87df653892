from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvoicesConfig(AppConfig):
    name = "invoices"
    verbose_name = _("Invoices")

    def ready(self) -> None:
        from arcollect.core import company_hooks, jobs
        from invoices.selectors.company_documents import has_documents
        from invoices.services.publish_policy import ensure_default_policy
        from invoices.tasks import nightly

        company_hooks.on_company_created(
            lambda company: ensure_default_policy(company=company)
        )
        company_hooks.on_ask_for_documents(has_documents)
        jobs.register_daily("nightly", nightly)
