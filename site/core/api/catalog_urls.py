"""Routes below /data/: the catalogue for data portals."""

from django.urls import path

from core.api import catalog_views as views

urlpatterns = [
    path("catalog", views.catalog, name="catalog"),
    path("catalog.<slug:extension>", views.catalog_as, name="catalog_as"),
]
