"""Charts that the server draws as HTML and SVG: words first, and a table that says all that is drawn."""

from stories.charts.chart import Chart
from stories.charts.choosing import charts_for

__all__ = ["Chart", "charts_for"]
