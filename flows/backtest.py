"""Replay stored evidence through the present rules, and show which alerts a change adds or removes.

The replay runs on a temporary store with the clock of then, so that two runs give the same bytes.
"""

from __future__ import annotations
