"""The figures that the blocks of a page show, read together: ten charts ask no more than one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from core.models import SiteIdentity
from stories.figures.areas import AreaTree, area_tree
from stories.figures.series import Figures
from stories.models.indicators import Indicator
from stories.models.observations import Observation, Target

_KINDS = ("chart", "live_figure")
_ON_REQUEST = "_figures_of_blocks"


class BlockFigures:
    """Values and targets of indicators: of all that a page shows at once, or of one that was not foreseen."""

    def __init__(self, tree: AreaTree, foreseen: Iterable[int] = ()) -> None:
        self.tree = tree
        self._foreseen = set(foreseen)
        self._observations: dict[int, list[Observation]] = {}
        self._targets: dict[int, list[Target]] = {}

    def of(self, indicator: Indicator) -> Figures:
        """Return the values of an indicator."""
        if indicator.pk not in self._observations:
            wanted = (self._foreseen | {indicator.pk}) - set(self._observations)
            found = defaultdict(list)
            for o in Observation.objects.filter(indicator__in=wanted).select_related("source").order_by("pk"):
                found[o.indicator_id].append(o)
            self._observations |= {pk: found[pk] for pk in wanted}
        observations = self._observations[indicator.pk]
        for o in observations:
            o.indicator = indicator
        return Figures(indicator, observations)

    def targets(self, indicator: Indicator) -> Sequence[Target]:
        """Return what is aimed for with an indicator."""
        if indicator.pk not in self._targets:
            wanted = (self._foreseen | {indicator.pk}) - set(self._targets)
            found = defaultdict(list)
            for target in Target.objects.filter(indicator__in=wanted).select_related("source"):
                found[target.indicator_id].append(target)
            self._targets |= {pk: found[pk] for pk in wanted}
        return self._targets[indicator.pk]


def figures_for(parent_context: dict[str, Any] | None) -> BlockFigures:
    """Return the figures for the page that a block stands on; without a page for this block alone."""
    context = parent_context or {}
    request, page = context.get("request"), context.get("page")
    if not isinstance(request, HttpRequest):
        return unforeseen()
    kept: dict[Any, BlockFigures] = request.__dict__.setdefault(_ON_REQUEST, {})
    key = id(page)
    if key not in kept:
        foreseen = indicators_on(page) if isinstance(page, Page) else ()
        kept[key] = BlockFigures(area_tree(request), foreseen)
    return kept[key]


def unforeseen() -> BlockFigures:
    """Return figures outside of any request, for the province of the site."""
    site = Site.objects.filter(is_default_site=True).first()
    identity = SiteIdentity.for_site(site) if site else SiteIdentity()
    return BlockFigures(AreaTree.read(identity.province))


def indicators_on(page: Page) -> set[int]:
    """Return the indicators of all blocks with live figures on a page; nothing is asked of the database."""
    fields = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return {
        pk
        for name in fields
        for value in _values(getattr(getattr(page, name), "raw_data", ()))
        if isinstance(pk := value.get("indicator"), int) and value.get("keep") != "frozen"
    }


def _values(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the stored values of our blocks, however deep they stand."""
    if isinstance(data, dict):
        if data.get("type") in _KINDS and isinstance(data.get("value"), dict):
            yield data["value"]
        else:
            for part in data.values():
                yield from _values(part)
    elif isinstance(data, str):
        return
    elif hasattr(data, "__iter__"):
        for part in data:
            yield from _values(part)
