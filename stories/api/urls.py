"""Routes below /api/ of the figures."""

from django.urls import path

from stories.api import views

urlpatterns = [
    path("indicatoren.json", views.indicators_json, name="api_indicators"),
    path("indicatoren.csv", views.indicators_csv, name="api_indicators_csv"),
    path("indicatoren/<slug:slug>.json", views.indicator_json, name="api_indicator"),
    path("waarnemingen.json", views.observations_json, name="api_observations"),
    path("waarnemingen.csv", views.observations_csv, name="api_observations_csv"),
]
