from .index_page import InitiativeIndexPage
from .initiative_page import InitiativePage, InitiativeQuerySet
from .kinds import InitiativeKind

__all__ = ["InitiativeIndexPage", "InitiativeKind", "InitiativePage", "InitiativeQuerySet"]
