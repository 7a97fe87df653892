"""How fast a ledger is imported, and how much memory that takes.

    python bench/import.py LEDGER.csv.gz --profile highradius
    python bench/import.py FOLDER --database-url postgresql://user@host/empty_database

Runs on a SQLite file of its own, and also on the given, empty PostgreSQL database.
Prints source rows per second of the import (program start not counted), the same for
a second import that finds everything posted, and the peak memory of each process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def measure_here(ledger: str, profile: str) -> None:
    """Child: import once and print what it took."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arcollect.settings")
    import django

    django.setup()
    from arcollect.core.models import Company
    from invoices.importers.profile import list_shipped, load_profile
    from invoices.importers.sources import find_sources
    from invoices.services.import_ledger import company_for_import, imported

    chosen = None
    if profile:
        chosen = load_profile(list_shipped().get(profile, Path(profile)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, cpu = time.perf_counter(), time.process_time()
    company = company_for_import(Company.objects.first())
    sources = find_sources([Path(ledger)], canonical=chosen is None)
    with imported(company=company, sources=sources, profile=chosen) as outcome:
        counts = outcome.counts
        found = {
            "rows": counts.rows,
            "created": counts.created,
            "unchanged": counts.unchanged,
            "errors": counts.errors,
        }
    found["seconds"] = time.perf_counter() - started
    found["cpu_seconds"] = time.process_time() - cpu
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["start_mb"] = before / 1024
    print(json.dumps(found))


def run(arguments: list[str], environment: dict[str, str]) -> str:
    """Run a Python program of the product; what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def measure(name: str, ledger: str, profile: str, url: str) -> None:
    """Migrate, import twice, print both lines."""
    with tempfile.TemporaryDirectory(prefix="arcollect-bench-") as folder:
        environment = {**os.environ, "ARCOLLECT_VAR": folder, "DATABASE_URL": url}
        run(["manage.py", "migrate", "--verbosity", "0"], environment)
        for label in ("first import", "again, all unchanged"):
            child = ["bench/import.py", ledger, "--profile", profile, "--child"]
            found: dict[str, Any] = json.loads(run(child, environment))
            print(
                f"{name:<11} {label:<21} {found['rows']:>8,} rows "
                f"{found['seconds']:>7.1f} s {found['rows'] / found['seconds']:>8,.0f} "
                f"rows/s  {found['rows'] / found['cpu_seconds']:>8,.0f} rows/CPU s  "
                f"peak {found['peak_mb']:.0f} MB (start {found['start_mb']:.0f} MB)  "
                f"created {found['created']:,} unchanged {found['unchanged']:,} "
                f"errors {found['errors']:,}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger")
    parser.add_argument("--profile", default="")
    parser.add_argument("--database-url", default="")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        measure_here(options.ledger, options.profile)
        return
    ledger = str(Path(options.ledger).resolve())
    profile = options.profile or ("highradius" if "highradius" in ledger else "")
    measure("SQLite", ledger, profile, "")
    if options.database_url:
        measure("PostgreSQL", ledger, profile, options.database_url)


if __name__ == "__main__":
    main()
