"""What is polled on the sample site: one feed, one news sitemap, one listing page."""

from __future__ import annotations

from extractors.model import Source


def sample_sources(base_url: str) -> tuple[Source, ...]:
    """Return the three sample sources of the site served at ``base_url`` (no slash at its end).

    The outlet stays empty, because one feed carries the stories of several outlets: each page names its own.
    """
    return (
        Source(
            name="sample-feed",
            url=f"{base_url}/feed.xml",
            form="feed",
            kind="agency",
            time_zone="America/New_York",
            reason="bundled sample stories",
        ),
        Source(
            name="sample-sitemap",
            url=f"{base_url}/sitemap.xml",
            form="sitemap",
            time_zone="America/New_York",
            reason="bundled sample stories",
        ),
        Source(
            name="sample-listing",
            url=f"{base_url}/latest.html",
            form="listing",
            time_zone="Europe/London",
            selector="a.river-link",
            reason="bundled sample stories",
        ),
    )
