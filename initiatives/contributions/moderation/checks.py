"""The list "Te controleren": every initiative of which somebody should look whether it is still right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from initiatives.contributions import asking, freshness
from initiatives.contributions.freshness import SINCE, Limits, State, terms_for
from initiatives.contributions.moderation.reach import for_handlers, initiatives_of
from initiatives.models import Freshness, InitiativePage

PER_PAGE = 50
#: More mails than this take too long for somebody who waits for the page.
MOST_MAILS = 20
#: The names of the buttons: for one row (with its number as value) and for all ticked ones.
CHECKED, ASK, BULK = "checked", "ask", "bulk"

_GONE = Q(freshness__reported_gone_on__isnull=False)
_NO_ADDRESS = Q(freshness__isnull=True) | Q(freshness__keeper_email="")


def _filters(limits: Limits) -> dict[str, tuple[Any, Q]]:
    """Return the lists one can choose from: name -> (label, condition)."""
    return {
        "gemeld": (gettext_lazy("Gemeld als gestopt"), _GONE),
        "af": (gettext_lazy("Niet meer op de kaart"), Q(since__lte=limits.off)),
        "vaal": (gettext_lazy("Vale speld"), Q(since__lte=limits.pale, since__gt=limits.off)),
        "tijd": (gettext_lazy("Tijd voor controle"), Q(since__lte=limits.due, since__gt=limits.pale)),
        "adres": (gettext_lazy("Geen e-mailadres"), _NO_ADDRESS),
    }


@dataclass(frozen=True)
class Row:
    """One initiative of the list."""

    page: InitiativePage
    freshness: Freshness | None
    since: date | None
    state: State

    @property
    def can_ask(self) -> bool:
        return bool(self.freshness and self.freshness.keeper_email)


def _row(page: Any, limits: Limits) -> Row:
    try:
        own = page.freshness
    except ObjectDoesNotExist:
        own = None
    return Row(page, own, page.since, limits.state(page.since))


def _waiting(user: Any) -> QuerySet[Any]:
    """Return what somebody may check, with `since`."""
    return initiatives_of(user).annotate(since=SINCE)


@for_handlers
@require_http_methods(["GET", "HEAD", "POST"])
def to_check(request: HttpRequest) -> HttpResponse:
    """Show the list, or do what a button says. Context: rows, pages, tabs, chosen, base_query."""
    if request.method == "POST":
        _act(request)
        return redirect(request.get_full_path())
    limits = Limits.on(timezone.localdate(), terms_for())
    filters = _filters(limits)
    anything = Q()
    for _label, condition in filters.values():
        anything |= condition
    waiting = _waiting(request.user).filter(anything)
    counts = waiting.aggregate(
        alles=Count("pk"),
        **{name: Count("pk", filter=condition) for name, (_l, condition) in filters.items()},
    )
    chosen = request.GET.get("lijst", "")
    chosen = chosen if chosen in filters else ""
    found = waiting.filter(filters[chosen][1]) if chosen else waiting
    found = (
        found.select_related("freshness", "municipality", "place")
        .defer("body", "lead_image")
        .order_by(
            F("freshness__reported_gone_on").asc(nulls_last=True), F("since").asc(nulls_first=True), "pk"
        )
    )
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    tabs = [("", _("Alles"), counts["alles"])]
    tabs += [(name, label, counts[name]) for name, (label, _condition) in filters.items()]
    context = {
        "rows": [_row(page, limits) for page in pages],
        "pages": pages,
        "tabs": tabs,
        "chosen": chosen,
        "names": {"checked": CHECKED, "ask": ASK, "bulk": BULK},
        "breadcrumbs_items": _breadcrumbs(),
        "header_title": _("Te controleren"),
        "header_icon": "history",
    }
    return render(request, "initiatives/admin/contributions/checks.html", context)


def _act(request: HttpRequest) -> None:
    """Do what the pressed button says, with those pages that this user may change."""
    bulk = request.POST.get(BULK, "")
    action = bulk if bulk in (CHECKED, ASK) else CHECKED if CHECKED in request.POST else ASK
    wanted = request.POST.getlist("page") if bulk else [request.POST.get(action, "")]
    keys = [int(key) for key in wanted if key.isascii() and key.isdecimal() and len(key) < 19]
    pages = list(_waiting(request.user).filter(pk__in=keys[:PER_PAGE]).select_related("freshness"))
    if not pages:
        messages.error(request, _("Kies eerst een initiatief."))
    elif action == CHECKED:
        _mark(request, pages)
    else:
        _ask(request, pages)


def _mark(request: HttpRequest, pages: list[Any]) -> None:
    with transaction.atomic():
        for page in pages:
            freshness.mark_checked(page, Freshness.CheckedBy.EDITOR)
    words = ngettext(
        "%(count)s initiatief is vandaag gecontroleerd.",
        "%(count)s initiatieven zijn vandaag gecontroleerd.",
        len(pages),
    )
    messages.success(request, words % {"count": len(pages)})


def _ask(request: HttpRequest, pages: list[Any]) -> None:
    limits = Limits.on(timezone.localdate(), terms_for())
    able = [page for page in pages if _row(page, limits).can_ask]
    asked = 0
    for page in able[:MOST_MAILS]:
        try:
            with transaction.atomic():
                asking.note_and_send(page, timezone.localdate())
        except OSError:
            messages.error(request, _("E-mail versturen lukt nu niet. Probeer het over een paar minuten."))
            break
        asked += 1
    if asked:
        words = ngettext("%(count)s e-mail is verstuurd.", "%(count)s e-mails zijn verstuurd.", asked)
        messages.success(request, words % {"count": asked})
    if len(able) < len(pages):
        messages.warning(request, _("Van sommige initiatieven is geen e-mailadres bekend. Vul dat eerst in."))
    if len(able) > MOST_MAILS:
        messages.warning(
            request, _("Er gaan hooguit %(count)s e-mails tegelijk uit. Kies de rest opnieuw.")
            % {"count": MOST_MAILS}
        )  # fmt: skip


class KeeperForm(forms.ModelForm):
    """Where the yearly question goes."""

    class Meta:
        model = Freshness
        fields = ["keeper_email"]


@for_handlers
@require_http_methods(["GET", "HEAD", "POST"])
def keeper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or change the address that gets the yearly question. Context: form, page, row."""
    page = get_object_or_404(initiatives_of(request.user), pk=pk)
    row = Freshness.objects.filter(page=page).first() or Freshness(page=page)
    form = KeeperForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            own = freshness.row_of(page)
            own.keeper_email = form.cleaned_data["keeper_email"].strip().lower()
            own.save()
        messages.success(request, _("Het e-mailadres van %(title)s is bewaard.") % {"title": page.title})
        return redirect("initiatives_to_check")
    context = {
        "form": form,
        "page": page,
        "row": row,
        "breadcrumbs_items": [
            *_breadcrumbs(url=reverse("initiatives_to_check")),
            {"url": "", "label": page.title},
        ],
        "header_title": _("E-mailadres van %(title)s") % {"title": page.title},
        "header_icon": "mail",
    }
    return render(request, "initiatives/admin/contributions/keeper.html", context)


def _breadcrumbs(url: str = "") -> list[dict[str, Any]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": url, "label": _("Te controleren")},
    ]
