"""Data files of the language parts."""
