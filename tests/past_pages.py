"""Invented pages about leaders' calls, by seed, and a WARC file of them: what a backfill is tried on."""

import datetime as dt
import gzip
import json
import random
import uuid
from html import escape
from pathlib import Path

from tests.news_maker import news_text

CALL = dt.datetime(2017, 1, 28, 17, tzinfo=dt.UTC)
LEAD = (
    "WASHINGTON - President Donald Trump and Russian President Vladimir Putin spoke by telephone on "
    "{day:%A, %B} {day.day}, {day.year}, in a conversation that {office} in {place} had awaited for weeks."
)
TOLD = (
    "The two leaders discussed cooperation against the Islamic State group, {who} said in {place}.",
    "The White House said in a statement that sanctions were not discussed during the call, {who} noted.",
    "A Kremlin statement said the presidents agreed to restore trade ties, according to {who}.",
    "Putin raised the sanctions during the call, a person familiar with the conversation told {who}.",
    "Trump did not discuss sanctions with Putin, a White House official told reporters in {place}.",
    "The call lasted about {minutes} minutes, {who} of {place} said.",
    "The presidents agreed to meet in person, the Kremlin said in Moscow, as {who} reported.",
    "They did not agree on coordination in Syria, a senior U.S. official said, {who} added.",
)


def past_page(number: int, seed: int = 0, *, words: int = 320, calls: int = 1) -> tuple[str, bytes]:
    """The address and the HTML of one page; equal arguments give equal bytes.

    The pages go round ``calls`` calls, nine days apart.
    """
    rng = random.Random(f"{seed}-{number}")
    day = CALL + dt.timedelta(days=9 * (number % calls))
    other = news_text(rng, words).split("\n\n")
    names = other[0].split()
    told = [_told(rng, names, template, day) for template in (LEAD, *rng.sample(TOLD, 3))]
    paragraphs = [part for pair in zip(told, other, strict=False) for part in pair] + other[len(told) :]
    published = day + dt.timedelta(hours=3, minutes=7 * (number // calls) % 600)
    html = _page(f"Trump and Putin speak by phone, report {number}", published, paragraphs, rng)
    return f"https://herald{number % 7}.example/{number}/call.html", html.encode()


def _told(rng: random.Random, names: list[str], template: str, day: dt.datetime) -> str:
    who, place = (rng.choice(names).title() for _ in range(2))
    office, minutes = f"office {rng.randint(100, 999)}", rng.randint(40, 70)
    return template.format(who=who, place=place, office=office, minutes=minutes, day=day)


def _page(title: str, published: dt.datetime, paragraphs: list[str], rng: random.Random) -> str:
    """HTML with as much around the story as news pages have: menus, related stories, a script's data."""
    facts = {"@type": "NewsArticle", "headline": title, "datePublished": published.isoformat()}
    related = "".join(
        f"<li><a href='/{rng.randint(1, 9**9)}'><img alt='' src='/i{at}.jpg'><span>Story {at}</span></a></li>"
        for at in range(60)
    )
    data = json.dumps({f"slot-{at}": rng.random() for at in range(600)})
    body = "\n".join(f"<p>{escape(part)}</p>" for part in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<script type='application/ld+json'>{json.dumps(facts)}</script><script>var d={data}</script></head>"
        f"<body><nav><ul>{related}</ul></nav><main><article><h1>{title}</h1>{body}</article></main>"
        f"<aside><ul>{related}</ul></aside><footer>All rights reserved.</footer></body></html>"
    )


def write_warc(path: Path, pages: list[tuple[str, bytes]], *, media: str = "text/html") -> Path:
    """A WARC file with one answer for each page, a minute apart from the day after the call."""
    with path.open("wb") as out:
        for at, (url, body) in enumerate(pages):
            record = _record(url, body, CALL + dt.timedelta(days=1, minutes=at), media)
            out.write(gzip.compress(record, mtime=0) if path.suffix == ".gz" else record)
    return path


def _record(url: str, body: bytes, moment: dt.datetime, media: str) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {media}; charset=utf-8\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {moment:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
