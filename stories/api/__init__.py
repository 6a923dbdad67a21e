"""Open data of the figures for machines."""
