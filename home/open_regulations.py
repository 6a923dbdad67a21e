"""What one can apply for now or soon, as pages about something else show it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import timezone

from core.models import Theme
from subsidies.models import RegulationPage, Round

_WANTED = [RegulationPage.Status.OPEN, RegulationPage.Status.SOON]


def open_regulations(theme: Theme | None = None) -> list[dict[str, Any]]:
    """Return the cards (see `RegulationPage.card`) of regulations that are open or will be; open ones first.

    One query: a round that is not over brings its regulation along, and the others do not matter.
    """
    now = timezone.now()
    pages = RegulationPage.objects.visible()
    if theme is not None:
        pages = pages.for_theme(theme)
    rounds: dict[RegulationPage, list[Round]] = defaultdict(list)
    for one in Round.objects.filter(regulation__in=pages.values("pk"), closes_at__gt=now).select_related(
        "regulation__theme"
    ):
        rounds[one.regulation].append(one)
    for page, found in rounds.items():
        page.sorted_rounds = sorted(found, key=lambda r: (r.opens_at, r.pk), reverse=True)
    cards = [page.card(now) for page in sorted(rounds, key=lambda page: page.title.casefold())]
    return sorted(
        (card for card in cards if card["status"] in _WANTED), key=lambda card: _WANTED.index(card["status"])
    )
