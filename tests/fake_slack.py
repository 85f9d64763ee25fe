"""A Slack on this machine that speaks the real protocol, keeps what it accepted, and fails on demand.

In a test: ``with FakeSlack() as slack: SlackDoor("xoxb-test", slack.base_url)``. By hand:
``python tests/fake_slack.py --port 8900 --print``, then ``SLACK_BASE_URL=http://127.0.0.1:8900/api/``.

``script`` holds one behaviour for each coming request ("" or an empty script: all is well), ``chaos`` a
chance of a random one. Faults before acceptance: ratelimited, busy (503 with an HTML page), reset,
error:NAME. Faults after acceptance: lost, slow, broken (half a JSON), html (200 with a page), fatal (500).
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.fake_slack_methods import METHODS, no
from tests.slack_limits import pings

SCOPES = "chat:write,channels:history,groups:history,reactions:read,users:read,channels:read,groups:read"
BEFORE = ("ratelimited", "busy", "reset", "error:internal_error")
AFTER = ("lost", "slow", "broken", "html", "fatal")


class FakeSlack:
    """One workspace on loopback. ``messages`` is what a reader sees; ``requests`` what was asked for."""

    def __init__(
        self,
        port: int = 0,
        *,
        channels: tuple[str, ...] = ("C0ALERTS", "C0OPS"),
        tokens: tuple[str, ...] = ("xoxb-test",),
        clock: Callable[[], float] = time.time,
        state: Path | None = None,
        slow_seconds: float = 0.5,
    ) -> None:
        self.port, self.clock, self.state, self.slow_seconds = port, clock, state, slow_seconds
        self.channels: dict[str, dict[str, Any]] = {c: {"id": c, "name": c.lower()} for c in channels}
        self.tokens: dict[str, str] = dict.fromkeys(tokens, SCOPES)
        self.token_error = ""
        self.messages: list[dict[str, Any]] = []
        self.uploads: dict[str, dict[str, Any]] = {}
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.script: list[str] = []
        self.chaos, self.random = 0.0, random.Random(0)
        self.faults = 0
        self.lag_seconds = 0.0
        self.page_limit = 200
        self.retry_after = "1"
        self.on_message: Callable[[dict[str, Any]], None] = lambda message: None
        self.lock = threading.RLock()
        self._last_ts = 0
        self._server: ThreadingHTTPServer | None = None
        if state and state.exists():
            kept = (json.loads(line) for line in state.read_text().splitlines())
            self.messages = list({message["ts"]: message for message in kept}.values())

    @property
    def base_url(self) -> str:
        """The address for the client."""
        return f"http://127.0.0.1:{self.port}/api/"

    def __enter__(self) -> FakeSlack:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Listen; the port stays the same when it is opened again."""
        self._server = _Server(("127.0.0.1", self.port), _Handler)
        self._server.slack = self  # type: ignore[attr-defined]
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop listening: connections are refused."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody listens for the length of the block."""
        self.close()
        yield
        self.open()

    def with_key(self, key: str) -> list[dict[str, Any]]:
        """Every message whose metadata holds this dedupe key."""
        return [m for m in self.messages if key == key_of(m)]

    def react(self, ts: str, name: str, user: str = "U0ANNA") -> None:
        """A reader puts a reaction on the message at ``ts``."""
        message = next(m for m in self.messages if m["ts"] == ts)
        given = message.setdefault("reactions", [])
        entry = next((r for r in given if r["name"] == name), None)
        if entry is None:
            given.append({"name": name, "count": 1, "users": [user]})
        elif user not in entry["users"]:
            entry["users"].append(user)
            entry["count"] += 1

    def behaviour(self, method: str) -> str:
        """What goes wrong with this request; "" for nothing."""
        with self.lock:
            if method.startswith("fake."):
                return ""
            if self.script:
                act = self.script.pop(0)
            elif self.chaos and self.random.random() < self.chaos:
                act = self.random.choice(BEFORE + (AFTER if method.startswith("chat.") else ()))
            else:
                act = ""
            self.faults += bool(act)
            return act

    def answer(self, method: str, sent: dict[str, Any], token: str) -> dict[str, Any]:
        """The reply of one method to one request, after its effect."""
        with self.lock:
            self.requests.append((method, sent))
            if error := self.token_error or ("" if token in self.tokens else "invalid_auth"):
                return no(error)
            work = METHODS.get(method)
            return work(self, sent) if work else no("unknown_method")

    def new_ts(self) -> str:
        """The next message's ts: the clock in microseconds, never twice the same."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def keep(self, message: dict[str, Any]) -> None:
        """Add a message, or its newer form, to the state file if there is one, and tell who listens."""
        if self.state:
            with self.state.open("a") as file:
                file.write(json.dumps(message) + "\n")
        self.on_message(message)


def key_of(message: dict[str, Any]) -> str:
    """The dedupe key in a message's metadata, or ""."""
    return str(((message.get("metadata") or {}).get("event_payload") or {}).get("dedupe_key") or "")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle of a reply is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        slack: FakeSlack = self.server.slack  # type: ignore[attr-defined]
        path = urlsplit(self.path)
        method = path.path.removeprefix("/api/")
        act = slack.behaviour(method)
        if act == "reset":  # the kernel answers with RST: nothing was read
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return self.connection.close()
        raw = self.rfile.read(int(self.headers.get("content-length") or 0))
        if method.startswith("upload/"):
            slack.uploads[method.removeprefix("upload/")]["data"] = raw
            return self._send(200, b"OK", "text/plain")
        if act == "ratelimited":
            return self._json(429, no("ratelimited"), {"Retry-After": slack.retry_after})
        if act == "busy":
            return self._send(503, b"<html><body>Service Unavailable</body></html>", "text/html")
        if act.startswith("error:"):
            return self._json(200, no(act.removeprefix("error:")))
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        reply = slack.answer(method, self._parsed(raw, path.query), token)
        return self._reply(act, reply, slack, token)

    do_GET = do_POST  # noqa: N815 - the name is the standard library's

    def _reply(self, act: str, reply: dict[str, Any], slack: FakeSlack, token: str) -> None:
        if act == "lost":
            self.close_connection = True
            return self.connection.close()
        if act == "slow":
            time.sleep(slack.slow_seconds)
        if act == "fatal":
            return self._json(500, no("fatal_error"))
        if act == "broken":
            return self._send(
                200, json.dumps(reply).encode()[: len(json.dumps(reply)) // 2], "application/json"
            )
        if act == "html":
            return self._send(200, b"<html>Slack is having trouble</html>", "text/html")
        return self._json(200, reply, {"X-OAuth-Scopes": slack.tokens.get(token, "")})

    def _parsed(self, raw: bytes, query: str) -> dict[str, Any]:
        if raw and "json" in (self.headers.get("content-type") or ""):
            body: dict[str, Any] = json.loads(raw)
            return body
        return {k: v[0] for text in (query, raw.decode()) for k, v in parse_qs(text).items()}

    def _json(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(body).encode(), "application/json", headers or {})

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the tests read ``requests``."""


def main() -> None:
    """Serve until interrupted, printing what a reader of the channels would see."""
    parser = argparse.ArgumentParser(description="A Slack on this machine, to try alerts on.")
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--state", type=Path, help="file that keeps the messages")
    parser.add_argument("--chaos", type=float, default=0.0, help="chance (0..1) that a request meets a fault")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--token", action="append", default=[], help="a token to accept besides xoxb-test")
    parser.add_argument("--channel", action="append", default=[], help="a channel besides C0ALERTS and C0OPS")
    asked = parser.parse_args()
    slack = FakeSlack(
        asked.port,
        channels=("C0ALERTS", "C0OPS", *asked.channel),
        tokens=("xoxb-test", *asked.token),
        state=asked.state,
    )
    slack.chaos, slack.random = asked.chaos, random.Random(asked.seed)
    slack.on_message = lambda m: print(
        f"{m['channel']} {m['ts']} {m.get('thread_ts', '')} {m['text']} {pings(m)}", flush=True
    )
    slack.open()
    print(f"SLACK_BASE_URL={slack.base_url} SLACK_BOT_TOKEN=xoxb-test SLACK_CHANNEL=C0ALERTS", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        slack.close()


if __name__ == "__main__":
    main()
