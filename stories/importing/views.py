"""The screens of the import of figures: upload, columns, report, and undo."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from core.sheets.cells import as_download
from initiatives.editing.screens import Screen
from stories.importing.columns import Kind
from stories.importing.examples import BY_NAME, EXAMPLES, rows_of
from stories.importing.forms import ColumnsForm, RunForm, UploadForm
from stories.importing.importing import ImportStopped, bring_in, check, counts_of, forget_unfinished
from stories.importing.planning import Outcome
from stories.importing.undoing import undo
from stories.models import FigureImport

ROWS_PER_PAGE = 50
BATCHES_SHOWN = 30
#: More sums than this are folded.
SUMS_OPEN = 12
_LARGE = ("rows", "row_numbers", "report", "mapping", "header")
Status = FigureImport.Status


class FigureScreen(Screen):
    """Base of the screens about figures: who may bring in lists."""

    permission = "stories.add_figureimport"
    header_icon = "upload"

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("figures_import"), _("Lijst inlezen"))]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = [("", _("Cijfers")), *self.trail(), ("", self.get_page_title())]
        return [*self.breadcrumbs_items, *({"url": url, "label": str(label)} for url, label in own)]


class BatchScreen(FigureScreen):
    """Base of the screens about one list."""

    @cached_property
    def batch(self) -> FigureImport:
        return get_object_or_404(FigureImport, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.batch.file_name)


class ImportStartView(FigureScreen):
    """Choose a list, and see what was brought in before."""

    page_title = gettext_lazy("Lijst inlezen")
    template_name = "stories/admin/import_start.html"

    def trail(self) -> list[tuple[str, str]]:
        return []

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        forget_unfinished()
        table = form.table
        batch = FigureImport.objects.create(
            kind=form.cleaned_data["kind"],
            file_name=form.name,
            header=table.header,
            rows=table.rows,
            row_numbers=table.numbers,
            mapping={"notices": table.notices},
            created_by_id=request.user.pk,
        )
        return redirect("figures_import_columns", batch.pk)

    def _page(self, form: UploadForm) -> HttpResponse:
        batches = FigureImport.objects.select_related("created_by").defer(*_LARGE)[:BATCHES_SHOWN]
        return self.show(form=form, batches=batches, examples=EXAMPLES)


class ExampleView(FigureScreen):
    """Download a list to start from."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
        example = BY_NAME.get(name)
        if example is None or kind not in ("csv", "xlsx"):
            raise Http404
        return as_download(rows_of(example), f"voorbeeld-{name}", kind, str(_("Cijfers")))


class ImportColumnsView(BatchScreen):
    """Say which column is which, and what holds for all rows."""

    template_name = "stories/admin/import_columns.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.status not in (Status.READ, Status.CHECKED):
            return redirect("figures_import_report", pk)
        return self._page(ColumnsForm(batch=self.batch))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self.batch
        if batch.status not in (Status.READ, Status.CHECKED):
            return redirect("figures_import_report", pk)
        form = ColumnsForm(request.POST, batch=batch)
        if not form.is_valid():
            return self._page(form)
        batch.mapping |= form.choice.stored
        try:
            check(batch)
        except ImportStopped as error:
            form.add_error(None, str(error))
            return self._page(form)
        return redirect("figures_import_report", pk)

    def _page(self, form: ColumnsForm) -> HttpResponse:
        return self.show(
            form=form,
            batch=self.batch,
            notices=self.batch.mapping.get("notices", []),
            is_observations=self.batch.kind == Kind.OBSERVATIONS,
        )


class ImportReportView(BatchScreen):
    """What every row does, or did. Here the list is brought in."""

    template_name = "stories/admin/import_report.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.status == Status.READ:
            return redirect("figures_import_columns", pk)
        return self._page(RunForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring the list in, or look at it again."""
        batch = self.batch
        if batch.status != Status.CHECKED:
            messages.error(request, _("Deze lijst is al ingelezen. Er is niets veranderd."))
            return redirect("figures_import_report", pk)
        if "inlezen" not in request.POST:
            check(batch)
            messages.success(request, _("De lijst is opnieuw nagekeken. Er is nog niets veranderd."))
            return redirect("figures_import_report", pk)
        form = RunForm(request.POST)
        if self._counts()[Outcome.CHANGED] and not form.is_valid():
            return self._page(form)
        try:
            bring_in(batch, request.user, request.POST.get("reason", ""))
        except ImportStopped as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("De lijst is ingelezen."))
        return redirect("figures_import_report", pk)

    def _counts(self) -> Counter[str]:
        return counts_of(self.batch.report.get("lines", []))

    def _page(self, form: RunForm) -> HttpResponse:
        batch, report = self.batch, self.batch.report
        counts, wanted = self._counts(), self.request.GET.get("toon", "")
        wanted = wanted if wanted in (*Outcome.values, "warning") else ""
        lines = [line for line in report.get("lines", []) if _is_wanted(line, wanted)]
        rows = Paginator(lines, ROWS_PER_PAGE).get_page(self.request.GET.get("p", "1"))
        shown = [
            {"value": outcome.value, "label": outcome.label, "count": counts[outcome.value]}
            for outcome in Outcome
            if counts[outcome.value]
        ]
        if warned := sum(_is_wanted(line, "warning") for line in report.get("lines", [])):
            shown.append({"value": "warning", "label": _("let op"), "count": warned})
        is_checked = batch.status == Status.CHECKED
        return self.show(
            batch=batch,
            form=form,
            rows=rows,
            lines=[{**line, "label": Outcome(line["outcome"]).label} for line in rows],
            counts=shown,
            total=sum(counts.values()),
            wanted=wanted,
            errors=counts[Outcome.ERROR],
            needs_reason=is_checked and bool(counts[Outcome.CHANGED]),
            can_run=not counts[Outcome.ERROR] and bool(counts[Outcome.NEW] + counts[Outcome.CHANGED]),
            is_checked=is_checked,
            is_done=batch.status == Status.DONE,
            undone=report.get("undo") if batch.status == Status.UNDONE else None,
            notices=[*batch.mapping.get("notices", []), *report.get("notices", [])],
            sums=report.get("sums", []),
            sums_open=len(report.get("sums", [])) <= SUMS_OPEN,
            totals=report.get("totals", []),
            sources=report.get("sources", []),
            edit_url=_edit_url(batch.kind),
        )


def _is_wanted(line: dict[str, Any], wanted: str) -> bool:
    if wanted == "warning":
        return any(message["level"] == "warning" for message in line["messages"])
    return wanted in ("", line["outcome"])


def _edit_url(kind: str) -> str:
    """Return the name of the screen on which one record is changed by hand."""
    name = {
        Kind.OBSERVATIONS: "observation", Kind.INDICATORS: "indicator", Kind.TARGETS: "target",
        Kind.RESULTS: "result", Kind.MONITORS: "monitor",
    }[Kind(kind)]  # fmt: skip
    return f"wagtailsnippets_stories_{name}:edit"


class ImportUndoView(BatchScreen):
    """Ask whether the whole import must be undone, and do it."""

    permission = "stories.change_figureimport"
    template_name = "stories/admin/import_undo.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.status != Status.DONE:
            return redirect("figures_import_report", pk)
        rows = self.batch.imported
        return self.show(
            batch=self.batch,
            created=rows.filter(before__isnull=True).count(),
            updated=rows.filter(before__isnull=False).count(),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            undo(self.batch, request.user)
        except ImportStopped as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("De lijst is teruggedraaid."))
        return redirect("figures_import_report", pk)


class ImportRemoveView(BatchScreen):
    """Throw away a list that was not brought in."""

    permission = "stories.delete_figureimport"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.status in (Status.READ, Status.CHECKED):
            self.batch.delete()
            messages.success(request, _("De lijst is weggegooid. Er is niets ingelezen."))
        else:
            messages.error(request, _("Deze lijst is ingelezen. Draai hem eerst terug, of bewaar hem."))
        return redirect("figures_import")


def import_urls() -> list[URLPattern]:
    """Routes below /beheer/."""
    start = "cijfers/inlezen/"
    return [
        path(start, ImportStartView.as_view(), name="figures_import"),
        path(
            f"{start}voorbeeld/<slug:name>.<slug:kind>", ExampleView.as_view(), name="figures_import_example"
        ),
        path(f"{start}<int:pk>/", ImportReportView.as_view(), name="figures_import_report"),
        path(f"{start}<int:pk>/kolommen/", ImportColumnsView.as_view(), name="figures_import_columns"),
        path(f"{start}<int:pk>/terugdraaien/", ImportUndoView.as_view(), name="figures_import_undo"),
        path(f"{start}<int:pk>/weggooien/", ImportRemoveView.as_view(), name="figures_import_remove"),
    ]
