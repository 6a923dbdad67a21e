"""Load the demo content: `python manage.py load_demo`. Run it twice and nothing changes or is lost."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from demo.loader import (
    agenda,
    applications,
    examples,
    figures,
    images,
    initiatives,
    pages,
    people,
    regulations,
    stories,
    traits,
)
from home.models import HomePage
from home.roles import apply_roles
from subsidies.models import RegulationPage


class Command(BaseCommand):
    help = "Bouwt de voorbeeldsite uit feiten. Maakt alleen wat ontbreekt; wat redacteuren wijzigden blijft."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--without-logins", action="store_true", help="maak geen logins en geen voorbeeldaanvragen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with_logins = not options["without_logins"]
        if with_logins and not settings.DEMO_LOGINS:
            raise CommandError(
                "Hier mogen geen voorbeeldlogins komen: hun wachtwoord is openbaar. Gebruik --without-logins."
            )
        with transaction.atomic():
            self._load(with_logins=with_logins)
        self._say("Klaar: de voorbeeldsite staat.")

    def _say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)
            self.stdout.flush()

    def execute(self, *args: Any, **options: Any) -> str | None:
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)

    def _load(self, *, with_logins: bool) -> None:
        self._say("Thema's, doelen en plaatsen …")
        themes = agenda.load_themes()
        agenda.load_places()
        indicators = figures.load_figures()
        if with_logins:
            people.load_people()

        home = HomePage.objects.get()
        drawings = images.Drawings()
        # The references between pages are counted in one pass at the end.
        with disable_reference_index_auto_update():
            self._say("Pagina's en tekeningen …")
            initiative_index, story_index, regulation_index = pages.load_index_pages(home)
            pages.load_home(home, [initiative_index, story_index, regulation_index])
            # Charts ask whose site this is, so that is said before any page has one.
            pages.load_site(home, pages.load_content_pages(home))
            pages.load_theme_pages(home, themes, indicators, drawings)
            apply_roles(apps)  # the overviews exist now, so officers get their place below them
            self._say(f"{initiatives.load_initiatives(initiative_index, themes, drawings)} initiatieven")
            self._say(f"{traits.load_traits()} keuzes bij initiatieven")
            self._say(
                f"{examples.load_examples(initiative_index, themes, drawings)} voorbeelden van initiatieven"
            )
            self._say(f"{stories.load_stories(story_index, themes, drawings)} verhalen")
            self._say(f"{regulations.load_regulations(regulation_index, themes)} regelingen")
            if with_logins:
                regulation = RegulationPage.objects.get(slug=regulations.OPEN_REGULATION)
                self._say(f"{applications.load_applications(regulation)} voorbeeldaanvragen")
        for page in Page.objects.specific(defer=False).iterator(chunk_size=200):
            ReferenceIndex.create_or_update_for_object(page)
