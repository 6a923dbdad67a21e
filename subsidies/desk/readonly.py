"""A viewset for what is listed in the admin but never added, changed or removed there."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.viewsets.model import ModelViewSet

#: The screens that do not exist; without their names no view links to them, not even for a superuser.
ABSENT = ("add", "edit", "delete", "history", "usage")


class ReadOnlyViewSet(ModelViewSet):
    """A list that can be searched and filtered, and nothing else."""

    form_fields: list[str] = []
    add_to_reference_index = False
    copy_view_enabled = False
    # Also makes the "view" permission available on the screen where groups are edited.
    inspect_view_enabled = True
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        for name in (*ABSENT, "inspect"):
            common.pop(f"{name}_url_name", None)
        return common

    def register_admin_url_finder(self) -> None:
        """Nothing to find: there is no screen to edit one."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
