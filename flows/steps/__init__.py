"""The steps of the path as plain functions: they need a desk, not Prefect."""
