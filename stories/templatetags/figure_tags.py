"""Template tags of figures."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stories.figure_page.page import Line

register = template.Library()


@register.simple_tag
def figure_rows(lines: Iterable[Line], *, groups: bool = False, own: bool = True) -> SafeString:
    """Return the rows of a table of values; `own` marks those of the area that was chosen.

    Written here and not in a template, because a figure may have hundreds of values.
    """
    elsewhen = _note(_("andere tijd"))
    return mark_safe("\n".join(_row(line, groups, own, elsewhen) for line in lines))  # noqa: S308


def _row(line: Line, groups: bool, own: bool, elsewhen: str) -> str:
    marked = ' class="is-own"' if own and line.is_own else ""
    value = f'<span class="figure-table__value">{escape(line.value)}</span>'
    value += "".join(f' <span class="tag tag--plain">{escape(mark)}</span>' for mark in line.marks)
    value += _note(line.note) if line.note else ""
    period = escape(line.period) + (f" {elsewhen}" if line.is_elsewhen else "")
    source = escape(line.source)
    if line.source_slug:
        source = f'<a href="#bron-{escape(line.source_slug)}">{source}</a>'
    row = "".join(f'<td role="cell">{cell}</td>' for cell in (value, period, source))
    if groups:
        # Below each other, on a phone, a dash alone says nothing; there it is for screen readers only.
        group = f">{escape(line.group)}" if line.group else ' class="is-empty">–'
        row = f'<td role="cell"{group}</td>{row}'
    area = escape(line.area)
    return f'<tr role="row"{marked}><th scope="row" role="rowheader">{area}</th>{row}</tr>'


def _note(text: str) -> str:
    return f'<span class="figure-table__note">{escape(text)}</span>'
