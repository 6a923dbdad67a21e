"""Routes below /api/ of the initiatives."""

from django.urls import path

from initiatives.api import views

urlpatterns = [
    path("initiatieven.json", views.initiatives_json, name="api_initiatives"),
    path("initiatieven.geojson", views.initiatives_geojson, name="api_initiatives_geojson"),
    path("initiatieven.csv", views.initiatives_csv, name="api_initiatives_csv"),
    path("initiatieven/<int:pk>.json", views.initiative_json, name="api_initiative"),
    path("wijzigingen.json", views.changes_json, name="api_changes"),
    path("gemeenten.geojson", views.outlines_geojson, name="api_outlines"),
    # For the scripts of our own pages only.
    path("plekken.json", views.places_json, name="api_places"),
]
