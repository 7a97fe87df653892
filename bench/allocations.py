"""Sixteen people allocate at once, 10,000 allocations: none over, no error shown.

    python bench/allocations.py [--allocations 10000] [--writers 16]
    python bench/allocations.py --database-url postgresql://user@host/empty_database
    python bench/allocations.py --unguarded      # the control: must end with sums over

Each writer allocates 1.00 of one of a few payments to one of a few due items, all of
which together are worth exactly the wanted number; so at the end everybody is refused
with the sentence that too little is left, and every sum must be exact. Ends with 1 where
a side is over or short, or anything but that sentence was raised.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
SIDES = 8


def scene(wanted: int) -> tuple[list[Any], list[int]]:
    """Payments and items that are worth `wanted` together, on either side."""
    import datetime as dt

    from arcollect.core.models import Company
    from customers.models import Customer
    from invoices.services.post_invoice import DueItemInput, post_invoice
    from invoices.services.publish_policy import ensure_default_policy
    from invoices.services.record_payment import record_payment

    company = Company.objects.create(code="bench", name="Bench", base_currency="CNY")
    ensure_default_policy(company=company)
    customer = Customer.objects.create(company=company, code="K1", name="K1")
    day = dt.date(2026, 6, 30)
    each = Decimal(wanted) / SIDES
    common = {
        "actor": None,
        "company": company,
        "customer": customer,
        "currency": "CNY",
    }
    payments, items = [], []
    for number in range(SIDES):
        payments.append(
            record_payment(
                **common, reference=f"P{number}", received_on=day, amount=each
            )
        )
        due = DueItemInput(due_on=day, term_days=30, amount=each)
        invoice = post_invoice(
            **common, issued_on=day, items=[due], number=f"F{number}"
        )
        items.append(invoice.items.get().pk)
    return payments, items


def work(payments: list[Any], items: list[int], writers: int) -> Counter[str]:
    """What came of every attempt until nothing is left for anybody."""
    from django.db import connections

    from invoices.services.allocate import AllocationPart, NotEnoughError, allocate

    start = Barrier(writers)

    def run(number: int) -> Counter[str]:
        rng, told = random.Random(number), Counter[str]()
        pairs = [(p, i) for p in payments for i in items]
        rng.shuffle(pairs)
        start.wait()
        while pairs:
            payment, item = pairs[-1]
            try:
                part = AllocationPart(item, Decimal(1))
                allocate(actor=None, source=payment, parts=[part])
                told["made"] += 1
                if rng.random() < 0.5:
                    pairs.insert(0, pairs.pop())
            except NotEnoughError:
                told["too little left"] += 1
                pairs.pop()
            except Exception as error:
                told[f"error: {type(error).__name__}: {error}"] += 1
                pairs.pop()
        connections.close_all()
        return told

    with ThreadPoolExecutor(writers) as pool:
        return sum(pool.map(run, range(writers)), Counter[str]())


def take_the_guard_off() -> None:
    """Read first, write later: what the conditional UPDATEs prevent."""
    from invoices.models import DueItemState, OnAccount
    from invoices.services import allocate as allocating

    def source(payment: Any, amount: Decimal, *, on: Any) -> bool:
        left = OnAccount.objects.get(payment=payment).unallocated
        if left < amount:
            return False
        time.sleep(0.001)
        OnAccount.objects.filter(payment=payment).update(unallocated=left - amount)
        if left == amount:
            OnAccount.objects.filter(payment=payment).update(used_up_on=on)
        return True

    def item(pk: int, amount: Decimal, *, on: Any) -> bool:
        left = DueItemState.objects.get(pk=pk).open_amount
        if left < amount:
            return False
        time.sleep(0.001)
        settled = {"settled_on": on} if left == amount else {}
        DueItemState.objects.filter(pk=pk).update(open_amount=left - amount, **settled)
        return True

    allocating.take_from_source = source  # type: ignore[attr-defined]
    allocating.take_from_item = item  # type: ignore[attr-defined]
    # One transaction per step, as if nobody had thought of one: SQLite has one writer.
    allocating.allocate = allocating.allocate.__wrapped__  # type: ignore[attr-defined]


def report(told: Counter[str], wanted: int, seconds: float) -> int:
    """Print what came of it; 1 if a sum is not exact or an error was shown."""
    from django.db.models import Sum

    from invoices.models import Allocation

    for what, number in sorted(told.items()):
        print(f"{number:>8,}  {what}")
    most = Decimal(wanted) / SIDES
    over = 0
    for side in ("payment", "due_item"):
        rows = Allocation.objects.values(side).annotate(n=Sum("amount")).order_by()
        sums = [row["n"] for row in rows]
        over += sum(one > most for one in sums)
        print(f"{side}: {len(sums)} with at most {max(sums)} of {most}, {over} over")
    made = Allocation.objects.count()
    print(f"{made:,} allocations in {seconds:.1f} s")
    errors = sum(n for what, n in told.items() if what.startswith("error"))
    return int(bool(over or errors or made != wanted))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--allocations", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--unguarded", action="store_true")
    asked = parser.parse_args()
    from nightly import prepare

    wanted = asked.allocations // SIDES * SIDES
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        prepare(asked.database_url, Path(folder))
        payments, items = scene(wanted)
        if asked.unguarded:
            take_the_guard_off()
        begun = time.perf_counter()
        told = work(payments, items, asked.writers)
        return report(told, wanted, time.perf_counter() - begun)


if __name__ == "__main__":
    sys.exit(main())
