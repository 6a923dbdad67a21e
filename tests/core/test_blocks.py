"""Blocks: what editors may write, and every block's preview."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import Block, StreamBlock, StructBlock

from core.blocks import KeyFigureBlock, QuoteBlock, SectionBlock
from core.fields import StreamField
from home.models import ContentPage, HomePage, ThemePage
from initiatives.models import InitiativePage
from stories.models import StoryPage
from subsidies.models import RegulationPage


def section(title):
    block = SectionBlock()
    return block, block.to_python(
        {"title": title, "content": [{"type": "paragraph", "value": "<p>Tekst.</p>"}]}
    )


@pytest.mark.parametrize("title", ["", "Samen koken", "Wie doet mee?", "AED's", "VN-verdrag", "OV"])
def test_a_good_heading_is_accepted(title):
    block, value = section(title)
    assert block.clean(value)["title"] == title


@pytest.mark.parametrize("title", ["SAMEN KOKEN IN DE WIJK", "Samen koken.", "Zo doet u mee:", "Koken,"])
def test_a_heading_that_is_hard_to_read_is_refused(title):
    block, value = section(title)
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    assert "title" in caught.value.block_errors


def test_a_key_figure_needs_a_source():
    block = KeyFigureBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python({"value": "43", "label": "plannen", "period": "2024", "source": ""}))
    assert set(caught.value.block_errors) == {"source"}


def all_blocks():
    found: dict[type[Block], Block] = {}

    def walk(block):
        if isinstance(block, StructBlock | StreamBlock):
            for child in block.child_blocks.values():
                walk(child)
        if getattr(block.meta, "template", None):
            found.setdefault(type(block), block)

    for model in (HomePage, ThemePage, ContentPage, StoryPage, InitiativePage, RegulationPage):
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                walk(field.stream_block)
    return list(found.values())


@pytest.mark.parametrize("block", all_blocks(), ids=lambda block: type(block).__name__)
def test_every_block_has_a_preview_that_renders(block, db):
    value = block.get_preview_value()
    html = block.render(value) if value is not None else ""
    assert "style=" not in html


def test_a_quote_of_nobody_names_nobody():
    block = QuoteBlock()
    html = block.render(block.to_python({"text": "Een zin.", "attribution": ""}))
    assert "Een zin." in html
    assert "figcaption" not in html


def test_text_of_an_editor_cannot_become_markup():
    block = KeyFigureBlock()
    html = block.render(
        block.to_python({"value": "<script>1", "label": "<b>x", "period": "", "source": "<i>"})
    )
    assert "<script" not in html
    assert "<b>" not in html


def test_block_definitions_stay_out_of_migrations():
    name, path, args, kwargs = StoryPage._meta.get_field("body").deconstruct()
    assert args == [[]]
    assert not {"block_lookup", "block_types"} & set(kwargs)
