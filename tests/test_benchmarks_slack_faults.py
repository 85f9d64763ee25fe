"""A small run of the fault benchmark: killed senders and a failing Slack lose and double nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_a_small_run_ends_with_every_alert_in_its_place() -> None:
    command = [
        sys.executable,
        "benchmarks/slack_faults.py",
        "--alerts",
        "25",
        "--kills",
        "8",
        "--speed",
        "30",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr
    assert figures["alerts"] >= 25
    assert figures["kills"] >= 8
    assert figures["faults"] > 0
    wrong = {name: figures[name] for name in ("lost", "doubled", "misplaced", "unordered", "stale_parents")}
    assert set(wrong.values()) == {0}, wrong
