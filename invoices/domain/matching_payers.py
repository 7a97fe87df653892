"""Who may have paid: names and accounts learned, legal names, customer codes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from invoices.domain.matching import BankLine, PayerEvidence, Reason, Why
from invoices.domain.matching_text import account_key, name_key, number_key, squeeze

POINTS: dict[Why, int] = {
    Why.ACCOUNT_LEARNED: 35,
    Why.NAME_LEARNED: 30,
    Why.NAME_EQUAL: 30,
    Why.CODE_IN_TEXT: 25,
    Why.NAME_CUT: 20,
}
# A name cut shorter than this by the bank fits too many.
SHORTEST_NAME = 4
SHORTEST_CODE = 4


class PayerIndex:
    """Customers by every name and account their money came under."""

    def __init__(
        self,
        customers: Iterable[tuple[int, str, str]],
        *,
        accounts: Mapping[str, Iterable[int]],
        names: Mapping[str, Iterable[int]],
    ) -> None:
        """`customers` as (id, code, legal name); learned keys as the text module writes them."""
        self._accounts = {key: frozenset(found) for key, found in accounts.items()}
        self._names = {key: frozenset(found) for key, found in names.items()}
        self._legal: dict[str, set[int]] = defaultdict(set)
        self._begins: dict[str, set[int]] = defaultdict(set)
        self._codes: dict[str, int] = {}
        for pk, code, name in customers:
            key = name_key(name)
            if key:
                self._legal[key].add(pk)
                self._begins[key[:SHORTEST_NAME]].add(pk)
            code_key = number_key(code)
            if len(code_key) >= SHORTEST_CODE:
                self._codes[code_key] = pk
        self._keys = {pk: key for key, found in self._legal.items() for pk in found}
        self._code_lengths = sorted({len(code) for code in self._codes}, reverse=True)

    def who(self, line: BankLine) -> dict[int, PayerEvidence]:
        """The best evidence per customer; shared names and accounts count half."""
        found: dict[int, PayerEvidence] = {}
        account, name = account_key(line.payer_account), name_key(line.payer_name)
        for why, customers, shows in (
            (Why.ACCOUNT_LEARNED, self._accounts.get(account, ()), line.payer_account),
            (Why.NAME_LEARNED, self._names.get(name, ()), line.payer_name),
            (Why.NAME_EQUAL, self._legal.get(name, ()), line.payer_name),
            (Why.CODE_IN_TEXT, self._coded(line.text), ""),
            (Why.NAME_CUT, self._cut(name), line.payer_name),
        ):
            owners = set(customers)
            points = POINTS[why] // (1 if len(owners) == 1 else 2)
            for pk in owners:
                if pk not in found or points > found[pk].points:
                    found[pk] = PayerEvidence(pk, points, Reason(why, shows))
        return found

    def _cut(self, name: str) -> set[int]:
        if len(name) < SHORTEST_NAME:
            return set()
        near = self._begins.get(name[:SHORTEST_NAME], set())
        fits = {
            pk
            for pk in near
            if self._keys[pk] != name
            and (self._keys[pk].startswith(name) or name.startswith(self._keys[pk]))
        }
        return fits if len(fits) == 1 else set()

    def _coded(self, text: str) -> set[int]:
        squeezed = squeeze(text)
        return {
            self._codes[piece]
            for length in self._code_lengths
            for start in range(len(squeezed.text) - length + 1)
            if (piece := squeezed.text[start : start + length]) in self._codes
            and squeezed.is_one_piece(start, length)
            and squeezed.stands_alone(start, start + length)
        }
