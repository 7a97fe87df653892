"""Where the case files lie, and how they are read. A missing file is an error, never a skip."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "cases"
IN_USE = Path(os.environ.get("ARCOLLECT_ORACLES") or SHIPPED)


def load(name: str, *, folder: Path = IN_USE) -> dict[str, Any]:
    """The case file `name`, of the folder in use unless told otherwise.

    Raises FileNotFoundError where it is missing and ValueError where it holds no case.
    """
    path = folder / name
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if not data["cases"]:
        raise ValueError(f"{path} holds no case.")
    return data
