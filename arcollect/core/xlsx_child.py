"""Child process: an XLSX file to one CSV file per sheet, under hard limits.

Run as a program so that a harmful file can only take this process down. It knows no
Django; its arguments are the workbook, a folder, bytes of memory and seconds.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import resource
import sys
from pathlib import Path
from typing import Any


def limit(memory: int, seconds: int) -> None:
    """Cap memory, processor time and the size of each written file."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory, memory))


def text_of(value: Any) -> str:
    """A cell as text: the exact number, the ISO date, or what is written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def write_sheet(sheet: Any, target: Path) -> bool:
    """Write the filled rows, each after its row number; whether there were any."""
    filled = False
    with target.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [text_of(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                filled = True
                writer.writerow([number, *cells])
    return filled


def main(source: str, folder: str, memory: str, seconds: str) -> None:
    limit(int(memory), int(seconds))
    import openpyxl

    book = openpyxl.load_workbook(
        source, read_only=True, data_only=True, keep_links=False
    )
    sheets = []
    for number, sheet in enumerate(book.worksheets):
        if sheet.sheet_state != "visible":
            continue
        # Sizes that a file states about itself are not to be trusted.
        sheet.reset_dimensions()
        name = f"{number}.csv"
        if write_sheet(sheet, Path(folder) / name):
            sheets.append((sheet.title, name))
    sys.stdout.write(json.dumps({"sheets": sheets}))


if __name__ == "__main__":
    main(*sys.argv[1:])
