"""The screens of single records: a saved value changes with a reason, and what is in use stays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from core.models import Municipality
from stories.models import Correction, Indicator, Monitor, Observation, Result, Source, Target

MODELS = (Indicator, Observation, Source, Target, Result, Monitor)


def url(model, name, *args):
    return reverse(f"wagtailsnippets_stories_{model._meta.model_name}:{name}", args=args)


@pytest.fixture
def observation(db):
    return Observation.objects.filter(area_type="municipality", value__isnull=False).order_by("pk").first()


def sent(observation, **changes):
    """What the form sends when nothing changes but `changes`."""
    names = (
        "indicator_id", "area_type", "municipality_id", "region_id", "area", "subgroup", "period", "value",
        "value_high", "qualifier", "nature", "status", "denominator", "note", "source_id", "place_in_source",
    )  # fmt: skip
    values = {name.removesuffix("_id"): getattr(observation, name) for name in names}
    return {name: "" if value is None else str(value) for name, value in (values | changes).items()}


def test_a_saved_value_changes_with_a_reason(client, login, observation):
    user = login("eindredactie")
    edit, before = url(Observation, "edit", observation.pk), observation.value
    page = client.post(edit, sent(observation, value=before + 1)).content.decode()
    assert "Schrijf op waarom dit cijfer verandert" in page
    observation.refresh_from_db()
    assert observation.value == before
    response = client.post(edit, sent(observation, value=before + 1, reason="Typefout in de bron."))
    assert response.status_code == 302
    observation.refresh_from_db()
    kept = Correction.objects.get(observation=observation)
    assert (observation.value, kept.value) == (before + 1, before)
    assert (kept.reason, kept.corrected_by) == ("Typefout in de bron.", user)
    assert "Typefout in de bron." in client.get(edit).content.decode()


def test_what_is_no_value_needs_no_reason(client, login, observation):
    login("eindredactie")
    response = client.post(url(Observation, "edit", observation.pk), sent(observation, subgroup="proefgroep"))
    assert response.status_code == 302
    assert not Correction.objects.exists()


def test_a_new_value_gets_its_area_from_the_municipality(client, login, observation):
    login("eindredactie")
    emmen = Municipality.objects.get(name="Emmen")
    data = sent(observation, municipality=emmen.pk, area="", period="2031", value="5.5")
    assert client.post(url(Observation, "add"), data).status_code == 302
    made = Observation.objects.get(period="2031")
    assert (made.area, made.value, made.last_day.year) == ("Emmen", Decimal("5.5"), 2031)


@pytest.mark.parametrize(("typed", "kept"), [("1.234,5", "1234.5"), ("61.5", "61.5"), ("-", None)])
def test_numbers_are_written_with_a_comma(client, login, observation, typed, kept):
    login("eindredactie")
    edit = url(Observation, "edit", observation.pk)
    assert client.post(edit, sent(observation, value=typed, reason="Proef.")).status_code == 302
    observation.refresh_from_db()
    assert observation.value == (Decimal(kept) if kept else None)
    shown = client.get(edit).context["form"]["value"].value()
    assert shown == (kept.replace(".", ",") if kept else None)


@pytest.mark.parametrize(
    ("typed", "told"), [("veel", "geen getal"), ("ca. 60", "zonder woorden"), ("60-70", "alleen")]
)
def test_what_is_no_number_is_told_next_to_the_field(client, login, observation, typed, told):
    login("eindredactie")
    response = client.post(url(Observation, "edit", observation.pk), sent(observation, value=typed))
    assert told in str(response.context["form"].errors["value"])


def test_the_same_value_twice_and_no_municipality_are_told(client, login, observation):
    login("eindredactie")
    page = client.post(url(Observation, "add"), sent(observation)).content.decode()
    assert "bestaat al" in page
    page = client.post(
        url(Observation, "add"), sent(observation, municipality="", period="2031")
    ).content.decode()
    assert "Kies de gemeente van dit cijfer" in page


def test_values_are_found_by_indicator_area_source_and_period(client, login, observation):
    login("eindredactie")
    question = {
        "indicator": observation.indicator_id,
        "area": observation.area,
        "source": observation.source_id,
        "period": observation.period or "geen",
    }
    index = url(Observation, "list")
    found = client.get(index, question).context["page_obj"].object_list
    assert observation in found
    assert {o.indicator_id for o in found} == {observation.indicator_id}
    assert all(not o.period for o in client.get(index, {"period": "geen"}).context["page_obj"].object_list)
    assert client.get(index, {"indicator": "x", "period": "y"}).status_code == 200
    assert observation.indicator.name in client.get(index, {"q": observation.indicator.name}).content.decode()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_list_and_form_opens_with_few_queries(client, login, model, django_assert_max_num_queries):
    login("eindredactie")
    first = model.objects.first()
    client.get(url(model, "list"))
    with django_assert_max_num_queries(25):
        assert client.get(url(model, "list")).status_code == 200
    assert client.get(url(model, "add")).status_code == 200
    assert client.get(url(model, "edit", first.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_editors_without_the_right_stay_out(client, login, model):
    login("redactie")
    assert client.get(url(model, "list")).status_code == 302
    assert client.get(url(model, "add")).status_code == 302


def test_a_source_in_use_stays_and_an_unused_one_goes(client, login, observation):
    login("eindredactie")
    used = url(Source, "delete", observation.source_id)
    page = client.post(used, follow=True).content.decode()
    assert "nog in gebruik" in page
    assert Source.objects.filter(pk=observation.source_id).exists()
    unused = Source.objects.create(title="Proefbron", slug="proefbron")
    client.post(url(Source, "delete", unused.pk))
    assert not Source.objects.filter(pk=unused.pk).exists()
