import pytest

from stories.charts import surface


@pytest.fixture(autouse=True, scope="package")
def _no_outlines():
    """Without outlines unless a test loads them; that needs no database."""
    kept = surface.shapes_of
    surface.shapes_of = lambda _municipalities: None
    yield
    surface.shapes_of = kept
