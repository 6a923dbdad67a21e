"""Making one initiative of two: everything that pointed at the other one points at the one that stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Revision, RevisionMixin

from core.page_cache import clear_soon
from initiatives.models import Freshness, InitiativePage, Proposal

from .columns import words_of
from .relations import incoming_lists, incoming_relations

LOG_ACTION = "initiatives.merge"
BOTH = "both"


class CannotMerge(Exception):
    """These two cannot become one. The message is Dutch and says why."""


@dataclass(frozen=True)
class Part:
    """Something that is chosen as a whole: one field, or fields that belong together.

    `lists` are related rows that go along; of `traits` those of both can be kept.
    """

    name: str
    label: str | Promise
    fields: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    words: Callable[[InitiativePage], str] | None = None

    def shown(self, page: InitiativePage) -> str:
        """Return what a page says in this part."""
        if self.words:
            return self.words(page)
        words = words_of(page)
        return "\n".join(filter(None, (words.get(name, "") for name in (*self.fields, *self.traits))))


def _hours(page: InitiativePage) -> str:
    words = words_of(page)
    names = ("hours", "opening_times", "opening_hours", "holidays")
    exceptions = [str(row) for row in page.opening_exceptions.all()]
    return "\n".join(filter(None, [*(words[name] for name in names), *exceptions]))


def _place(page: InitiativePage) -> str:
    words = words_of(page)
    names = ("scope", "address", "place", "locality", "municipality", "latitude", "longitude")
    return "\n".join(filter(None, (words[name] for name in names)))


def _sections(page: InitiativePage) -> str:
    return "\n".join(str(block.value.get("title", "")) for block in page.body)


def _image(page: InitiativePage) -> str:
    return _now("een beeld") if len(page.lead_image) else ""


def _card_image(page: InitiativePage) -> str:
    return page.listing_image.title if page.listing_image else ""


def _photos(page: InitiativePage) -> str:
    return "\n".join(photo.description for photo in page.photos.all())


PARTS: tuple[Part, ...] = (
    Part("title", _("naam"), ("title",)),
    Part("kind", _("soort"), ("kind",)),
    Part("theme", _("thema"), ("theme",)),
    Part("organisation", _("organisatie"), ("organisation",)),
    Part("introduction", _("wat is het?"), ("introduction",)),
    Part("listing_summary", _("samenvatting"), ("listing_summary",)),
    Part("for_whom", _("voor wie?"), ("for_whom",)),
    Part("target_groups", _("doelgroepen"), traits=("target_groups",)),
    Part("languages", _("talen"), traits=("languages",)),
    Part("facilities", _("voorzieningen"), traits=("facilities",)),
    Part("costs", _("kosten"), ("costs", "costs_note")),
    Part(
        "hours", _("openingstijden"), ("hours", "opening_hours", "holidays"),
        ("opening_times", "opening_exceptions"), words=_hours,
    ),
    Part(
        "location", _("plek"),
        ("scope", "municipality", "place", "locality", "address", "latitude", "longitude"), words=_place,
    ),
    Part("website", _("website"), ("website",)),
    Part("email", _("e-mailadres"), ("email",)),
    Part("phone", _("telefoonnummer"), ("phone",)),
    Part("stage", _("hoe ver is het?"), ("stage", "period")),
    Part("funded_by", _("steun van"), ("funded_by",)),
    Part("source", _("bron"), ("source",)),
    Part("lead_image", _("beeld bovenaan"), ("lead_image",), words=_image),
    Part("listing_image", _("beeld voor lijsten"), ("listing_image",), words=_card_image),
    Part("photos", _("foto’s"), lists=("photos",), words=_photos),
    Part("body", _("meer vertellen"), ("body",), words=_sections),
)  # fmt: skip


def latest(page: InitiativePage) -> InitiativePage:
    """Return a page as it was written last."""
    if not page.has_unpublished_changes:
        return page
    draft: InitiativePage = page.get_latest_revision_as_object()
    return draft


def check(kept: InitiativePage, other: InitiativePage, user: Any) -> None:
    """Raise CannotMerge or PermissionDenied when these two cannot become one."""
    if kept.pk == other.pk:
        raise CannotMerge(_now("Dit is twee keer hetzelfde initiatief. Kies twee verschillende."))
    for page in (kept, other):
        permissions = page.permissions_for_user(user)
        needs_publish = kept.live or other.live
        if not permissions.can_edit() or (needs_publish and not permissions.can_publish()):
            raise PermissionDenied
        if permissions.page_locked():
            raise CannotMerge(
                _now("“%(title)s” is op slot, of wordt nu nagekeken. Wacht tot dat klaar is.")
                % {"title": page.title}
            )
    for key in incoming_relations():
        if key.one_to_one and _single(key, kept) and _single(key, other):
            raise CannotMerge(
                _now(
                    "Bij beide initiatieven hoort een eigen %(what)s. Die kunnen niet samen op één pagina. "
                    "Laat ze apart staan."
                )
                % {"what": _what(key)}
            )


def _what(key: Any) -> str:
    return _now("subsidie") if key.remote_field.related_name == "grant" else key.model._meta.verbose_name


def _single(key: Any, page: InitiativePage) -> models.Model | None:
    """Return the one record that points at a page, or None."""
    try:
        found: models.Model | None = getattr(page, key.remote_field.get_accessor_name())
    except ObjectDoesNotExist:
        return None
    return found


def merge(kept_pk: int, other_pk: int, from_other: dict[str, str], user: Any) -> InitiativePage:
    """Make one of two and return the one that stays.

    `from_other` has the names of the parts that come from the other one; with the value "both" the lists of
    both are kept. Everything happens in one transaction. Raises CannotMerge and PermissionDenied.
    """
    with transaction.atomic():
        # Always in the same order, so that two editors never wait for each other.
        list(Page.objects.select_for_update().filter(pk__in=[kept_pk, other_pk]).order_by("pk"))
        kept, other = (InitiativePage.objects.get(pk=pk) for pk in (kept_pk, other_pk))
        check(kept, other, user)
        public = kept.live or other.live
        draft, source = latest(kept), latest(other)
        for part in PARTS:
            if choice := from_other.get(part.name):
                _take(part, draft, source, both=choice == BOTH)
        revision = draft.save_revision(user=user, log_action=True, clean=public)
        if public:
            revision.publish(user=user, skip_permission_checks=True)
        _move_relations(kept, other)
        _leave_drafts(kept)
        _move_check(kept, other)
        _lead_on(kept, other)
        if other.live:
            other.unpublish(user=user)
        data = {"other": {"id": other.pk, "title": other.title}}
        log(instance=kept, action=LOG_ACTION, user=user, data=data, revision=revision)
        clear_soon()
    merged: InitiativePage = InitiativePage.objects.get(pk=kept_pk)
    return merged


def _take(part: Part, draft: InitiativePage, source: InitiativePage, *, both: bool) -> None:
    """Let the draft say what the other one says in a part."""
    for name in part.fields:
        setattr(draft, name, getattr(source, name))
    for name in part.traits:
        items = {item.pk: item for item in getattr(source, name).all()}
        if both:
            items |= {item.pk: item for item in getattr(draft, name).all()}
        setattr(draft, name, list(items.values()))
    for name in part.lists:
        rows = list(getattr(source, name).all())
        for row in rows:
            # A copy: the other page keeps its own.
            row.pk = None
            row._state.adding = True
            row.page = draft
        setattr(draft, name, rows)


def _move_relations(kept: InitiativePage, other: InitiativePage) -> None:
    """Let everything that pointed at the other one point at the one that stays."""
    for key in incoming_relations():
        for row in key.model._default_manager.filter(**{key.name: other.pk}):
            setattr(row, key.attname, kept.pk)
            try:
                with transaction.atomic():
                    row.save(update_fields=[key.name])
            except IntegrityError:
                row.delete()  # it points at both: once is enough
        _move_in_drafts(key, kept, other)
    for many in incoming_lists():
        through: Any = many.remote_field.through
        name = many.m2m_reverse_field_name()
        for row in through._default_manager.filter(**{f"{name}_id": other.pk}):
            setattr(row, f"{name}_id", kept.pk)
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                row.delete()


def _leave_drafts(kept: InitiativePage) -> None:
    """Let proposals that came along forget their draft: publishing it would bring the other page back.

    What was proposed stays readable.
    """
    moved = Proposal.objects.filter(page=kept, revision__isnull=False)
    moved.exclude(revision__object_id=str(kept.pk)).update(revision=None)


def _move_in_drafts(key: Any, kept: InitiativePage, other: InitiativePage) -> None:
    """Change drafts as well: an editor goes on from the last one, and would bring the old link back."""
    parent = next((field for field in key.model._meta.fields if isinstance(field, ParentalKey)), None)
    owner: Any = parent.remote_field.model if parent else key.model
    if not issubclass(owner, RevisionMixin):
        return
    relation = parent.remote_field.get_accessor_name() if parent else None
    for revision in Revision.objects.filter(pk__in=owner._default_manager.values("latest_revision")):
        content = revision.content
        rows = content.get(relation, []) if relation else [content]
        hits = [row for row in rows if row.get(key.name) == other.pk]
        if not hits:
            continue
        there = relation and any(row.get(key.name) == kept.pk for row in rows)
        for row in hits:
            if there:
                rows.remove(row)
            else:
                row[key.name], there = kept.pk, bool(relation)
        revision.save(update_fields=["content"])


def _move_check(kept: InitiativePage, other: InitiativePage) -> None:
    """Keep the newest check and somebody to ask."""
    theirs = Freshness.objects.select_for_update().filter(page=other).first()
    if theirs is None:
        return
    own = Freshness.objects.select_for_update().filter(page=kept).first() or Freshness(page=kept)
    own.keeper_email = own.keeper_email or theirs.keeper_email
    if theirs.checked_on and (own.checked_on is None or own.checked_on < theirs.checked_on):
        own.checked_on, own.checked_by = theirs.checked_on, theirs.checked_by
        own.asked_on, own.reminded_on, own.reminders = theirs.asked_on, theirs.reminded_on, theirs.reminders
    own.save()
    # Nobody is asked about a page that is no longer there.
    theirs.delete()


def _lead_on(kept: InitiativePage, other: InitiativePage) -> None:
    """Send who has the old address to the page that stays, without detours and never in a circle."""
    Redirect.objects.filter(redirect_page=other.pk).update(redirect_page=kept.pk)
    own = _address(kept)
    if own:
        Redirect.objects.filter(old_path=own).delete()
    old = _address(other)
    if old:
        Redirect.objects.filter(old_path=old).delete()
        Redirect.add_redirect(old, redirect_to=kept, is_permanent=True)


def _address(page: Page) -> str:
    """Return the path of a page as redirects know it, or an empty string for a page without an address."""
    parts = page.get_url_parts()
    return Redirect.normalise_path(parts[2]) if parts and parts[2] else ""


def merged_away() -> set[int]:
    """Return the ids of the pages that became part of another: not public, and their address leads on."""
    hidden = InitiativePage.objects.filter(live=False)
    pages = {_address(page): page.pk for page in hidden.only("url_path", "path", "depth", "live", "slug")}
    paths = Redirect.objects.filter(redirect_page__isnull=False).values_list("old_path", flat=True)
    return {pages[path] for path in paths if path in pages}
