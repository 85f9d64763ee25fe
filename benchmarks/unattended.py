"""How light the unattended product is: Prefect's share, an empty pass, memory over a day, two workers."""

from __future__ import annotations
