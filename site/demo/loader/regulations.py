"""The grant regulations, and the one that is open with its form, round and ceilings."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from core.models import Region, Theme
from demo.loader.reading import rich_text, rows, text, texts
from subsidies.form_import import steps_from_definition
from subsidies.models import (
    Ceiling,
    FormDefinition,
    GrantCategory,
    RegulationIndexPage,
    RegulationPage,
    Round,
)

OPEN_REGULATION = "subsidieregeling-bewonersinitiatieven"
CONDITIONS = (
    "for_whom",
    "for_what",
    "not_for",
    "how_much",
    "when",
    "how_decided",
    "what_to_send",
    "obligations",
)


def _conditions(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"type": "condition", "value": {"text": rich_text(item["text"]), "example": item["example"]}}
        for item in items
    ]


def load_form() -> FormDefinition:
    """Create and publish the application form; return it."""
    definition = text("forms/bewonersinitiatieven")
    form = FormDefinition.objects.filter(name=definition["name"]).first()
    if form is None:
        form = FormDefinition(name=definition["name"], steps=steps_from_definition(definition), live=False)
        form.full_clean()
        form.save()
        form.save_revision().publish()
        form.refresh_from_db()
    return form


def load_regulations(index: RegulationIndexPage, themes: dict[str, Theme]) -> int:
    """Create every regulation that has no page yet; return how many were made."""
    facts = {row["slug"]: row for row in rows("regulations")}
    known = set(RegulationPage.objects.values_list("slug", flat=True))
    made = 0
    for prose in texts("regulations"):
        slug = prose["slug"]
        if slug in known:
            continue
        fact = facts[slug]
        page = RegulationPage(
            title=prose["title"],
            slug=slug,
            kind=prose["kind"],
            theme=themes.get(fact["theme_slug"]),
            introduction=prose["intro"].strip(),
            listing_summary=prose["summary"],
            contact_role=prose.get("contact_role", ""),
            minimum_amount=Decimal(fact["minimum"]) if fact["minimum"] else None,
            maximum_amount=Decimal(fact["maximum"]) if fact["maximum"] else None,
            source=fact["source"],
            first_published_at=timezone.now(),
            last_published_at=timezone.now(),
            **{name: _conditions(prose.get(name, [])) for name in CONDITIONS},
        )
        if slug == OPEN_REGULATION:
            page.minimum_amount, page.maximum_amount = Decimal(5000), Decimal(25000)
            page.percentage = 100
            page.legal_forms = [form.value for form in RegulationPage.LegalForm]
            page.one_award_per_year = True
            page.decision_term_weeks = 8
            page.form = load_form()
        index.add_child(instance=page)
        if slug == OPEN_REGULATION:
            _open(page)
        page.save_revision(clean=False)
        made += 1
    return made


def _open(page: RegulationPage) -> None:
    """Give the regulation its round of 2026, its ceilings and its officer."""
    zone = timezone.get_current_timezone()
    # The sources give no dates: these are marked as an example. A demo is open when it is loaded.
    closes_at = datetime(2027, 1, 1, tzinfo=zone)
    if timezone.now() > closes_at - timedelta(days=14):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        closes_at = midnight + timedelta(days=60)
    current = Round.objects.create(
        regulation=page,
        name="2026",
        opens_at=datetime(2026, 1, 5, 9, tzinfo=zone),
        closes_at=closes_at,
        example_dates=True,
    )
    circular = GrantCategory.objects.create(regulation=page, name="Circulair", slug="circulair")
    scope = Ceiling.Scope
    for values in (
        {"scope": scope.TOTAL, "amount": Decimal(1_050_000)},
        {"scope": scope.THEME, "theme": Theme.objects.get(slug="gezondheid"), "amount": Decimal(200_000)},
        {"scope": scope.CATEGORY, "category": circular, "amount": Decimal(250_000)},
        {
            "scope": scope.REGION,
            "region": Region.objects.get(slug="zuidoost-drenthe"),
            "amount": Decimal(200_000),
        },
    ):
        ceiling = Ceiling(round=current, **values)
        ceiling.full_clean()
        ceiling.save()
    page.officers.set(get_user_model().objects.filter(username="subsidie"))
    page.save()
