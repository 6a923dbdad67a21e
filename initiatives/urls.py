"""The addresses of this app that are not pages: the data of the map, which ends in `.json`, and contact."""

from django.urls import path, re_path
from wagtail.views import serve

from initiatives import contact

urlpatterns = [
    path("e-mailadres/<str:slug>/", contact.show_email, name="show_email"),
    # Wagtail's own pattern takes only addresses that end in a slash; the index page does the rest.
    re_path(r"^((?:[\w\-]+/)*kaart\.json)$", serve, name="map_data"),
]
