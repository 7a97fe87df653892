"""The set-up says by name what it refuses, and never shows a stack trace."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import front_end
import interpreter
import pytest
import setup
import system_packages
from problem import ROOT, SetupError, run_quietly


def test_a_supported_interpreter_is_found() -> None:
    assert interpreter.find_version(interpreter.find_python()) in interpreter.SUPPORTED


def _answering(monkeypatch: pytest.MonkeyPatch, **versions: tuple[int, int]) -> None:
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setattr(interpreter.shutil, "which", lambda name: name)
    monkeypatch.setattr(
        interpreter, "find_version", lambda name: versions.get(name.replace(".", "_"))
    )


def test_the_newest_supported_interpreter_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, python3=(3, 11), python3_12=(3, 12))
    assert interpreter.find_python() == "python3.12"


def test_other_versions_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, python3=(3, 14), python=(2, 7))
    with pytest.raises(SetupError) as refused:
        interpreter.find_python()
    assert "python3 is Python 3.14; python is Python 2.7" in str(refused.value)
    assert "3.11, 3.12 or 3.13" in str(refused.value)


def test_a_version_chosen_by_hand_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _answering(monkeypatch, python3_9=(3, 9))
    monkeypatch.setenv("PYTHON", "python3.9")
    with pytest.raises(SetupError, match=r"PYTHON=python3\.9 is Python 3\.9"):
        interpreter.find_python()


def test_no_interpreter_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch)
    with pytest.raises(SetupError, match="no Python on PATH answers"):
        interpreter.find_python()


def test_a_failing_command_gives_purpose_and_end_of_output() -> None:
    command = [sys.executable, "-c", "print('disk full'); raise SystemExit(3)"]
    with pytest.raises(SetupError) as refused:
        run_quietly(command, purpose="unpack the fonts")
    assert str(refused.value).startswith("Cannot unpack the fonts:")
    assert "status 3" in str(refused.value)
    assert "disk full" in str(refused.value)


def test_a_missing_command_gives_purpose() -> None:
    with pytest.raises(SetupError, match="Cannot count sheep"):
        run_quietly(["/nowhere/sheep"], purpose="count sheep")


def test_without_root_one_sentence_names_the_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(system_packages, "_as_root", lambda: None)
    (sentence,) = system_packages.install_system_packages(["fontconfig", "gettext"])
    assert "need root" in sentence
    assert sentence.endswith("fontconfig gettext")


def test_one_package_that_cannot_be_had_costs_only_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed: list[str] = []

    def install(_prefix: list[str], packages: list[str]) -> None:
        if "fonts-inter" in packages:
            raise SetupError("Cannot install fonts-inter: no such package.")
        installed.extend(packages)

    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(system_packages, "_as_root", list)
    monkeypatch.setattr(system_packages, "_install", install)
    reasons = system_packages.install_system_packages(["gettext", "fonts-inter"])
    assert reasons == ["Cannot install fonts-inter: no such package."]
    assert installed == ["gettext"]


def test_node_too_old_is_refused_by_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v18.20.4\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(SetupError, match=r"is Node\.js v18\.20\.4; arcollect needs 20"):
        front_end.install_front_end()


def test_no_node_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SetupError, match="there is none on PATH"):
        front_end.install_front_end()


def test_served_files_name_no_source_map(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    modules = tmp_path / "node_modules" / "some"
    modules.mkdir(parents=True)
    (modules / "a.js").write_bytes(b"run()\n//# sourceMappingURL=a.js.map\n")
    (modules / "a.css").write_bytes(b"b{}\n/*# sourceMappingURL=a.css.map */")
    (tmp_path / "package.json").write_text(
        '{"vendor": {"some/a.js": "x/a.js", "some/a.css": "x/a.css"}}', encoding="utf-8"
    )
    monkeypatch.setattr(front_end, "ROOT", tmp_path)
    monkeypatch.setattr(front_end, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(front_end, "SERVED", tmp_path / "served")
    front_end.copy_served_files()
    assert (tmp_path / "served/x/a.js").read_bytes() == b"run()\n\n"
    assert (tmp_path / "served/x/a.css").read_bytes() == b"b{}\n"


def test_what_stops_the_set_up_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> list[str]:
        raise SetupError("The disk is full.")

    monkeypatch.setattr(setup, "prepare", refuse)
    assert setup.main() == 1
    assert capsys.readouterr().err == "Set-up stopped. The disk is full.\n"


def test_what_is_missing_is_said_and_does_not_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "prepare", lambda: ["Please install chromium."])
    assert setup.main() == 0
    assert "Please install chromium." in capsys.readouterr().err


SET_UP = ("setup", "problem", "interpreter", "system_packages", "python_packages")


@pytest.mark.parametrize("name", [*SET_UP, "front_end", "build_sprite"])
def test_the_set_up_starts_on_an_old_python_and_without_packages(name: str) -> None:
    source = (ROOT / "scripts" / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    own = {path.stem for path in (ROOT / "scripts").glob("*.py")}
    assert imported - own <= set(sys.stdlib_module_names)
