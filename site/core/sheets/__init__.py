"""Lists in files: `reading` takes rows out of CSV, XLSX and pasted tables, `cells` writes safe ones."""
