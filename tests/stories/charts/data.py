"""Values to draw, without a database: the municipalities of the demo and figures of all shapes."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from core.models import Municipality, Region
from stories.figures.areas import Area, AreaTree
from stories.figures.periods import last_day_of
from stories.figures.series import Figures
from stories.models import Indicator, Observation, Source

MUNICIPALITIES = Path(__file__).parents[3] / "site/demo/data/municipalities.csv"
SOURCES = (
    Source(pk=1, title="Jaarverslag", slug="jaarverslag", year=2024),
    Source(pk=2, title="Monitor <b>", slug="monitor", year=2022, edition="2e druk"),
)


def make_tree() -> AreaTree:
    """Return the areas of the demo."""
    with MUNICIPALITIES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    regions = {name: Region(name=name) for name in sorted({row["region"] for row in rows})}
    municipalities = [
        Municipality(
            name=row["name"], slug=row["code"].lower(), code=row["code"], region=regions[row["region"]],
            tile_column=int(row["tile_column"]), tile_row=int(row["tile_row"]),
        )
        for row in rows
    ]  # fmt: skip
    return AreaTree(sorted(municipalities, key=lambda m: m.name), regions.values(), "Drenthe")


TREE = make_tree()
PANEL = Area("panel", "Drenthe")
AREAS = [*TREE.areas, PANEL]


def make_indicator(**values) -> Indicator:
    defaults = {
        "pk": 1, "name": "Mensen & <vrijwilligers>", "slug": "proef", "unit": "%", "decimals": 1,
        "population": "inwoners", "sentence": "In {gebied} doen {waarde} mee.",
    }  # fmt: skip
    return Indicator(**{**defaults, **values})


def make_value(indicator, area, value, period="2023", *, pk, **values) -> Observation:
    """Return a value that is not in the database."""
    observation = Observation(
        pk=pk, indicator=indicator, area_type=area.type, area=area.name, period=period,
        value=None if value is None else Decimal(str(value)),
        source=values.pop("source", SOURCES[0]), **values,
    )  # fmt: skip
    observation.last_day = last_day_of(period)
    return observation


def full_figures(indicator=None, areas=None, years=range(2004, 2024)) -> Figures:
    """Return a value for each area and year."""
    indicator = indicator or make_indicator()
    areas = areas or [TREE.of_municipality(m) for m in TREE.municipalities]
    rows = [
        make_value(indicator, area, f"{20 + (place * 7 + year * 3) % 40}.{place % 10}", str(year), pk=pk)
        for pk, (place, area, year) in enumerate(
            [(place, area, year) for place, area in enumerate(areas) for year in years], start=1
        )
    ]
    return Figures(indicator, rows)


NUMBERS = {
    "%": st.decimals(0, 100, places=1),
    "aantal": st.decimals(0, 10**9, places=0),
    "euro": st.decimals(-(10**6), 10**6, places=0),
    "rapportcijfer": st.decimals(1, 10, places=1),
    "": st.decimals(-50, 50, places=2),
}


@st.composite
def figures(draw) -> Figures:
    """Return figures of one indicator: of any unit, with groups, years, sources, gaps, ranges, forecasts."""
    unit = draw(st.sampled_from(sorted(NUMBERS)))
    indicator = make_indicator(unit=unit, population=draw(st.sampled_from(["", "inwoners"])))
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(AREAS),
                st.sampled_from(["", "2016", "2019", "2022", "2023", "2020-11", "2012-2013", "2030"]),
                st.sampled_from(["", "", "", "jongeren", "totaal", "een lange groep van antwoorden"]),
                st.sampled_from([0, 0, 1]),
            ),
            unique=True, min_size=1, max_size=30,
        )
    )  # fmt: skip
    rows = []
    for pk, (area, period, group, source) in enumerate(keys, start=1):
        value = draw(st.none() | NUMBERS[unit] | NUMBERS[unit])
        nature = draw(st.sampled_from(["measured", "measured", "estimate", "forecast", "aim"]))
        high = None
        if value is not None and value < 50 and draw(st.booleans()):
            high = value + draw(st.integers(0, 9))
        rows.append(
            make_value(
                indicator, area, value, period, pk=pk, subgroup=group, source=SOURCES[source],
                nature="forecast" if period == "2030" and nature == "measured" else nature,
                value_high=high, qualifier=draw(st.sampled_from(["", "", "ongeveer", "volgens <ouders>"])),
                status=draw(st.sampled_from(["final", "provisional"])),
            )
        )  # fmt: skip
    return Figures(indicator, rows)
