"""The demo figures come in through the editors' importer, whole; what editors changed stays."""

from __future__ import annotations

from decimal import Decimal

import pytest

from demo.loader import figures
from demo.loader.reading import rows
from stories.models import Indicator, Monitor, Observation, Result, Source, Target

MODELS = (Source, Indicator, Observation, Target, Result, Monitor)
pytestmark = pytest.mark.django_db


def number(text):
    return Decimal(text) if text else None


def test_every_value_is_as_in_the_file():
    found = {
        (o.indicator.slug, o.area_type, o.area, o.subgroup, o.period, o.source.title): o
        for o in Observation.objects.select_related("indicator", "source")
    }
    expected = rows("observations")
    assert len(found) == len(expected)
    for row in expected:
        names = ("indicator_slug", "area_type", "area", "subgroup", "period", "source")
        value = found[tuple(row[name] for name in names)]
        assert (value.value, value.value_high) == (number(row["value"]), number(row["value_high"]))
        for name in ("qualifier", "nature", "status", "note", "place_in_source"):
            assert getattr(value, name) == row[name], row
        assert bool(value.municipality) == (row["area_type"] == "municipality")
        assert bool(value.last_day) == bool(row["period"])


def test_every_other_row_came_in_too():
    files = {Source: "sources", Target: "targets", Result: "results", Monitor: "monitors"}
    for model, name in files.items():
        assert model.objects.count() == len(rows(name)), name
    found = Target.objects.select_related("indicator")
    targets = {(one.indicator.slug, one.kind, one.value, one.place_in_source) for one in found}
    names = ("indicator_slug", "kind", "value", "place_in_source")
    told = [[row[name] for name in names] for row in rows("targets")]
    assert targets == {(slug, kind, number(value), place) for slug, kind, value, place in told}
    for row in rows("indicators"):
        indicator = Indicator.objects.select_related("theme", "goal").get(slug=row["slug"])
        assert (indicator.theme.slug if indicator.theme else "") == row["theme"]
        assert (str(indicator.goal.number) if indicator.goal else "") == row["goal"]
        assert (indicator.unit, indicator.decimals) == (row["unit"], int(row["decimals"]))
        assert indicator.direction == (row["direction"] or "neutral")


def test_loading_again_changes_nothing_and_keeps_what_editors_changed(django_assert_max_num_queries):
    value = Observation.objects.filter(value__isnull=False).first()
    Observation.objects.filter(pk=value.pk).update(value=77, note="van de redactie")
    Source.objects.filter(pk=value.source_id).update(title="Andere titel")
    Indicator.objects.filter(pk=value.indicator_id).update(question="Van de redactie?")
    before = {model: list(model.objects.order_by("pk").values_list()) for model in MODELS}
    with django_assert_max_num_queries(60):
        figures.load_figures()
    assert {model: list(model.objects.order_by("pk").values_list()) for model in MODELS} == before


def test_a_fault_in_the_facts_stops_the_loading(monkeypatch):
    def broken(name):
        found = rows(name)
        if name == "observations":
            found[0]["value"] = "veel"
        return found

    monkeypatch.setattr(figures, "rows", broken)
    with pytest.raises(ValueError, match="“veel” is geen getal"):
        figures.load_figures()
