from tests.core.api.asking import ask, described

__all__ = ["ask", "described"]
