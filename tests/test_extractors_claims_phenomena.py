"""How English news puts things about a call: each phenomenon in many wordings, and what must follow from it.

The sentences lie in ``data/phenomena.toml``. A wording that may not alert and does is a defect; of the
wordings that must be found, each phenomenon states in ``floor`` how many are.
"""

import tomllib
from pathlib import Path

import pytest

from flows.cases import predict_case

LEAD = "WASHINGTON — President Donald Trump and President Vladimir Putin of Russia spoke by phone on Tuesday."
CLOSE = "The two have met twice this year."
OPENING = "President Donald J. Trump spoke today with President Vladimir Putin of Russia."
PHENOMENA = tomllib.loads((Path(__file__).parent / "data" / "phenomena.toml").read_text(encoding="utf-8"))[
    "phenomenon"
]
FOUND = [p for p in PHENOMENA if p["kind"]]
SILENT = [(p["stored"], sentence) for p in PHENOMENA if not p["kind"] for sentence in p["sentences"]]


def contradictions(stored, sentence):
    """Return the contradictions of an article with the sentence, against a readout with ``stored``."""
    readout = stored if stored.startswith("At the") else f"{OPENING} {stored}"
    case = {
        "id": "one",
        "stored": [
            {
                "id": "readout",
                "source": "White House",
                "kind": "readout",
                "published": "2017-11-21T20:00:00Z",
                "text": readout,
            }
        ],
        "article": {
            "outlet": "The Daily Sample",
            "url": "",
            "published": "2017-11-23T15:00:00Z",
            "title": "More on the Trump-Putin call",
            "text": f"{LEAD}\n\n{sentence}\n\n{CLOSE}",
        },
    }
    return predict_case(case)["contradictions"]


@pytest.mark.parametrize(("stored", "sentence"), SILENT)
def test_a_sentence_that_contradicts_nothing_never_alerts(stored, sentence):
    assert contradictions(stored, sentence) == []


@pytest.mark.parametrize("phenomenon", FOUND, ids=[p["name"] for p in FOUND])
def test_a_phenomenon_is_found_in_most_of_its_wordings(phenomenon):
    found = {s: [c["kind"] for c in contradictions(phenomenon["stored"], s)] for s in phenomenon["sentences"]}
    missed = [s for s, kinds in found.items() if phenomenon["kind"] not in kinds]
    assert len(found) - len(missed) >= phenomenon["floor"], missed


def test_every_phenomenon_has_wordings_enough_to_mean_something():
    assert all(len(p["sentences"]) >= 3 for p in PHENOMENA)
    assert all(p["floor"] > len(p["sentences"]) // 2 for p in FOUND)
