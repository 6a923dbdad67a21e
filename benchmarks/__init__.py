"""`make bench`: how fast the public pages are, next to a bare "hello" in the same run."""
