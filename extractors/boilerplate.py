"""Lines that stand on a page without being the article: notices, invitations, captions."""

from __future__ import annotations

import re
from collections.abc import Iterable

import lxml.html

# Longer lines are sentences of the article, whatever words they begin with.
_LONGEST = 140
_PATTERNS = (
    r"advertisement|sponsored( content)?|share( this)?( (article|story))?|comments?( \(\d+\))?|related( (articles|stories))?",
    r"(read|see|watch|listen|find out|learn) (more|also|next)\b.*",
    r"(sign up|subscribe|register|log in|sign in|join)\b.{0,100}(newsletter|email|inbox|free|updates|today|now|account|here).*",
    r"follow us\b.*|follow .{2,60} on (twitter|x|facebook|instagram|telegram|youtube|whatsapp).*",
    r"(photo|image|picture|photograph|video|credit|illustration|фото|видео)( credits?| source)?\s?(by|:|courtesy)\b.{0,100}",
    r"(copyright|©|\(c\))\s.{0,120}|all rights reserved.*",
    r"\d{1,3} min(ute)?s? read|(last )?updated:? .{4,40}|published:? .{4,40}",
    r"(click|tap) (here|to) .{0,80}|skip to .{0,40}|back to top|print|email|save|tweet|whatsapp|facebook|twitter|telegram",
    r"(story|article) continues (below|after) .{0,40}|continue reading.{0,60}|don't miss:?.{0,100}|most (read|popular)",
    r"читайте также.{0,120}|подписывайтесь.{0,120}|реклама|поделиться|по теме",
)
_BOILERPLATE = re.compile(rf"(?:{'|'.join(_PATTERNS)})[.!:…]*", re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is a plain notice of the page and no sentence of the article."""
    return len(line) <= _LONGEST and _BOILERPLATE.fullmatch(line.strip()) is not None


def page_captions(tree: lxml.html.HtmlElement) -> Iterable[str]:
    """The texts of the page's picture captions."""
    for node in tree.iter("figcaption"):
        yield " ".join(node.text_content().split())
