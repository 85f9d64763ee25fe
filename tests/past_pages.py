"""Invented pages about one call, by seed, and a WARC file of them: what a backfill is tried on."""

import datetime as dt
import io
import json
import random
from html import escape
from pathlib import Path

from tests.news_maker import news_text

CALL = dt.datetime(2017, 1, 28, 17, tzinfo=dt.UTC)
LEAD = (
    "WASHINGTON - President Donald Trump and Russian President Vladimir Putin spoke by telephone on Saturday, "
    "January 28, 2017, in a conversation that {office} in {place} had awaited for {number} days."
)
TOLD = (
    "The two leaders discussed cooperation against the Islamic State group, {who} said in {place}.",
    "The White House said in a statement that sanctions were not discussed during the call, {who} noted.",
    "A Kremlin statement said the presidents agreed to restore trade ties, according to {who}.",
    "Putin raised the sanctions during the call, a person familiar with the conversation told {who}.",
    "Trump did not discuss sanctions with Putin, a White House official told reporters in {place}.",
    "The call lasted about {minutes} minutes, {who} of {place} said.",
    "The presidents agreed to meet in person, the Kremlin said on Saturday, as {who} reported.",
    "They did not agree on coordination in Syria, a senior U.S. official said, {who} added.",
)


def past_page(number: int, seed: int = 0, words: int = 320) -> tuple[str, bytes]:
    """The address and the HTML of one page; equal arguments give equal bytes."""
    rng = random.Random(f"{seed}-{number}")
    other = news_text(rng, words).split("\n\n")
    fill = {"number": number, "minutes": rng.randint(40, 70), "office": f"office {rng.randint(100, 999)}"}
    names = other[0].split()
    told = [LEAD, *rng.sample(TOLD, 3)]
    told = [one.format(who=rng.choice(names).title(), place=rng.choice(names).title(), **fill) for one in told]
    paragraphs = [part for pair in zip(told, other, strict=False) for part in pair] + other[len(told) :]
    title = f"Trump and Putin speak by phone, report {number}"
    published = CALL + dt.timedelta(minutes=11 * number)
    facts = {"@type": "NewsArticle", "headline": title, "datePublished": published.isoformat()}
    body = "\n".join(f"<p>{escape(part)}</p>" for part in paragraphs)
    html = (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<script type='application/ld+json'>{json.dumps(facts)}</script></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    )
    return f"https://herald{number % 7}.example/{number}/call.html", html.encode()


def write_warc(path: Path, pages: list[tuple[str, bytes]], *, media: str = "text/html") -> Path:
    """A WARC file with one answer for each page, a minute apart from the day after the call."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        for at, (url, body) in enumerate(pages):
            http = StatusAndHeaders("200 OK", [("Content-Type", f"{media}; charset=utf-8")], protocol="HTTP/1.1")
            moment = CALL + dt.timedelta(days=1, minutes=at)
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}"},
                )
            )
    return path
