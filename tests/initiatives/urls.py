"""The routes of the site with the address of the map data, so that these tests stand on their own."""

from django.urls import include, path

from config.urls import handler404, handler500

__all__ = ["handler404", "handler500", "urlpatterns"]

urlpatterns = [path("", include("initiatives.urls")), path("", include("config.urls"))]
