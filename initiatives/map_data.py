"""What a map shows in a box: clusters, pins and village labels, at most `MOST_FEATURES` in all.

The answer, all numbers in degrees (WGS84):
    total      the number of initiatives in the box that have an exact location
    pins       [{id, title, url, icon, kind, where, lat, lng}]: one initiative on its own
    clusters   [{lat, lng, count, bounds: [south, west, north, east], items?}]; items (pins) when zooming in
               cannot take the cluster apart
    areas      [{name, lat, lng, count, places, bounds, url, items?}]: initiatives for a whole village, at the
               centre of that village; of several villages together, `name` and place are of the largest group
    elsewhere  [{label, count, url}]: initiatives that have no place on a map
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Avg, Count, F, FloatField, Func, IntegerField, Max, Min, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from leaflet import app_settings

from core.chrome import chrome_for
from core.geo import Bounds
from core.models import Municipality
from initiatives import maps
from initiatives.models.initiative_page import InitiativePage, InitiativeQuerySet, where_words
from initiatives.selection import Selection, SelectionForm

if TYPE_CHECKING:
    from initiatives.models import InitiativeIndexPage

MOST_FEATURES = 300
MOST_AREAS = 100
#: Cells are 64 pixels wide, a quarter of a tile.
CELLS_PER_TILE = 4
#: Clusters on one spot, or at the deepest zoom, list what they hold up to this number.
MOST_IN_STACK = 20
MOST_STACKS = 10
#: Villages list what they hold when it is this little in all.
MOST_AREA_ITEMS = 100
SECONDS_TO_KEEP = 60


class CellNumber(Func):
    """The number of the grid cell that a coordinate lies in; cells are counted from -180 degrees."""

    output_field = IntegerField()

    def __init__(self, coordinate: str, size: float) -> None:
        # The size is a number of our own, never text of a visitor.
        super().__init__(F(coordinate), size=repr(float(size)))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "CAST((%(expressions)s + 180.0) / %(size)s AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "FLOOR((%(expressions)s::double precision + 180.0) / %(size)s)::integer"
        return self.as_sql(compiler, connection, template=template, **extra)


class ViewForm(forms.Form):
    """The part of the map that somebody looks at."""

    west = forms.FloatField(min_value=-180, max_value=180)
    east = forms.FloatField(min_value=-180, max_value=180)
    south = forms.FloatField(min_value=-90, max_value=90)
    north = forms.FloatField(min_value=-90, max_value=90)
    zoom = forms.IntegerField(min_value=0, max_value=22)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not (data["west"] < data["east"] and data["south"] < data["north"]):
            raise forms.ValidationError("empty")
        return data


@dataclass(frozen=True)
class Grid:
    """Cells over the map, always at the same places, so that a cluster stays what it is while one pans."""

    width: float  # degrees of longitude
    height: float  # degrees of latitude

    @classmethod
    def at(cls, zoom: int, ratio: float, cells_per_tile: int) -> Grid:
        """Return the grid of a zoom level; see `maps.degrees_ratio` for the ratio."""
        width = 360 / 2**zoom / cells_per_tile
        return cls(width, width * ratio)

    @classmethod
    def fitting(cls, bounds: Bounds, zoom: int, ratio: float, cells_per_tile: int, most: int) -> Grid:
        """Return the finest grid up to this zoom with at most so many cells in the box (or four)."""
        grid = cls.at(zoom, ratio, cells_per_tile)
        while grid.cells_in(bounds) > max(most, 4):
            grid = cls(grid.width * 2, grid.height * 2)
        return grid

    def cells_in(self, bounds: Bounds) -> int:
        """How many cells the box touches."""
        west, south = self.cell(bounds.south, bounds.west)
        east, north = self.cell(bounds.north, bounds.east)
        return (east - west + 1) * (north - south + 1)

    def cell(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Return the column and row of a point."""
        return math.floor((longitude + 180) / self.width), math.floor((latitude + 180) / self.height)


@dataclass
class MapFeatures:
    """What is drawn; see the module for the meaning of each list."""

    total: int = 0
    pins: list[dict[str, Any]] = field(default_factory=list)
    clusters: list[dict[str, Any]] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: list[dict[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.pins) + len(self.clusters) + len(self.areas)


@dataclass(frozen=True)
class MapQuery:
    """One question of a map: which of these initiatives, in which box, at which zoom."""

    initiatives: InitiativeQuerySet  # what a visitor may see, before the selection
    selection: Selection
    bounds: Bounds
    zoom: int
    ratio: float
    index_url: str
    province: str = ""

    def features(self) -> MapFeatures:
        """Return all that is drawn, from at most five queries."""
        found = MapFeatures()
        selected = self.selection.apply(self.initiatives.order_by())
        self._add_areas(found, selected)
        self._add_points(found, selected)
        return found

    # Exact locations

    def _add_points(self, found: MapFeatures, selected: InitiativeQuerySet) -> None:
        room = MOST_FEATURES - len(found.areas)
        grid = Grid.fitting(self.bounds, self.zoom, self.ratio, CELLS_PER_TILE, room)
        cells = (
            selected.on_map()
            .within(self.bounds)
            .values(column=CellNumber("longitude", grid.width), row=CellNumber("latitude", grid.height))
            .annotate(
                number=Count("pk"), first=Min("pk"),
                south=Min("latitude"), north=Max("latitude"), west=Min("longitude"), east=Max("longitude"),
                lat=Avg("latitude", output_field=FloatField()),
                lng=Avg("longitude", output_field=FloatField()),
            )
            .order_by("column", "row")
        )  # fmt: skip
        alone: list[int] = []
        stacks: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for cell in cells:
            found.total += cell["number"]
            if cell["number"] == 1:
                alone.append(cell["first"])
                continue
            cluster = {
                "lat": round(float(cell["lat"]), 6),
                "lng": round(float(cell["lng"]), 6),
                "count": cell["number"],
                "bounds": [float(cell[side]) for side in ("south", "west", "north", "east")],
            }
            found.clusters.append(cluster)
            if self._cannot_open(cell) and len(stacks) < MOST_STACKS:
                stacks.append((cell, cluster))
        self._add_pins(found, alone, stacks)

    def _cannot_open(self, cell: dict[str, Any]) -> bool:
        one_spot = cell["south"] == cell["north"] and cell["west"] == cell["east"]
        deepest = self.zoom >= app_settings["MAX_ZOOM"]
        return (one_spot or deepest) and cell["number"] <= MOST_IN_STACK

    def _add_pins(
        self,
        found: MapFeatures,
        alone: list[int],
        stacks: list[tuple[dict[str, Any], dict[str, Any]]],
    ) -> None:
        # All points between the outermost ones of a cell lie in that cell: the boxes never overlap.
        wanted = Q(pk__in=alone)
        for cell, _cluster in stacks:
            wanted |= Q(
                latitude__range=(cell["south"], cell["north"]), longitude__range=(cell["west"], cell["east"])
            )
        if not (alone or stacks):
            return
        # Without stacks the keys say it all; with them the selection has to be asked again.
        source = self.selection.apply(self.initiatives.order_by()) if stacks else InitiativePage.objects.all()
        for pin in self._pins(source.filter(wanted)):
            for cell, cluster in stacks:
                inside = Bounds(*(float(cell[side]) for side in ("south", "west", "north", "east")))
                if inside.contains(pin["lat"], pin["lng"]):
                    cluster.setdefault("items", []).append(pin)
                    break
            else:
                found.pins.append(pin)

    def _pins(self, initiatives: InitiativeQuerySet) -> Iterable[dict[str, Any]]:
        rows = (
            initiatives.on_map()
            .order_by("title", "pk")
            .values_list(
                "pk", "title", "slug", "kind__icon", "kind__name", "place__name", "locality",
                "municipality__name", "latitude", "longitude",
            )
        )  # fmt: skip
        for pk, title, slug, icon, kind, place, locality, municipality, latitude, longitude in rows:
            yield {
                "id": pk,
                "title": title,
                "url": self._page_url(slug),
                "icon": icon,
                "kind": kind,
                "where": where_words(InitiativePage.Scope.POINT, place or locality, municipality or ""),
                "lat": float(latitude),
                "lng": float(longitude),
            }

    # Whole villages, and what has no place on a map

    def _add_areas(self, found: MapFeatures, selected: InitiativeQuerySet) -> None:
        scope = InitiativePage.Scope
        groups = (
            selected.exclude(scope=scope.POINT)
            .values(
                "scope", "place_id", "place__name", "place__latitude", "place__longitude",
                "municipality__name", "municipality__slug",
            )
            .annotate(number=Count("pk"))
            .order_by("place__name", "municipality__name", "place_id")
        )  # fmt: skip
        villages: list[dict[str, Any]] = []
        per_municipality: dict[tuple[str, str], int] = {}
        province_wide = 0
        for group in groups:
            if group["scope"] == scope.PROVINCE:
                province_wide += group["number"]
            elif group["scope"] == scope.PLACE and group["place_id"]:
                if self.bounds.contains(float(group["place__latitude"]), float(group["place__longitude"])):
                    villages.append(group)
            else:
                key = (group["municipality__name"] or "", group["municipality__slug"] or "")
                per_municipality[key] = per_municipality.get(key, 0) + group["number"]
        found.areas = self._areas(villages)
        found.elsewhere = self._elsewhere(per_municipality, province_wide)

    def _areas(self, villages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        grid = Grid.fitting(self.bounds, self.zoom, self.ratio, CELLS_PER_TILE, MOST_AREAS)
        cells: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for village in villages:
            point = float(village["place__latitude"]), float(village["place__longitude"])
            cells.setdefault(grid.cell(*point), []).append(village)
        items = self._area_items(villages)
        areas = []
        for group in cells.values():
            # The first of equals is the first of the alphabet.
            largest = max(group, key=lambda village: village["number"])
            latitudes = [float(village["place__latitude"]) for village in group]
            longitudes = [float(village["place__longitude"]) for village in group]
            name = largest["place__name"]
            area = {
                "name": name,
                "lat": float(largest["place__latitude"]),
                "lng": float(largest["place__longitude"]),
                "count": sum(village["number"] for village in group),
                "places": len(group),
                "bounds": [min(latitudes), min(longitudes), max(latitudes), max(longitudes)],
                "url": f"{self.index_url}?{self.selection.with_words(name).query}",
            }
            if items is not None:
                area["items"] = [item for village in group for item in items[village["place_id"]]]
            areas.append(area)
        return areas

    def _area_items(self, villages: list[dict[str, Any]]) -> dict[int, list[dict[str, str]]] | None:
        """Return per village what it holds, or None when that is too much for one answer."""
        if not villages or sum(village["number"] for village in villages) > MOST_AREA_ITEMS:
            return None
        items: dict[int, list[dict[str, str]]] = {village["place_id"]: [] for village in villages}
        rows = (
            self.selection.apply(self.initiatives.order_by())
            .filter(scope=InitiativePage.Scope.PLACE, place__in=items)
            .order_by("title", "pk")
            .values_list("place_id", "title", "slug", "kind__name", "place__name")
        )
        for place_id, title, slug, kind, place in rows:
            items[place_id].append(
                {"title": title, "url": self._page_url(slug), "kind": kind, "where": place}
            )
        return items

    def _elsewhere(
        self, per_municipality: dict[tuple[str, str], int], province_wide: int
    ) -> list[dict[str, Any]]:
        lines = []
        for (name, slug), number in sorted(per_municipality.items()):
            query = self.selection.in_area(Municipality(name=name, slug=slug)).query
            label = _("Hele gemeente %(name)s") % {"name": name} if name else _("Zonder gemeente")
            lines.append({"label": label, "count": number, "url": f"{self.index_url}?{query}"})
        if province_wide:
            query = self.selection.in_area(None, province_wide=True).query
            label = _("Heel %(province)s") % {"province": self.province}
            lines.append({"label": label, "count": province_wide, "url": f"{self.index_url}?{query}"})
        return lines

    def _page_url(self, slug: str) -> str:
        return f"{self.index_url}{slug}/"


def map_response(request: HttpRequest, index: InitiativeIndexPage) -> HttpResponseBase:
    """Answer a question of the map as JSON; a wrong one with status 400 and a sentence that says so."""
    view, form = ViewForm(request.GET), SelectionForm(request.GET)
    if not view.is_valid():
        return _refused(_("De kaart vraagt om een gebied dat niet bestaat. Laad de pagina opnieuw."))
    if not form.is_valid():
        return _refused(_("Een van uw keuzes bestaat niet. Kies opnieuw in het formulier."))
    seen = view.cleaned_data
    query = MapQuery(
        initiatives=index.initiatives,
        selection=form.selection,
        # As precise as locations are stored: about ten centimetres.
        bounds=Bounds(*(round(seen[side], 6) for side in ("south", "west", "north", "east"))),
        zoom=seen["zoom"],
        ratio=maps.degrees_ratio(maps.site_bounds(request)),
        index_url=index.get_url(request) or "/",
        province=chrome_for(request).identity.province,
    )
    body = json.dumps(vars(query.features()), ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={SECONDS_TO_KEEP}"
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _refused(sentence: str) -> JsonResponse:
    response = JsonResponse({"error": sentence}, status=400, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
