"""What everybody may read: the same pages as Wagtail's own `public()`, whatever is restricted."""

import pytest
from wagtail.models import Page, PageViewRestriction

from core.querysets import SitePageQuerySet
from home.models import ContentPage, HomePage
from initiatives.models import InitiativePage

pytestmark = pytest.mark.django_db


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize(
    "slugs",
    [
        [],
        ["privacy"],
        ["initiatieven"],
        ["initiatieven", "odensehuis-meppel"],
        ["interview-valtes", "subsidies"],
        ["voorpagina"],
    ],
)
def test_the_same_pages_as_wagtail(slugs):
    for slug in slugs:
        restrict(Page.objects.get(slug=slug))
    expected = set(Page.objects.live().public().values_list("pk", flat=True))
    assert set(SitePageQuerySet(Page).visible().values_list("pk", flat=True)) == expected
    initiatives = set(InitiativePage.objects.visible().values_list("pk", flat=True))
    assert initiatives == set(InitiativePage.objects.live().public().values_list("pk", flat=True))


def test_a_restriction_deep_in_the_tree_holds(client):
    parent = HomePage.objects.get()
    for number in range(12):
        page = ContentPage(title=f"Laag {number}", slug=f"laag-{number}")
        parent.add_child(instance=page)
        parent = page
    restrict(parent)
    assert not ContentPage.objects.visible().filter(pk=parent.pk).exists()
    assert client.get(parent.url).status_code == 302


def test_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        list(InitiativePage.objects.visible()[:5])


def test_a_restricted_page_asks_for_a_login_and_is_in_no_list(client):
    page = InitiativePage.objects.get(slug="odensehuis-meppel")
    restrict(page)
    assert client.get(page.url).status_code == 302
    assert page.title not in client.get("/initiatieven/?q=odensehuis").content.decode()
    assert "Odensehuis Meppel" not in client.get("/zoeken/?q=odensehuis").content.decode()
    assert page.url not in client.get("/verhalen/interview-odensehuis-meppel/").content.decode()
