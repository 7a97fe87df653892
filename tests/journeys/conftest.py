"""The demo company, loaded once and copied for each file of journeys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.product import Product, manage, running_product


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data with the demo company as of today, not to be written to."""
    folder = tmp_path_factory.mktemp("demo") / "var"
    manage(folder, "migrate", "-v", "0")
    manage(folder, "load_demo", "--customers", "40")
    return folder


@pytest.fixture(scope="module")
def demo(
    demo_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """The product, serving a copy of the demo company."""
    folder = tmp_path_factory.mktemp("copy") / "var"
    shutil.copytree(demo_folder, folder)
    with running_product(folder) as started:
        yield started
