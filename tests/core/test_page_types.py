"""One pass over all page types: routable, rendered, editable and previewable."""

from django.contrib.auth import get_user_model
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from home.models import ContentPage, HomePage, ThemePage
from initiatives.models import InitiativeIndexPage, InitiativePage
from stories.models import StoryIndexPage, StoryPage
from subsidies.models import RegulationIndexPage, RegulationPage

TYPES = [
    HomePage,
    ThemePage,
    ContentPage,
    StoryIndexPage,
    StoryPage,
    InitiativeIndexPage,
    InitiativePage,
    RegulationIndexPage,
    RegulationPage,
]


class PageTypesTest(WagtailPageTestCase):
    def setUp(self):
        self.user = get_user_model().objects.get(username="beheer")
        self.client.force_login(self.user)

    def test_every_type_works(self):
        for model in TYPES:
            page = model.objects.live().first()
            with self.subTest(model=model.__name__):
                self.assertPageIsRoutable(page)
                self.assertPageIsRenderable(page)

    def test_every_type_can_be_edited_and_previewed(self):
        for model in TYPES:
            page = model.objects.live().first()
            with self.subTest(model=model.__name__):
                page.save_revision()
                for action in ("edit", "view_draft"):
                    response = self.client.get(f"/beheer/pages/{page.pk}/{action}/")
                    assert response.status_code == 200

    def test_both_directions_are_declared(self):
        for model in TYPES:
            with self.subTest(model=model.__name__):
                assert "parent_page_types" in vars(model)
                assert "subpage_types" in vars(model)

    def test_the_tree_is_as_designed(self):
        self.assertAllowedParentPageTypes(StoryPage, {StoryIndexPage})
        self.assertAllowedParentPageTypes(InitiativePage, {InitiativeIndexPage})
        self.assertAllowedParentPageTypes(RegulationPage, {RegulationIndexPage})
        self.assertAllowedSubpageTypes(StoryPage, set())
        self.assertAllowedParentPageTypes(HomePage, {Page})
