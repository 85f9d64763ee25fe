"""The claim families: one file each, with its word list beside it; they never import each other."""
