"""One of several writers on one store, run as a process by test_store_two_writers.py.

    python tests/two_writers.py STORE NAME

Prints one JSON object: what it was told is new.
"""

import datetime as dt
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.duplicates import find_duplicate
from extractors.model import Article, Entry, Source
from store import repository as verbs
from store.engine import open_store, writing
from tests.model_makers import CALL, claim, readout, relation
from tests.news_maker import news_texts

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
STORIES = 40
# Forty stories would never reach the usual merge of the index of copies.
MERGE_EVERY = 4


def main(url: str, name: str) -> None:
    """Do the work of one pass, story by story, and tell what was new."""
    engine = open_store(url, busy_seconds=60, merge_every=MERGE_EVERY)
    with writing(engine) as connection:
        ids = verbs.remember_sources(connection, [Source("herald", "https://herald.example/")], now=NOW)
        verbs.add_call(connection, CALL, now=NOW)
    new = {"entries": [], "articles": [], "relations": [], "leases": []}
    for number, text in enumerate(news_texts(5, STORIES, 80)):
        with writing(engine) as connection:
            entries = [Entry(f"{key}", f"https://herald.example/{key}") for key in (number, number + 1)]
            new["entries"] += [
                entry.entry.key for entry in verbs.add_entries(connection, ids["herald"], entries, now=NOW)
            ]
        with writing(engine) as connection:
            held = verbs.LookUp(connection)
            finding = find_duplicate(
                text, common=held.common, candidates=held.candidates, foresee=held.foresee
            )
            added = verbs.add_article(
                connection,
                Article(text),
                canonical_url=f"https://herald.example/{number}",
                fingerprint=finding.fingerprint,
                now=NOW,
            )
            if added.new:
                new["articles"].append(number)
                verbs.index_article(connection, added.article_id, finding.to_index, now=NOW)
            verbs.add_evidence(
                connection, url=f"https://herald.example/{number}", body=text.encode(), fetched_at=NOW
            )
            said = claim(text[:20], end=20)
            made = relation(said, said, readout(said, text=text))
            [row] = verbs.add_relations(connection, [made], version_id=added.version_id, now=NOW)
            new["relations"] += [number] if row.new else []
        with writing(engine) as connection:
            if verbs.acquire_lease(connection, f"story {number}", name, now=NOW, seconds=60):
                new["leases"].append(number)
    print(json.dumps(new))


if __name__ == "__main__":
    main(*sys.argv[1:])
