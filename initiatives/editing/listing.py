"""The editors' list of all initiatives: columns, filters, search and export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permissions import page_permission_policy

from core.sheets.cells import as_download
from initiatives.contributions.freshness import Limits, State, terms_for
from initiatives.models import InitiativePage, OpeningTime

from .columns import EXPORTED, words_of
from .filters import InitiativeFilterSet

_CHUNK = 500
#: Who finds more than this by searching has to search better.
MOST_FOUND = 2000
_STATUS, _WHERE = _("status"), _("adres van de pagina")


def _checked_on(page: InitiativePage) -> Any:
    return getattr(getattr(page, "freshness", None), "checked_on", None)


class EditingColumn(Column):
    """A column whose cells carry its name, for narrow screens, and that brings the style sheet."""

    cell_template_name = "initiatives/admin/editing/cell.html"

    class Media:
        css = {"all": ["css/editing.css"]}  # noqa: RUF012 - Django reads it once


class FreshnessColumn(StatusTagColumn):
    """How long ago somebody checked it, in words; the list sets `freshness_state`."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(
            name,
            accessor=self._words,
            primary=lambda page: page.freshness_state == State.FRESH and bool(_checked_on(page)),
            **kwargs,
        )

    @staticmethod
    def _words(page: Any) -> Any:
        """A page that was published not long ago is in order, but nobody checked it since."""
        if page.freshness_state == State.FRESH and not _checked_on(page):
            return _("nog niet gecontroleerd")
        return State(page.freshness_state).label


class InitiativeListView(IndexView):
    """All initiatives that somebody may work on."""

    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Naam"), sort_key="title", classname="title"),
        EditingColumn("kind", label=_("Soort"), accessor="kind.name", sort_key="kind__name"),
        EditingColumn(
            "municipality", label=_("Gemeente"), accessor="municipality.name", sort_key="municipality__name"
        ),
        EditingColumn("scope", label=_("Plek"), accessor="get_scope_display", sort_key="scope"),
        DateColumn(
            "checked_on",
            label=_("Gecontroleerd"),
            accessor=_checked_on,
            sort_key="freshness__checked_on",
        ),
        FreshnessColumn("state", label=_("Controle")),
        PageStatusColumn("status", label=_("Op de website"), sort_key="live"),
    ]
    default_ordering = "title"
    show_export_buttons = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export:
            return self._export(request.GET["export"])
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[InitiativePage]:
        pages = InitiativePage.objects.filter(
            pk__in=page_permission_policy.explorable_instances(self.request.user).values("pk")
        )
        pages = pages.defer_streamfields().prefetch_related("content_type", "sites_rooted_here")
        pages = pages.prefetch_workflow_states().annotate_site_root_state().annotate_approved_schedule()
        return pages.select_related("kind", "municipality", "place", "freshness", "locked_by")

    def get_ordering(self) -> str:
        """Return the ordering that was asked for; what is found by searching is sorted as well."""
        wanted = self.request.GET.get("ordering", self.default_ordering)
        return wanted if wanted in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset: QuerySet[InitiativePage]) -> QuerySet[InitiativePage]:
        """Sort; the id decides between equals, so that pages never overlap."""
        return queryset.order_by(self.ordering, "pk")

    def search_queryset(self, queryset: QuerySet[InitiativePage]) -> QuerySet[InitiativePage]:
        """Search, and keep a queryset: the search engine itself knows few of our filters and columns."""
        if not self.is_searching:
            return queryset
        found = InitiativePage.objects.only("pk").autocomplete(self.search_query, order_by_relevance=False)
        return queryset.filter(pk__in=[page.pk for page in found[:MOST_FOUND]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        limits = Limits.on(timezone.localdate(), terms_for(self.request))
        for page in context["object_list"]:
            published = page.last_published_at
            since = _checked_on(page) or (timezone.localdate(published) if published else None)
            page.freshness_state = limits.state(since)
        return context

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        names = (("xlsx", _("Download als XLSX"), 90), ("csv", _("Download als CSV"), 100))
        return [
            Button(label, url=self.get_export_url(kind), icon_name="download", priority=priority)
            for kind, label, priority in names
        ]

    def _export(self, kind: str) -> HttpResponseBase:
        pages = self.filter_queryset(self.get_base_queryset())
        pages = self.order_queryset(self.search_queryset(pages))
        ids = list(pages.values_list("pk", flat=True))
        response = as_download(export_rows(ids, self.request), "initiatieven", kind, "Initiatieven")
        response["Cache-Control"] = "no-store"
        return response


def export_rows(ids: list[int], request: HttpRequest | None = None) -> Iterator[list[Any]]:
    """Yield the names of the columns and then the initiatives with these ids, in this order.

    What the import reads, it reads back unchanged; address and status are there for the reader. The address
    for the yearly check is left out: a file with addresses of people goes astray too easily.
    """
    yield [*(str(column.label) for column in EXPORTED), str(_STATUS), str(_WHERE)]
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        found = (
            InitiativePage.objects.filter(pk__in=chunk)
            .select_related("kind", "theme", "municipality", "place", "freshness")
            .prefetch_related(
                "facilities", "target_groups", "languages",
                Prefetch("opening_times", OpeningTime.objects.order_by("sort_order", "weekday", "opens")),
            )
            .defer_streamfields()
        )  # fmt: skip
        by_id = {page.pk: page for page in found}
        for pk in chunk:
            if page := by_id.get(pk):
                words = words_of(page)
                yield [
                    *(words[column.name] for column in EXPORTED),
                    _status(page),
                    page.get_url(request) or "",
                ]


def _status(page: InitiativePage) -> str:
    if not page.live:
        return _now("niet gepubliceerd")
    return _now("gepubliceerd, nieuwer concept") if page.has_unpublished_changes else _now("gepubliceerd")


class InitiativeListing(PageListingViewSet):
    """The list in the menu."""

    model = InitiativePage
    name = "initiatieven"
    url_prefix = "initiatieven/lijst"
    icon = "site"
    menu_label = _("Alle initiatieven")
    index_view_class = InitiativeListView
    columns = InitiativeListView.columns
    filterset_class = InitiativeFilterSet
    list_per_page = 50
