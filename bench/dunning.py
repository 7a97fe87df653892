"""A night of reminders beside plain SQL, in the same run.

    python GENERATE.py --invoices 500000 --out DIR       # 100,000 open items
    python bench/dunning.py --data DIR --limits LIMITS.py [--python PYTHON]
    python bench/dunning.py ... --database-url postgresql://user@host/empty_database

GENERATE.py and LIMITS.py are the generator and the reference SQL that the project's
figures are held against ($ARCOLLECT_SHARED/bench). The reference writes a level per item
and nothing else; the product decides who gets which letter, freezes its lines, keeps
reasons, and queues messages. Figures are seconds, ratios to the mean of both reference
runs, which stand before and after the product.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import sys
import tempfile
from pathlib import Path

from nightly import NIGHTS_BACK, Figures, prepare, reference, timed

FIRST, NIGHT = "W4 first run, from documents", "W4 nightly, from documents"
ITEMS_FIRST, ITEMS_NIGHT = "W4 first run, from items", "W4 nightly, from items"
BESIDE = {
    "first run, prepared": (FIRST, ITEMS_FIRST),
    "first run, released": (FIRST, ITEMS_FIRST),
    # The reference on SQLite names its night by what it writes.
    "night": (NIGHT, f"{NIGHT}, changed rows", ITEMS_NIGHT),
}


def product(folder: Path, end: dt.date, repeat: int) -> Figures:
    """Seconds of the product's own work on the generated ledger."""
    from generated_ledger import load_ledger

    from arcollect.core import clock
    from arcollect.core.bulk import refresh_statistics
    from arcollect.core.models import User
    from collection.models import DunningProfile, DunningRun, DunningSettings
    from collection.services.ensure_ladder import ensure_ladder
    from collection.services.prepare_run import prepare_run
    from collection.services.release_run import release_run
    from customers.models import Customer

    company = load_ledger(folder)
    Customer.objects.filter(company=company).update(email="pay@debtor.example")
    profile = ensure_ladder(company=company)
    person = User.objects.create(username="bench")
    DunningSettings.objects.create(
        company=company, sending_on=True, switched_at=clock.now(), switched_by=person
    )
    found: Figures = {}
    first = end - dt.timedelta(days=NIGHTS_BACK)
    runs: list[DunningRun] = []

    def night(day: dt.date) -> None:
        run = prepare_run(profile=DunningProfile.objects.get(pk=profile.pk), day=day)
        if run is None:
            message = f"{day} lies before the last run."
            raise ValueError(message)
        runs.append(run)

    found["first run, prepared"] = timed(lambda: night(first))
    print("letters of the first run:", runs[0].recipients)
    found["first run, released"] = timed(lambda: release_run(actor=None, run=runs[0]))
    refresh_statistics(["collections_dunningitem", "collections_dunningletter"])
    seconds, letters = [], []
    for number in range(1, repeat + 1):
        day = first + dt.timedelta(days=number)
        seconds.append(timed(lambda day=day: night(day)))
        letters.append(runs[-1].recipients)
    print("letters per night:", letters)
    found["night"] = statistics.median(seconds)
    return found


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
    for name, seconds in ours.items():
        print(line(name, seconds, before, after))


def line(name: str, seconds: float, before: Figures, after: Figures) -> str:
    """One figure with its ratios to the reference from documents and from items."""
    text = f"{name:24s} {seconds:8.3f} s"
    for key in BESIDE[name]:
        if key in before:
            limit = (before[key] + after[key]) / 2
            text += f"   {seconds / limit:6.1f} x {key[3:]} ({limit:.3f} s)"
    return text


if __name__ == "__main__":
    main()
