"""How the refusals of the ledger are answered: status, field and rule."""

from __future__ import annotations

from arcollect.core.api.problems import register_refusal
from invoices.services.allocate import NotEnoughError
from invoices.services.amounts import TooEarlyError
from invoices.services.approvals import NotApprovedError
from invoices.services.claim_deduction import DeductionMovedError
from invoices.services.due_items import TermUnknownError
from invoices.services.errors import LedgerRefusedError
from invoices.services.open_period import PeriodClosedError
from invoices.services.post_invoice import NumberTakenError
from invoices.services.record_goods import GoodsNumberTakenError
from invoices.services.record_payment import DuplicatePaymentError
from invoices.services.request_extension import ExtensionMovedError
from invoices.services.reverse import AlreadyReversedError
from invoices.services.undo_allocation import AlreadyUndoneError

register_refusal(LedgerRefusedError, status=422)
register_refusal(NotEnoughError, status=409, field="parts")
register_refusal(TooEarlyError, status=422, field="effective_on")
register_refusal(TermUnknownError, status=422, field="due_on")
register_refusal(NumberTakenError, status=409, field="number")
register_refusal(DuplicatePaymentError, status=409, field="reference")
register_refusal(AlreadyReversedError, status=409)
register_refusal(AlreadyUndoneError, status=409)
register_refusal(NotApprovedError, status=403)
register_refusal(DeductionMovedError, status=409)
register_refusal(ExtensionMovedError, status=409)
register_refusal(GoodsNumberTakenError, status=409, field="number")
register_refusal(PeriodClosedError, status=422)
