"""Evidence as a WARC file, the form in which web archives exchange pages. Written and read by warcio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import Connection
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from store.evidence import Evidence, evidence_of


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio ships no types
    """warcio's writer without its temporary files, which it leaves open; a page fits in memory."""

    @staticmethod
    def _create_temp_file() -> BytesIO:
        return BytesIO()


# The body is kept without its transfer coding, so headers that describe the coding would now be wrong.
_NO_LONGER_TRUE = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def export_warc(connection: Connection, evidence_ids: Sequence[int], target: BinaryIO) -> int:
    """Write evidence into ``target`` as gzipped WARC records; how many were written.

    Raises StoreBrokenError at the first damaged or missing one: an archive must not be short in silence.
    """
    writer = _Writer(target, gzip=True)
    for evidence_id in evidence_ids:
        writer.write_record(_record(writer, evidence_of(connection, evidence_id)))
    return len(evidence_ids)


def _record(writer: _Writer, kept: Evidence) -> object:
    about = {
        "WARC-Date": kept.fetched_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        # the record's own digest covers the packed record; this one is the store's
        "WARC-Readout-Watch-SHA256": kept.sha256,
        "WARC-Readout-Watch-Requested-URI": kept.url,
    }
    if not kept.final_url.startswith(("http://", "https://")):
        # No server answered: a text of the seed corpus. Readers look for no headers behind such an address,
        # so a response's would have counted as its text and its digest failed.
        return writer.create_warc_record(
            kept.final_url,
            "resource",
            payload=BytesIO(kept.body),
            warc_content_type="text/plain; charset=utf-8",
            warc_headers_dict=about,
        )
    headers = [(name, value) for name, value in kept.headers.items() if name.lower() not in _NO_LONGER_TRUE]
    headers.append(("Content-Length", str(len(kept.body))))
    return writer.create_warc_record(
        kept.final_url,
        "response",
        payload=BytesIO(kept.body),
        http_headers=StatusAndHeaders(str(kept.status), headers, protocol="HTTP/1.1"),
        warc_headers_dict=about,
    )
