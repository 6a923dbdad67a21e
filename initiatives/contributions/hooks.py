"""What the editors' screens show of proposals and of the yearly check. Loaded by `initiatives.wagtail_hooks`."""
