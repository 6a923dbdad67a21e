"""Colours of the province and the light that falls on them."""

from dataclasses import dataclass

HEATH = "#6b3f74"
HEATH_LIGHT = "#9a6a9f"
SAND = "#e9d9b8"
SAND_DEEP = "#cdb487"
MOSS = "#5d7a3a"
MOSS_DEEP = "#3d5531"
WATER = "#1f3b4d"
WATER_LIGHT = "#5f8494"
BRICK = "#b0573f"
BRICK_DEEP = "#87402f"
BRICK_LIGHT = "#c97a5c"
CREAM = "#f7f1e4"
BARK = "#5a4638"
BARK_DEEP = "#3f312b"
STRAW = "#d9b25f"
STONE = "#9a9590"
THATCH = "#8d7a62"
INK = "#2b2533"


def mix(first: str, second: str, share: float) -> str:
    """Blend two `#rrggbb` colours; `share` is the part of the second, from 0 to 1."""
    if share <= 0:
        return first
    channels = (
        round(int(first[i : i + 2], 16) * (1 - share) + int(second[i : i + 2], 16) * share) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


@dataclass(frozen=True)
class Mood:
    """Time of day and season: what sky, air and leaves look like."""

    sky: tuple[str, str, str]
    """From the top of the sky to the horizon."""
    sun: str
    sun_at: tuple[float, float]
    cloud: str
    haze: str
    tint: str
    strength: float
    """How much of `tint` lies over every colour."""
    leaf: tuple[str, str, str]
    """Foliage from shadow to light."""
    grass: tuple[str, str]
    """Grass in the distance and nearby."""
    field: str
    bloom: tuple[str, str, str]
    """Heath from shadow to flower."""


MOODS: tuple[Mood, ...] = (
    # late summer, a clear afternoon
    Mood(
        sky=("#a9c9d6", "#d3e2e1", "#f6eedb"),
        sun="#fff6dc",
        sun_at=(800, 170),
        cloud="#fdfaf2",
        haze="#dfe3d8",
        tint="#f2dfb4",
        strength=0.04,
        leaf=("#3f5833", "#5d7a3a", "#8fa25a"),
        grass=("#a9b880", "#7d9650"),
        field="#dcb968",
        bloom=("#5a3364", "#7f4d87", "#b98abb"),
    ),
    # autumn, a golden evening
    Mood(
        sky=("#b9a3bd", "#ecc4ab", "#fbe3b4"),
        sun="#fff0c4",
        sun_at=(770, 262),
        cloud="#fbe6d2",
        haze="#f0d2b4",
        tint="#e58f4e",
        strength=0.12,
        leaf=("#6a4a2e", "#a56a35", "#d79a4b"),
        grass=("#c3b578", "#8f8f4a"),
        field="#d9a857",
        bloom=("#532c58", "#7b4375", "#c08aa6"),
    ),
    # spring, a cool and pale morning
    Mood(
        sky=("#c5dae0", "#e6ebe4", "#f9ecdf"),
        sun="#fffaf0",
        sun_at=(420, 190),
        cloud="#ffffff",
        haze="#e9ebe3",
        tint="#cfe0da",
        strength=0.08,
        leaf=("#55713f", "#7f9b4f", "#b4c47c"),
        grass=("#bccb96", "#8daa5c"),
        field="#b9c274",
        bloom=("#5f4467", "#86648c", "#c3a6c4"),
    ),
    # the hour after sunset, lamps lit
    Mood(
        sky=("#5d6f92", "#a993ae", "#f0c3ab"),
        sun="#ffe6c9",
        sun_at=(560, 330),
        cloud="#cbb0bd",
        haze="#b9a3b1",
        tint="#4b4470",
        strength=0.2,
        leaf=("#2f4238", "#4b6242", "#73835a"),
        grass=("#8f9a80", "#64784f"),
        field="#b99a6b",
        bloom=("#43294f", "#67416f", "#a078a6"),
    ),
)
