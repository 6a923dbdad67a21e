"""Lists of figures that editors bring in: read, checked without changing anything, brought in, undone."""
