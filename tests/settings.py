"""The product's settings with folders of this run's own, and without slow hashing."""

from __future__ import annotations

import os
import tempfile

# Before the product's settings are read: nothing of the desk may leak into a test,
# and nothing of a test into the desk's data. Each process gets its own folder.
os.environ["ARCOLLECT_VAR"] = tempfile.mkdtemp(prefix="arcollect-tests-")
for _name in (
    "ARCOLLECT_ENV",
    "ARCOLLECT_DEBUG",
    "ARCOLLECT_ALLOWED_HOSTS",
    "REDIS_URL",
):
    os.environ.pop(_name, None)

from arcollect.settings import *  # noqa: E402, F403
from arcollect.settings import DATABASES, VAR_DIR  # noqa: E402

# Hashing a password slowly is the point of it, and not of the tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

_database = DATABASES["default"]
if _database["ENGINE"] == "arcollect.core.sqlite":
    # A file: in memory, several writers would share one lock that behaves otherwise.
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace(
        "synchronous=NORMAL", "synchronous=OFF"
    )
