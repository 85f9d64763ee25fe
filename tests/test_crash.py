"""A pass over the samples that is killed and started again ends in the store of an undisturbed pass.

``benchmarks/crash.py`` does it two hundred times; here it is done a few times.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.timeout(900)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_killed_passes_leave_the_rows_of_an_undisturbed_one(engine):
    command = [sys.executable, "benchmarks/crash.py", "--kills", "4", "--per-store", "4", "--seed", "9"]
    ran = subprocess.run(
        [*command, "--engine", engine], check=False, cwd=ROOT, capture_output=True, text=True, timeout=880
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures = json.loads(ran.stdout.splitlines()[-1])
    assert figures.pop("merges") > 0, "the index was merged under the kills"
    assert figures == {"kills": 4, "stores": figures["stores"], "rows_that_differ": 0, "engine": engine}
