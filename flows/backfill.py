"""Follow articles of the past: a range of stored evidence, a list of addresses, or a WARC file, with checkpoints.

Old articles take the monitor's own path from page to relations. They feed dossiers; unless asked for, they
alert nobody.
"""

from __future__ import annotations
