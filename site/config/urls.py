"""All routes of the site. Pages of editors come last: they answer every address that is left."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from core import views

handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"

urlpatterns = [
    path("gezond/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    re_path(r"^media/(?P<path>.+)$", views.media, name="media"),
    path("beheer/", include(wagtailadmin_urls)),
    path("documenten/", include(wagtaildocs_urls)),
    path("zoeken/", include("home.urls")),
    path("cijfers/", include("stories.urls")),
    path("mijn-gemeente/", include("home.areas.urls")),
    path("aanvragen/", include("subsidies.urls")),
    path("meedoen/", include("initiatives.contributions.urls")),
    path("api/", include("core.api.urls")),
    path("data/", include("core.api.catalog_urls")),
    path("", include("initiatives.urls")),
]

if settings.DEV_MAILBOX:
    urlpatterns += [path("ontwikkeling/", include("core.mailbox.urls"))]

urlpatterns += [
    re_path(wagtail_urls.serve_pattern, views.serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
