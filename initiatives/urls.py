"""The one address of this app that is not a page: the data of the map, which ends in `.json`."""

from django.urls import re_path
from wagtail.views import serve

# Wagtail's own pattern takes only addresses that end in a slash; the index page does the rest.
urlpatterns = [re_path(r"^((?:[\w\-]+/)*kaart\.json)$", serve, name="map_data")]
