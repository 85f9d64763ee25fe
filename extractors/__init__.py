"""Text in, facts out: no network, no database, no clock."""
