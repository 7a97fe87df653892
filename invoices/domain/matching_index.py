"""Open items, found by number, amount and customer without a scan per line. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from invoices.domain.matching import OpenItem, Why
from invoices.domain.matching_text import (
    SHORTEST,
    SHORTEST_WHOLE,
    Squeezed,
    chunks,
    digits_of,
    is_one_off,
    number_key,
    squeeze,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A document that a text names: its due items, and how it was read."""

    items: tuple[int, ...]
    how: Why
    number: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents that a text names, and pieces that look like one but are not."""

    named: tuple[Named, ...]
    unread: tuple[str, ...]


class ItemIndex:
    """Every open item of one currency, built once for any number of lines."""

    def __init__(self, items: Iterable[OpenItem]) -> None:
        self.items: dict[int, OpenItem] = {}
        self.by_customer: dict[int, list[int]] = defaultdict(list)
        self.by_amount: dict[int, list[int]] = defaultdict(list)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_digits: dict[str, list[int]] = defaultdict(list)
        for item in items:
            self._add(item)
        for ids in self.by_customer.values():
            ids.sort(key=lambda pk: (self.items[pk].due_on, pk))
        self._key_lengths = sorted({len(k) for k in self._by_key}, reverse=True)
        self._digit_lengths = sorted({len(k) for k in self._by_digits}, reverse=True)

    def _add(self, item: OpenItem) -> None:
        self.items[item.item_id] = item
        self.by_customer[item.customer_id].append(item.item_id)
        self.by_amount[item.open].append(item.item_id)
        key, digits = number_key(item.number), digits_of(item.number)
        if len(key) >= SHORTEST:
            self._by_key[key].append(item.item_id)
        if len(digits) >= SHORTEST_WHOLE and digits != key:
            self._by_digits[digits].append(item.item_id)

    def of_customer(self, customer_id: int) -> list[OpenItem]:
        """Open items of a customer, earliest due first."""
        return [self.items[pk] for pk in self.by_customer.get(customer_id, ())]

    def read(self, text: str) -> Reading:
        """Documents named in `text` whoever they belong to; what is left is unread.

        Whole numbers are found with and without separators, look-alikes, and the
        letters before them.
        """
        squeezed = squeeze(text)
        taken = [False] * len(squeezed.text)
        named: list[Named] = []
        for table, lengths, how in (
            (self._by_key, self._key_lengths, Why.NUMBER_MANGLED),
            (self._by_digits, self._digit_lengths, Why.NUMBER_TAIL),
        ):
            for ids in self._windows(squeezed, taken, table, lengths):
                number = self.items[ids[0]].number
                named.append(Named(tuple(ids), _as_read(how, number, text), number))
        read = "".join(
            c if used else " " for c, used in zip(squeezed.text, taken, strict=True)
        ).split()
        unread = tuple(
            piece
            for piece in chunks(text)
            if not any(number_key(piece) in r or r in number_key(piece) for r in read)
        )
        return Reading(_once(named), unread)

    @staticmethod
    def _windows(
        squeezed: Squeezed,
        taken: list[bool],
        table: dict[str, list[int]],
        lengths: list[int],
    ) -> Iterable[list[int]]:
        text = squeezed.text
        for length in lengths:
            for start in range(len(text) - length + 1):
                ids = table.get(text[start : start + length])
                if not ids or any(taken[start : start + length]):
                    continue
                whole = length >= SHORTEST_WHOLE or squeezed.is_one_piece(start, length)
                if whole and squeezed.stands_alone(start, start + length):
                    taken[start : start + length] = [True] * length
                    yield ids

    def resolve(
        self, piece: str, among: Iterable[OpenItem], amount: int
    ) -> Named | None:
        """The one document of `among` that a mangled piece can mean, else None.

        Its last digits, its beginning, or one wrong character. Where several fit, the
        line's amount may decide.
        """
        key, digits = number_key(piece), digits_of(piece)
        fits: dict[Why, dict[str, list[OpenItem]]] = defaultdict(dict)
        for item in among:
            how = _how_it_fits(key, digits, item.number)
            if how is not None:
                fits[how].setdefault(item.number, []).append(item)
        for how in (Why.NUMBER_TAIL, Why.NUMBER_CUT, Why.NUMBER_NEAR):
            found = fits.get(how, {})
            if len(found) > 1:
                found = {
                    number: items
                    for number, items in found.items()
                    if sum(item.open for item in items) == amount
                }
            if len(found) == 1:
                number, items = next(iter(found.items()))
                return Named(tuple(item.item_id for item in items), how, number)
        return None


def _how_it_fits(key: str, digits: str, number: str) -> Why | None:
    whole, all_digits = number_key(number), digits_of(number)
    if len(digits) >= SHORTEST and all_digits.endswith(digits):
        return Why.NUMBER_TAIL
    if len(key) >= SHORTEST + 1 and (
        whole.startswith(key) or (digits and all_digits.startswith(digits))
    ):
        return Why.NUMBER_CUT
    if len(key) >= SHORTEST_WHOLE and is_one_off(key, whole):
        return Why.NUMBER_NEAR
    return None


def _as_read(how: Why, number: str, text: str) -> Why:
    """A short number proves as little as the end of a long one."""
    if how == Why.NUMBER_MANGLED and len(number_key(number)) < SHORTEST_WHOLE:
        return Why.NUMBER_TAIL
    if how == Why.NUMBER_MANGLED and number.upper() in text.upper():
        return Why.NUMBER
    return how


def _once(named: list[Named]) -> tuple[Named, ...]:
    """A document named twice is named once."""
    seen: dict[tuple[int, ...], Named] = {}
    for one in named:
        seen.setdefault(one.items, one)
    return tuple(seen.values())
