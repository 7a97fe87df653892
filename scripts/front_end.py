"""Front-end assets: npm's packages, and the few files of them that are served."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from build_sprite import build_sprite
from problem import ROOT, SetupError, run_quietly, say

OLDEST_NODE = 20
MODULES = ROOT / "node_modules"
SERVED = ROOT / "static" / "vendor"
SOURCE_MAP = re.compile(
    rb"(/\*[#@] sourceMappingURL=.*?\*/|//[#@] sourceMappingURL=\S+)"
)


def _check_node() -> None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise SetupError(
            f"Node.js {OLDEST_NODE} or newer with npm is needed for the front-end "
            "files, and there is none on PATH. Install it and run this again."
        )
    said = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout.strip()
    match = re.match(r"v(\d+)\.", said)
    if match is None or int(match[1]) < OLDEST_NODE:
        raise SetupError(
            f"{node} is Node.js {said or 'of an unknown version'}; arcollect needs "
            f"{OLDEST_NODE} or newer. Install it and run this again."
        )


def copy_served_files() -> None:
    """Fill `static/vendor/` anew with the files `package.json` lists under `vendor`.

    Comments that name a source map go: collecting static files refuses a name whose
    file is not there.
    """
    listed = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["vendor"]
    if SERVED.exists():
        shutil.rmtree(SERVED)
    for source, target in listed.items():
        path = MODULES / source
        if not path.is_file():
            raise SetupError(
                f"package.json lists {source} under vendor, but no package has it."
            )
        copy = SERVED / Path(target)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(SOURCE_MAP.sub(b"", path.read_bytes()))


def draw_icons() -> None:
    """One file with every icon that is used; raises `SetupError` for an unknown one."""
    try:
        build_sprite()
    except (FileNotFoundError, ValueError) as problem:
        raise SetupError(f"The icons could not be built. {problem}") from problem


def install_front_end() -> None:
    """`npm ci`, then the served files. Raises `SetupError` without Node or npm."""
    _check_node()
    say("Front-end packages of package-lock.json into node_modules, then static/vendor")
    run_quietly(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        purpose="install the front-end packages",
    )
    copy_served_files()
    draw_icons()
