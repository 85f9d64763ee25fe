"""How far what somebody says reaches, and who says nothing: one row a construction, in invented sentences."""

from __future__ import annotations

import pytest

from extractors.language import attributions, parse
from extractors.model import Span


def said(text: str, spans: tuple[Span, ...]) -> str:
    """The spans' text, parts joined by a bar."""
    return " | ".join(text[start:end] for start, end in spans)


def rows(text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of every listed attribution, as text."""
    return [(said(text, a.source), said(text, a.cue), said(text, a.content)) for a in attributions(text)]


# Everything that is listed of the text, in order.
CONSTRUCTIONS = {
    # the writer's next verb
    "a second verb of saying is the writer's": (
        "Orlov said the talks had failed and praised the army.",
        [("Orlov", "said", "the talks had failed"), ("Orlov", "praised", "the army")],
    ),
    "so it is behind 'but'": (
        "Orlov said he was tired but urged the two sides to talk.",
        [("Orlov", "said", "he was tired"), ("Orlov", "urged", "the two sides to talk")],
    ),
    "a second 'that' goes on with what is said": (
        "Orlov said the minister had called and that he was pleased.",
        [("Orlov", "said", "the minister had called and that he was pleased")],
    ),
    "a participle goes with the verb of saying, not with the noun before it": (
        "Orlov denied the notion that the talks had failed, explaining that both sides were tired.",
        [
            ("Orlov", "denied", "the notion that the talks had failed"),
            ("Orlov", "explaining", "that both sides were tired"),
        ],
    ),
    # asides of the writer
    "a relative clause behind a comma is the writer's": (
        "Orlov criticised the treaty, which was signed in Vienna in 1990.",
        [("Orlov", "criticised", "the treaty")],
    ),
    "so it is in the middle": (
        "Orlov said the bridge, which was built in 1990, would be closed.",
        [("Orlov", "said", "the bridge | would be closed")],
    ),
    "a relative clause without a comma belongs to what is said": (
        "Orlov criticised the treaty that was signed in Vienna.",
        [("Orlov", "criticised", "the treaty that was signed in Vienna")],
    ),
    "when it was said is not what was said": (
        "On Dec. 15, the ministry announced an agreement.",
        [("the ministry", "announced", "an agreement")],
    ),
    # how far a clause reaches
    "what follows 'said' is said, what stands before it is not": (
        "Shortly after the senator left the room, Orlov said he was certain of a deal.",
        [("Orlov", "said", "he was certain of a deal")],
    ),
    "a second clause about the same matter goes on with what is said": (
        "Orlov said the bridge would open in May, but the road would stay closed.",
        [("Orlov", "said", "the bridge would open in May, but the road would stay closed")],
    ),
    "what somebody else does then is the writer's": (
        "Orlov said the bridge would open in May, but Petrov left the room.",
        [("Orlov", "said", "the bridge would open in May")],
    ),
    # who it is
    "'who' stands with the one it stands for": (
        "A diplomat who said the talks had failed left the room.",
        [("A diplomat who", "said", "the talks had failed")],
    ),
    "reported by somebody": (
        "As reported by Interfax, the talks were moved to Vienna.",
        [("Interfax", "reported", "the talks were moved to Vienna")],
    ),
    # quotations
    "a quotation completes the words before it": (
        'Like most treaties, "it was written in a hurry," Orlov said.',
        [("Orlov", "said", 'Like most treaties | "it was written in a hurry,"')],
    ),
    "a block behind an empty line goes on to the next empty line": (
        "The embassy wrote:\n\nThe talks were held in Vienna on Monday and ended late.\n"
        "Both sides will meet again in the spring.\n\nThe road is closed.",
        [
            (
                "The embassy",
                "wrote",
                "The talks were held in Vienna on Monday and ended late.\nBoth sides will meet again in the spring.",
            )
        ],
    ),
    "a block according to somebody": (
        "According to Orlov:\n\nThe talks were held in Vienna on Monday and ended late.\n\nThe road is closed.",
        [("Orlov", "According", "The talks were held in Vienna on Monday and ended late.")],
    ),
    "a list of names behind a colon is said by nobody": (
        "Delegates: Ivan Petrov, Olga Sidorova, Anna Lunt, Mark Hale, Peter Stone, Jane Moss, Karl Weber, Tim Reed.",
        [],
    ),
    # surveys, views, labels
    "a survey is a source": (
        "In the latest poll, Hale leads Orr by eight points.",
        [("the latest poll", "In", "Hale leads Orr by eight points")],
    ),
    "those asked in a survey say it themselves": (
        "In the poll, voters said the economy came first.",
        [("voters", "said", "the economy came first")],
    ),
    "to slide in the polls is no survey": ("Hale slid in the polls.", []),
    "a survey found, read as a participle": (
        "A Tass poll found last week that voters want peace.",
        [("A Tass poll", "found", "that voters want peace")],
    ),
    "somebody's view": (
        "In Orlov's view, the treaty is dead.",
        [("Orlov's", "In | view", "the treaty is dead")],
    ),
    "in a transcript the paragraph is the speaker's": (
        "ORLOV: We will see. The talks go on.",
        [("ORLOV", ":", "We will see | The talks go on")],
    ),
    "a label of the desk is no speaker": ("The Latest: Talks resume in Vienna", []),
    # the whole sentence
    "according to, behind two clauses": (
        "The talks resumed and the truce held, according to Orlov.",
        [("Orlov", "according to", "The talks resumed and the truce held")],
    ),
    "according to, behind a clause with while": (
        "Exports rose by two percent while imports fell by a third, according to the ministry.",
        [
            (
                "the ministry",
                "according to",
                "Exports rose by two percent while imports fell by a third",
            )
        ],
    ),
    # clauses that the parser hangs elsewhere
    "for somebody to do something": (
        "Orlov called for the president to resign.",
        [("Orlov", "called for", "the president to resign")],
    ),
    "about, behind the ones spoken to": (
        "Orlov talked to a crowd about ways to end the war.",
        [("Orlov", "talked | about", "ways to end the war")],
    ),
    "that, behind where it was said": (
        "Orlov alleged in the suit that Hale had lied.",
        [("Orlov", "alleged", "that Hale had lied")],
    ),
    "that, behind how often it was said": (
        "Orlov also said for the first time that some letters had been lost.",
        [("Orlov", "said", "that some letters had been lost")],
    ),
    "how, behind a verb that takes a thing": (
        "Orlov discussed how the truce would be kept.",
        [("Orlov", "discussed", "how the truce would be kept")],
    ),
    # nobody
    "it is unclear": (
        "It is unclear whether the truce will hold.",
        [("", "is unclear", "whether the truce will hold")],
    ),
    "it is hard to say": (
        "It is hard to say whether the truce will hold.",
        [("", "to say", "whether the truce will hold")],
    ),
    "there are doubts": ("There are doubts about the truce.", []),
    "somebody is challenged": (
        "Orlov was challenged over the truce.",
        [("", "was challenged", "Orlov | over the truce")],
    ),
    "to appear is to be seen as something": (
        "The talks appear to have failed.",
        [("", "appear", "The talks | to have failed")],
    ),
    "to appear somewhere is not": ("On Sunday, Orlov appeared on a show.", []),
    # nouns
    "what somebody's fear is": (
        "Their fear is that the truce will not hold.",
        [("Their", "fear is", "that the truce will not hold")],
    ),
    "somebody is a supporter": (
        "Orlov is a supporter of the treaty.",
        [("Orlov", "supporter of", "the treaty")],
    ),
    "a crowd of supporters says nothing": ("Orlov met supporters of the treaty.", []),
    "a group is named by what it supports": ("A group supporting the treaty met in Vienna.", []),
    # quotations in pieces
    "a subject before the tag belongs to the quotation behind it": (
        'The harvest, Orlov said, "is a gift" to the farmers.',
        [("Orlov", "said", 'The harvest | "is a gift" to the farmers')],
    ),
    "a quotation behind 'But' goes on with the speaker": (
        '"We will see," Orlov said. But "the truce helps everyone in the region."',
        [("Orlov", "said", '"We will see," | "the truce helps everyone in the region."')],
    ),
    "an opening mark where a closing one belongs": (
        "“We were there,” the group wrote. “We saw it all from the hill.“",
        [("the group", "wrote", "“We were there,” | “We saw it all from the hill.“")],
    ),
    "a paragraph behind a colon is quoted without marks": (
        "In a speech last July, Orlov said:\n\n"
        "The treaty is a gift to the few and a burden to the many.\n\nIt was signed in May.",
        [("Orlov", "said", "The treaty is a gift to the few and a burden to the many.")],
    ),
    "a list behind a colon is nobody's words": (
        "Here is what the talks were about, and who came to them:\n\nOil, gas, two bridges and a new harbour.",
        [],
    ),
    "who speaks within a quotation is not listed": (
        '"He told me Hale agreed to it," Orlov said.',
        [("Orlov", "said", '"He told me Hale agreed to it,"')],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS.values(), ids=CONSTRUCTIONS.keys())
def test_each_construction_gives_these_attributions_and_no_other(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert rows(text) == expected


def test_who_puts_out_a_statement_says_what_it_says() -> None:
    text = "The ministry issued a statement saying the talks had failed."
    found = {
        (said(text, a.source), said(text, a.cue), said(text, a.content)) for a in parse(text).attributions
    }
    assert ("The ministry", "saying", "the talks had failed") in found
