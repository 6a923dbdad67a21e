"""Builds the demo site from facts (`demo/data`) and texts (`demo/content`)."""
