"""Tellen: what the figures say, in words, in tables and in drawings."""
