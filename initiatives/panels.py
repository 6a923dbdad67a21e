"""The editors' panel in which a location is set: by address, by pin or by number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from leaflet import app_settings
from wagtail.admin.panels import MultiFieldPanel
from wagtail.admin.staticfiles import versioned_static

from core.geo import Bounds
from core.models import SiteIdentity
from initiatives import maps


class LocationPanel(MultiFieldPanel):
    """Fields of a location with an address search and a small map above them.

    The two number fields stay the truth: without JavaScript they are all there is.
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "initiatives/admin/location_panel.html"

        @property
        def media(self) -> forms.Media:
            own = forms.Media(
                css={"all": ["leaflet/leaflet.css", versioned_static("css/admin-location.css")]},
                js=[
                    "leaflet/leaflet.js",
                    "leaflet/leaflet.extras.js",
                    versioned_static("js/location-panel.js"),
                ],
            )
            media: forms.Media = super().media + own
            return media

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["config"] = self._config()
            return context

        def _config(self) -> dict[str, Any]:
            identity = SiteIdentity.for_request(self.request)
            bounds = Bounds(*identity.bounds)
            names = ("scope", "place", "municipality", "address", "latitude", "longitude")
            return {
                "leaflet": maps.leaflet_options(identity.map_zoom),
                "bounds": [[bounds.south, bounds.west], [bounds.north, bounds.east]],
                "maxZoom": app_settings["MAX_ZOOM"],
                "pinZoom": maps.PIN_ZOOM,
                "search": reverse("initiatives_geocode"),
                "fields": {name: self.form[name].auto_id for name in names if name in self.form.fields},
                "texts": {
                    "searching": _("Even zoeken …"),
                    "tooShort": _("Typ eerst een adres, een postcode of de naam van een dorp."),
                    "failed": _("Zoeken lukt nu niet. Verschuif de speld of vul de getallen zelf in."),
                    "chosen": _("Gekozen: {label}. De velden zijn ingevuld."),
                    "village": _("De kaart laat {label} zien. Zet nu de speld op de goede plek."),
                    "moved": _("De speld staat nu op {latitude}, {longitude}."),
                    "outside": _("Deze plek ligt buiten ons gebied. Controleer de getallen."),
                    "unclear": _("Dit zijn geen twee getallen van een plek. Voorbeeld: 52,99 en 6,56."),
                    "pin": _("Speld. Verschuif met de muis of met de pijltjes."),
                    "noTiles": _("De achtergrondkaart laadt niet. De speld werkt wel."),
                    "zoomIn": _("Dichterbij"),
                    "zoomOut": _("Verder weg"),
                },
            }
