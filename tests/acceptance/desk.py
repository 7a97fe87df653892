"""A bookkeeper's desk: files in a folder, and the commands that read them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command


@dataclass(frozen=True)
class Answer:
    """What a command printed, and the status it ended with."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output, and nothing beside it."""
        return json.loads(self.text)

    @property
    def reasons(self) -> list[str]:
        return [problem["reason"] for problem in self.json["errors"]]

    @property
    def counts(self) -> tuple[int, int, int]:
        found = self.json
        return found["rows"], found["created"], found["unchanged"]


class Desk:
    """Writes files and runs commands, as a person at a terminal would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: str | bytes) -> Path:
        """A file of exactly this content; text is UTF-8."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    def table(self, name: str, header: str, *rows: str) -> Path:
        """A CSV file from lines whose cells are parted by a bar."""
        text = io.StringIO()
        writer = csv.writer(text)
        for line in (header, *rows):
            writer.writerow([cell.strip() for cell in line.split("|")])
        return self.write(name, text.getvalue())

    def run(self, command: str, *args: object) -> Answer:
        out = io.StringIO()
        status = 0
        try:
            call_command(command, *map(str, args), stdout=out)
        except SystemExit as stop:
            status = int(stop.code or 0)
        except CommandError as error:
            return Answer(error.returncode, str(error))
        return Answer(status, out.getvalue())

    def import_(self, *paths: object, **options: str) -> Answer:
        named = [
            f"--{name.replace('_', '-')}={value}" for name, value in options.items()
        ]
        return self.run("import_ledger", *(paths or [self.folder]), *named, "--json")

    def dry_run(self, *paths: object) -> Answer:
        paths = paths or (self.folder,)
        return self.run("import_ledger", *paths, "--dry-run", "--json")

    def must_import(self, *paths: object, **options: str) -> Answer:
        answer = self.import_(*paths, **options)
        assert answer.status == 0, answer.text
        return answer

    def aging(self, as_of: object, by: str = "bucket", **options: object) -> Any:
        """The figures per currency at the end of a day."""
        named = [
            f"--{name.replace('_', '-')}={value}" for name, value in options.items()
        ]
        answer = self.run("aging", f"--as-of={as_of}", f"--by={by}", *named, "--json")
        assert answer.status == 0, answer.text
        return answer.json["currencies"]

    def nightly(self, as_of: object, **options: object) -> int:
        """Classify through the day; how many items changed."""
        named = [f"--{name}={value}" for name, value in options.items()]
        answer = self.run("nightly", f"--as-of={as_of}", *named, "--json")
        assert answer.status == 0, answer.text
        return int(answer.json["changed"])

    def verify(self, **options: object) -> list[Any]:
        """Every difference between what is stored and the documents."""
        named = [f"--{name}={value}" for name, value in options.items()]
        answer = self.run("verify", *named, "--json")
        found: list[Any] = answer.json["differences"]
        assert answer.json["ok"] == (not found) == (answer.status == 0)
        return found
