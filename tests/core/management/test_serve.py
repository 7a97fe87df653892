"""The one-command default: one process that starts, answers, and stops cleanly."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import find_free_port, stop_process, wait_until_ready

ROOT = Path(__file__).resolve().parents[3]
MANAGE = [sys.executable, "manage.py"]


@pytest.fixture(scope="module")
def environment(
    tmp_path_factory: pytest.TempPathFactory, migrated_folder: Path
) -> dict[str, str]:
    """Variables of a desk with an empty, migrated database of its own."""
    folder = tmp_path_factory.mktemp("desk") / "var"
    shutil.copytree(migrated_folder, folder)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ARCOLLECT_", "DATABASE_", "REDIS_", "DJANGO_"))
    }
    return kept | {"ARCOLLECT_VAR": str(folder), "PYTHONUNBUFFERED": "1"}


def _status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/login")
        return connection.getresponse().status
    finally:
        connection.close()


def _answers(port: int) -> bool:
    try:
        return _status(port) > 0
    except OSError:
        return False


@pytest.fixture
def served(
    environment: dict[str, str], tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    """A running product: process, port, and the file it prints to."""
    port, log = find_free_port(), tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*MANAGE, "serve"],
            cwd=ROOT,
            env=environment | {"PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_ready(process=process, log=log, ready=lambda: _answers(port))
        yield process, port, log
    finally:
        stop_process(process, signal_number=signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_answers_until_asked_to_stop(
    served: tuple[subprocess.Popen[bytes], int, Path], number: int
) -> None:
    process, port, log = served
    assert _status(port) < 500
    process.send_signal(number)
    assert process.wait(30) == 0
    said = log.read_text(encoding="utf-8")
    assert f"arcollect is at http://127.0.0.1:{port}" in said
    assert "One-time set-up code: " in said
    assert "Stopping." in said
    assert "Traceback" not in said
    assert "GET /" not in said
    assert not _answers(port)


def _serve_briefly(
    environment: dict[str, str], **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MANAGE, "serve"],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_taken_port_is_said_in_a_sentence(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = _serve_briefly(environment, PORT=str(port))
    assert done.returncode == 1
    assert f"Port {port} is taken by another program." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_no_number_is_said(environment: dict[str, str]) -> None:
    done = _serve_briefly(environment, PORT="80x")
    assert done.returncode == 1
    assert "PORT must be a number from 1 to 65535" in done.stderr


def test_an_empty_database_is_not_served(
    environment: dict[str, str], tmp_path: Path
) -> None:
    done = _serve_briefly(environment, ARCOLLECT_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "python manage.py migrate" in done.stderr
