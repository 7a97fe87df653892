"""Which of a few amounts add up to a sum: bounded, exact, in integers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

# Beyond these bounds sums meet by chance and prove nothing.
MOST_ITEMS = 14
MOST_PIECES = 5


def subsets_with_sum(
    amounts: Sequence[int], wanted: int, *, most_pieces: int = MOST_PIECES
) -> list[tuple[int, ...]]:
    """Up to two sets of positions, of 2 to `most_pieces`, whose amounts sum to `wanted`.

    Two are enough to know that the sum does not decide. Only the first `MOST_ITEMS`
    amounts are looked at: at most some 3,500 sums.
    """
    usable = [(a, i) for i, a in enumerate(amounts[:MOST_ITEMS]) if 0 < a <= wanted]
    found: list[tuple[int, ...]] = []
    if sum(a for a, _i in usable) < wanted:
        return found
    for pieces in range(2, min(most_pieces, len(usable)) + 1):
        for chosen in combinations(usable, pieces):
            if sum(a for a, _i in chosen) == wanted:
                found.append(tuple(i for _a, i in chosen))
                if len(found) == 2:
                    return found
    return found
