"""What money from the bank may pay: the words that the scorer speaks. Pure.

Amounts are integers in minor units of the line's currency (cents, whole yen).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# From this score on a proposal is offered for one key; below it a person looks.
THRESHOLD = 80
# A proposal that leads the next one by less than this is a guess, not a match.
MARGIN = 8
BEST = 99


class Why(StrEnum):
    """One reason for or against a proposal; sentences lie in `invoices.match_words`."""

    ADVICE = "advice"
    NUMBER = "number"
    NUMBER_MANGLED = "number_mangled"
    NUMBER_TAIL = "number_tail"
    NUMBER_CUT = "number_cut"
    NUMBER_NEAR = "number_near"
    ACCOUNT_LEARNED = "account_learned"
    NAME_LEARNED = "name_learned"
    NAME_EQUAL = "name_equal"
    NAME_CUT = "name_cut"
    CODE_IN_TEXT = "code_in_text"
    AMOUNT_EXACT = "amount_exact"
    AMOUNT_UNIQUE = "amount_unique"
    SUM_EXACT = "sum_exact"
    SUM_UNIQUE = "sum_unique"
    SUM_COMPLETED = "sum_completed"
    ALL_OPEN = "all_open"
    DISCOUNT = "discount"
    BANK_FEE = "bank_fee"
    INSTALMENT = "instalment"
    KNOWN_DEDUCTION = "known_deduction"
    PART_PAID = "part_paid"
    OVER_PAID = "over_paid"
    LEGAL_ORDER = "legal_order"
    OTHER_PAYER = "other_payer"
    SEVERAL_CUSTOMERS = "several_customers"
    UNREAD_NUMBER = "unread_number"
    AMBIGUOUS = "ambiguous"
    CLAIMED = "claimed"


AGAINST = frozenset(
    {
        Why.PART_PAID,
        Why.OVER_PAID,
        Why.OTHER_PAYER,
        Why.UNREAD_NUMBER,
        Why.AMBIGUOUS,
        Why.CLAIMED,
        Why.LEGAL_ORDER,
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason and what its sentence names: a number, a name, an amount."""

    why: Why
    shows: str = ""

    @property
    def is_for(self) -> bool:
        return self.why not in AGAINST


@dataclass(frozen=True, slots=True)
class BankLine:
    """Money in, as the bank tells it; `amount` in minor units."""

    amount: int
    booked_on: dt.date
    payer_name: str = ""
    payer_account: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open due item in the line's currency.

    `discount` is what the customer may keep if the money came by `discount_until`;
    `instalments` tells that its invoice is to be paid in parts. `security` and `burden`
    (late interest) rank it where the law decides which debt is paid first.
    """

    item_id: int
    customer_id: int
    number: str
    open: int
    due_on: dt.date
    discount: int = 0
    discount_until: dt.date | None = None
    instalments: bool = False
    security: int = 0
    burden: int = 0


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """What a customer said that a payment pays: an item and an amount."""

    item_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class Advice:
    """A remittance advice a person has checked.

    `total` is what was paid: its lines less `kept_back`, which stays open.
    """

    advice_id: int
    total: int
    lines: tuple[AdviceLine, ...]
    kept_back: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PayerEvidence:
    """Why a customer may be who paid, and how much that counts."""

    customer_id: int
    points: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What the company allows the scorer to explain away, in minor units."""

    bank_fee: int = 0
    # Amounts of claimed deductions and agreements by customer: short money they explain.
    deductions: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explained:
    """How an amount pays a set of items: parts by item, and what is not money."""

    parts: tuple[tuple[int, int], ...]
    points: int
    reason: Reason
    fee: int = 0
    discounts: tuple[tuple[int, int], ...] = ()
    on_account: int = 0


@dataclass(frozen=True, slots=True)
class PaidPart:
    """What settles one item: money of the line, a discount, the bank's fee."""

    item_id: int
    money: int
    discount: int = 0
    fee: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Ranked: what the line may pay, with every reason for and against it.

    The parts sum to the line's amount plus `fee` and `discounts`, less `on_account`.
    """

    parts: tuple[tuple[int, int], ...]
    customers: tuple[int, ...]
    score: int
    raw: int
    reasons: tuple[Reason, ...]
    named: bool
    fee: int = 0
    discounts: tuple[tuple[int, int], ...] = ()
    on_account: int = 0
    advice_id: int | None = None

    @property
    def is_ready(self) -> bool:
        """Whether one key may post it."""
        return self.score >= THRESHOLD

    @property
    def discount(self) -> int:
        """All discounts together."""
        return sum(amount for _item, amount in self.discounts)

    def paid_parts(self) -> tuple[PaidPart, ...]:
        """The parts split into money and the rest; the fee falls on the largest."""
        discounts = dict(self.discounts)
        largest = max(self.parts, key=lambda part: part[1], default=(0, 0))[0]
        return tuple(
            PaidPart(
                item_id=item,
                money=amount
                - discounts.get(item, 0)
                - (self.fee if item == largest else 0),
                discount=discounts.get(item, 0),
                fee=self.fee if item == largest else 0,
            )
            for item, amount in self.parts
        )
