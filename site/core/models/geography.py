"""Where things are: regions, municipalities and places, as data that another province replaces."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LatitudeField, LongitudeField


class Region(models.Model):
    """A part of the province that statistics and sub-ceilings use, such as Zuidoost-Drenthe."""

    name = models.CharField(_("naam"), max_length=80, unique=True)
    slug = models.SlugField(_("kort webadres"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("regio")
        verbose_name_plural = _("regio's")

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality with its CBS code, centre and cell in the tile map."""

    name = models.CharField(_("naam"), max_length=80, unique=True)
    slug = models.SlugField(_("kort webadres"), max_length=80, unique=True)
    code = models.CharField(_("CBS-code"), max_length=6, unique=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="municipalities", verbose_name=_("regio")
    )
    latitude = LatitudeField(_("breedtegraad"))
    longitude = LongitudeField(_("lengtegraad"))
    tile_column = models.PositiveSmallIntegerField(_("kolom in de tegelkaart"), default=0)
    tile_row = models.PositiveSmallIntegerField(_("rij in de tegelkaart"), default=0)

    class Meta:
        ordering = ["name"]
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A village, town or quarter with the coordinates of its centre."""

    name = models.CharField(_("naam"), max_length=80)
    slug = models.SlugField(_("kort webadres"), max_length=100, unique=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="places", verbose_name=_("gemeente")
    )
    latitude = LatitudeField(_("breedtegraad"))
    longitude = LongitudeField(_("lengtegraad"))
    population = models.PositiveIntegerField(_("inwoners"), null=True, blank=True)
    geonames_id = models.PositiveIntegerField(_("GeoNames-nummer"), null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("plaats")
        verbose_name_plural = _("plaatsen")
        constraints = [
            models.UniqueConstraint(fields=["name", "municipality"], name="place_once_per_municipality")
        ]

    def __str__(self) -> str:
        return self.name


class Outline(models.Model):
    """The outline of a municipality: apart from it, because it is large and seldom needed.

    `geometry` is GeoJSON (Polygon or MultiPolygon, WGS84, longitude first). `source` says who made it.
    """

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, related_name="outline", verbose_name=_("gemeente")
    )
    geometry = models.JSONField(_("grens"))
    source = models.CharField(_("bron"), max_length=200)
    year = models.PositiveSmallIntegerField(_("jaar"))
    loaded_at = models.DateTimeField(_("geladen op"), auto_now=True)

    class Meta:
        verbose_name = _("gemeentegrens")
        verbose_name_plural = _("gemeentegrenzen")

    def __str__(self) -> str:
        return f"{self.municipality_id} ({self.year})"
