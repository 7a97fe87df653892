"""The demo company, its logins and its certificate never serve in production."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from arcollect.core.checks import demo_leftovers, refuse_demo_in_production
from arcollect.core.roles import Role
from tests import factories

Run = Callable[..., subprocess.CompletedProcess[str]]
WEB = ("-c", "import arcollect.wsgi")
WORKER = ("-m", "celery", "-A", "arcollect", "worker", "-P", "solo")
BEAT = ("-m", "celery", "-A", "arcollect", "beat")
SERVE = ("manage.py", "serve", "--port", "8199")


@pytest.fixture
def keys(settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    (tmp_path / "keys").mkdir()
    return tmp_path / "keys"


@pytest.mark.django_db
def test_a_company_of_ones_own_is_welcome(keys: Path, settings):
    settings.PRODUCTION = True
    factories.user(role=Role.ADMINISTRATOR, company=factories.company())

    refuse_demo_in_production()


@pytest.mark.django_db
def test_company_logins_and_certificate_are_each_named_with_a_way_out(
    keys: Path, settings
):
    settings.PRODUCTION = True
    demo = factories.company(code="lanyue", is_demo=True)
    factories.user(role=Role.FINANCE, company=demo)
    (keys / "demo-lanyue.p12").touch()

    certificate, company, logins = demo_leftovers()

    assert "demo-lanyue.p12" in certificate
    assert "Delete the file" in certificate
    assert "lanyue" in company
    assert "DATABASE_URL" in company
    assert "logins of the demo company" in logins
    with pytest.raises(ImproperlyConfigured, match="demo"):
        refuse_demo_in_production()


@pytest.mark.django_db
def test_the_desk_keeps_its_demo(keys: Path):
    factories.company(is_demo=True)

    refuse_demo_in_production()


def test_every_way_to_start_refuses_and_migrate_still_runs(run: Run, var_dir: Path):
    assert run("manage.py", "migrate", "--verbosity", "0").returncode == 0
    assert run(*WEB).returncode == 0
    (var_dir / "keys").mkdir(exist_ok=True)
    (var_dir / "keys" / "demo-lanyue.p12").touch()

    for way in (WEB, WORKER, (*BEAT, "-s", str(var_dir / "beat")), SERVE):
        result = run(*way)
        assert result.returncode == 1, way
        assert "demo company's certificate" in result.stdout + result.stderr, way

    assert run("manage.py", "migrate", "--verbosity", "0").returncode == 0
