"""All initiatives of the sources, each as precise about its place as the source is."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.models import Municipality, Place, Theme
from demo.loader.images import Drawings, stored_image
from demo.loader.reading import rows
from initiatives.models import InitiativeIndexPage, InitiativeKind, InitiativePage

# slug: name, plural, explanation, drawing
KINDS = {
    "dorpshuis": ("Dorpshuis", "Dorpshuizen", "Een gebouw waar het dorp samenkomt.", "dorpshuis"),
    "ontmoetingsplek": ("Ontmoetingsplek", "Ontmoetingsplekken", "Een plek om elkaar te zien.", "brink"),
    "odensehuis": ("Odensehuis", "Odensehuizen", "Een inloophuis voor mensen met dementie.", "zorg"),
    "buurtkeuken": ("Buurtkeuken", "Buurtkeukens", "Bewoners koken en eten hier samen.", "keuken"),
    "voedseltuin": ("Voedseltuin", "Voedseltuinen", "Een tuin met groente en fruit om te delen.", "moestuin"),
    "dorpscooperatie": (
        "Dorpscoöperatie",
        "Dorpscoöperaties",
        "Bewoners regelen samen iets voor hun dorp.",
        "vergadering",
    ),
    "zorginitiatief": ("Zorg", "Zorginitiatieven", "Mensen zorgen voor elkaar.", "zorg"),
    "beweegplek": ("Beweegplek", "Beweegplekken", "Een plek om te sporten of te spelen.", "sport"),
    "jongeren": ("Jongeren", "Initiatieven voor jongeren", "Voor kinderen en jongeren.", "school"),
    "taal": ("Taal", "Taalinitiatieven", "Hulp bij lezen en schrijven.", "taal"),
    "cultuurproject": ("Cultuur", "Cultuurprojecten", "Muziek, dans, kunst en verhalen.", "muziek"),
    "inclusie": ("Inclusie", "Initiatieven voor inclusie", "Iedereen kan meedoen en zichzelf zijn.", "brink"),
    "vervoer": ("Vervoer", "Vervoersinitiatieven", "Samen van de ene naar de andere plek.", "kanaal"),
    "overig": ("Anders", "Andere initiatieven", "Alles wat hier niet bij past.", "heide"),
}
STAGES = {
    "loopt": InitiativePage.Stage.RUNNING,
    "afgerond": InitiativePage.Stage.FINISHED,
    "idee": InitiativePage.Stage.IDEA,
    "pilot": InitiativePage.Stage.PILOT,
}
VARIANTS = 3


def load_kinds() -> dict[str, InitiativeKind]:
    """Create the kinds of initiatives; return them by slug."""
    kinds = {}
    for order, (slug, (name, plural, explanation, _scene)) in enumerate(KINDS.items()):
        kinds[slug], _created = InitiativeKind.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "plural": plural,
                "icon": slug,
                "explanation": explanation,
                "order": order,
            },
        )
    return kinds


def location(
    row: dict[str, str], places: dict[tuple[str, str], Place], municipalities: dict[str, Municipality]
) -> dict[str, Any]:
    """Return the location fields of a row. The sources give no coordinates, so nothing gets a pin."""
    municipality = municipalities.get(row["municipality"])
    place = places.get((row["place"], row["municipality"]))
    if row["scope"] in ("point", "place") and place:
        return {"scope": InitiativePage.Scope.PLACE, "place": place, "municipality": place.municipality}
    if row["place"] and municipality:
        return {"scope": InitiativePage.Scope.PLACE, "locality": row["place"], "municipality": municipality}
    if municipality:
        return {"scope": InitiativePage.Scope.MUNICIPALITY, "municipality": municipality}
    return {"scope": InitiativePage.Scope.PROVINCE}


def load_initiatives(index: InitiativeIndexPage, themes: dict[str, Theme], drawings: Drawings) -> int:
    """Create a page for every initiative that has none yet; return how many were made."""
    kinds = load_kinds()
    places = {(p.name, p.municipality.name): p for p in Place.objects.select_related("municipality")}
    municipalities = {m.name: m for m in Municipality.objects.all()}
    known = set(InitiativePage.objects.values_list("slug", flat=True))
    now = timezone.now()
    made = 0
    for number, row in enumerate(rows("initiatives")):
        if row["slug"] in known:
            continue
        image = drawings.get(KINDS[row["kind"]][3], number % VARIANTS)
        page = InitiativePage(
            title=row["name"],
            slug=row["slug"],
            kind=kinds[row["kind"]],
            theme=themes.get(row["theme_slug"]),
            organisation=row["organisation"],
            introduction=row["summary"],
            listing_summary=row["summary"],
            listing_image=image,
            lead_image=stored_image(image),
            stage=STAGES.get(row["status"], InitiativePage.Stage.UNKNOWN),
            period=row["year"],
            funded_by=row["funded_by"],
            source=row["source"],
            first_published_at=now,
            last_published_at=now,
            **location(row, places, municipalities),
        )
        page.full_clean(exclude=["path", "depth", "numchild", "url_path", "content_type", "locale"])
        index.add_child(instance=page)
        made += 1
    return made
