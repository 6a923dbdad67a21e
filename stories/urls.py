"""Addresses below /cijfers/. The catalogue itself is a page of the editors."""

from django.urls import path

from stories import views

urlpatterns = [
    path("bronnen/", views.figure_sources, name="figure_sources"),
    path("<slug:slug>/", views.indicator, name="indicator"),
    path("<slug:slug>.csv", views.indicator_csv, name="indicator_csv"),
    path("<slug:slug>.json", views.indicator_json, name="indicator_json"),
]
