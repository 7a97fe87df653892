"""The night and the dashboard's figures beside plain SQL, in the same run.

    python GENERATE.py --invoices 500000 --out DIR       # 100,000 open items
    python bench/nightly.py --data DIR --limits LIMITS.py [--python PYTHON]
    python bench/nightly.py ... --database-url postgresql://user@host/empty_database

GENERATE.py and LIMITS.py are the generator and the reference SQL that the project's
figures are held against ($ARCOLLECT_SHARED/bench). LIMITS.py runs before and after the
product (with --python, since it needs psycopg and nothing of the product); figures are
medians in seconds, ratios are to the mean of both reference runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NIGHTS_BACK = 12
Figures = dict[str, float]


def prepare(url: str, var: Path) -> None:
    """Point the settings at the database and migrate it."""
    os.environ["ARCOLLECT_VAR"] = str(var)
    os.environ["DATABASE_URL"] = url or f"sqlite:///{var / 'bench.sqlite3'}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcollect.settings")
    sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def timed(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def median_of(act: Callable[[], Any], repeat: int) -> float:
    act()
    return statistics.median(timed(act) for _ in range(repeat))


def product(folder: Path, end: dt.date, repeat: int) -> Figures:
    """Seconds of the product's own work on the generated ledger."""
    from django.db import connection
    from generated_ledger import load_ledger

    from invoices.selectors.aging import aging_now
    from invoices.selectors.aging_figures import By
    from invoices.selectors.aging_from_documents import aging_from_documents
    from invoices.selectors.scope import LedgerScope
    from invoices.services.classify import classify_through

    found: Figures = {}
    company = None

    def load() -> None:
        nonlocal company
        company = load_ledger(folder)

    found["load"] = timed(load)
    assert company is not None
    first = end - dt.timedelta(days=NIGHTS_BACK)
    found["first night"] = timed(lambda: classify_through(company=company, as_of=first))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    nights, changed = [], []
    for number in range(1, repeat + 1):
        day = first + dt.timedelta(days=number)
        started = time.perf_counter()
        changed.append(classify_through(company=company, as_of=day).changed)
        nights.append(time.perf_counter() - started)
    print("classes changed per night:", changed)
    found["night"] = statistics.median(nights)
    scope = LedgerScope(company)
    back = end - dt.timedelta(days=181)
    for name, day in (("", end), (", 181 days back", back)):
        for by in By:
            found[f"dashboard by {by}{name}"] = median_of(
                lambda day=day, by=by: aging_now(scope=scope, as_of=day, by=by), repeat
            )
        for by in By:
            found[f"documents by {by}{name}"] = median_of(
                lambda day=day, by=by: aging_from_documents(
                    company=company, as_of=day, by=by
                ),
                repeat,
            )
    return found


def reference(options: argparse.Namespace, engine: str, out: Path) -> Figures:
    """Medians of the reference SQL on the same machine, in these minutes."""
    command = [options.python, options.limits, "--data", options.data, "--slim"]
    command += [
        "--engines",
        engine,
        "--repeat",
        str(options.repeat),
        "--json",
        str(out),
    ]
    if options.database_url:
        command += [
            "--dsn",
            options.database_url.replace("postgres://", "postgresql://"),
        ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    results = json.loads(out.read_text())["results"]
    return {
        f"{row['work']} {row['variant']}": row["median"]
        for row in results
        if "median" in row
    }


# What each figure is held against: a night or an aging from the documents alone.
BESIDE = {
    "night": "W3 nightly, from documents, changed rows",
    "first night": "W3 first run, from documents",
    "dashboard by": "W2 documents, as of end",
    "documents by": "W2 documents, as of end",
}
ALSO = {
    "night": "W3 nightly, from items, changed rows",
    "dashboard by": "W2 items, as of end (open_amount)",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--limits", required=True)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--database-url", default="")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    meta = json.loads((Path(options.data) / "meta.json").read_text())
    engine = "pg" if options.database_url else "sqlite"
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        var = Path(folder)
        before = reference(options, engine, var / "before.json")
        prepare(options.database_url, var)
        end = dt.date.fromisoformat(meta["end"])
        ours = product(Path(options.data), end, options.repeat)
        after = reference(options, engine, var / "after.json")
    print(json.dumps(meta))
    for name in ("cpu sha256 32 MiB before end",):
        print(
            f"machine, {name}: {before['-- ' + name]:.4f} / {after['-- ' + name]:.4f}"
        )
    for name, seconds in ours.items():
        print(line(name, seconds, before, after))


def line(name: str, seconds: float, before: Figures, after: Figures) -> str:
    """One figure with its ratio to the reference figures it is held against."""
    text = f"{name:42s} {seconds:8.4f} s"
    for table in (BESIDE, ALSO):
        beside = next(
            (key for start, key in table.items() if name.startswith(start)), ""
        )
        if name.endswith("back") and beside.endswith("as of end"):
            beside += "-181"
        if beside in before and not (name.endswith("back") and table is ALSO):
            limit = (before[beside] + after[beside]) / 2
            text += f"   {seconds / limit:6.2f} x {beside[3:]} ({limit:.4f} s)"
    return text


if __name__ == "__main__":
    main()
