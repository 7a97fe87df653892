"""Learn and unlearn under which names and accounts a customer's money comes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from invoices.domain.matching_text import account_key, name_key
from invoices.models import BankEntry, PayerAlias


def learn_payer(*, entry: BankEntry, customer_ids: Iterable[int]) -> list[int]:
    """Count the entry's name and account for these customers; keys of the rows.

    A step of confirming a match, in the caller's transaction.
    """
    shown = {
        PayerAlias.Kind.NAME: (name_key(entry.payer_name), entry.payer_name),
        PayerAlias.Kind.ACCOUNT: (
            account_key(entry.payer_account),
            entry.payer_account,
        ),
    }
    learned: list[int] = []
    for customer_id in sorted(set(customer_ids)):
        for kind, (key, text) in shown.items():
            if not key:
                continue
            alias, _created = PayerAlias.objects.get_or_create(
                company_id=entry.company_id,
                customer_id=customer_id,
                kind=kind,
                key=key[:200],
                defaults={"shown": text, "times": 0, "last_on": entry.booked_on},
            )
            PayerAlias.objects.filter(pk=alias.pk).update(
                times=F("times") + 1, last_on=entry.booked_on
            )
            learned.append(alias.pk)
    return learned


def unlearn_payer(*, alias_ids: Iterable[int]) -> None:
    """Take back what a match taught; a name or account without any match is none."""
    for pk in alias_ids:
        PayerAlias.objects.filter(pk=pk, times__gt=0).update(times=F("times") - 1)
    PayerAlias.objects.filter(pk__in=list(alias_ids), times=0).delete()
