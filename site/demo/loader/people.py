"""Logins for the demo: one for each role. Never made in production."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

PASSWORD = "voor-elkaar-2026"  # noqa: S105 - printed at start; only exists where demo logins are allowed

# username: group, what the person does
LOGINS = {
    "redactie": ("redacteur", "schrijft verhalen en initiatieven"),
    "eindredactie": ("eindredacteur", "kijkt na en publiceert"),
    "subsidie": ("subsidiemedewerker", "behandelt aanvragen"),
    "budget": ("budgethouder", "bewaakt de plafonds"),
    "beheer": ("beheerder", "beheert de hele site"),
}


def load_people() -> int:
    """Create the logins that are missing; return how many were made."""
    user_model = get_user_model()
    made = 0
    for username, (group, _work) in LOGINS.items():
        if user_model.objects.filter(username=username).exists():
            continue
        user = user_model.objects.create_user(
            username=username,
            email=f"{username}@voorbeeld.example",
            password=PASSWORD,
            first_name=group.capitalize(),
            last_name="(voorbeeld)",
            is_superuser=username == "beheer",
        )
        user.groups.add(Group.objects.get(name=group))
        made += 1
    return made
