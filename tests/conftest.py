"""What every test stands on: own folders, own servers, no network."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.levels import LEVEL

pytest_plugins = [
    "tests.fixtures.cache",
    "tests.fixtures.database",
    "tests.fixtures.limits",
    "tests.fixtures.migrated",
    "tests.fixtures.network",
    "tests.fixtures.realdata",
    "tests.fixtures.servers",
    "tests.fixtures.browser",
]

# Random examples differ from run to run; a failure prints how to repeat it.
for _profile, _examples in (("ci", 100), ("all", 1000)):
    hypothesis_settings.register_profile(
        _profile,
        max_examples=_examples,
        derandomize=False,
        print_blob=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
hypothesis_settings.load_profile(LEVEL)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave the long runs to `make test-all`, unless they are asked for by name."""
    if LEVEL == "all" or "faults" in (config.option.markexpr or ""):
        return
    long_runs = [item for item in items if item.get_closest_marker("faults")]
    if long_runs:
        config.hook.pytest_deselected(items=long_runs)
        items[:] = [item for item in items if item not in long_runs]


def pytest_collection_finish() -> None:
    """What is loaded stays for the whole run: looking through it again and again for
    garbage takes some twentieth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """A request leaves its language behind, which the next test must not speak."""
    yield
    translation.deactivate()


def pytest_unconfigure() -> None:
    shutil.rmtree(django_settings.VAR_DIR, ignore_errors=True)
