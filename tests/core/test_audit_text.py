"""The audit log reads in the language of the reader, also where nobody acted."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from arcollect.core import audit_text
from arcollect.core.models import AuditEvent
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


def test_the_system_is_named_in_the_readers_language() -> None:
    event = AuditEvent(actor=None, actor_label="system")

    with override("zh-hans"):
        assert audit_text.who_label(event) == "系统"
    with override("en"):
        assert audit_text.who_label(event) == "system"


def test_a_person_is_named_as_he_was_called_then() -> None:
    user = factories.user(company=factories.company())
    event = AuditEvent(actor=user, actor_label="Gu Wei")

    with override("zh-hant"):
        assert audit_text.who_label(event) == "Gu Wei"


def test_a_class_in_the_log_has_its_name() -> None:
    event = AuditEvent(
        object_type="invoices.classoverride", after={"class": "QUASI_BAD"}
    )

    with override("zh-hant"):
        (change,) = audit_text.list_changes(event)
    assert (change.field, change.after) == ("貨款分類", "準呆")


@pytest.mark.parametrize(
    ("object_type", "after", "shown"),
    [
        ("customers.risksignal", {"severity": "medium"}, ("严重程度", "中")),
        ("invoices.salesorder", {"state": "held"}, ("状态", "已冻结")),
        ("customers.discountoffer", {"days": 10}, ("天数", "10")),
    ],
)
def test_a_value_reads_as_its_own_object_calls_it(
    object_type: str, after: dict[str, object], shown: tuple[str, str]
) -> None:
    with override("zh-hans"):
        (change,) = audit_text.list_changes(
            AuditEvent(object_type=object_type, after=after)
        )
    assert (change.field, change.after) == shown
