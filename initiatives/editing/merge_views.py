"""The screen where two initiatives become one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from initiatives.models import InitiativePage

from .merging import BOTH, PARTS, CannotMerge, check, latest, merge
from .screens import Screen, may_edit_initiatives

SIDES = ("left", "right")


class MergeView(Screen):
    """Two initiatives side by side; what differs is chosen part by part."""

    page_title = _("Twee initiatieven samenvoegen")
    header_icon = "copy"
    template_name = "initiatives/admin/editing/merge.html"

    def may_enter(self) -> bool:
        return may_edit_initiatives(self.request.user)

    @cached_property
    def pages(self) -> dict[str, InitiativePage]:
        """The two, by their side of the screen."""
        found = InitiativePage.objects.select_related(
            "kind", "theme", "municipality", "place", "freshness", "listing_image"
        )
        return {side: get_object_or_404(found, pk=self.kwargs[side]) for side in SIDES}

    def get(self, request: HttpRequest, left: int, right: int) -> HttpResponse:
        try:
            check(self.pages["left"], self.pages["right"], request.user)
        except CannotMerge as error:
            return self.show(problem=str(error), pages=self.pages)
        return self._page({})

    def post(self, request: HttpRequest, left: int, right: int) -> HttpResponse:
        keep = request.POST.get("keep", "")
        if keep not in SIDES:
            messages.error(request, _now("Kies welke pagina blijft. Er is nog niets veranderd."))
            return self._page(request.POST)
        other = "right" if keep == "left" else "left"
        from_other = {}
        for part in PARTS:
            choice = request.POST.get(part.name)
            if choice == other or (choice == BOTH and part.traits):
                from_other[part.name] = choice
        try:
            kept = merge(self.pages[keep].pk, self.pages[other].pk, from_other, request.user)
        except CannotMerge as error:
            return self.show(problem=str(error), pages=self.pages)
        messages.success(
            request,
            _now("Samengevoegd. Het oude adres van “%(title)s” leidt nu naar deze pagina.")
            % {"title": self.pages[other].title},
        )
        return redirect("wagtailadmin_pages:edit", kept.pk)

    def _page(self, chosen: Any) -> HttpResponse:
        drafts = {side: latest(page) for side, page in self.pages.items()}
        keep = chosen.get("keep") if chosen.get("keep") in SIDES else self._best()
        other = "right" if keep == "left" else "left"
        lines, same = [], []
        for part in PARTS:
            words = {side: part.shown(draft) for side, draft in drafts.items()}
            if words["left"] == words["right"]:
                same.append(part.label)
                continue
            default = BOTH if part.traits else keep if words[keep] else other
            lines.append(
                {
                    "name": part.name,
                    "label": part.label,
                    "left": words["left"],
                    "right": words["right"],
                    "chosen": chosen.get(part.name) or default,
                    "can_have_both": bool(part.traits),
                }
            )
        return self.show(pages=self.pages, lines=lines, same=same, keep=keep)

    def _best(self) -> str:
        """Return the side that probably stays: what is public, and then what is there longest."""
        ranked = sorted(SIDES, key=lambda side: (not self.pages[side].live, self.pages[side].pk))
        return ranked[0]
