"""What must be installed for letters to come out right; nothing fails by itself.

Without a Chinese face every character prints as an empty box, without an error; without
HarfBuzz's subsetter a letter takes forty times as long.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
import subprocess
from typing import Any

from django.core import checks

SUBSETTERS = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")


def has_chinese_face() -> bool:
    """Whether fontconfig knows a face for Chinese; True where it cannot be asked."""
    program = shutil.which("fc-list")
    if program is None:
        return True
    found = subprocess.run(  # noqa: S603 - fixed arguments
        [program, ":lang=zh-cn", "family"],
        capture_output=True,
        check=False,
        timeout=20,
    )
    return found.returncode != 0 or bool(found.stdout.strip())


def has_subsetter() -> bool:
    """Whether fonts can be cut to the characters used by native code."""
    if ctypes.util.find_library("harfbuzz-subset"):
        return True
    for name in SUBSETTERS:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


@checks.register("letters")
def letters_can_be_rendered(**_: Any) -> list[checks.CheckMessage]:
    """Warnings, since everything but letters works without them."""
    found: list[checks.CheckMessage] = []
    if not has_chinese_face():
        found.append(
            checks.Warning(
                "No Chinese font is installed: letters would show empty boxes.",
                hint="Install fonts-noto-cjk (or fonts-wqy-microhei, which is smaller).",
                id="core.W010",
            )
        )
    if not has_subsetter():
        found.append(
            checks.Warning(
                "libharfbuzz-subset is missing: each letter takes forty times as long.",
                hint="Install libharfbuzz-subset0.",
                id="core.W011",
            )
        )
    return found
