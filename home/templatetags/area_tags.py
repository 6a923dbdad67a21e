"""Template tags of "Mijn gemeente"."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from home.areas.table import Cell, Group, Row

register = template.Library()


@register.simple_tag
def area_rows(group: Group) -> SafeString:
    """Return the rows of a group as markup.

    A page has a thousand cells, and a template takes six times as long for them.
    """
    return mark_safe("\n".join(map(_row, group.rows)))  # noqa: S308 - every text in it is escaped below


def _row(row: Row) -> str:
    own, *others = row.cells
    cells = "".join([_cell(own, row.said), *map(_cell, others)])
    return (
        '<tr role="row">'
        f'<th role="rowheader" scope="row"><a href="{escape(row.url)}">{escape(row.title)}</a></th>{cells}'
        f'<td role="cell"><span aria-hidden="true">{_("Bron")}</span>'
        f" <small>{escape(row.sources)}</small></td>"
        "</tr>"
    )


def _cell(cell: Cell, said: str = "") -> str:
    words = f" <em>{escape(said)}</em>" if said else ""
    # Without a period no source has a row for it: that looks different from a number.
    mark = "" if cell.period else ' class="is-unknown"'
    return (
        f'<td role="cell"{mark}><span aria-hidden="true">{escape(cell.where)}</span>'
        f" <strong>{escape(cell.text)}</strong> <small>{escape(cell.period)}</small>{words}</td>"
    )
