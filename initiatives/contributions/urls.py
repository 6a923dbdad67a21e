"""Routes below /meedoen/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
