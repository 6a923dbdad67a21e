"""Rounds, ceilings and the ledger, for budget holders."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, ProtectedError, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtailcache.cache import clear_cache

from subsidies import ledger
from subsidies.desk import words
from subsidies.desk.filters import CeilingFilterSet, LedgerFilterSet
from subsidies.desk.forms import CeilingForm, MomentInput, Select
from subsidies.desk.listing import DeskColumn
from subsidies.desk.readonly import ReadOnlyViewSet
from subsidies.models import Ceiling, LedgerEntry, Round

RELATED_OF_CEILING = ("round__regulation", "theme", "category", "region")


def _clear_cache_after_commit() -> None:
    """Public pages show rounds and what remains of ceilings."""
    transaction.on_commit(clear_cache, robust=True)


class CacheClearingMixin:
    """Drops cached public pages after a save."""

    def save_instance(self) -> Any:
        _clear_cache_after_commit()
        return super().save_instance()  # type: ignore[misc]


class RoundCreateView(CacheClearingMixin, CreateView):
    pass


class RoundEditView(CacheClearingMixin, EditView):
    pass


class ProtectedDeleteView(DeleteView):
    """Removes what nothing depends on; otherwise says why it stays."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                gettext("“%(object)s” kan niet weg: er horen aanvragen, plafonds of boekingen bij.")
                % {"object": self.object},
            )
            return redirect(self.get_success_url())
        clear_cache()
        return response


class RoundListView(IndexView):
    """Rounds with how many ceilings each has."""

    def get_base_queryset(self) -> QuerySet[Round]:
        return Round.objects.select_related("regulation").annotate(ceiling_count=Count("ceilings"))


class RoundViewSet(ModelViewSet):
    model = Round
    name = "rondes"
    url_prefix = "subsidies/rondes"
    icon = "calendar"
    menu_label = _("Aanvraagrondes")
    index_view_class = RoundListView
    add_view_class = RoundCreateView
    edit_view_class = RoundEditView
    delete_view_class = ProtectedDeleteView
    add_to_reference_index = False
    copy_view_enabled = False
    list_filter = ["regulation"]
    search_fields = ["name", "regulation__title"]
    ordering = "-opens_at"
    list_display = [
        "name",
        DeskColumn(
            "regulation", label=_("Regeling"), accessor="regulation.title", sort_key="regulation__title"
        ),
        DeskColumn(
            "opens_at",
            label=_("Open vanaf"),
            accessor=lambda r: words.moment(r.opens_at),
            sort_key="opens_at",
        ),
        DeskColumn(
            "closes_at",
            label=_("Gesloten vanaf"),
            accessor=lambda r: words.moment(r.closes_at),
            sort_key="closes_at",
        ),
        DeskColumn("ceiling_count", label=_("Plafonds")),
    ]
    panels = [
        FieldPanel("regulation", widget=Select),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel(name, widget=MomentInput) for name in ("opens_at", "closes_at")]),
        FieldPanel("example_dates"),
    ]


class CeilingListView(IndexView):
    """Ceilings with what is committed and what remains."""

    def get_base_queryset(self) -> QuerySet[Ceiling]:
        return Ceiling.objects.select_related(*RELATED_OF_CEILING)


class CeilingCreateView(CacheClearingMixin, CreateView):
    """A new ceiling counts the awards that its round already gave."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ledger.CeilingExceeded as error:
            form.instance.pk = None
            awarded = form.instance.amount - error.remaining
            form.add_error(
                "amount",
                gettext("Er is in deze ronde al %(awarded)s toegekend. Kies dat bedrag of meer.")
                % {"awarded": words.euros(awarded)},
            )
            self.object = None
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        return response

    def save_instance(self) -> Ceiling:
        ceiling: Ceiling = super().save_instance()
        ledger.adopt_awards(ceiling, self.request.user)
        return ceiling


class CeilingEditView(CacheClearingMixin, EditView):
    """The ceiling is read and saved under the lock of its round: an award in between is never overwritten."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            ledger.lock_round(self.get_object().round_id)
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class CeilingViewSet(ModelViewSet):
    model = Ceiling
    name = "plafonds"
    url_prefix = "subsidies/plafonds"
    icon = "decimal"
    menu_label = _("Subsidieplafonds")
    index_view_class = CeilingListView
    add_view_class = CeilingCreateView
    edit_view_class = CeilingEditView
    delete_view_class = ProtectedDeleteView
    add_to_reference_index = False
    copy_view_enabled = False
    filterset_class = CeilingFilterSet
    ordering = ["-round__opens_at", "pk"]
    list_display = [
        "label",
        DeskColumn("round", label=_("Ronde"), accessor="round"),
        DeskColumn(
            "amount",
            label=_("Plafond"),
            accessor=lambda c: words.euros(c.amount),
            sort_key="amount",
            classname="desk-amount",
        ),
        DeskColumn(
            "committed",
            label=_("Vastgelegd"),
            accessor=lambda c: words.euros(c.committed),
            classname="desk-amount",
        ),
        DeskColumn(
            "remaining",
            label=_("Nog over"),
            accessor=lambda c: words.euros(c.remaining),
            classname="desk-amount",
        ),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("round", widget=Select),
            FieldPanel("scope"),
            FieldRowPanel(
                [FieldPanel(name, widget=Select) for name in ("theme", "category", "region")],
            ),
            FieldPanel("amount"),
        ],
        base_form_class=CeilingForm,
    )


class LedgerListView(IndexView):
    """Every entry, newest first, with totals per ceiling above. Read only."""

    page_title = _("Boekingen")
    any_permission_required = ["view"]
    results_template_name = "subsidies/desk/ledger_results.html"
    filterset_class = LedgerFilterSet
    default_ordering = ["-created_at", "-pk"]
    columns = [
        TitleColumn(
            "application",
            label=_("Aanvraag"),
            accessor="application.reference",
            get_url=lambda entry: reverse("desk:detail", args=[entry.application_id]),
        ),
        DeskColumn("organisation", label=_("Organisatie"), accessor="application.organisation"),
        DeskColumn("ceiling", label=_("Plafond"), accessor="ceiling"),
        DeskColumn("kind", label=_("Soort"), accessor="get_kind_display"),
        DeskColumn(
            "amount", label=_("Bedrag"), accessor=lambda e: words.euros(e.amount), classname="desk-amount"
        ),
        DeskColumn("created_at", label=_("Moment"), accessor=lambda e: words.moment(e.created_at)),
        DeskColumn("created_by", label=_("Door"), accessor=lambda e: str(e.created_by or "")),
    ]

    def get_base_queryset(self) -> QuerySet[LedgerEntry]:
        return LedgerEntry.objects.select_related(
            "application", "created_by", *(f"ceiling__{name}" for name in RELATED_OF_CEILING)
        ).defer("application__answers")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["totals"] = self.get_totals()
        return context

    def get_totals(self) -> list[dict[str, Any]]:
        """Per ceiling in view what was entered under it, and whether the ceiling itself says the same."""
        ceilings = Ceiling.objects.select_related(*RELATED_OF_CEILING).annotate(
            entered=Sum("entries__amount")
        )
        if self.is_filtering and self.filters.form.cleaned_data.get("ceiling"):
            ceilings = ceilings.filter(pk=self.filters.form.cleaned_data["ceiling"].pk)
        return [
            {
                "name": str(ceiling),
                "amount": words.euros(ceiling.amount),
                "entered": words.euros(ledger.cents(ceiling.entered)),
                "remaining": words.euros(ceiling.remaining),
                "differs": ledger.cents(ceiling.entered) != ceiling.committed,
            }
            for ceiling in ceilings.order_by("-round__opens_at", "pk")
        ]


class LedgerViewSet(ReadOnlyViewSet):
    """The only screen of the ledger: awards write entries, nobody changes them."""

    model = LedgerEntry
    name = "boekingen"
    url_prefix = "subsidies/boekingen"
    icon = "list-ol"
    menu_label = _("Boekingen")
    index_view_class = LedgerListView
