"""The finder: every public initiative in memory, and what a visitor selects from it."""
