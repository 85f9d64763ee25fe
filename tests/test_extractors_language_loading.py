"""The parser is loaded without the command line that its library brings along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PROGRAM = """
import sys
from extractors.language import parse
parse("The presidents spoke.")
print(sorted({"requests", "typer", "weasel"} & set(sys.modules)))
import spacy.cli
print(callable(spacy.cli.download))
"""


def test_the_first_text_loads_no_command_line_and_a_later_import_still_finds_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.split("\n")[:2] == ["[]", "True"]
