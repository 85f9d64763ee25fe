"""Score who-says-what on a corpus in brat standoff: attribution.py --root PATH --split train [--limit N].

The corpus lies as ROOT/SPLIT/text/NAME.txt with ROOT/SPLIT/attributions/NAME_ANNOTATOR.ann (``T`` lines
Source, Cue and Content with character offsets, ``E`` lines that join them); of several annotators the first
counts. PolNeAR has this form. Nothing of a corpus is kept in this project.

attribution_source_f1: predictions and gold are paired one to one where their contents share half of all
their words (their cues where gold has no content), and a pair counts when the sources share a word or both
are empty. content_token_f1: words that stand in any content. source_accuracy: pairs whose sources share a
word, of the pairs where gold has a source. All in percent over the whole split. documents_per_second is of
one core, reading and
parsing included. The last line printed is one JSON object of these four.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

Span = tuple[int, int]
Roles = dict[str, list[Span]]
Words = dict[str, frozenset[int]]
ROLES = ("source", "cue", "content")
# Half of the words of both contents together: the limit under which two annotators mean different statements.
SAME_CONTENT = 0.5


def read_gold(path: Path) -> list[Roles]:
    """Return the attributions of one annotation file: the spans of each role, as offsets into the text."""
    spans: dict[str, list[Span]] = {}
    joins: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if re.match(r"T\d+\t\w+ \d+ \d+", line):
            parts = fields[1].split(" ", 1)[1].split(";")
            spans[fields[0]] = [(int(a), int(b)) for a, b in (part.split() for part in parts)]
        elif re.match(r"E\d+\t", line):
            joins.append(fields[1].split())
    return [_joined(links, spans) for links in joins]  # an E line may stand before its T lines


def _joined(links: Iterable[str], spans: dict[str, list[Span]]) -> Roles:
    """Return the roles that one ``E`` line ("Source:T1 Cue:T2 Content:T3 Content2:T4") joins."""
    roles: Roles = {role: [] for role in ROLES}
    for link in links:
        name, _, target = link.partition(":")
        role = name.rstrip("0123456789").lower()
        if role in roles:
            roles[role].extend(spans.get(target, []))
    return roles


def words_of(roles: Roles, words: Sequence[Span]) -> Words:
    """Return for each role the numbers of the words that share a character with its spans."""
    return {
        role: frozenset(number for start, end in spans for number in _touched(words, start, end))
        for role, spans in roles.items()
    }


def _touched(words: Sequence[Span], start: int, end: int) -> range:
    """Return the numbers of the words that share a character with [start, end); ``words`` stand in order."""
    first = bisect_right(words, start, key=lambda word: word[1])
    return range(first, bisect_left(words, end, lo=first, key=lambda word: word[0]))


def pairs(predicted: Sequence[Words], gold: Sequence[Words]) -> list[tuple[int, int]]:
    """Return the one-to-one pairs of predicted and gold attributions, the most alike first."""
    alike: list[tuple[float, int, int]] = []
    for i, mine in enumerate(predicted):
        for j, theirs in enumerate(gold):
            role = "content" if theirs["content"] else "cue"
            together = len(mine[role] | theirs[role])
            share = len(mine[role] & theirs[role]) / together if together else 0.0
            if share >= SAME_CONTENT:
                alike.append((share, i, j))
    alike.sort(key=lambda item: -item[0])
    found: list[tuple[int, int]] = []
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in alike:
        if i not in left and j not in right:
            found.append((i, j))
            left.add(i)
            right.add(j)
    return found


def count(tally: Counter[str], predicted: Sequence[Words], gold: Sequence[Words]) -> None:
    """Add one document to the tally."""
    matched = pairs(predicted, gold)
    tally["predicted"] += len(predicted)
    tally["gold"] += len(gold)
    for i, j in matched:
        mine, theirs = predicted[i]["source"], gold[j]["source"]
        tally["right"] += bool(mine & theirs) or not (mine or theirs)
        tally["sourced"] += bool(theirs)
        tally["source right"] += bool(mine & theirs)
    said = frozenset[int]().union(*(item["content"] for item in predicted))
    true = frozenset[int]().union(*(item["content"] for item in gold))
    tally.update({"words both": len(said & true), "words predicted": len(said), "words gold": len(true)})


def f1(right: int, predicted: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall in percent, 0 when nothing is right."""
    return round(200 * right / (predicted + gold), 1) if right else 0.0


def score(root: Path, split: str, limit: int | None) -> tuple[Counter[str], int, float]:
    """Return the tally over the split, the number of documents, and the processor seconds the rules took."""
    from extractors.language import attributions, parse

    parse("The parser is loaded before the clock starts.")
    tally: Counter[str] = Counter()
    texts = sorted((root / split / "text").glob("*.txt"))[:limit]
    spent = 0.0
    for path in texts:
        text = path.read_bytes().decode("utf-8")
        began = time.process_time()
        found = attributions(text)
        spent += time.process_time() - began
        starts = [match.span() for match in re.finditer(r"\w+", text)]
        gold_file = sorted((root / split / "attributions").glob(f"{path.stem}_*.ann"))[0]
        mine: list[Roles] = [
            {"source": list(a.source), "cue": list(a.cue), "content": list(a.content)} for a in found
        ]
        count(tally, [words_of(a, starts) for a in mine], [words_of(a, starts) for a in read_gold(gold_file)])
    return tally, len(texts), spent


def main() -> int:
    """Score the split and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--root", type=Path, required=True, help="folder that holds the splits")
    parser.add_argument("--split", default="train")
    parser.add_argument("--limit", type=int, help="score only the first N documents")
    options = parser.parse_args()
    if not (options.root / options.split / "text").is_dir():
        parser.error(
            f"{options.root / options.split} has no folder text/: give the corpus's folder as --root"
        )
    tally, documents, spent = score(options.root, options.split, options.limit)
    print(f"documents {documents}, attributions predicted {tally['predicted']}, gold {tally['gold']}")
    print(f"paired with a right source {tally['right']}; gold pairs with a source {tally['sourced']}")
    figures = {
        "attribution_source_f1": f1(tally["right"], tally["predicted"], tally["gold"]),
        "content_token_f1": f1(tally["words both"], tally["words predicted"], tally["words gold"]),
        "source_accuracy": round(100 * tally["source right"] / max(tally["sourced"], 1), 1),
        "documents_per_second": round(documents / spent, 1) if spent else 0.0,
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
