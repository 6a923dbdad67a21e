"""Template tags that every page may use."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# The same characters that Django's own `json_script` escapes: nothing can close the element.
_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def json_ld(data: dict[str, Any] | None) -> SafeString | str:
    """Return a schema.org description as a data element; nothing in it can become markup."""
    if not data:
        return ""
    text = json.dumps(data, ensure_ascii=False).translate(_JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.filter
def euro(value: Decimal | int | None) -> str:
    """Return an amount as Dutch readers write it: € 25.000, or € 1.250,50 when there are cents."""
    if value is None:
        return ""
    amount = Decimal(value)
    places = 0 if amount == amount.to_integral_value() else 2
    # A no-break space, so that the sign never stands alone at the end of a line.
    return f"€\u00a0{formats.number_format(amount, decimal_pos=places, force_grouping=True)}"


@register.simple_tag
def query(base: str, **changes: Any) -> str:
    """Return a query string like `?thema=gezondheid&pagina=2`: the base with changes; None removes."""
    params = QueryDict(base, mutable=True)
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = str(value)
    encoded = urlencode([(k, v) for k, values in params.lists() for v in values])
    return f"?{encoded}" if encoded else "?"
