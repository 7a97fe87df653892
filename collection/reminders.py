"""What reminders tell the core about themselves at the start."""

from __future__ import annotations

# After the classes of the day and the judgement of promises.
NIGHT_ORDER = 50


def register_reminders() -> None:
    """The night's step, the kinds of messages, and what a new company gets."""
    from arcollect.core import company_hooks, jobs, outbox
    from arcollect.core.nightly_steps import register_step
    from collection.services import render_letter
    from collection.services.ensure_ladder import ensure_ladder
    from collection.services.prepare_run import prepare_runs
    from collection.services.release_run import KIND, finish_interrupted
    from collection.services.send_test import KIND as TEST_KIND

    register_step("dunning", NIGHT_ORDER, prepare_runs)
    jobs.register_every_minute("dunning", finish_interrupted)
    company_hooks.on_company_created(lambda company: ensure_ladder(company=company))
    outbox.register_kind(
        KIND,
        outbox.Kind(
            prepare=render_letter.prepare_message,
            why_not=render_letter.why_not,
            called_off=render_letter.called_off,
        ),
    )
    outbox.register_kind(
        TEST_KIND,
        outbox.Kind(prepare=lambda message: message.payload, why_not=lambda _m: ""),
    )
