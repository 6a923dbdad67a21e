from .changes import Change, ChangeCounter
from .freshness import Freshness, FreshnessSettings
from .imports import ImportBatch, ImportedPage
from .index_page import InitiativeIndexPage
from .initiative_page import InitiativePage, InitiativeQuerySet
from .kinds import InitiativeKind
from .opening import OpeningException, OpeningTime, Weekday
from .photos import InitiativePhoto
from .proposals import Proposal
from .traits import Facility, Language, TargetGroup

__all__ = [
    "Change",
    "ChangeCounter",
    "Facility",
    "Freshness",
    "FreshnessSettings",
    "ImportBatch",
    "ImportedPage",
    "InitiativeIndexPage",
    "InitiativeKind",
    "InitiativePage",
    "InitiativePhoto",
    "InitiativeQuerySet",
    "Language",
    "OpeningException",
    "OpeningTime",
    "Proposal",
    "TargetGroup",
    "Weekday",
]
