"""What can be done with many initiatives at once, from any list of pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from core.models import Theme
from initiatives.contributions.freshness import mark_checked
from initiatives.models import Facility, Freshness, InitiativeKind, InitiativePage

from .changing import PageChange, change_pages, may_publish_at_once

#: More names than this are counted, not named, in a message.
MOST_NAMES = 5


class InitiativeBulkAction(PageBulkAction):
    """Base: works on initiatives that somebody may edit, and says what it left alone and why.

    The action is offered in every list of pages, so other kinds of pages can be among those chosen.
    """

    template_name = "initiatives/admin/editing/bulk_action.html"
    question: Any = ""
    button: Any = ""
    classes = {"initiative-action"}

    def __init__(self, request: HttpRequest, model: Any) -> None:
        super().__init__(request, model)
        self.reasons: dict[str, list[str]] = {}

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Iterable[Any]) -> list[Page]:
        """Return the pages, initiatives as what they are; ids that are no numbers are nothing."""
        ids = [int(pk) for pk in object_ids if str(pk).isdecimal() and len(str(pk)) < 16]
        initiatives = (
            InitiativePage.objects.filter(pk__in=ids)
            .select_related("kind", "theme", "latest_revision", "locked_by")
            .prefetch_related("facilities")
            .prefetch_workflow_states()
            .in_bulk()
        )
        pages = Page.objects.filter(pk__in=ids).order_by("title", "pk")
        return [initiatives.get(page.pk, page) for page in pages]

    def get_actionable_objects(self) -> tuple[list[Page], dict[str, list[Page]]]:
        self.reasons = {}
        found: tuple[list[Page], dict[str, list[Page]]] = super().get_actionable_objects()
        return found

    def check_perm(self, page: Any) -> bool:
        """Return whether the page can be changed now; if not, keep the reason for the report."""
        reason = self.reason_against(page)
        if reason:
            self.reasons.setdefault(reason, []).append(page.get_admin_display_title())
        return not reason

    def reason_against(self, page: Any) -> str:
        """Return why a page is left alone, or an empty string."""
        if not isinstance(page, InitiativePage):
            return _now("Dit is geen initiatief.")
        permissions = page.permissions_for_user(self.request.user)
        if not permissions.can_edit():
            return _now("U mag deze pagina niet wijzigen.")
        if permissions.page_locked():
            return _now("Deze pagina is op slot, of wordt nu nagekeken.")
        if self.is_already_so(page):
            return _now("Dit was al zo.")
        return ""

    def is_already_so(self, page: InitiativePage) -> bool:
        """Return whether the action would change nothing; before the form is filled in nobody knows."""
        return False

    def object_context(self, obj: Any) -> dict[str, Any]:
        return {"item": obj}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(
            question=self.question, button=self.button, reasons=self.reason_lines(), title=self.display_name
        )
        return context

    def reason_lines(self) -> list[str]:
        """Return what is left alone, a sentence per reason."""
        lines = []
        for reason, titles in self.reasons.items():
            names = ", ".join(titles[:MOST_NAMES])
            more = len(titles) - MOST_NAMES
            if more > 0:
                names += ngettext(" en nog %(more)d", " en nog %(more)d", more) % {"more": more}
            lines.append(f"{reason} {names}")
        return lines

    def get_execution_context(self) -> dict[str, Any]:
        return {"action": self}

    @classmethod
    def execute_action(cls, objects: list[Any], action: Any = None, **kwargs: Any) -> tuple[int, int]:
        action.work(objects)
        return len(objects), 0

    def work(self, pages: list[InitiativePage]) -> None:
        """Do it, in the transaction of the request."""
        raise NotImplementedError

    def change(self, pages: list[InitiativePage]) -> None:
        """Change pages: a revision of each, in public only where that is allowed and nobody is writing."""
        items = []
        for page in pages:
            permissions = page.permissions_for_user(self.request.user)
            draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else page
            values, traits = self.values_for(draft)
            publish = may_publish_at_once(page) and permissions.can_publish()
            items.append(PageChange(draft, values, traits, publish=publish))
        change_pages(items, self.request.user)

    def values_for(self, page: InitiativePage) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        """Return the fields and the lists that change."""
        return {}, {}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if reasons := self.reason_lines():
            messages.warning(self.request, f"{_now('Overgeslagen:')} {' · '.join(reasons)}")
        if not num_parent_objects:
            return None
        return ngettext(
            "Eén initiatief is bijgewerkt.",
            "%(number)d initiatieven zijn bijgewerkt.",
            num_parent_objects,
        ) % {"number": num_parent_objects}


class ChoiceAction(InitiativeBulkAction):
    """Base of the actions that give initiatives one thing that is chosen."""

    @property
    def chosen(self) -> Any:
        """What was chosen, or None while the form is not filled in."""
        return self.cleaned_form.cleaned_data["choice"] if self.cleaned_form else None

    def is_already_so(self, page: InitiativePage) -> bool:
        # What an unfinished draft says is only known when it is read.
        return self.chosen is not None and not page.has_unpublished_changes and self.has_it(page)

    def has_it(self, page: InitiativePage) -> bool:
        """Return whether a page has what was chosen."""
        raise NotImplementedError

    def work(self, pages: list[InitiativePage]) -> None:
        self.change(pages)


class KindForm(forms.Form):
    choice = forms.ModelChoiceField(label=_("Soort"), queryset=InitiativeKind.objects.all())


class SetKindAction(ChoiceAction):
    display_name = _("Soort kiezen")
    action_type = "initiative_kind"
    aria_label = _("Geef de gekozen initiatieven een soort")
    question = _("Welke soort krijgen deze initiatieven?")
    button = _("Geef ze deze soort")
    action_priority = 210
    form_class = KindForm

    def has_it(self, page: InitiativePage) -> bool:
        return bool(page.kind_id == self.chosen.pk)

    def values_for(self, page: InitiativePage) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        return {"kind": self.chosen}, {}


class ThemeForm(forms.Form):
    choice = forms.ModelChoiceField(label=_("Thema"), queryset=Theme.objects.all())


class SetThemeAction(ChoiceAction):
    display_name = _("Thema kiezen")
    action_type = "initiative_theme"
    aria_label = _("Geef de gekozen initiatieven een thema")
    question = _("Welk thema krijgen deze initiatieven?")
    button = _("Geef ze dit thema")
    action_priority = 220
    form_class = ThemeForm

    def has_it(self, page: InitiativePage) -> bool:
        return bool(page.theme_id == self.chosen.pk)

    def values_for(self, page: InitiativePage) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        return {"theme": self.chosen}, {}


class FacilityForm(forms.Form):
    choice = forms.ModelChoiceField(label=_("Voorziening"), queryset=Facility.objects.all())


class AddFacilityAction(ChoiceAction):
    display_name = _("Voorziening toevoegen")
    action_type = "initiative_facility"
    aria_label = _("Geef de gekozen initiatieven een voorziening erbij")
    question = _("Welke voorziening hebben al deze initiatieven?")
    button = _("Voeg de voorziening toe")
    action_priority = 230
    form_class = FacilityForm

    def has_it(self, page: InitiativePage) -> bool:
        return self.chosen.pk in {facility.pk for facility in page.facilities.all()}

    def values_for(self, page: InitiativePage) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        present = {facility.pk: facility for facility in page.facilities.all()}
        return {}, {"facilities": list((present | {self.chosen.pk: self.chosen}).values())}


class CheckedAction(InitiativeBulkAction):
    """Nothing changes on the page itself: only when it was checked."""

    display_name = _("Nagekeken: klopt nog")
    action_type = "initiative_checked"
    aria_label = _("Zeg dat de gekozen initiatieven nog kloppen")
    question = _("Heeft u nagekeken dat alles nog klopt? Dan krijgen deze initiatieven de datum van vandaag.")
    button = _("Ja, alles klopt nog")
    action_priority = 240
    form_class = forms.Form

    def work(self, pages: list[InitiativePage]) -> None:
        for page in pages:
            mark_checked(page, Freshness.CheckedBy.EDITOR)


class MergeAction(InitiativeBulkAction):
    """Leads to the screen where two become one; changes nothing itself."""

    display_name = _("Samenvoegen")
    action_type = "initiative_merge"
    aria_label = _("Voeg twee initiatieven samen")
    question = _("Kies precies twee initiatieven die hetzelfde zijn.")
    button = _("Vergelijk deze twee")
    action_priority = 250
    form_class = forms.Form

    def form_valid(self, form: forms.Form) -> HttpResponse:
        pages, _left_alone = self.get_actionable_objects()
        if len(pages) != 2:
            form.add_error(None, _now("Kies precies twee initiatieven die u mag wijzigen."))
            return self.form_invalid(form)
        return redirect(reverse("initiatives_merge", args=[page.pk for page in pages]))

    def work(self, pages: list[InitiativePage]) -> None:
        """Nothing: see `form_valid`."""


ACTIONS: tuple[type[InitiativeBulkAction], ...] = (
    SetKindAction, SetThemeAction, AddFacilityAction, CheckedAction, MergeAction,
)  # fmt: skip
