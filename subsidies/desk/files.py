"""Files of applicants, for officers only."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import View

from subsidies.desk.detail import ApplicationMixin
from subsidies.models import ApplicationEvent


class FileDownloadView(ApplicationMixin, View):
    """Send a file as a download, never inside the page, and write who took it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, file_pk: uuid.UUID, **kwargs: Any) -> HttpResponse:
        stored = get_object_or_404(self.application.files, pk=file_pk)
        try:
            opened = stored.file.open("rb")
        except FileNotFoundError as error:
            raise Http404(_("Dit bestand is niet meer op de server.")) from error
        self.application.log(ApplicationEvent.Kind.FILE_DOWNLOADED, actor=request.user, file=str(stored.pk))
        response = FileResponse(
            opened, as_attachment=True, filename=stored.name, content_type=stored.content_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response  # type: ignore[return-value]
