"""What the editors' screens offer for many initiatives at once. Loaded by `initiatives.wagtail_hooks`."""
