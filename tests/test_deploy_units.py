"""The systemd units: well formed for systemd itself, all equally hardened, and naming commands that exist."""

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.settings import variables
from tests.prefect_machine import ROOT

DEPLOY = ROOT / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
UNITS = [*SERVICES, *sorted(DEPLOY.glob("*.timer"))]
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "CapabilityBoundingSet": "",
    "User": "readout-watch",
    "EnvironmentFile": "/etc/readout-watch/environment",
}
analyze = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")


def read(unit: Path) -> configparser.ConfigParser:
    """A unit file; a key that may stand twice keeps its last value."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit.read_text())
    return parser


def commands(unit: Path) -> list[list[str]]:
    """Every command of a unit as its words."""
    lines = [line.partition("=")[2] for line in unit.read_text().splitlines() if line.startswith("Exec")]
    return [line.split() for line in lines]


@analyze
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_wrong(unit: Path, tmp_path: Path):
    """``systemd-analyze verify`` is silent; the programs are looked for in this checkout's environment."""
    for one in UNITS:
        text = one.read_text().replace("/opt/readout-watch/.venv/bin/", "/bin/true /")
        (tmp_path / one.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / unit.name)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@analyze
def test_systemd_would_find_a_fault(tmp_path: Path):
    """A misspelt key is told: so silence means something."""
    unit = tmp_path / "readout-watch-worker.service"
    unit.write_text((DEPLOY / unit.name).read_text().replace("ProtectHome=", "ProtectHomes="))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert "ProtectHomes" in done.stderr


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_every_service_is_hardened(unit: Path):
    """The same walls around each: a page that breaks a parser gains a process that may write one folder."""
    service = dict(read(unit)["Service"])
    assert {key: service.get(key) for key in HARDENED} == HARDENED


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.timer")), ids=lambda unit: unit.name)
def test_every_timer_has_its_service(unit: Path):
    """A timer without a service of its name does nothing, silently."""
    assert unit.with_suffix(".service") in SERVICES


def test_units_call_commands_that_exist():
    """Each ``readout-watch COMMAND`` of a unit answers to --help."""
    called = {
        words[at + 1]
        for unit in SERVICES
        for words in commands(unit)
        for at, word in enumerate(words)
        if word.endswith("/readout-watch")
    }
    assert called == {"serve", "automations", "watchdog", "backup"}
    for command in called:
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


def test_the_example_environment_names_settings_that_exist():
    """No misspelt setting in the file that everybody copies; the token stays empty."""
    lines = [line for line in (DEPLOY / "environment.example").read_text().splitlines() if "=" in line]
    given = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    ours = {name for name in given if not name.startswith(("PREFECT_", "DO_NOT_TRACK"))}
    assert ours <= set(variables().values())
    assert given["SLACK_BOT_TOKEN"] == ""
