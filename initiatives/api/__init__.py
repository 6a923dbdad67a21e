"""Open data of the initiatives for machines."""
