"""Blocks with figures: what an editor chooses, what is proposed, and what stays as it was."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from home.models import ThemePage
from stories.blocks import IndicatorChartBlock, LiveFigureBlock
from stories.blocks.reading import indicators_on
from stories.models import Indicator, Observation, StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteers():
    return Indicator.objects.get(slug="vrijwilligerswerk")


def correct(indicator, area, value):
    found = Observation.objects.filter(indicator=indicator, area=area, period="2023", subgroup="")
    assert found.update(value=Decimal(value)) == 1


def chart_value(indicator, **values):
    block = IndicatorChartBlock()
    return block, block.to_python({"indicator": indicator.pk, **values})


def errors_of(block, value):
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    return {name: str(error) for name, error in caught.value.block_errors.items()}


def stored(block, value):
    """Return the value as it comes back from the database."""
    return block.to_python(json.loads(json.dumps(block.get_prep_value(value))))


class TestChart:
    def test_what_was_stored_before_is_still_drawn(self, volunteers):
        block, value = chart_value(volunteers, title="Zo veel", description="In woorden.", period="2023")
        html = block.render(value)
        assert '<h3 class="chart__title">Zo veel</h3>' in html
        assert "In woorden." in html
        assert "61,3%" in html
        assert reverse("indicator_csv", args=["vrijwilligerswerk"]) in html

    def test_words_are_proposed_and_follow_the_figures_until_somebody_writes_better_ones(self, volunteers):
        block, value = chart_value(volunteers, period="2023", kind="bars")
        saved = stored(block, block.clean(value))
        assert "Het hoogst: De Wolden met 61,3%." in saved["description"]
        assert saved["title"]
        correct(volunteers, "Meppel", "88.8")
        assert "Het hoogst: Meppel met 88,8%." in block.render(saved)
        assert "Het hoogst: Meppel met 88,8%." in block.clean(saved)["description"]
        saved["description"] = "Let op Meppel."
        again = stored(block, block.clean(saved))
        assert again["description"] == "Let op Meppel."
        assert "Let op Meppel." in block.render(again)

    def test_a_frozen_chart_stays_and_a_live_one_follows(self, volunteers):
        block, value = chart_value(volunteers, keep="frozen")
        frozen = stored(block, block.clean(value))
        live = stored(block, block.clean(chart_value(volunteers)[1]))
        before = block.render(frozen)
        correct(volunteers, "Meppel", "88.8")
        Indicator.objects.filter(pk=volunteers.pk).update(name="Anders", decimals=0, unit="keer")
        assert "88,8" in block.render(live)
        assert block.render(stored(block, frozen)) == before
        day = timezone.localdate()
        assert f"zoals zij waren op {day.day} " in before
        # Saving again keeps the figures of the day; another choice freezes anew; live lets go.
        assert json.loads(block.clean(frozen)["kept"])["frozen"] == json.loads(frozen["kept"])["frozen"]
        frozen["period"] = "2023"
        assert "88,8" in block.render(block.clean(frozen))
        frozen["keep"] = "live"
        assert "frozen" not in json.loads(block.clean(frozen)["kept"])

    @pytest.mark.parametrize("kept", ["", "{", "[]", '{"frozen": 3}', '{"frozen": {"choice": 1}}', "null"])
    def test_what_cannot_be_read_counts_as_not_frozen(self, volunteers, kept):
        block, value = chart_value(volunteers, keep="frozen", kept=kept)
        assert "61,3%" in block.render(value)

    def test_a_broken_snapshot_of_the_same_choice_counts_as_not_frozen(self, volunteers):
        block, value = chart_value(volunteers, keep="frozen")
        saved = block.clean(value)
        kept = json.loads(saved["kept"])
        kept["frozen"]["observations"] = [["x"]]
        saved["kept"] = json.dumps(kept)
        assert "61,3%" in block.render(saved)

    def test_errors_say_what_to_do(self, volunteers):
        assert "Kies één of meer gebieden." in errors_of(*chart_value(volunteers, areas="chosen"))["chosen"]
        assert "Kies een gebied." in errors_of(*chart_value(volunteers, areas="around"))["own"]
        period = errors_of(*chart_value(volunteers, period="1999"))["period"]
        assert "2023" in period
        assert "zonder jaar" in period
        assert "andere soort grafiek" in errors_of(*chart_value(volunteers, kind="groups"))["kind"]
        assert "indicator" in errors_of(IndicatorChartBlock(), IndicatorChartBlock().to_python({}))

    def test_a_draft_may_be_unfinished(self, volunteers):
        block, value = chart_value(volunteers, period="1999", areas="chosen")
        assert block.clean_deferred(value)["period"] == "1999"
        assert block.render(block.to_python({})).strip() == ""

    def test_areas_can_be_chosen(self, volunteers):
        chosen = ["gemeente-meppel", "gemeente-assen"]
        block, value = chart_value(volunteers, areas="chosen", chosen=chosen, kind="bars")
        html = block.render(block.clean(value))
        assert re.findall(r'<th scope="row">\s*(\S+)', html) == ["Meppel", "Assen"]
        block, value = chart_value(volunteers, areas="around", own="gemeente-meppel", kind="bars")
        html = block.render(block.clean(value))
        assert "gekozen gebied: Meppel" in html
        assert "Assen" not in html


class TestFigureInASentence:
    def value(self, indicator, **values):
        block = LiveFigureBlock()
        defaults = {"indicator": indicator.pk, "area": "provincie-drenthe"}
        return block, block.to_python({**defaults, **values})

    def test_the_value_stands_in_the_sentence_with_its_source(self, volunteers):
        block, value = self.value(volunteers, sentence="Al {cijfer} in {gebied} ({jaar}) & meer.")
        html = block.render(block.clean(value))
        assert "Al <strong>52,6%</strong> in Drenthe (2023) &amp; meer." in " ".join(html.split())
        assert re.search(r"Bron:\s+Jaarverslag Sociale Agenda 2024.*\(2023\)", html)

    def test_a_share_is_told_as_people(self, volunteers):
        block, value = self.value(volunteers, sentence="{aandeel} doen vrijwilligerswerk.")
        assert "53 van de 100 inwoners" in block.render(block.clean(value))

    def test_an_empty_sentence_is_proposed(self, volunteers):
        block, value = self.value(volunteers)
        cleaned = block.clean(value)
        assert "{gebied}" in cleaned["sentence"]
        assert "52,6%" in block.render(cleaned) or "53 van de 100" in block.render(cleaned)

    def test_words_of_the_source_are_never_lost(self):
        o = Observation.objects.filter(qualifier="ruim", value__isnull=False, subgroup="").first()
        from stories.figures.areas import area_of

        block, value = self.value(
            o.indicator, area=area_of(o).key, period=o.period or "zonder jaar", sentence="{cijfer} mensen."
        )
        assert "<strong>Ruim " in block.render(block.clean(value))

    def test_a_frozen_figure_stays_and_a_live_one_follows(self, volunteers):
        sentence = "Het is {cijfer}."
        block, value = self.value(volunteers, sentence=sentence, keep="frozen")
        frozen = stored(block, block.clean(value))
        live = self.value(volunteers, sentence=sentence)[1]
        correct(volunteers, "Drenthe", "70")
        assert "<strong>70%</strong>" in block.render(live)
        html = block.render(frozen)
        assert "<strong>52,6%</strong>" in html
        assert "Dit cijfer staat vast zoals het was op" in html
        frozen["area"] = "land-nederland"
        assert "48,7%" in block.render(block.clean(frozen))

    def test_no_figure_is_never_zero(self, volunteers):
        block, value = self.value(volunteers, area="gemeente-westerveld", sentence="Al {cijfer}.")
        html = block.render(block.clean(value))
        assert "geen cijfer" in html
        assert "<strong>" not in html

    def test_errors_say_what_to_do(self, volunteers):
        assert "{cijfer}" in errors_of(*self.value(volunteers, sentence="Zonder plek."))["sentence"]
        assert "2023" in errors_of(*self.value(volunteers, period="1999"))["period"]
        assert "iedereen" in errors_of(*self.value(volunteers, subgroup="katten"))["subgroup"]
        other = Indicator.objects.get(slug="schooladvies")
        assert "Drenthe" in errors_of(*self.value(other, area="gemeente-meppel"))["area"]


class TestProposal:
    def ask(self, client, block="chart", **fields):
        return client.get(reverse("propose_words", args=[block]), fields)

    def test_words_for_what_is_filled_in_so_far(self, client, login, volunteers):
        login("redactie")
        answer = self.ask(client, indicator=volunteers.pk, kind="bars", period="2023").json()
        assert "Het hoogst: De Wolden met 61,3%." in answer["words"]
        answer = self.ask(client, "sentence", indicator=volunteers.pk, area="provincie-drenthe").json()
        assert "{gebied}" in answer["words"]

    @pytest.mark.parametrize("pk", ["", "0", "9" * 30, "x"])
    def test_what_is_missing_is_said(self, client, login, pk):
        login("redactie")
        assert "cijfer" in self.ask(client, indicator=pk).json()["problem"]

    def test_what_does_not_fit_is_said(self, client, login, volunteers):
        login("redactie")
        assert "2023" in self.ask(client, indicator=volunteers.pk, period="1999").json()["problem"]
        nothing = self.ask(client, "sentence", indicator=volunteers.pk, area="niets").json()
        assert "Wel voor" in nothing["problem"]

    def test_only_for_editors_and_only_for_reading(self, client, login, volunteers):
        assert self.ask(client, indicator=volunteers.pk).status_code == 302
        login("redactie")
        assert client.post(reverse("propose_words", args=["chart"])).status_code == 405


class TestPage:
    def page(self, count):
        """Return a theme page with so many charts and sentences, each of another figure."""
        found = list(
            Indicator.objects.filter(observations__area="Drenthe", observations__subgroup="", unit="%")
            .distinct()
            .order_by("slug")[:count]
        )
        page = ThemePage.objects.first()
        blocks = [
            {"type": kind, "value": {"indicator": i.pk, "area": "provincie-drenthe", "title": "T"}}
            for i in found
            for kind in ("chart", "live_figure")
        ]
        page.body = json.dumps(
            [{"type": "section", "value": {"title": "Cijfers", "content": blocks}, "id": "1"}]
        )
        page.save()
        return ThemePage.objects.get(pk=page.pk), found

    def queries(self, count, django_assert_max_num_queries):
        page, found = self.page(count)
        request = RequestFactory().get("/", SERVER_NAME=Site.objects.get().hostname)
        request.user = AnonymousUser()
        with django_assert_max_num_queries(60) as asked:
            html = "".join(b.render(context={"request": request, "page": page}) for b in page.body)
        assert indicators_on(page) == {i.pk for i in found}
        assert html.count("live-figure__words") == count
        return len(asked)

    def test_many_charts_cost_no_more_queries_than_two(self, django_assert_max_num_queries):
        self.queries(1, django_assert_max_num_queries)  # what stands around every page comes from the cache
        # Indicators for each type of block, all values, and all targets when there is a line to draw.
        assert self.queries(2, django_assert_max_num_queries) <= 4
        assert self.queries(12, django_assert_max_num_queries) <= 4

    def test_the_editor_of_a_story_has_both_blocks(self, client, login):
        login("redactie")
        story = StoryPage.objects.first()
        html = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
        assert "Cijfer in een zin" in html
        assert "admin-chart" in html
        assert reverse("propose_words", args=["chart"]) in html
