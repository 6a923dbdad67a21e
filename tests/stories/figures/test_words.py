"""Numbers and sentences: what is said is what was counted."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.figures.numbers import number_words, rounded, value_words
from stories.figures.words import answer, observation_words, share_words, source_words
from stories.models import Indicator, Observation, Source

VALUES = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


def read_back(text):
    """Return the number that a Dutch reader sees."""
    found = re.search(r"−?[\d.]+(?:,\d+)?", text)[0]
    return Decimal(found.replace(".", "").replace(",", ".").replace("−", "-"))


def observation(value, *, area="Drenthe", period="2023", indicator=None, **more):
    return Observation(
        indicator=indicator or share(),
        area_type=more.pop("area_type", "province"),
        area=area,
        period=period,
        value=None if value is None else Decimal(str(value)),
        source=Source(title="Jaarverslag", year=2024),
        **more,
    )


def share():
    return Indicator(
        name="Vrijwilligers", unit="%", decimals=1, population="inwoners",
        sentence="In {gebied} doen {waarde} vrijwilligerswerk.",
    )  # fmt: skip


@given(VALUES, st.integers(0, 4))
def test_a_number_reads_back_as_it_was_rounded(value, decimals):
    assert read_back(number_words(value, decimals)) == rounded(value, decimals)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        ("52.6", "%", 1, "52,6%"),
        ("55", "%", 1, "55%"),
        ("47000", "euro", 0, "€\u00a047.000"),
        ("1500000.5", "euro", 2, "€\u00a01.500.000,50"),
        ("1.7", "km", 1, "1,7\u00a0km"),
        ("-4.5", "%", 1, "−4,5%"),
        ("43", "aantal", 0, "43"),
        ("0.5", "aantal", 0, "1"),
        ("2.5", "aantal", 0, "3"),
    ],
)
def test_a_value_has_its_unit(value, unit, decimals, words):
    assert value_words(Decimal(value), unit, decimals) == words


def test_no_figure_is_never_nought():
    assert value_words(None, "%", 1) == "geen cijfer"
    assert observation_words(share(), observation(None, qualifier="meer dan landelijk")) == (
        "geen cijfer (meer dan landelijk)"
    )
    assert answer(share(), observation(None, area="Westerveld")) == "Voor Westerveld is er geen cijfer."


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_a_sentence_agrees_with_its_number(value):
    text = answer(share(), observation(value))
    people, scale = map(
        read_back, re.fullmatch(r"In Drenthe doen (\S+) van de (\S+) inwoners .+", text).groups()
    )
    # Never further from the truth than half a person.
    assert abs(people - value * scale / 100) <= Decimal("0.5")


@given(st.lists(st.decimals(min_value=0, max_value=100, places=1), min_size=1, max_size=4))
def test_a_sentence_counts_all_areas_on_one_scale(values):
    own, *others = [observation(v, area=f"Gebied{n}") for n, v in enumerate(values)]
    text = answer(share(), own, others)
    scale = read_back(text.split(" van de ", 1)[1])
    assert text.count("; in ") == len(others)
    for number, o in enumerate(others, start=1):
        told = read_back(re.search(rf"in Gebied{number} (\S+)", text)[1].rstrip(".;"))
        assert abs(told - o.value * scale / 100) <= Decimal("0.5")


def test_another_period_is_said():
    text = answer(share(), observation(61), [observation(57, area="Zuidwest", period="")])
    sentence, other = text.split("; ")
    assert sentence == "In Drenthe doen 61 van de 100 inwoners vrijwilligerswerk (2023)"
    assert other == "in Zuidwest 57 (jaar niet genoemd)."


def test_the_words_of_the_source_are_never_lost():
    count = Indicator(
        name="Vrijwilligers", unit="aantal", sentence="In {gebied} zijn {waarde} vrijwilligers."
    )
    o = observation(260000, qualifier="ruim")
    assert observation_words(count, o) == "ruim 260.000"
    assert answer(count, o) == "In Drenthe zijn ruim 260.000 vrijwilligers."
    assert (
        observation_words(count, observation(11, qualifier="prognose; ongeveer")) == "ongeveer 11 (prognose)"
    )


def test_a_range_stays_a_range():
    o = observation(70, value_high=Decimal(80))
    assert observation_words(share(), o) == "70% tot 80%"
    assert "70 tot 80 van de 100 inwoners" in answer(share(), o)


def test_small_shares_are_told_out_of_a_thousand():
    assert share_words(share(), Decimal("0.8")) == "8 van de 1.000 inwoners"
    assert share_words(share(), Decimal("2")) == "2 van de 100 inwoners"


def test_a_value_keeps_all_decimals_that_it_has():
    whole = Indicator(name="x", unit="%", decimals=0)
    assert observation_words(whole, observation("12.25", indicator=whole)) == "12,25%"


@pytest.mark.parametrize("period", ["2023", ""])
def test_a_source_always_says_where_and_when(period):
    o = observation(1, period=period, place_in_source="Tabel 1")
    assert source_words(o) == f"Jaarverslag, Tabel 1 ({period or 'jaar niet genoemd'})"


def test_panels_and_groups_are_named():
    o = observation(8, area_type="panel", indicator=Indicator(name="Cijfer", unit="rapportcijfer"))
    assert answer(Indicator(name="Cijfer"), o) == "Het panel van Drenthe: 8 (Cijfer)."
    o = observation(8, subgroup="65 jaar en ouder")
    assert answer(share(), o).startswith("In Drenthe (65 jaar en ouder) doen 8 van de 100")
