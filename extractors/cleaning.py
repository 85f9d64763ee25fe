"""Clear a parsed page before the extractors see it, and note what on it is known not to be the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml import etree

from extractors.lines import words_of

# The extractors' time grows with the square of this: 50,000 paragraphs took them a minute, 10,000 take three
# seconds. The longest live blog seen has 2,000.
MAX_ELEMENTS = 10_000
_TEXT_TAGS = ("p", "a", "li", "div", "span", "tr", "td", "h2", "h3", "section", "br", "b", "i", "font")
# Never text, whatever their size.
_SILENT = ("script", "style", "noscript", "svg", "template", "iframe", "object", "math")
# Beside the text when small: a whole page can stand inside one form (old ASP.NET) or in one aside.
_BESIDE = ("figcaption", "aside", "nav", "footer", "form", "button", "select", "dialog")
_SMALL = 3_000
_SHARE = 0.3
# A caption is a sentence or three; what is longer under such a class is a photo essay's own text.
_CAPTION_LENGTH = 700
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:wp-)?captions?|caption-?text|cutline|photo-?by|copyright|credits?|photographer|"
    r"(?:image|img|photo|picture|media|video|gallery|slide|figure)-?_?"
    r"(?:captions?|credits?|description|desc|info|meta|text|title|legend|source))(?:[\s_-]|$)",
    re.IGNORECASE,
)
_BESIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|sign-?up|subscribe|subscription|related|recommended|recommendations|"
    r"read-?(?:more|next|also)|see-?also|more-?(?:on|from|stories|news)|most-?(?:read|popular|viewed)|"
    r"trending|promos?|promoted|adverts?|advertisement|sponsored|share|sharing|social|comments?|breadcrumbs?|cookies?|"
    r"consent|author-?(?:bio|box|info)|tags?|toolbar|disqus|outbrain|taboola|teasers?)(?:[\s_-]|$)",
    re.IGNORECASE,
)
# Themes put such classes on whole articles too: only a short block or one made of links is an aside.
_SHORT_ASIDE = 250
_LINK_SHARE = 0.4
_LAYOUT_CELL = 600
_BOX_TAGS = frozenset({"div", "span", "td", "center", "a", "dl", "dd", "dt", "figure", "li", "section"})
_BOX_REACH = 4
_BOX_TEXT = 300
_ENOUGH_TEXT = 800
_TEXT_CLASS = re.compile(r"body|content|article|story|post|entry|text", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PICTURES = ("img", "picture", "video", "amp-img")
# Beside a lone link stand at most an icon and a line break.
_FEW = 3
_BLOCKS = frozenset({"p", "li", "div", "h2", "h3", "h4", "h5", "h6", "td", "section", "blockquote"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the page itself shows not to be body text, each as ``key_of`` its text.

    ``captions`` belong to pictures, ``links`` are blocks that are nothing but one link, ``menu`` are
    the texts of all links, ``headlines`` are the page's titles.
    """

    captions: frozenset[str]
    links: frozenset[str]
    menu: frozenset[str]
    headlines: frozenset[str]


def key_of(text: str) -> str:
    """The words of a text, lower case, joined by single spaces: how lines are compared."""
    return " ".join(words_of(text))


def recognise(tree: lxml.html.HtmlElement) -> Known:
    """Return what the page shows not to be body text; changes nothing."""
    return Known(
        captions=frozenset(_captions(tree)) - {""},
        links=frozenset(_link_blocks(tree)) - {""},
        menu=frozenset(key_of(link.text_content()) for link in tree.iter("a")),
        headlines=frozenset(headlines_of(tree)) - {""},
    )


def shorten(tree: lxml.html.HtmlElement) -> None:
    """Cut a page after ``MAX_ELEMENTS`` of the elements that hold text, in place; no article is that long."""
    for node in list(tree.iter(*_TEXT_TAGS))[MAX_ELEMENTS:]:
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


def unfold_layout_tables(tree: lxml.html.HtmlElement) -> None:
    """Make boxes of the tables that hold a page's layout, in place; tables of data stay.

    Old sites put the whole page into one row: trafilatura then returns menu and article as one line.
    """
    for table in list(tree.iter("table")):
        if any(_is_layout(cell) for cell in table.iter("td")):
            for node in list(table.iter("table", "tbody", "thead", "tr", "td", "th")):
                node.tag = "div"


def _is_layout(cell: lxml.html.HtmlElement) -> bool:
    """A cell that holds text broken into lines or paragraphs, longer than any figure or name."""
    return text_length(cell) > _LAYOUT_CELL and next(cell.iter("br", "p", "h1", "h2"), None) is not None


def clear_by_tag(tree: lxml.html.HtmlElement) -> None:
    """Remove scripts, figures' captions, menus, footers and forms, in place."""
    etree.strip_elements(tree, *_SILENT, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    _drop(tree, list(tree.iter(*_BESIDE)))


def clear_by_class(tree: lxml.html.HtmlElement) -> None:
    """Remove what its class or style shows to be beside the article, in place."""
    _drop(tree, [*_caption_nodes(tree), *_hidden(tree), *_asides(tree)])


def _drop(tree: lxml.html.HtmlElement, nodes: list[lxml.html.HtmlElement]) -> None:
    limit = min(_SMALL, _SHARE * text_length(tree))
    for node in nodes:
        if node.getparent() is not None and text_length(node) <= limit:
            node.drop_tree()


def text_length(node: lxml.html.HtmlElement) -> int:
    """Characters of text in an element, without what is in comments."""
    return len(node.text_content())


def _captions(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for node in _caption_nodes(tree):
        yield key_of(node.text_content())
        yield from (key_of(part.text_content()) for part in node.iter("p", "span", "div", "em", "small"))


def _caption_nodes(tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    for node in tree.iter("figcaption", "figure"):
        if (node.tag == "figcaption" or _has_picture(node)) and text_length(node) <= _CAPTION_LENGTH:
            yield node
    for node in tree.iterfind(".//*[@class]"):
        if _CAPTION_CLASS.search(node.get("class", "")) and text_length(node) <= _CAPTION_LENGTH:
            yield node

    yield from _picture_boxes(tree)


def _picture_boxes(tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """Unmarked boxes that hold a picture and a line or two: the smallest around it with any text.

    On a page with little other text that line may be all there is of the article: then there are no boxes.
    """
    if sum(len(node.text_content()) for node in tree.iter("p")) < _ENOUGH_TEXT:
        return
    for picture in tree.iter(*_PICTURES):
        box = picture.getparent()
        for _ in range(_BOX_REACH):
            if box is None or box.tag not in _BOX_TAGS or _begins(box):
                break
            box = box.getparent()
        if (
            box is not None
            and box.tag in _BOX_TAGS
            and 0 < _begins(box) <= _BOX_TEXT
            and not _holds_text(box)
        ):
            yield box
        elif box is not None and box.tag == "p":
            yield from _slanted(box)


def _slanted(paragraph: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """A picture's paragraph, or the one after it, when all that it says is in italics or small print."""
    caption = paragraph if _begins(paragraph) else paragraph.getnext()
    if caption is None or caption.tag != "p" or not 0 < _begins(caption) <= _BOX_TEXT:
        return
    slanted = sum(_begins(node) for node in caption if node.tag in ("em", "i", "small"))
    if slanted == _begins(caption):
        yield caption


def _begins(node: lxml.html.HtmlElement) -> int:
    """Characters of text in a node, counted no further than a caption can be long."""
    length = 0
    for text in node.itertext():
        length += len(text.strip())
        if length > _BOX_TEXT:
            break
    return length


def _holds_text(box: lxml.html.HtmlElement) -> bool:
    """Whether the box is the article's own: it has a headline, several paragraphs or a telling name."""
    names = f"{box.get('class', '')} {box.get('id', '')} {box.get('itemprop', '')}"
    several = len(box.findall(".//p")) > 1
    return several or next(box.iter("h1", "h2"), None) is not None or bool(_TEXT_CLASS.search(names))


def _has_picture(node: lxml.html.HtmlElement) -> bool:
    return next(node.iter(*_PICTURES), None) is not None


def _hidden(tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    for node in tree.xpath("//body//*[@hidden or @style]"):
        if node.get("hidden") is not None or _HIDDEN_STYLE.search(node.get("style", "")):
            yield node


def _asides(tree: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    for node in tree.xpath("//body//*[@class or @id]"):
        if node.tag in ("main", "article", "p", "h1"):
            continue
        if _BESIDE_CLASS.search(f"{node.get('class', '')} {node.get('id', '')}") and _is_aside(node):
            yield node


def _is_aside(node: lxml.html.HtmlElement) -> bool:
    length = text_length(node)
    return length <= _SHORT_ASIDE or sum(map(text_length, node.iter("a"))) >= _LINK_SHARE * length


def _link_blocks(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Blocks that hold one link and no other word: teasers between the paragraphs."""
    for link in tree.iter("a"):
        node = link
        while (parent := node.getparent()) is not None and _is_alone(node, parent):
            node = parent
        if node.tag in _BLOCKS:
            yield key_of(link.text_content())


def _is_alone(node: lxml.html.HtmlElement, parent: lxml.html.HtmlElement) -> bool:
    """Whether ``parent`` holds no text but that of ``node``.

    Its children are walked from the node and never counted: counting them for each of 50,000 links in one
    block took three minutes.
    """
    texts = [parent.text, node.tail]
    for step in (type(node).getprevious, type(node).getnext):
        one = step(node)
        for _ in range(_FEW):
            if one is None:
                break
            texts += [one.text, one.tail]
            one = step(one)
        if one is not None:
            return False
    return not any(text and text.strip() for text in texts)


def headlines_of(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """The page's titles as ``key_of`` them: its h1, its title and what it tells other sites to call it."""
    for node in tree.iter("h1", "title"):
        yield key_of(node.text_content())
    for value in tree.xpath("//meta[@property='og:title' or @name='twitter:title']/@content"):
        yield key_of(str(value))
