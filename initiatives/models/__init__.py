from .kinds import InitiativeKind
from .initiative_page import InitiativePage, InitiativeQuerySet  # isort: skip  # the index page needs it
from .index_page import InitiativeIndexPage  # isort: skip

__all__ = ["InitiativeIndexPage", "InitiativeKind", "InitiativePage", "InitiativeQuerySet"]
