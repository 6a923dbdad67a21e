from .figures import KeyFigureBlock
from .images import FigureBlock
from .sections import SectionBlock, SectionContentBlock, lead_image_field
from .text import ParagraphBlock, QuoteBlock

__all__ = [
    "FigureBlock",
    "KeyFigureBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "SectionBlock",
    "SectionContentBlock",
    "lead_image_field",
]
