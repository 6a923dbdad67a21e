"""Routes below /api/: the description, and those of each part."""

from django.urls import include, path

from core.api import views
from core.api.registry import parts

urlpatterns = [
    path("", views.api_page, name="api_page"),
    path("openapi.json", views.openapi_json, name="api_openapi"),
    *(path("", include(part.routes)) for part in parts()),
]
