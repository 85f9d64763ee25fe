"""The pages in a WARC file, as answers like fetched ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.failures import UserError
from flows.fetched import Fetched, FetchOutcome

# A page larger than this is no article; the fetcher stops there too.
LARGEST_PAGE = 5_000_000
WEB_ADDRESS = re.compile(r"^https?://[^\s/]+", re.IGNORECASE)


def warc_pages(file: Path) -> Iterator[Fetched]:
    """The answers in a WARC file that hold a page: status 200, HTML, of bearable size, with address and time.

    Raises UserError when the file breaks off or is damaged.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with file.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                page = _page(record) if record.rec_type == "response" and record.http_headers else None
                if page is not None:
                    yield page
        except (ArchiveLoadFailed, EOFError, OSError) as error:
            reason = (str(error).splitlines() or [""])[0][:200]
            raise UserError(f"{file} cannot be read to its end: {reason}") from error


def _page(record: Any) -> Fetched | None:
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    html = "html" in headers.get("content-type", "text/html").lower()
    if record.http_headers.get_statuscode() != "200" or not html or not WEB_ADDRESS.match(url):
        return None
    try:
        fetched_at = as_moment(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return None
    body = record.content_stream().read(LARGEST_PAGE + 1)
    while record.raw_stream.read(65_536):
        pass  # to the record's end: warcio takes a file that breaks off for one that ends
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise EOFError(f"it breaks off in the record of {url}")
    if not body or len(body) > LARGEST_PAGE:
        return None
    return Fetched(url, FetchOutcome.OK, fetched_at, url, 200, headers, body)


def as_moment(text: str) -> dt.datetime:
    """A day or an ISO time as aware UTC; without a zone it is UTC. Raises ValueError for anything else."""
    moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
