"""The editors' screens: what was sent by others, and what has to be checked."""
