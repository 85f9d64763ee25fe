"""Body text on the article-extraction-benchmark, beside four rivals, by its own definition of score.

    python benchmarks/extraction.py --root PATH [--only NAME] [--worst N]

PATH is a checkout of scrapinghub/article-extraction-benchmark (html/*.gz and ground-truth.json). Times are of
one process on one core, the page's bytes already in memory. ``newspaper4k_style`` is newspaper3k with the two
things its successor does by default: loose text kept, and a page cleared of figures, menus and forms first.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import html_text
import lxml.html
import newspaper
import trafilatura
from newspaper.parsers import Parser
from readability import Document

PLAIN_TEXT_TO_PARA = Parser.__dict__["textToPara"]  # taken before the project mends it
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.articles import read_article  # noqa: E402

MENDED_TEXT_TO_PARA = Parser.__dict__["textToPara"]
TOKEN = re.compile(r"\w+")
Counts = tuple[float, float, float]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The four-token runs of a text with their counts; a shorter text is one run."""
    tokens = TOKEN.findall(text)
    runs = (tuple(tokens[at : at + 4]) for at in range(max(1, len(tokens) - 3)))
    return Counter(run for run in runs if run)


def page_counts(true: str, found: str) -> Counts:
    """Right, extra and missed runs as shares of the page, so long pages weigh no more."""
    gold, got = shingles(true), shingles(found)
    hit = sum((gold & got).values())
    counts = (hit, sum(got.values()) - hit, sum(gold.values()) - hit)
    total = sum(counts)
    return tuple(one / total for one in counts) if total else (0.0, 0.0, 0.0)  # type: ignore[return-value]


def ratio(hit: float, missed: float) -> float:
    """Share of ``hit``; nothing to find and nothing found is right."""
    return hit / (hit + missed) if hit + missed else 1.0


def scores(pages: list[Counts]) -> tuple[float, float, float]:
    """F1 of the mean precision and mean recall over pages, and both means."""
    precision = statistics.mean(
        1.0 if fp == fn == 0 else ratio(tp, fp) for tp, fp, fn in pages if tp + fp > 0
    )
    recall = statistics.mean(1.0 if fp == fn == 0 else ratio(tp, fn) for tp, fp, fn in pages if tp + fn > 0)
    return 2 * precision * recall / (precision + recall), precision, recall


def newspaper_text(html: str, repair: bool) -> str:
    Parser.textToPara = MENDED_TEXT_TO_PARA if repair else PLAIN_TEXT_TO_PARA
    config = newspaper.Config()
    config.fetch_images = config.memoize_articles = False
    article = newspaper.Article("http://page.invalid/", config=config)
    try:
        article.download(input_html=html)
        article.parse()
        return str(article.text)
    finally:
        Parser.textToPara = MENDED_TEXT_TO_PARA


def cleared(html: str) -> str:
    tree = lxml.html.fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    for node in tree.xpath("//figcaption|//aside|//nav|//footer|//form|//button|//noscript|//svg|//iframe"):
        if node.getparent() is not None and len(node.text_content()) < 3_000:
            node.drop_tree()
    return lxml.html.tostring(tree, encoding="unicode")


EXTRACTORS: dict[str, Callable[[bytes], str]] = {
    "readout_watch": lambda html: read_article(html, "").text,
    "newspaper3k": lambda html: newspaper_text(html.decode(), repair=False),
    "newspaper4k_style": lambda html: newspaper_text(cleared(html.decode()), repair=True),
    "trafilatura": lambda html: trafilatura.extract(html.decode(), include_comments=False) or "",
    "readability": lambda html: str(
        html_text.extract_text(Document(html.decode()).summary(html_partial=True))
    ),
}


def measured(
    extract: Callable[[bytes], str], pages: dict[str, bytes], gold: dict[str, str]
) -> tuple[dict[str, float], dict[str, Counts]]:
    """Figures of one extractor over all pages; a page it fails on counts as empty."""
    counts, exact, spent, failed = {}, 0, 0.0, 0
    for key, html in pages.items():
        begun = time.process_time()
        try:
            text = extract(html)
        except Exception:
            text, failed = "", failed + 1
        spent += time.process_time() - begun
        counts[key] = page_counts(gold[key], text)
        exact += TOKEN.findall(gold[key]) == TOKEN.findall(text)
    f1, precision, recall = scores(list(counts.values()))
    figures = {"f1": f1, "accuracy": exact / len(pages), "pages_per_second": len(pages) / spent}
    figures |= {"precision": precision, "recall": recall, "failed": failed}
    return {name: round(value, 4) for name, value in figures.items()}, counts


def page_f1(counts: Counts) -> float:
    hit, extra, missed = counts
    return 2 * hit / (2 * hit + extra + missed) if sum(counts) else 1.0


def main() -> int:
    """Run every extractor on the same pages in one process and print one table and one JSON line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--root", type=Path, required=True, help="checkout of article-extraction-benchmark")
    parser.add_argument("--only", choices=sorted(EXTRACTORS), help="run one extractor")
    parser.add_argument("--worst", type=int, default=0, help="list the N worst pages of the first extractor")
    given = parser.parse_args()
    if not (given.root / "ground-truth.json").is_file():
        print(f"{given.root}: holds no ground-truth.json; give a checkout of the benchmark", file=sys.stderr)
        return 2
    truth = json.loads((given.root / "ground-truth.json").read_text(encoding="utf-8"))
    gold = {key: item.get("articleBody", "") for key, item in truth.items()}
    pages = {key: gzip.decompress((given.root / "html" / f"{key}.html.gz").read_bytes()) for key in gold}
    EXTRACTORS["readout_watch"](next(iter(pages.values())))  # imports and caches are not the page's time
    table: dict[str, dict[str, float]] = {}
    for name in [given.only] if given.only else EXTRACTORS:
        table[name], counts = measured(EXTRACTORS[name], pages, gold)
        print(f"{name:18}", "  ".join(f"{key} {value:.4f}" for key, value in table[name].items()), flush=True)
        for key in sorted(counts, key=lambda key: page_f1(counts[key]))[: given.worst]:
            print(
                f"    {page_f1(counts[key]):.3f} {key} extra {counts[key][1]:.3f} missed {counts[key][2]:.3f}"
            )
    own = table.get("readout_watch", {})
    print(
        json.dumps(own | {"rivals": {key: value for key, value in table.items() if key != "readout_watch"}})
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
