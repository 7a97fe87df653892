from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.desk import Desk


@pytest.fixture
def desk(db: None, tmp_path: Path) -> Desk:
    """A desk over a database that has only been migrated."""
    return Desk(tmp_path)
