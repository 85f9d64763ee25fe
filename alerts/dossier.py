"""The page of one call in three forms: HTML for a browser, Markdown for a document, JSON for a program.

Pure, and byte-identical when made again from the same dossier: nothing of the moment of making is in it.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from alerts.dossier_facts import Facts, Pair, facts_of
from alerts.dossier_matrix import Statement
from alerts.text import clean, one_line, safe_url
from alerts.wording import spaced
from extractors.model import Dossier

# What Markdown would read as formatting, a link, HTML or a table; each is printed as itself.
_MARKS = {ord(sign): f"\\{sign}" for sign in "\\`*_{}[]<>()#+-!|~"}


@dataclass(frozen=True, slots=True)
class Page:
    """One call's page: ``html`` stands alone (no script, nothing loaded), ``json`` ends in a line end."""

    html: str
    markdown: str
    json: str


def page(dossier: Dossier) -> Page:
    """The three forms of the dossier of one call."""
    facts = facts_of(dossier)
    return Page(as_html(facts), as_markdown(facts), as_json(facts))


def as_json(facts: Facts) -> str:
    """The facts as JSON with sorted keys."""
    return json.dumps(dataclasses.asdict(facts), indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def as_html(facts: Facts) -> str:
    """The facts as one HTML page; everything from outside is escaped by the template engine."""
    return _template("dossier.html.j2").render(facts=facts)


def as_markdown(facts: Facts) -> str:
    """The facts as Markdown; outside text cannot format, link or break a table."""
    about = ", ".join(part for part in (facts.leaders, facts.format, f"status: {facts.status}") if part)
    parts = [f"# {mark(facts.title)}", f"{mark(about)}. Sources: {mark(facts.balance)}.", "## Topics by side"]
    parts += [_matrix(facts), "## Differences"]
    parts += [_pair(pair) for pair in facts.pairs] or ["None found."]
    if facts.omissions:
        parts += ["## Told by one side only", "\n".join(_only(pair) for pair in facts.omissions)]
    parts += ["## Timeline", "\n".join(f"- {mark(e.shown)}: {mark(e.what)}" for e in facts.timeline)]
    parts += ["## Articles", "\n".join(_article_lines(facts))]
    if facts.asides:
        parts += ["## Also said near the call", "\n".join(f"- {_said(said)}" for said in facts.asides)]
    return "\n\n".join(part for part in parts if part) + "\n"


def mark(text: str) -> str:
    """One line of outside text with every sign that Markdown gives a meaning escaped."""
    return one_line(text).translate(_MARKS)


def web(url: str) -> str:
    """The address if a browser may follow it, else ""."""
    return safe_url(url)


@cache
def _template(name: str) -> Template:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    environment.filters["web"] = web
    environment.filters["clean"] = clean
    environment.filters["spaced"] = spaced
    environment.filters["beside"] = _beside
    return environment.get_template(name)


def _matrix(facts: Facts) -> str:
    if not facts.matrix:
        return "No readout of either side is stored yet."
    sides = [cell.side for cell in facts.matrix[0].cells]
    lines = ["| topic | " + " | ".join(sides) + " | together |", "|---" * (len(sides) + 2) + "|"]
    for row in facts.matrix:
        cells = [
            f"{cell.stance}" + "".join(f"<br>“{mark(s.quote)}”" for s in cell.statements)
            for cell in row.cells
        ]
        together = row.words if row.verdict == "one side only" else row.verdict
        lines.append(f"| {mark(spaced(row.topic))} | " + " | ".join(cells) + f" | {mark(together)} |")
    return "\n".join(lines)


def _pair(pair: Pair) -> str:
    state = f" Withdrawn: {mark(pair.withdrawn)}." if pair.withdrawn else ""
    title = f"### {mark(spaced(pair.topic))}: {pair.relation}" + (
        f" ({mark(spaced(pair.kind))})" if pair.kind else ""
    )
    about = f"{mark(pair.reason)}{state} Rule {mark(pair.rule)}, {mark(pair.confidence)} confidence."
    readout = [_quote("Readout", pair.readout)] if pair.readout else []
    return "\n\n".join([title, about, *readout, _quote(_beside(pair), pair.claim)])


def _beside(pair: Pair) -> str:
    """What the article's sentence is to the readout's."""
    return "Denial" if pair.relation == "denies" else "Against it"


def _only(pair: Pair) -> str:
    return f"- {mark(pair.reason)} {_said(pair.claim)}"


def _said(said: Statement) -> str:
    where = " · ".join(mark(part) for part in (said.speaker, said.outlet, said.published) if part)
    return f"“{mark(said.quote)}” ({where})"


def _quote(label: str, said: Statement) -> str:
    where = " · ".join(mark(part) for part in (said.speaker, said.outlet, said.published) if part)
    address = web(said.url)
    link = f" · [page](<{address}>)" if address else ""
    return f"{label}: {where}{link}\n\n> “{mark(said.quote)}”"


def _article_lines(facts: Facts) -> list[str]:
    lines = []
    for source in facts.sources:
        address = web(source.url)
        title = (
            f"[{mark(source.title or 'article')}](<{address}>)"
            if address
            else mark(source.title or "article")
        )
        versions = f", {source.versions} versions" if source.versions > 1 else ""
        lines.append(
            f"- {mark(source.outlet)}: {title}, {mark(source.published)} ({mark(source.kind)}{versions})"
        )
        lines += [f"  - {mark(change)}" for change in source.changes]
        lines += [f"  - gone {mark(source.gone)}"] if source.gone else []
    return lines
