"""Commission on allocated cash (Domain rule 3.6). Pure.

Earned when money settles a due item, by the class the item had on the value date; what
is taken back claws the commission back. Shares are basis points: 10,000 is the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from arcollect.core.money import quantum, round_money
from invoices.domain.classes import ReceivableClass

WHOLE_BP = 10_000
# From this class on money is won back: the recovery rate counts as well.
RECOVERED_FROM = ReceivableClass.QUASI_BAD


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionRules:
    """One version of a policy: the normal rate, and the share of it by class."""

    rate_bp: int
    uncollected_bp: int = WHOLE_BP
    expedited_bp: int = 5_000
    quasi_bad_bp: int = 0
    bad_bp: int = 0
    dead_bp: int = 0
    recovery_bp: int = 2_000

    def share_bp(self, cls: ReceivableClass) -> int:
        """The share of the normal commission for money on an item of that class.

        From QUASI_BAD on the recovery rate comes on top. Raises ValueError for SETTLED:
        no money settles what nothing is open on.
        """
        shares = {
            ReceivableClass.UNCOLLECTED: self.uncollected_bp,
            ReceivableClass.EXPEDITED: self.expedited_bp,
            ReceivableClass.QUASI_BAD: self.quasi_bad_bp,
            ReceivableClass.BAD: self.bad_bp,
            ReceivableClass.DEAD: self.dead_bp,
        }
        if cls not in shares:
            raise ValueError("A settled item takes no money.")
        won_back = cls.severity >= RECOVERED_FROM.severity
        return shares[cls] + (self.recovery_bp if won_back else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money on one item: its amount, the normal rate and the share of its class."""

    amount: Decimal
    rate_bp: int
    share_bp: int

    @property
    def exact(self) -> Decimal:
        """The commission before rounding."""
        return self.amount * self.rate_bp * self.share_bp / WHOLE_BP / WHOLE_BP


def commission_on_cash(receipts: Sequence[Receipt], *, currency: str) -> Decimal:
    """The commission on all of them, rounded half up once, at the end."""
    return round_money(sum((one.exact for one in receipts), Decimal(0)), currency)


def commission_by_receipt(
    receipts: Sequence[Receipt], *, currency: str
) -> list[Decimal]:
    """The commission of each, which sum to `commission_on_cash` to the minor unit.

    Each is rounded down; what that leaves goes, one minor unit each, to the receipts
    that lost most, the earlier first. So none is a whole unit off.
    """
    unit = quantum(currency)
    exact = [one.exact / unit for one in receipts]
    units = [int(part) for part in exact]
    total = int(commission_on_cash(receipts, currency=currency) / unit)
    lost = sorted(range(len(exact)), key=lambda i: (units[i] - exact[i], i))
    for i in lost[: total - sum(units)]:
        units[i] += 1
    return [part * unit for part in units]
