"""Mijn gemeente: everything about one municipality or region, and two of them side by side."""
