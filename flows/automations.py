"""Prefect automations that tell operations through our own outbox: failed runs, a silent monitor, zombies."""

from __future__ import annotations
