"""What the editors' screens show of figures: each part of the work has hooks of its own."""

from stories.charts import hooks as charts
from stories.importing import hooks as importing
from stories.quality import hooks as quality

__all__ = ["charts", "importing", "quality"]
