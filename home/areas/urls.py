"""Addresses below /mijn-gemeente/. The overview itself is a page of the editors."""

from django.urls import path

from home.areas import views

urlpatterns = [
    path("regio/<slug:slug>/", views.region, name="area_region"),
    path("<slug:slug>/", views.municipality, name="area_municipality"),
]
