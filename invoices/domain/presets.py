"""The six policies that are shipped. A company may change a copy, never these."""

from __future__ import annotations

from dataclasses import replace

from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import AfterDue, AfterFinal, ExpeditedAfter, PolicyRules

FIELD_DEFAULT = PolicyRules(
    name="field-default",
    grace_num=1,
    grace_den=3,
    grace_min_days=0,
    grace_max_days=None,
    expedited_after=ExpeditedAfter.FINAL,
    quasi_after=AfterDue(due_plus=90, min_width=30),
    bad_after=AfterDue(due_plus=365, min_width=90),
    dead_after_days=None,
    limitation_forces=ReceivableClass.DEAD,
    bounced_bills_min=2,
    supply_stopped_days=30,
)
STRICT_ONE_THIRD = replace(
    FIELD_DEFAULT,
    name="strict-one-third",
    expedited_after=ExpeditedAfter.DUE,
    quasi_after=AfterFinal(final_plus=0),
    bad_after=AfterDue(due_plus=180, min_width=90),
)
TAX_THREE_YEARS = replace(FIELD_DEFAULT, name="tax-three-years", dead_after_days=1095)
LIMITATION_BAD = replace(
    FIELD_DEFAULT, name="limitation-bad", limitation_forces=ReceivableClass.BAD
)
MIN_GRACE_3 = replace(FIELD_DEFAULT, name="min-grace-3", grace_min_days=3)
MAX_GRACE_30 = replace(FIELD_DEFAULT, name="max-grace-30", grace_max_days=30)

PRESETS: dict[str, PolicyRules] = {
    preset.name: preset
    for preset in (
        FIELD_DEFAULT,
        STRICT_ONE_THIRD,
        TAX_THREE_YEARS,
        LIMITATION_BAD,
        MIN_GRACE_3,
        MAX_GRACE_30,
    )
}
