"""The one address under which a story is known, whatever copy of its address a feed carries.

The canonical address is a key, never a link: keep the published address beside it. Two addresses of one
page that stay apart cost a second look at a text that the duplicate index then recognises; two stories
under one key lose the second. So every rule here drops only what names the way to a page, not the page.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from url_normalize import url_normalize

# Names of the way a reader came, or of the form of the page; none of them names a story by itself.
_TRACKERS = re.compile(
    r"utm_.*|at_.*|ns_.*|wt_mc.*|wt\.mc.*|mc_(cid|eid)|guce_.*|guccounter|(fb|g|d|ms|y|tw|wbra|gbra)clid|gclsrc"
    r"|igshid|igsh|cmp|cmpid|icid|ocid|xtor|ftag|ito|sref|taid|spm|s_kwcid|smid|smtyp|_r|_hsenc|_hsmi|mkt_tok"
    r"|ref_src|ref_url|referrer|referer|outputtype|amp|_amp|share|rct|usg|ved|xid",
    re.IGNORECASE,
)
# These name a way in most places and a story in some, where they then carry a number: _names_a_story.
_DOUBTFUL = frozenset(
    ["ref", "src", "source", "feature", "partner", "print", "output", "rss", "from", "share"]
)
# Hosts that serve one site under several names. Language labels (en., ru.) are other pages and stay.
_SAME_SITE = frozenset({"www", "www2", "m", "mobile", "amp"})
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})
# Addresses that carry the real one in a parameter: (host, path, parameter).
_WRAPPERS = (
    (re.compile(r"(www\.)?google\.[a-z.]+"), "/url", ("url", "q")),
    (re.compile(r"lm?\.facebook\.com"), "/l.php", ("u",)),
    (re.compile(r"(www\.)?bing\.com"), "/news/apiclick.aspx", ("url",)),
)
_AMP_CACHE = re.compile(r"(?:.+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)")
_AMP_CACHE_PATH = re.compile(r"/[cvi]/(s/)?(?P<inner>[^/]+\..*)")
_AMP_VIEWER_PATH = re.compile(r"/amp/(?P<s>s/)?(?P<inner>[^/]+\..*)")
_INDEX = re.compile(r"/(index|default)\.(html?|php|aspx?|jsp)$", re.IGNORECASE)
_FORM = re.compile(r"^/amp(?=/.)|/amp$|\.amp(?=\.html?$|$)")
# Addresses that url-normalize leaves as they are, nine in ten: it takes as long as hashing the whole text.
_PLAIN = re.compile(
    r"https?://(?!.{250})[a-z0-9]{1,30}(-[a-z0-9]{1,30})?(\.[a-z0-9]{1,30}(-[a-z0-9]{1,30})?){1,5}"
    r"(/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)+/?(\?[A-Za-z0-9_]+=[A-Za-z0-9_-]+(&[A-Za-z0-9_]+=[A-Za-z0-9_-]+)*)?"
)
# A wrapper inside a wrapper was seen; more than three is somebody playing.
_MOST_WRAPPERS = 3


def canonical_url(url: str) -> str:
    """The key of the page behind ``url``: the same for every address of it, another for every other page.

    Never raises; what is no http(s) address comes back stripped of white space and otherwise as it is.
    """
    address = url.strip()
    try:
        for _ in range(_MOST_WRAPPERS):
            inner = _unwrapped(address)
            if inner == address:
                break
            address = inner
        if urlsplit(address).scheme.lower() not in ("http", "https") or not urlsplit(address).hostname:
            return address
        return _canonical(address)
    except (ValueError, UnicodeError):
        return address


def _canonical(address: str) -> str:
    # url-normalize also turns "#!story/12", where an application names the story, into a parameter
    parts = urlsplit(address if _PLAIN.fullmatch(address) else str(url_normalize(address)))
    host = _site(parts.hostname or "")
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    path = _page(parts.path)
    return urlunsplit(("https", host + port, path, _query(parts.query, path), ""))


def _unwrapped(address: str) -> str:
    parts = urlsplit(address)
    host, path = (parts.hostname or "").lower(), parts.path
    query = f"?{parts.query}" if parts.query else ""
    if _AMP_CACHE.fullmatch(host) and (cached := _AMP_CACHE_PATH.fullmatch(path)):
        return f"https://{cached['inner']}{query}"
    if re.fullmatch(r"(www\.)?google\.[a-z.]+", host) and (viewed := _AMP_VIEWER_PATH.fullmatch(path)):
        return f"https://{viewed['inner']}{query}"
    for pattern, prefix, names in _WRAPPERS:
        if pattern.fullmatch(host) and path == prefix:
            given = dict(parse_qsl(parts.query))
            return next((given[name] for name in names if given.get(name, "").startswith("http")), address)
    return address


def _site(host: str) -> str:
    labels = host.lower().rstrip(".").split(".")
    while len(labels) > 2 and labels[0] in _SAME_SITE and not _is_suffix(labels[1:]):
        labels = labels[1:]
    return ".".join(labels)


def _is_suffix(labels: list[str]) -> bool:
    """Whether these labels are a registry's and not a site's: m.co.uk is a site called m."""
    return len(labels) == 2 and labels[0] in _SECOND_LEVEL and len(labels[1]) == 2


def _page(path: str) -> str:
    path = re.sub(r"/{2,}", "/", path).rstrip("/") or "/"
    # again until nothing changes, so that the key of a key is the key: /a/amp/index.html
    shorter = _FORM.sub("", _INDEX.sub("/", path))
    return path if shorter == path else _page(shorter)


def _query(query: str, path: str) -> str:
    # latin-1 keeps every byte apart: a Cyrillic page in windows-1251 must not lose its letters
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    sure = [pair for pair in pairs if not _TRACKERS.fullmatch(pair[0])]
    story = [pair for pair in sure if pair[0].lower() not in _DOUBTFUL or _names_a_story(pair, sure, path)]
    return urlencode(sorted(story, key=lambda pair: pair[0]), quote_via=quote, encoding="latin-1")


def _names_a_story(pair: tuple[str, str], others: list[tuple[str, str]], path: str) -> bool:
    """Whether a doubtful parameter is all that tells one story from the next.

    It is when it carries a number of three digits or more, no other parameter does the naming, and the
    path is that of a page for all stories (/, /story.php, /news): a path with a number or a slug names one.
    """
    if not re.fullmatch(r"\d{3,}", pair[1]) or any(other[0].lower() not in _DOUBTFUL for other in others):
        return False
    last = path.rsplit("/", 1)[-1]
    return not re.search(r"\d{3}|-.*-", last)
