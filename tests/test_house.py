"""The house itself: style, types and the direction of imports hold, and the shape is the one the user fixed."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS = {
    "ruff finds nothing": ["ruff", "check", "--no-cache", "."],
    "every file is formatted": ["ruff", "format", "--no-cache", "--check", "."],
    "types hold under mypy's strict rules": ["mypy"],
    "imports run in one direction only": ["lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS.keys())
def test_checks(command: list[str]) -> None:
    """Each tool of `make check` passes on the whole tree."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_top_level_holds_what_the_user_fixed() -> None:
    """The four packages, the tests and the two files stand at the top, and nothing else is a package there."""
    for name in ("flows", "extractors", "store", "alerts", "tests", "prefect.yaml", "pyproject.toml"):
        assert (ROOT / name).exists(), f"{name} is missing from the top level"
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {"flows", "extractors", "store", "alerts"}


def test_every_dependency_is_bounded() -> None:
    """A pin without an upper bound lets tomorrow's release break a fresh install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    loose = [line for line in project["dependencies"] if "<" not in line and "==" not in line]
    assert loose == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_hold_hashes_and_no_address(name: str) -> None:
    """Every locked release has a hash, and no registry is written into the lock."""
    text = (ROOT / name).read_text()
    releases = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert releases
    assert all(line.rstrip().endswith("\\") for line in releases), "a release without a hash"
    assert "://" not in text
