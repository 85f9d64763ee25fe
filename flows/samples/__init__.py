"""The bundled sample sources: invented news pages served on loopback, for trying the whole path offline.

``serve_samples`` runs the site, ``sample_sources`` names what is polled there. The README here says what each
story is for.
"""

from flows.samples.server import SAMPLE_PORT, SITE, serve_samples
from flows.samples.sources import sample_sources

__all__ = ["SAMPLE_PORT", "SITE", "sample_sources", "serve_samples"]
