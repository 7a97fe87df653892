"""Letters of the demo company: a dozen about the last quarter, in several states.

Their files are made at the first download, so that loading stays quick.
"""

from __future__ import annotations

import datetime as dt

from arcollect.core.models import Company, User
from arcollect.core.selectors.calendars import working_days_of
from customers.selectors.addressees import addressees
from reconciliation.domain.reply_days import reply_due
from reconciliation.models import ConfirmationLetter
from reconciliation.selectors.letter_plan import PlanRow, plan_letters
from reconciliation.services.issue_letter import LetterOrder, issue_letter
from reconciliation.services.reissue_letter import reissue_letter
from reconciliation.services.withdraw_letter import withdraw_letter

LETTERS = 11
DAYS_TO_PREPARE = 8
# What the fourth and fifth letters are written in; the others, as the customer reads.
LANGUAGES = {3: "bilingual", 4: "en", 5: "zh-hant"}
AUDITOR = {
    "name": "衡正会计师事务所（特殊普通合伙）",
    "address": "江苏省南京市建邺区江东中路2号",
    "email": "confirm@hengzheng.example",
}


def issue_letters(company: Company, as_of: dt.date, *, clerk: User) -> None:
    """Letters to customers in the middle of the list; one withdrawn, one replaced."""
    order = _order(company, as_of)
    plan = plan_letters(company=company, cut_off=order.cut_off, currency="CNY")
    chosen = _middle(plan.ready)
    named = addressees(company=company, ids=(row.customer.pk for row in chosen))
    letters = []
    for place, row in enumerate(chosen):
        letters.append(
            issue_letter(
                actor=clerk,
                company=company,
                customer=named[row.customer.pk],
                currency=row.currency,
                order=_varied(order, place, last=len(chosen) - 1),
            )
        )
    if len(letters) > 2:
        _take_back(letters, order, clerk)


def _order(company: Company, as_of: dt.date) -> LetterOrder:
    first = as_of.replace(month=(as_of.month - 1) // 3 * 3 + 1, day=1)
    cut_off = first - dt.timedelta(days=1)
    issued_on = min(as_of, cut_off + dt.timedelta(days=DAYS_TO_PREPARE))
    return LetterOrder(
        cut_off=cut_off,
        issued_on=issued_on,
        reply_due_on=reply_due(issued_on, calendar=working_days_of(company)),
        ledger_from=cut_off.replace(month=cut_off.month - 2, day=1),
    )


def _middle(rows: list[PlanRow]) -> list[PlanRow]:
    """Neither the largest nor the smallest balances, each from another place."""
    step = max(1, len(rows) // (LETTERS + 2))
    return rows[step::step][:LETTERS]


def _varied(order: LetterOrder, place: int, *, last: int) -> LetterOrder:
    return LetterOrder(
        cut_off=order.cut_off,
        issued_on=order.issued_on,
        reply_due_on=order.reply_due_on,
        ledger_from=order.ledger_from,
        language=LANGUAGES.get(place, ""),
        kind="audit_confirmation" if place == last else "",
        auditor=AUDITOR if place == last else {},
    )


def _take_back(
    letters: list[ConfirmationLetter], order: LetterOrder, clerk: User
) -> None:
    withdraw_letter(actor=clerk, letter=letters[0], reason="截止日选错，另行签发")
    reissue_letter(
        actor=clerk,
        letter=letters[1],
        order=order,
        reason="客户更名，重新签发",
    )
