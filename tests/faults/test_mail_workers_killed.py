"""Kill -9 of the sending worker: nothing lost, nothing sent twice, the rest shown."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.servers.smtp import Sink, throwaway_smtp

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tests" / "faults" / "mail_workers.py"
pytestmark = pytest.mark.concurrency


@dataclass(frozen=True)
class Outcome:
    """What the database says of each message, and what the server took."""

    kills: int
    states: dict[str, str]
    taken: dict[str, int]

    @property
    def twice(self) -> list[str]:
        return [key for key, times in self.taken.items() if times > 1]

    @property
    def lost(self) -> list[str]:
        """Called sent, or still to go, and the server never saw it."""
        return [
            key
            for key, state in self.states.items()
            if state != "unknown" and key not in self.taken
        ]

    @property
    def unknown(self) -> list[str]:
        return [key for key, state in self.states.items() if state == "unknown"]

    def told(self) -> str:
        arrived = sum(key in self.taken for key in self.unknown)
        return (
            f"{len(self.states)} messages, {self.kills} kills: {len(self.lost)} lost, "
            f"{len(self.twice)} sent twice, {len(self.unknown)} unknown of which "
            f"{arrived} had arrived"
        )


@pytest.fixture
def sink() -> Iterator[Sink]:
    with throwaway_smtp() as server:
        yield server


def environment(**settings: str) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "arcollect.settings",
        "PYTHONPATH": str(ROOT),
        **settings,
    }


def migrate(**settings: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment(**settings), check=True)


@pytest.fixture(scope="module")
def migrated_postgres(
    postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of an empty PostgreSQL database, to be taken as a template."""
    name = f"killed_{os.getpid()}_{random.randrange(10**9)}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    var = tmp_path_factory.mktemp("migrated")
    url = postgres_url.rpartition("/")[0] + f"/{name}"
    migrate(ARCOLLECT_VAR=str(var), DATABASE_URL=url)
    yield name
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[dict[str, str]]:
    """Where the workers keep their outbox: an empty database of each kind."""
    var = {"ARCOLLECT_VAR": str(tmp_path / "var")}
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("migrated_folder"), tmp_path / "var")
        yield var
        return
    url = request.getfixturevalue("postgres_url")
    template = request.getfixturevalue("migrated_postgres")
    name = f"{template}_copy"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield var | {"DATABASE_URL": url.rpartition("/")[0] + f"/{name}"}
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(
    database: dict[str, str], sink: Sink, *, messages: int, kills: int, extra: str = ""
) -> Outcome:
    seed = random.randrange(10**6)
    done = subprocess.run(
        [
            *(sys.executable, str(SCRIPT), str(messages), str(kills), str(seed)),
            *extra.split(),
        ],
        env=environment(
            **database,
            ARCOLLECT_SMTP_URL=sink.url,
            ARCOLLECT_MAIL_FROM="books@lanyue.example",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    outcome = Outcome(found["kills"], found["states"], dict(sink.taken()))
    sys.stdout.write(f"{found['on']}, seed {seed}: {outcome.told()}\n")
    return outcome


def check(outcome: Outcome, *, messages: int, kills: int) -> None:
    assert len(outcome.states) == messages
    assert outcome.kills >= kills
    assert outcome.lost == []
    assert outcome.twice == []
    assert len(outcome.unknown) <= outcome.kills
    assert set(outcome.states.values()) <= {"sent", "unknown"}


@pytest.mark.parametrize(
    "database",
    [pytest.param("sqlite", marks=pytest.mark.faults), "postgresql"],
    indirect=True,
)
def test_ten_kills_in_five_hundred_messages(
    database: dict[str, str], sink: Sink
) -> None:
    outcome = run(database, sink, messages=500, kills=10)
    check(outcome, messages=500, kills=10)


@pytest.mark.faults
def test_two_hundred_kills_in_ten_thousand_messages(
    database: dict[str, str], sink: Sink
) -> None:
    outcome = run(database, sink, messages=10_000, kills=200)
    check(outcome, messages=10_000, kills=200)


def test_killed_at_the_worst_moment_is_unknown_and_not_sent_again(
    database: dict[str, str], sink: Sink
) -> None:
    outcome = run(database, sink, messages=20, kills=5, extra="--at-worst")
    check(outcome, messages=20, kills=5)
    # All of them had arrived: "probably sent" is the right word.
    assert len(outcome.unknown) == 5
    assert set(outcome.unknown) <= set(outcome.taken)


def test_without_the_marks_the_same_kills_send_twice(
    database: dict[str, str], sink: Sink
) -> None:
    """The control: what fails here is what the marks are for."""
    outcome = run(
        database, sink, messages=20, kills=5, extra="--at-worst --without-marks"
    )
    assert len(outcome.twice) >= 1
