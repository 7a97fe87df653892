"""The throw-away servers answer, and are gone afterwards."""

from __future__ import annotations

import os

import psycopg
import pytest
import redis as client

from tests.servers import ServerError, find_free_port
from tests.servers import postgres as postgres_server
from tests.servers import redis as redis_server
from tests.servers.chromium import chromium_flags, find_chromium


def test_postgres_answers_without_just_in_time_compilation(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("SHOW jit").fetchone()
    assert row == ("off",)


def test_redis_answers(redis_url: str) -> None:
    assert client.Redis.from_url(redis_url).ping() is True


def test_redis_is_gone_afterwards() -> None:
    with redis_server.throwaway_redis() as url:
        assert client.Redis.from_url(url).ping() is True
    with pytest.raises(client.ConnectionError):
        client.Redis.from_url(url).ping()


def test_missing_redis_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with (
        pytest.raises(ServerError, match="install the package redis-server"),
        redis_server.throwaway_redis(),
    ):
        pass


def test_missing_postgres_names_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(postgres_server, "PACKAGED", tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ServerError, match="install the package postgresql"):
        postgres_server.find_programs()


def test_chrome_path_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROME_PATH", "/opt/my/chrome")
    assert find_chromium() == "/opt/my/chrome"


def test_only_root_switches_the_sandbox_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "--no-sandbox" not in chromium_flags()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "--no-sandbox" in chromium_flags()


def test_free_port_is_a_port() -> None:
    assert 0 < find_free_port() < 65_536
