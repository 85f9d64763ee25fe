"""Speakers that the parser loses, and clauses that a quotation completes: who said what is found all the same."""

import pytest

from extractors.language import attributions

CASES = {
    "a speaker behind a name, taken for an apposition": (
        "Mr. Lind agreed to nothing in his talk with Oskar Berg, a senior harbour official said Monday, adding "
        "that both had been polite.",
        "a senior harbour official",
        "Mr. Lind agreed to nothing in his talk with Oskar Berg",
    ),
    "several speakers behind a name": (
        "Berg raised the tolls with Lind, two people familiar with the matter said.",
        "two people familiar with the matter",
        "Berg raised the tolls with Lind",
    ),
    "a clause that a quotation completes, the tag behind": (
        'The two mayors discussed "a range of topics from tolls to ferries," the harbour office said, using its '
        "usual phrase.",
        "the harbour office",
        'The two mayors discussed "a range of topics from tolls to ferries,"',
    ),
    "a name that is a true apposition stays one": (
        "Berg met Lind, a senior harbour official, on Monday.",
        "",
        "",
    ),
}


@pytest.mark.parametrize(("text", "source", "content"), CASES.values(), ids=CASES.keys())
def test_who_said_what(text: str, source: str, content: str) -> None:
    """The source and what it vouches for, as they stand in the text; "" where nobody says anything."""
    found = {
        (" ".join(text[s:e] for s, e in one.source), " ".join(text[s:e] for s, e in one.content))
        for one in attributions(text)
    }
    if source:
        assert (source, content) in found, found
    else:
        assert not any(who.startswith("a senior") for who, _ in found), found
