"""The runner runs every part, says what failed, and ends with pytest's own words."""

from __future__ import annotations

import sys
import threading
import time

import pytest
import run_tests
from run_tests import Outcome, Part


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_part_fails_with_any_of_its_commands() -> None:
    part = Part("two", (_python("raise SystemExit(2)"), _python("print('second')")))
    outcome = run_tests.run_part(part, environment={})
    assert not outcome.passed


def test_later_commands_run_after_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    part = Part("two", (_python("raise SystemExit(2)"), _python("print('second')")))
    run_tests.run_part(part, environment={})
    assert "second" in capfd.readouterr().out


def test_a_part_gets_its_own_environment(capfd: pytest.CaptureFixture[str]) -> None:
    code = "import os; print(os.environ['A'] + os.environ['B'])"
    part = Part("one", (_python(code),), {"B": "own"})
    assert run_tests.run_part(part, environment={"A": "all ", "B": "x"}).passed
    assert "all own" in capfd.readouterr().out


def test_the_summary_ends_with_the_closing_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcomes = [
        Outcome("style", passed=True, seconds=1.0),
        Outcome(
            "suite", passed=False, seconds=61.0, closing="1 failed, 9 passed in 6s"
        ),
    ]
    assert run_tests.print_summary(outcomes, seconds=62.0) is False
    lines = capsys.readouterr().out.splitlines()
    assert "1 of 2 parts failed: suite." in lines
    assert "In all 1 min 02 s." in lines
    assert lines[-1] == "suite: 1 failed, 9 passed in 6s"


def test_what_runs_beside_is_told_after_it(capfd: pytest.CaptureFixture[str]) -> None:
    parts = [Part("first", (_python("print('one')"),)), Part("second", ())]
    outcomes: list[Outcome] = []
    with run_tests.running_beside(parts, environment={}, outcomes=outcomes):
        sys.stdout.write("the long one\n")

    assert [outcome.name for outcome in outcomes] == ["first", "second"]
    said = capfd.readouterr().out
    assert said.index("the long one") < said.index("one\n\n== second")


def test_what_runs_beside_fails_the_run() -> None:
    parts = [Part("red", (_python("raise SystemExit(1)"),))]
    outcomes: list[Outcome] = []
    with run_tests.running_beside(parts, environment={}, outcomes=outcomes):
        pass

    assert run_tests.print_summary(outcomes, seconds=1.0) is False


def test_stopping_stops_what_runs_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_tests, "_stopping", threading.Event())
    sleep = _python("import time; print('up', flush=True); time.sleep(600)")
    parts = [Part("long", (sleep,)), Part("never", (sleep,))]
    outcomes: list[Outcome] = []

    def stop_when_it_runs() -> None:
        with run_tests.running_beside(parts, environment={}, outcomes=outcomes):
            while not run_tests._children:
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_when_it_runs()
    assert not run_tests._children
    assert outcomes == []


def test_nothing_run_is_no_success() -> None:
    assert run_tests.print_summary([], seconds=0.0) is False


def test_the_desk_does_not_leak_into_the_tests(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://books")
    monkeypatch.setenv("ARCOLLECT_ENV", "production")
    monkeypatch.setenv("ARCOLLECT_ORACLES", "/cases")
    environment = run_tests._environment(
        folder=tmp_path, postgres_url="postgres://throwaway", redis_url="redis://x"
    )
    assert "DATABASE_URL" not in environment
    assert "ARCOLLECT_ENV" not in environment
    assert environment["ARCOLLECT_ORACLES"] == "/cases"
    assert environment["ARCOLLECT_TEST_POSTGRES_URL"] == "postgres://throwaway"


def test_every_kind_of_check_is_there() -> None:
    names = [part.name for part in run_tests._checks()] + [
        part.name
        for part in (
            *run_tests._suites(postgres_url="postgres://x"),
            *run_tests._beside(postgres_url="postgres://x", redis_url="redis://x"),
        )
    ]
    assert names == [
        "style (ruff)",
        "types (mypy)",
        "layers (import-linter)",
        "migrations are complete",
        "suite on SQLite",
        "database suites on PostgreSQL",
        "production settings",
        "browser (Chromium)",
    ]
