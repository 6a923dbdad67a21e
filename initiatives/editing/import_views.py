"""The screens of the import: upload, columns, report, and undo."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from initiatives.models import ImportBatch, InitiativeIndexPage

from .checking import Outcome
from .import_forms import ColumnsForm, RunForm, UploadForm, answers_from
from .importing import DAYS_TO_KEEP_UNFINISHED, ImportStopped, bring_in, check, may_publish
from .screens import Screen
from .undoing import undo

ROWS_PER_PAGE = 50
BATCHES_SHOWN = 30
_LARGE = ("rows", "report", "mapping", "header")
Status = ImportBatch.Status


class ImportScreen(Screen):
    """Base of the screens: who may bring in lists."""

    permission = "initiatives.add_importbatch"
    header_icon = "upload"

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("initiatives_import"), _("Lijst inlezen"))]


class BatchScreen(ImportScreen):
    """Base of the screens about one list."""

    @cached_property
    def batch(self) -> ImportBatch:
        return get_object_or_404(ImportBatch, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.batch.file_name)


class ImportStartView(ImportScreen):
    """Choose a file, and see what was brought in before."""

    page_title = gettext_lazy("Lijst inlezen")
    template_name = "initiatives/admin/editing/import_start.html"

    def trail(self) -> list[tuple[str, str]]:
        return []

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not InitiativeIndexPage.objects.exists():
            form.add_error(None, _("Maak eerst de overzichtspagina van initiatieven."))
        if not form.is_valid():
            return self._page(form)
        forget_unfinished()
        table = form.table
        batch = ImportBatch.objects.create(
            file_name=str(form.cleaned_data["file"].name)[:200],
            header=table.header,
            rows=table.rows,
            mapping={"numbers": table.numbers, "notices": table.notices},
            created_by_id=request.user.pk,
        )
        return redirect("initiatives_import_columns", batch.pk)

    def _page(self, form: UploadForm) -> HttpResponse:
        batches = ImportBatch.objects.select_related("created_by").defer(*_LARGE)[:BATCHES_SHOWN]
        return self.show(form=form, batches=batches)


def forget_unfinished() -> None:
    """Throw away lists that nobody finished: there may be addresses of people in them."""
    before = timezone.now() - timedelta(days=DAYS_TO_KEEP_UNFINISHED)
    ImportBatch.objects.filter(status__in=[Status.READ, Status.CHECKED], created_at__lt=before).delete()


class ImportColumnsView(BatchScreen):
    """Say which column is which."""

    template_name = "initiatives/admin/editing/import_columns.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.status not in (Status.READ, Status.CHECKED):
            return redirect("initiatives_import_report", pk)
        return self._page(ColumnsForm(batch=self.batch))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self.batch
        if batch.status not in (Status.READ, Status.CHECKED):
            return redirect("initiatives_import_report", pk)
        form = ColumnsForm(request.POST, batch=batch)
        if not form.is_valid():
            return self._page(form)
        kind = form.cleaned_data["kind"]
        batch.mapping |= {"columns": form.columns, "kind": kind.pk if kind else None, "answers": {}}
        check(batch, request.user)
        return redirect("initiatives_import_report", pk)

    def _page(self, form: ColumnsForm) -> HttpResponse:
        return self.show(form=form, batch=self.batch, notices=self.batch.mapping.get("notices", []))


class ImportReportView(BatchScreen):
    """What every row does, or did. Here the list is brought in."""

    template_name = "initiatives/admin/editing/import_report.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.status == Status.READ:
            return redirect("initiatives_import_columns", pk)
        return self._page(RunForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep answers and check again, or bring the list in."""
        batch = self.batch
        if batch.status != Status.CHECKED:
            messages.error(request, _("Deze lijst is al ingelezen. Er is niets veranderd."))
            return redirect("initiatives_import_report", pk)
        answers = answers_from(request.POST, batch.report, batch.mapping.get("answers", {}))
        if "inlezen" not in request.POST or answers != batch.mapping.get("answers", {}):
            batch.mapping["answers"] = answers
            check(batch, request.user)
            messages.success(request, _("De lijst is opnieuw nagekeken. Er is nog niets veranderd."))
            return redirect(f"{reverse('initiatives_import_report', args=[pk])}?{request.GET.urlencode()}")
        try:
            bring_in(batch, request.user, publish="publish" in request.POST)
        except ImportStopped as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("De lijst is ingelezen."))
        return redirect("initiatives_import_report", pk)

    def _page(self, form: RunForm) -> HttpResponse:
        batch = self.batch
        counts = Counter(line["outcome"] for line in batch.report)
        wanted = self.request.GET.get("toon", "")
        shown = [line for line in batch.report if wanted in ("", line["outcome"])]
        answers = batch.mapping.get("answers", {})
        rows = _page_of(shown, self.request.GET.get("p", "1"))
        return self.show(
            batch=batch,
            form=form,
            rows=rows,
            lines=[
                {**line, "label": Outcome(line["outcome"]).label, "answer": answers.get(str(line["row"]), "")}
                for line in rows
            ],
            counts=[
                {"outcome": outcome.value, "label": outcome.label, "count": counts[outcome.value]}
                for outcome in Outcome
                if counts[outcome.value]
            ],
            total=len(batch.report),
            wanted=wanted if wanted in Outcome.values else "",
            may_publish=may_publish(self.request.user),
            can_run=bool(counts[Outcome.NEW] + counts[Outcome.CHANGED]),
            is_checked=batch.status == Status.CHECKED,
            is_done=batch.status == Status.DONE,
            undone=batch.mapping.get("undo") if batch.status == Status.UNDONE else None,
            notices=batch.mapping.get("notices", []),
            waiting=batch.mapping.get("waiting", 0),
            geocoder_failed=batch.mapping.get("geocoder_failed", False),
        )


class ImportUndoView(BatchScreen):
    """Ask whether the whole import must be undone, and do it."""

    permission = "initiatives.change_importbatch"
    template_name = "initiatives/admin/editing/import_undo.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.status != Status.DONE:
            return redirect("initiatives_import_report", pk)
        counts = Counter(self.batch.pages.values_list("action", flat=True))
        return self.show(batch=self.batch, created=counts["created"], updated=counts["updated"])

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            undo(self.batch, request.user)
        except ImportStopped as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("De lijst is teruggedraaid."))
        return redirect("initiatives_import_report", pk)


class ImportRemoveView(BatchScreen):
    """Throw away a list that was not brought in."""

    permission = "initiatives.delete_importbatch"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.status in (Status.READ, Status.CHECKED):
            self.batch.delete()
            messages.success(request, _("De lijst is weggegooid. Er is niets ingelezen."))
        else:
            messages.error(request, _("Deze lijst is ingelezen. Draai hem eerst terug, of bewaar hem."))
        return redirect("initiatives_import")


def _page_of(lines: list[dict[str, Any]], number: str) -> PageOfRows[Any]:
    return Paginator(lines, ROWS_PER_PAGE).get_page(number)


def import_urls() -> list[URLPattern]:
    """Routes below /beheer/."""
    start = "initiatieven/inlezen/"
    return [
        path(start, ImportStartView.as_view(), name="initiatives_import"),
        path(f"{start}<int:pk>/", ImportReportView.as_view(), name="initiatives_import_report"),
        path(f"{start}<int:pk>/kolommen/", ImportColumnsView.as_view(), name="initiatives_import_columns"),
        path(f"{start}<int:pk>/terugdraaien/", ImportUndoView.as_view(), name="initiatives_import_undo"),
        path(f"{start}<int:pk>/weggooien/", ImportRemoveView.as_view(), name="initiatives_import_remove"),
    ]
