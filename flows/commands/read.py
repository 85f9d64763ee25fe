"""Commands that read texts and store nothing: an article by hand, a file of cases, attributions."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

PANEL = "Read"


def check(
    file_or_url: Annotated[
        str, typer.Argument(metavar="FILE_OR_URL", help="A text or HTML file, or a web address.")
    ],
    published: Annotated[
        str,
        typer.Option(help="When it was published: 2017-01-29 or 2017-01-29T10:00+03:00 (no zone means UTC)."),
    ] = "",
    outlet: Annotated[str, typer.Option(help="Who published it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
) -> int:
    """Compare one article with the readouts; store nothing."""
    from flows import checking, settings

    return checking.check(settings.load(), file_or_url, published=published, outlet=outlet, as_json=as_json)


def predict(
    cases: Annotated[Path, typer.Argument(metavar="CASES.jsonl", help="Cases, one JSON object a line.")],
    output: Annotated[Path, typer.Option(help="Where the predictions go, one JSON object a line.")],
) -> int:
    """Run cases through the monitor's own path.

    Each case gets a store of its own; what was found is written as JSON lines."""
    from flows import cases as case_runner
    from flows.console import progress

    lines = cases.read_text(encoding="utf-8").splitlines()
    with output.open("w", encoding="utf-8") as out:
        for prediction in progress(case_runner.predict_cases(lines), "cases", total=len(lines)):
            out.write(json.dumps(prediction, ensure_ascii=False) + "\n")
    return 0


def attributions(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="UTF-8 text files.")],
    nested: Annotated[
        bool,
        typer.Option("--nested", help="Also the speech that others' speech reports, with its outer sources."),
    ] = False,
) -> int:
    """Print who says what: one JSON line a file.

    Offsets count characters of the file's text read as UTF-8."""
    from extractors import language

    texts = [(file, read_text_exactly(file)) for file in files]
    for file, text in texts:
        found = [
            {"source": item.source, "cue": item.cue, "content": item.content}
            | ({"chain": item.chain} if nested else {})
            for item in language.attributions(text)
            if nested or not item.chain
        ]
        sys.stdout.write(json.dumps({"doc": file.stem, "attributions": found}, ensure_ascii=False) + "\n")
    return 0


def read_text_exactly(file: Path) -> str:
    r"""The file's text as UTF-8 with its line ends as they are: offsets count every ``\r``."""
    return file.read_bytes().decode("utf-8")


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command(rich_help_panel=PANEL)(check)
    app.command(rich_help_panel=PANEL)(predict)
    app.command(rich_help_panel=PANEL)(attributions)
