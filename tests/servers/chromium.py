"""Where Chromium is, and how it is started without a screen."""

from __future__ import annotations

import os
import shutil

from tests.servers import ServerError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these it looks up addresses on the network at every start.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def find_chromium() -> str:
    """CHROME_PATH, or the first Chromium on PATH; raises `ServerError`."""
    by_hand = os.environ.get("CHROME_PATH")
    if by_hand:
        return by_hand
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise ServerError(
            "Chromium is missing: install the package chromium, or set CHROME_PATH."
        )
    return found


def chromium_flags() -> list[str]:
    """Command line of the browser; its sandbox refuses to work for root."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
