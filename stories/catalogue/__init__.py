"""Finding a figure: by words, by theme, by kind, by area and by source."""
