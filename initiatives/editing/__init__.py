"""Editors' tools for many initiatives at once: import, merge, bulk actions, lists and reports."""
