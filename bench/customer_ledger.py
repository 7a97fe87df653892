"""The pages of one customer with 20,000 documents: server time and number of queries.

    python bench/customer_ledger.py [--documents 20000]
    python bench/customer_ledger.py --database-url postgresql://user@host/empty_database

The middle of seven requests through the whole stack but the network, beside those of a
customer with 20 documents. Aimed at: 300 ms, and the same number of queries at any size.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
REPEAT = 7
SMALL = 20
FIRST = dt.date(2021, 1, 1)


def books(documents: int) -> tuple[Any, Any, list[Any]]:
    """A company with a clerk, a large and a small customer."""
    from arcollect.core import clock
    from arcollect.core.models import Company, Membership, User
    from arcollect.core.roles import Role
    from customers.models import Customer
    from invoices.services.publish_policy import ensure_default_policy

    company = Company.objects.create(
        code="bench", name="Bench", base_currency="CNY", set_up_at=clock.now()
    )
    ensure_default_policy(company=company)
    clerk = User.objects.create(username="bench", full_name="Bench")
    Membership.objects.create(user=clerk, company=company, role=Role.FINANCE)
    customers = [
        Customer.objects.create(company=company, code=f"K{n}", name=f"Customer {n}")
        for n in range(2)
    ]
    number = 0
    for customer, wanted in zip(customers, (documents, SMALL), strict=True):
        number = write_documents(company, customer, wanted, number)
    return company, clerk, customers


def write_documents(company: Any, customer: Any, wanted: int, number: int) -> int:
    """Half invoices, half payments; nine of ten invoices are paid by one of them."""
    from ledger_rows import write_pairs

    write_pairs(
        company=company,
        customer=customer,
        pairs=wanted // 2,
        first=FIRST,
        number=number,
    )
    return number + wanted // 2


def measure(clerk: Any, name: str, address: str) -> tuple[float, float, int]:
    """Milliseconds of the middle request, those of its own work, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.factories.people import signed_in

    client = signed_in(clerk)
    times, works = [], []
    for _turn in range(REPEAT + 1):
        with CaptureQueriesContext(connection) as queries:
            begun, worked = time.perf_counter(), time.process_time()
            answer = client.get(address)
            times.append(time.perf_counter() - begun)
            works.append(time.process_time() - worked)
        if answer.status_code != 200:
            message = f"{name}: {answer.status_code}"
            raise SystemExit(message)
    # The first one warms templates and plans.
    wall, cpu = statistics.median(times[1:]), statistics.median(works[1:])
    return wall * 1000, cpu * 1000, len(queries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--database-url", default="")
    asked = parser.parse_args()
    from nightly import prepare

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["DJANGO_DEBUG"] = "false"
        prepare(asked.database_url, Path(folder))
        from django.conf import settings
        from django.urls import reverse

        settings.ALLOWED_HOSTS = ["testserver"]
        _company, clerk, customers = books(asked.documents)
        print(f"{'page':28} {'documents':>9} {'ms':>7} {'cpu ms':>7} {'queries':>8}")
        for route, query in (
            ("customers:ledger", ""),
            ("customers:ledger", "?page=400"),
            ("customers:detail", ""),
            ("customers:timeline", ""),
        ):
            for customer, size in zip(customers, (asked.documents, SMALL), strict=True):
                address = reverse(route, args=[customer.pk]) + query
                ms, cpu, queries = measure(clerk, route, address)
                print(
                    f"{route + query:28} {size:>9,} {ms:>7.0f} {cpu:>7.0f} {queries:>8}"
                )


if __name__ == "__main__":
    main()
