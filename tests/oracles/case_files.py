"""Where the case files lie, and how they are read. A missing file is an error, never a skip."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("ARCOLLECT_ORACLES") or HERE / "cases")


def load(name: str) -> dict[str, Any]:
    """The case file `name` of the folder in use; raises FileNotFoundError where it is missing."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        data: dict[str, Any] = json.load(file)
    if not data["cases"]:
        raise ValueError(f"{FOLDER / name} holds no case.")
    return data
