from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvoicesConfig(AppConfig):
    name = "invoices"
    verbose_name = _("Invoices")

    def ready(self) -> None:
        from arcollect.core import audit_text, company_hooks, jobs, nightly_steps
        from invoices import audit_words, on_customers_page
        from invoices.selectors.company_documents import has_documents
        from invoices.services.match_new_lines import match_lines, match_new_lines
        from invoices.services.publish_policy import ensure_default_policy
        from invoices.services.resume_imports import resume_stale_batches
        from invoices.tasks import nightly

        company_hooks.on_company_created(
            lambda company: ensure_default_policy(company=company)
        )
        company_hooks.on_ask_for_documents(has_documents)
        on_customers_page.register()
        jobs.register_daily("nightly", nightly)
        jobs.register_every_minute("imports", resume_stale_batches)
        jobs.register_every_minute("matching", match_new_lines)
        # Before reminders: who paid in full is not reminded.
        nightly_steps.register_step("matching", 5, match_lines)
        audit_text.name_words(
            actions=audit_words.ACTIONS,
            objects=audit_words.OBJECTS,
            fields=audit_words.FIELDS,
            values=audit_words.VALUES,
        )
