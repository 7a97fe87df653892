"""How well and how fast bank lines are matched. Figures are printed, never asserted.

    python bench/matching.py                    # quality, then speed on a scratch SQLite
    python bench/matching.py --lines 5000 --items 100000
    python bench/matching.py --database-url postgresql://user@host/empty_database

Quality: three seeded sets told as badly as banks do (parameters in `noisy_lines.py`).
Precision is right proposals of those at or above the threshold; recall is right ones of
all lines that pay something. Aimed at: 99 % and 80 %. Speed: `propose_matches` over all
lines of a company, looked up in all its open items; aimed at 60 s on two cores. Memory is
the peak of the process, and what the second half of the lines added to it.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from noisy_lines import FEE, TODAY, NoisyBook, make_book  # noqa: E402

SEEDS = (11, 22, 33)


def quality(seed: int) -> dict[str, Any]:
    """Right, wrong and missed of one seeded set."""
    from invoices.domain.matching import THRESHOLD, Limits
    from invoices.domain.matching_index import ItemIndex
    from invoices.domain.matching_payers import PayerIndex
    from invoices.domain.matching_score import propose

    book = make_book(seed, customers=600, items=4_000, lines=2_000)
    items = ItemIndex(book.items)
    payers = PayerIndex(book.customers, accounts=book.accounts, names={})
    limits = Limits(bank_fee=FEE)
    right = wrong = payable = 0
    for told in book.lines:
        payable += bool(told.pays)
        found = propose(told.line, items=items, payers=payers, limits=limits)
        if found and found[0].score >= THRESHOLD:
            is_right = frozenset(found[0].parts) == told.pays
            right, wrong = right + is_right, wrong + (not is_right)
    return {
        "seed": seed,
        "lines": len(book.lines),
        "payable": payable,
        "threshold": THRESHOLD,
        "right": right,
        "wrong": wrong,
        "precision": right / max(1, right + wrong),
        "recall": right / max(1, payable),
    }


def peak_mb() -> float:
    """Peak memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load(book: NoisyBook) -> Any:
    """The book as rows of a company, written in bulk: only reading is measured."""
    from noisy_rows import write_book

    return write_book(book)


def speed(lines: int, items: int) -> None:
    """Seconds and memory of proposing for all lines of a large company."""
    from invoices.models import BankEntry, MatchProposal
    from invoices.services.propose_matches import propose_matches

    book = make_book(7, customers=items // 12, items=items, lines=lines)
    company = load(book)
    pays = [told.pays for told in book.lines]
    del book
    keys = list(BankEntry.objects.order_by("pk").values_list("pk", flat=True))
    base = peak_mb()
    half = len(keys) // 2
    propose_matches(company=company, entries=keys[:half])
    after_half = peak_mb()
    begun = time.perf_counter()
    ready = propose_matches(company=company)
    seconds = time.perf_counter() - begun
    made = MatchProposal.objects.count()
    print(
        f"{len(keys):,} lines, {items:,} open items: {seconds:.1f} s, "
        f"{ready:,} ready, {made:,} proposals"
    )
    right = sum(
        frozenset((part[0], cents(part[1:])) for part in parts) == pays[entry - 1]
        for entry, parts in MatchProposal.objects.filter(is_ready=True).values_list(
            "entry_id", "parts"
        )
    )
    print(f"right of the ready ones: {right / max(1, ready):.2%}")
    print(
        f"peak memory: {base:.0f} MB loaded, {after_half:.0f} MB after half the lines, "
        f"{peak_mb():.0f} MB after all of them ({TODAY})"
    )


def cents(amounts: list[str]) -> int:
    """Money, discount and fee of a stored part together, in cents."""
    return sum(int(Decimal(amount).scaleb(2)) for amount in amounts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=5_000)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--quality-only", action="store_true")
    asked = parser.parse_args()
    print("seed   lines  payable  right  wrong  precision  recall  (threshold)")
    for seed in SEEDS:
        f = quality(seed)
        print(
            f"{f['seed']:>4} {f['lines']:>7} {f['payable']:>8} {f['right']:>6} "
            f"{f['wrong']:>6} {f['precision']:>9.2%} {f['recall']:>8.2%}  ({f['threshold']})"
        )
    if asked.quality_only:
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ARCOLLECT_VAR"] = folder
        if asked.database_url:
            os.environ["DATABASE_URL"] = asked.database_url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcollect.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        speed(asked.lines, asked.items)


if __name__ == "__main__":
    main()
