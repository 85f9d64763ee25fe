"""The sample site on loopback: a small threaded server that behaves as a polite news site does."""

from __future__ import annotations

import email.utils
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).parent / "site"

# Items of a sitemap or listing are known by their address alone. With a new port on every run they would look
# new on every run, so the same port is asked for first and any free one is taken only where it is in use.
SAMPLE_PORT = 18217

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
FEED_TYPE = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the site as it is answered: body, content type, ETag and Last-Modified."""

    body: bytes
    content_type: str
    etag: str
    last_modified: str


def _read_site(base_url: str) -> dict[str, _File]:
    """Return every file of the site by its path ("/feed.xml"); ``{base}`` in XML becomes ``base_url``.

    Only the names found here are ever answered, so that no request can name a file outside the site.
    """
    files = {}
    for path in sorted(SITE.iterdir()):
        if path.suffix not in CONTENT_TYPES:
            continue
        body = path.read_bytes()
        if path.suffix == ".xml":
            body = body.replace(b"{base}", base_url.encode("ascii"))
        files[f"/{path.name}"] = _File(
            body=body,
            content_type=FEED_TYPE if path.name == "feed.xml" else CONTENT_TYPES[path.suffix],
            etag=f'"{hashlib.sha256(body).hexdigest()[:24]}"',
            last_modified=email.utils.formatdate(path.stat().st_mtime, usegmt=True),
        )
    files["/"] = files["/index.html"]
    return files


class _Site(ThreadingHTTPServer):
    """The server with the files it may answer."""

    daemon_threads = True
    files: dict[str, _File]


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the files read at the start; keeps its log to itself."""

    protocol_version = "HTTP/1.1"
    server: _Site
    # Without it each answer waits 40 ms for the client's acknowledgement (Nagle against delayed ACK).
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with the file, 304 when the client already holds it, or 404."""
        file = self.server.files.get(self.path.partition("?")[0])
        if file is None:
            self._answer(HTTPStatus.NOT_FOUND, b"<!DOCTYPE html><title>Not found</title><h1>Not found</h1>")
        elif self._held(file):
            self._answer(HTTPStatus.NOT_MODIFIED, b"", file)
        else:
            self._answer(HTTPStatus.OK, file.body, file)

    def do_HEAD(self) -> None:
        """Answer as for GET, without the body."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: the run's own table tells what was fetched."""

    def _held(self, file: _File) -> bool:
        """Whether the request's validators say that the client holds this very state of the file.

        An ETag, where sent, decides alone (RFC 9110, 13.2.2).
        """
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return file.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return self.headers.get("If-Modified-Since") == file.last_modified

    def _answer(self, status: HTTPStatus, body: bytes, file: _File | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", file.content_type if file else CONTENT_TYPES[".html"])
        if file:
            self.send_header("ETag", file.etag)
            self.send_header("Last-Modified", file.last_modified)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _bind(port: int) -> _Site:
    """Return a server bound to ``port`` on loopback, or to any free port when that one is in use."""
    try:
        return _Site(("127.0.0.1", port), _Handler)
    except OSError:
        return _Site(("127.0.0.1", 0), _Handler)


@contextmanager
def serve_samples(port: int = SAMPLE_PORT) -> Iterator[str]:
    """Serve the sample site on 127.0.0.1 for the ``with`` block and give its base URL, without a slash.

    ``port`` 0 takes any free port. The server thread ends with the block. Raises OSError when loopback has no
    free port at all.
    """
    server = _bind(port)
    base_url = f"http://127.0.0.1:{server.server_address[1]}"
    server.files = _read_site(base_url)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield base_url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
