from .applications import Application, ApplicationEvent, ApplicationFile
from .decisions import Decision
from .forms import FormDefinition, FormVersion
from .links import AccessLink
from .regulations import GrantCategory, RegulationIndexPage, RegulationPage
from .rounds import Ceiling, LedgerEntry, Round

__all__ = [
    "AccessLink",
    "Application",
    "ApplicationEvent",
    "ApplicationFile",
    "Ceiling",
    "Decision",
    "FormDefinition",
    "FormVersion",
    "GrantCategory",
    "LedgerEntry",
    "RegulationIndexPage",
    "RegulationPage",
    "Round",
]
