"""The parts of a polite and safe fetch: addresses, bodies, manners. The hostile server tests the whole."""

import asyncio
import datetime as dt
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.addresses import address_allowed
from flows.decoding import BodyCutError, BodyError, BodyTooLargeError, Inflater, looks_binary
from flows.fetch import FailureClass, Fetcher, FetchOutcome
from flows.politeness import MAX_RETRY_AFTER, Pacer, Robots, RobotsUnreachableError, retry_after_seconds

NOW = dt.datetime(2017, 1, 28, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("172.16.5.5", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("169.254.169.254", False),  # cloud metadata
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),  # cloud metadata
        ("100.100.100.200", False),  # cloud metadata in carrier space
        ("0.0.0.0", False),
        ("::", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("198.18.0.1", False),
        ("::ffff:127.0.0.1", False),  # loopback in IPv6 clothes
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("64:ff9b::a9fe:a9fe", False),  # NAT64 of 169.254.169.254
        ("not an address", False),
    ],
)
def test_only_public_addresses_are_connected_to(address: str, allowed: bool) -> None:
    assert address_allowed(address) is allowed


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "0.0.0.0", "192.168.0.1"])
def test_allowing_loopback_allows_nothing_else(address: str) -> None:
    assert address_allowed("127.0.0.1", allow_loopback=True)
    assert address_allowed("::1", allow_loopback=True)
    assert not address_allowed(address, allow_loopback=True)


@given(st.ip_addresses())
def test_no_address_on_a_private_list_is_allowed(address: object) -> None:
    """Whatever the rules above, the standard library's own judgement is never overruled toward yes."""
    if address_allowed(str(address)):
        assert address.is_global  # type: ignore[attr-defined]
        assert not address.is_private  # type: ignore[attr-defined]


def inflated(body: bytes, encoding: str, limit: int = 10_000, chunk: int = 7) -> bytes:
    inflater = Inflater(encoding, limit)
    for at in range(0, len(body), chunk):
        inflater.feed(body[at : at + chunk])
    return inflater.finish()


TEXT = b"The two presidents spoke by telephone. " * 20


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0), "x-gzip"),
        (zlib.compress(TEXT), "deflate"),
        (zlib.compress(TEXT)[2:-4], "deflate"),  # raw deflate, which many servers mean by the name
    ],
)
def test_a_body_is_decoded_as_servers_really_encode(body: bytes, encoding: str) -> None:
    # raw deflate is told from the first bytes, so they must come together
    assert inflated(body, encoding, chunk=len(body)) == TEXT


@pytest.mark.parametrize(
    ("body", "encoding", "error"),
    [
        (TEXT, "br", BodyError),
        (TEXT, "gzip, gzip", BodyError),
        (TEXT, "gzip", BodyError),
        (gzip.compress(TEXT, mtime=0)[:-20], "gzip", BodyCutError),
        (gzip.compress(b" " * 50_000_000, mtime=0), "gzip", BodyTooLargeError),
        (TEXT * 100, "", BodyTooLargeError),
    ],
)
def test_a_body_that_cannot_be_had_whole_is_named(body: bytes, encoding: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        inflated(body, encoding, chunk=1_000)


@given(st.binary(max_size=2_000), st.integers(1, 500))
def test_what_was_packed_comes_out_however_it_was_cut(body: bytes, chunk: int) -> None:
    assert inflated(gzip.compress(body, mtime=0), "gzip", chunk=chunk) == body


@pytest.mark.parametrize(
    ("body", "binary"),
    [
        (b"<html>", False),
        (b"", False),
        ("текст".encode("cp1251"), False),
        ("\ufefftext".encode("utf-16"), False),
        ("plain text, no mark".encode("utf-16-le"), False),
        (b"%PDF-1.7", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"\xff\xd8\xff\xe0 JFIF", True),
        (bytes(range(256)) * 9, True),
    ],
)
def test_what_is_no_text_is_told_by_its_bytes(body: bytes, binary: bool) -> None:
    assert looks_binary(body) is binary


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("317000", MAX_RETRY_AFTER),
        ("9" * 400, MAX_RETRY_AFTER),
        ("Sat, 28 Jan 2017 12:05:00 GMT", 300),
        ("Sat, 28 Jan 2017 11:00:00 GMT", 0),
        ("soon", 0),
        ("-5", 0),
        ("", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str, seconds: int) -> None:
    assert retry_after_seconds(value, NOW) == seconds


@pytest.mark.parametrize(
    ("outcome", "weight"),
    [
        (FetchOutcome.OK, FailureClass.NONE),
        (FetchOutcome.NOT_MODIFIED, FailureClass.NONE),
        (FetchOutcome.NOT_FOUND, FailureClass.SOFT),
        (FetchOutcome.SERVER_ERROR, FailureClass.SOFT),
        (FetchOutcome.DNS_FAILURE, FailureClass.TEMPORARY),
        (FetchOutcome.REFUSED_ADDRESS, FailureClass.HARD),
        (FetchOutcome.ROBOTS_FORBIDDEN, FailureClass.HARD),
    ],
)
def test_every_outcome_has_its_failure_class(outcome: FetchOutcome, weight: FailureClass) -> None:
    assert outcome.failure_class is weight


@pytest.mark.parametrize(
    "url",
    [
        "ftp://h/a",
        "file:///etc/passwd",
        "javascript:1",
        "http://",
        "http://h:port/",
        "http://[x",
        "",
        "//h/a",
    ],
)
def test_only_web_addresses_are_fetched(url: str) -> None:
    async def run() -> FetchOutcome:
        async with Fetcher(obey_robots=False) as fetcher:
            return (await fetcher.get(url)).outcome

    assert asyncio.run(run()) is FetchOutcome.BAD_URL


def test_one_host_is_asked_one_thing_at_a_time() -> None:
    """Twenty tasks at once, two hosts: never two turns of one host together."""
    inside: dict[str, int] = {"a": 0, "b": 0}
    most: list[int] = []

    async def visit(pacer: Pacer, host: str) -> None:
        async with pacer.turn(host):
            inside[host] += 1
            most.append(inside[host])
            await asyncio.sleep(0)
            inside[host] -= 1

    async def run() -> None:
        pacer = Pacer(0.0)
        await asyncio.gather(*(visit(pacer, host) for host in "ab" * 10))

    asyncio.run(run())
    assert len(most) == 20
    assert max(most) == 1


def robots(status: int, body: bytes, url: str) -> bool:
    async def fetch(address: str) -> tuple[int, bytes]:
        assert address == "https://h.example/robots.txt"
        return status, body

    async def run() -> bool:
        return (await Robots("readout-watch/1", fetch, 5).allows(url))[0]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"User-agent: *\nDisallow: /private/", True),
        (200, b"User-agent: *\nDisallow: /", False),
        (200, b"User-agent: readout-watch\nDisallow: /news\n\nUser-agent: *\nAllow: /", False),
        (200, b"\xff\xfe broken", True),
        (404, b"", True),
        (403, b"", True),
    ],
)
def test_robots_txt_is_obeyed(status: int, body: bytes, allowed: bool) -> None:
    assert robots(status, body, "https://h.example/news/1") is allowed


@pytest.mark.parametrize("status", [500, 503, 429])
def test_rules_that_cannot_be_read_forbid_for_now(status: int) -> None:
    with pytest.raises(RobotsUnreachableError):
        robots(status, b"", "https://h.example/news/1")
