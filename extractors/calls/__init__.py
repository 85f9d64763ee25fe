"""Which call a story, and each sentence of it, is about. Dates are local to Washington; nothing is looked up.

A story may tell of several conversations: the one it is about, older ones in background paragraphs, calls
with other leaders on the same day. Every sentence is linked on its own.

The parts, each built on those before it: ``words`` (what names a call), ``anchors`` (what a day hangs on),
``naming`` (whose conversation a sentence names), ``telling`` (both for a whole story), ``main_call`` (the day
the story is about), ``sentences`` (the call of each sentence), ``story`` (all of it, as other packages use it)
and ``documents`` (pages that are linked whole).
"""

from extractors.calls.documents import readout_date, unread_call_date
from extractors.calls.sentences import SentenceCall
from extractors.calls.story import Story, read_story
from extractors.calls.words import both_words, call_words

__all__ = [
    "SentenceCall",
    "Story",
    "both_words",
    "call_words",
    "read_story",
    "readout_date",
    "unread_call_date",
]
