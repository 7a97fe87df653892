"""The virtual environment `.venv`: exactly what the lock names, checked by hash."""

from __future__ import annotations

import os
import shutil
import subprocess

from interpreter import find_version
from problem import ROOT, SetupError, run_quietly, say
from system_packages import install_system_packages

VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements-dev.lock"
SETUP_LOCK = ROOT / "requirements-setup.lock"
OWN_UV = VENV / "setup-tools"


def _uv_environment() -> dict[str, str]:
    # Fail at once instead of trying to download an interpreter.
    return {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}


def _find_uv() -> str | None:
    path = shutil.which("uv")
    if path is None:
        return None
    done = subprocess.run([path, "--version"], capture_output=True, check=False)
    return path if done.returncode == 0 else None


def _make_with_venv(python: str) -> None:
    """`python -m venv`; Debian splits it into a package, which we add if we may."""
    command = [python, "-m", "venv", "--clear", VENV]
    try:
        run_quietly(command, purpose="make the virtual environment .venv")
    except SetupError:
        version = run_quietly(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            purpose=f"ask {python} for its version",
        ).strip()
        name = "python3-venv" if python.endswith("python3") else f"python{version}-venv"
        reasons = install_system_packages([name])
        if reasons:
            raise SetupError(reasons[0]) from None
        run_quietly(command, purpose="make the virtual environment .venv")


def _make_environment(python: str, uv: str | None) -> None:
    if uv is not None:
        try:
            run_quietly(
                [uv, "venv", "-q", "--clear", "--python", python, VENV],
                purpose="make the virtual environment .venv",
                env=_uv_environment(),
            )
        except SetupError:
            say("uv could not make .venv; trying the standard venv module instead.")
        else:
            return
    _make_with_venv(python)


def _uv_through_pip() -> str | None:
    """uv of the pinned version and hash: ten times faster than pip, if to be had."""
    command = [VENV_PYTHON, "-m", "pip", "install", "-q", "--target", OWN_UV]
    try:
        run_quietly(
            [*command, "--require-hashes", "-r", SETUP_LOCK], purpose="install uv"
        )
    except SetupError:
        return None
    uv = OWN_UV / "bin" / "uv"
    return str(uv) if uv.exists() else None


def _install_with_uv(uv: str) -> None:
    run_quietly(
        [uv, "pip", "sync", "-q", "--python", VENV_PYTHON, "--require-hashes", LOCK],
        purpose="install the Python packages with uv",
        env=_uv_environment(),
    )


def _install_with_pip(python: str) -> None:
    has_pip = subprocess.run(
        [str(VENV_PYTHON), "-m", "pip", "--version"], capture_output=True, check=False
    )
    if has_pip.returncode != 0:
        _make_with_venv(python)
    run_quietly(
        [VENV_PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", LOCK],
        purpose="install the Python packages with pip",
    )


def build_environment(python: str) -> None:
    """Make `.venv` of `python`'s version and install the lock, with uv or else pip.

    Raises `SetupError` when neither can; running it twice gives the same folder.
    """
    say(f"Python: {python}, packages of {LOCK.name} into .venv")
    uv = _find_uv()
    if find_version(str(VENV_PYTHON)) != find_version(python):
        _make_environment(python, uv)
    uv = uv or _uv_through_pip()
    if uv is not None:
        try:
            _install_with_uv(uv)
        except SetupError:
            say("uv could not install everything; using pip, which takes longer.")
        else:
            return
    _install_with_pip(python)
