"""The attribution benchmark on a small invented corpus: it reads the form, and the figures hold a floor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent / "benchmarks" / "attribution.py"

TEXT = (
    "MOSCOW, Jan. 28 (Interfax) - Dmitry Orlov said the two leaders spoke for an hour.\n\n"
    '"It was a good talk," he added. "Trade came up."\n\n'
    "A senior aide told reporters that sanctions were not discussed. According to the ministry, a "
    "meeting is planned. Hale criticized the call. The minister, Vera Lind, wants to visit Oslo.\n\n"
    "The statement said nothing of trade, but Lind called the talk “frank.” "
    "Critics accused Hale of weakness.\n"
)
GOLD = [
    ("Dmitry Orlov", "said", ["the two leaders spoke for an hour"]),
    ("he", "added", ['"It was a good talk,"', '"Trade came up."']),
    ("A senior aide", "told", ["that sanctions were not discussed"]),
    ("the ministry", "According to", ["a meeting is planned"]),
    ("Hale", "criticized", ["the call"]),
    ("The minister, Vera Lind", "wants", ["to visit Oslo"]),
    ("The statement", "said", ["nothing of trade"]),
    ("Lind", "called", ["the talk “frank.”"]),
    ("Critics", "accused", ["Hale of weakness"]),
]


def standoff() -> str:
    """The gold as a standoff file, its E lines before the T lines that they join."""
    spans: list[str] = []
    joins: list[str] = []
    for source, cue, contents in GOLD:
        names = []
        at = TEXT.index(f"{source} {cue}") if f"{source} {cue}" in TEXT else 0
        for role, parts in (("Source", [source]), ("Cue", [cue]), ("Content", contents)):
            start = at if role == "Source" else 0
            places = [(TEXT.index(part, start), part) for part in parts]
            offsets = ";".join(f"{a} {a + len(part)}" for a, part in places)
            spans.append(f"T{len(spans) + 1}\t{role} {offsets}\t{'; '.join(parts)}")
            names.append(f"{role}:T{len(spans)}")
        joins.append(f"E{len(joins) + 1}\tAttribution:T0 {' '.join(names)}")
    return "\n".join((*joins, *spans)) + "\n"


def run(root: Path) -> subprocess.CompletedProcess[str]:
    """The benchmark as its users call it."""
    command = [sys.executable, str(PROGRAM), "--root", str(root), "--split", "train"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_last_line_is_one_json_object_and_the_figures_hold_the_floor(tmp_path: Path) -> None:
    for kind, name, body in (("text", "story.txt", TEXT), ("attributions", "story_a1.ann", standoff())):
        folder = tmp_path / "train" / kind
        folder.mkdir(parents=True)
        (folder / name).write_text(body, encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert list(figures) == [
        "attribution_source_f1",
        "content_token_f1",
        "source_accuracy",
        "documents_per_second",
    ]
    assert figures["attribution_source_f1"] >= 94
    assert figures["content_token_f1"] >= 95
    assert figures["source_accuracy"] == 100


def test_a_folder_without_texts_is_named_in_one_line(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert "has no folder text/" in done.stderr
    assert "Traceback" not in done.stderr
