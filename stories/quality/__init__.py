"""Care for the figures: the editors' screens for single records, corrections with a reason, and warnings."""
