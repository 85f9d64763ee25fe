"""Wires and schedules: the only place with Prefect and the network."""
