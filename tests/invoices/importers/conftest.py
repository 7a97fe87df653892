from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.invoices.importers.books import Import, Result, run_command, write


@pytest.fixture
def load(tmp_path: Path, db: None) -> Import:
    """Import files given as texts: `load({"invoices.csv": "..."})`."""

    def call(files: dict[str, str | bytes], **options: Any) -> Result:
        return run_command(*write(tmp_path, files), **options)

    return call
