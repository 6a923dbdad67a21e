"""The page cache keeps what everybody may read, and nothing that has changed."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client, RequestFactory

from core.page_cache import FetchFromCacheMiddleware, UpdateCacheMiddleware


@pytest.fixture(autouse=True)
def page_cache(settings):
    settings.WAGTAIL_CACHE = True
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


def through(response: HttpResponse, **request) -> str:
    """Send a request through both halves of the cache; return what the header says about it."""
    asked = RequestFactory().get("/pagina/", **request)

    def view(request):
        return FetchFromCacheMiddleware(lambda _request: response)(request)

    return UpdateCacheMiddleware(view)(asked)["X-Cache"]


def test_a_public_answer_is_kept():
    assert through(HttpResponse("page")) == "miss"
    assert through(HttpResponse("page")) == "hit"


@pytest.mark.parametrize("rule", ["no-store", "private", "no-cache", "max-age=60, no-store"])
def test_an_answer_that_may_not_be_kept_is_not(rule):
    assert through(HttpResponse("page", headers={"Cache-Control": rule})) == "skip"
    assert through(HttpResponse("page")) == "miss"


def test_a_session_gets_its_own_answers_and_leaves_none_behind(settings):
    settings.SESSION_COOKIE_NAME = "sessionid"
    assert through(HttpResponse("my application"), HTTP_COOKIE="sessionid=abc") == "skip"
    assert through(HttpResponse("page")) == "miss"
    assert through(HttpResponse("page"), HTTP_COOKIE="sessionid=abc") == "skip"


def test_you_have_it_already_is_said_to_who_has_it_and_kept_for_nobody():
    etag = '"one"'
    assert through(HttpResponse(status=304, headers={"ETag": etag}), HTTP_IF_NONE_MATCH=etag) == "skip"
    whole = HttpResponse("page", headers={"ETag": etag, "Access-Control-Allow-Origin": "*"})
    assert through(whole) == "miss"
    fetch = FetchFromCacheMiddleware(lambda _request: HttpResponse("not asked"))
    again = fetch(RequestFactory().get("/pagina/", HTTP_IF_NONE_MATCH=etag))
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    other = fetch(RequestFactory().get("/pagina/", HTTP_IF_NONE_MATCH='"another"'))
    assert (other.status_code, other.content) == (200, b"page")


def test_other_cookies_change_nothing():
    assert through(HttpResponse("page"), HTTP_COOKIE="_ga=1") == "miss"
    assert through(HttpResponse("page"), HTTP_COOKIE="_ga=2") == "hit"


@pytest.mark.django_db
def test_a_reader_twice_costs_no_query(django_assert_num_queries):
    client = Client()
    first = client.get("/")
    assert first.status_code == 200
    assert first["X-Cache"] == "miss"
    with django_assert_num_queries(0):
        second = client.get("/")
    assert second["X-Cache"] == "hit"
    assert first.content == second.content


@pytest.mark.django_db
def test_publishing_is_seen_at_once_and_a_draft_is_not(home, django_capture_on_commit_callbacks):
    client = Client()
    home = home.specific
    client.get("/")
    home.title = "Een andere titel voor de voordeur"
    with django_capture_on_commit_callbacks(execute=True):
        revision = home.save_revision()
    assert client.get("/")["X-Cache"] == "hit"
    with django_capture_on_commit_callbacks(execute=True):
        revision.publish()
    assert client.get("/")["X-Cache"] == "miss"


@pytest.mark.django_db
def test_taking_a_page_away_is_seen_at_once(home, django_capture_on_commit_callbacks):
    client = Client()
    child = home.get_children().live().first()
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        child.specific.unpublish()
    assert client.get("/")["X-Cache"] == "miss"


@pytest.mark.django_db
def test_a_change_of_data_behind_pages_is_seen_at_once(django_capture_on_commit_callbacks):
    from core.models import SiteIdentity, Theme

    client = Client()
    for change in (
        lambda: SiteIdentity.objects.first().save(),
        lambda: Theme.objects.first().save(),
        lambda: Theme.objects.create(name="Tijdelijk thema", slug="tijdelijk-thema").delete(),
    ):
        client.get("/")
        with django_capture_on_commit_callbacks(execute=True):
            change()
        assert client.get("/")["X-Cache"] == "miss"


@pytest.mark.django_db
def test_signing_in_and_making_an_image_size_leave_the_cache_alone(
    django_capture_on_commit_callbacks, django_user_model
):
    client = Client()
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        django_user_model.objects.create(username="iemand")
    assert not callbacks
    assert client.get("/")["X-Cache"] == "hit"


def test_models_named_in_the_settings_exist(settings):
    from django.apps import apps

    for label in settings.PAGE_CACHE_MODELS + settings.PAGE_CACHE_PRIVATE_MODELS:
        apps.get_model(label)
    for label in settings.PAGE_CACHE_APPS:
        apps.get_app_config(label)
