"""The catalogue of all open data of the site, as data portals harvest it: DCAT-AP-NL 3.0.

Everything in it has an address of its own below that of the catalogue, so that a portal recognises what it
has already, and two answers are the same when nothing changed.
"""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Identifier
from wagtail.models import Page

from core.api.registry import CC0, Dataset, Distribution, parts
from core.chrome import chrome_for

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
GEOSPARQL = Namespace("http://www.opengis.net/ont/geosparql#")
_PREFIXES = {
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dct": DCTERMS,
    "foaf": FOAF,
    "geo": GEOSPARQL,
    "rdf": RDF,
    "skos": SKOS,
    "vcard": VCARD,
    "xsd": XSD,
}
#: The words that DCAT-AP-NL wants stand in lists of the European Union.
_EUROPE = "http://publications.europa.eu/resource/authority"
_DUTCH = URIRef(f"{_EUROPE}/language/NLD")
_PUBLIC = URIRef(f"{_EUROPE}/access-right/PUBLIC")
_STABLE = URIRef(f"{_EUROPE}/planned-availability/STABLE")
_NETHERLANDS = URIRef(f"{_EUROPE}/country/NLD")
_THEMES = URIRef(f"{_EUROPE}/data-theme")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
_REGIONAL = URIRef("http://purl.org/adms/publishertype/RegionalAuthority")
_SERVICE_THEMES = ("SOCI", "REGI", "GOVE")

Value = Identifier | str | datetime | date


def build(request: HttpRequest) -> Graph:
    """Return the catalogue of the site of a request."""
    return _Catalog(request).graph


class _Catalog:
    """The catalogue while it is being written."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._chrome = chrome_for(request)
        self._address = request.build_absolute_uri(reverse("catalog"))
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in _PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self._publisher = self._own("uitgever")
        self._contact = self._own("contact")
        self._area = self._own("gebied")
        self._service = self._own("api")
        datasets = [dataset for part in parts() for dataset in part.datasets(request)]
        self._write_surroundings()
        self._write_catalog(datasets)
        self._write_service(datasets)
        for dataset in datasets:
            self._write_dataset(dataset)

    def _own(self, name: str) -> URIRef:
        return URIRef(f"{self._address}#{name}")

    def _absolute(self, path: str) -> URIRef:
        return URIRef(self._request.build_absolute_uri(path))

    def _document(self, path: str) -> URIRef:
        address = self._absolute(path)
        self._add(address, (RDF.type, FOAF.Document))
        return address

    def _licence(self, address: str) -> URIRef:
        licence = URIRef(address)
        self._add(licence, (RDF.type, DCTERMS.LicenseDocument))
        return licence

    def _add(self, subject: URIRef, *said: tuple[URIRef, Value | None]) -> None:
        """Say things about a subject. A text is in Dutch; what is not known (None or "") is left out."""
        for predicate, value in said:
            if isinstance(value, datetime):
                value = Literal(timezone.localtime(value).replace(microsecond=0))
            elif isinstance(value, date):
                value = Literal(value)
            elif isinstance(value, str) and not isinstance(value, Identifier):
                value = Literal(value, lang="nl") if value else None
            if value is not None:
                self.graph.add((subject, predicate, value))

    def _write_surroundings(self) -> None:
        """Who publishes it, where questions go, and about which area it is."""
        identity = self._chrome.identity
        home = self._document("/")
        self._add(
            self._publisher,
            (RDF.type, FOAF.Agent),
            (FOAF.name, identity.publisher),
            (FOAF.homepage, home),
            (DCTERMS.type, _REGIONAL),
        )
        page: Page | None = identity.contact_page
        contact = (page.get_url(self._request) if page and page.live else None) or "/"
        self._add(
            self._contact,
            (RDF.type, VCARD.Kind),
            (VCARD.fn, identity.publisher),
            (VCARD["organization-name"], identity.publisher),
            (VCARD.hasEmail, URIRef(f"mailto:{identity.contact_email}") if identity.contact_email else None),
            (VCARD.hasURL, self._absolute(contact)),
        )
        south, west, north, east = identity.bounds
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        ring = ",".join(f"{longitude} {latitude}" for longitude, latitude in corners)
        self._add(
            self._area,
            (RDF.type, DCTERMS.Location),
            (SKOS.prefLabel, identity.province),
            (DCAT.bbox, Literal(f"POLYGON(({ring}))", datatype=GEOSPARQL.wktLiteral)),
        )

    def _write_catalog(self, datasets: list[Dataset]) -> None:
        identity = self._chrome.identity
        catalog = URIRef(self._address)
        self._add(
            catalog,
            (RDF.type, DCAT.Catalog),
            (DCTERMS.title, _("Open data van %(site)s") % {"site": identity.name}),
            (
                DCTERMS.description,
                _("Alle open data van de site van %(publisher)s over de sociale agenda van %(province)s.")
                % {"publisher": identity.publisher, "province": identity.province},
            ),
            (DCTERMS.identifier, Literal(self._address)),
            (DCTERMS.publisher, self._publisher),
            (DCTERMS.creator, self._publisher),
            (DCAT.contactPoint, self._contact),
            (DCTERMS.language, _DUTCH),
            (DCTERMS.license, self._licence(CC0)),
            (DCTERMS.spatial, self._area),
            (DCAT.themeTaxonomy, _THEMES),
            (FOAF.homepage, self._document(reverse("api_page"))),
            (DCTERMS.modified, max((d.modified for d in datasets if d.modified), default=None)),
            (DCAT.service, self._service),
        )
        for dataset in datasets:
            self._add(catalog, (DCAT.dataset, self._own(dataset.key)))

    def _write_service(self, datasets: list[Dataset]) -> None:
        """The addresses below /api/ as one service: what they answer depends on what is asked."""
        self._add(
            self._service,
            (RDF.type, DCAT.DataService),
            (DCTERMS.title, _("Open data van %(site)s: API") % {"site": self._chrome.identity.name}),
            (
                DCTERMS.description,
                _("Vraag een deel van de gegevens op, of alles. Zonder account en zonder sleutel."),
            ),
            (DCTERMS.identifier, Literal(self._service)),
            (DCTERMS.publisher, self._publisher),
            (DCTERMS.creator, self._publisher),
            (DCAT.contactPoint, self._contact),
            (DCTERMS.language, _DUTCH),
            (DCTERMS.license, self._licence(CC0)),
            (DCTERMS.accessRights, _PUBLIC),
            (DCAT.endpointURL, self._absolute(reverse("api_page"))),
            (DCAT.endpointDescription, self._absolute(reverse("api_openapi"))),
            (DCAT.landingPage, self._document(reverse("api_page"))),
            (FOAF.page, self._document(reverse("api_page"))),
        )
        for code in _SERVICE_THEMES:
            self._add(self._service, (DCAT.theme, URIRef(f"{_EUROPE}/data-theme/{code}")))
        for dataset in datasets:
            self._add(self._service, (DCAT.servesDataset, self._own(dataset.key)))
            for keyword in dataset.keywords:
                self._add(self._service, (DCAT.keyword, keyword))

    def _write_dataset(self, dataset: Dataset) -> None:
        subject = self._own(dataset.key)
        self._add(
            subject,
            (RDF.type, DCAT.Dataset),
            (DCTERMS.title, dataset.title),
            (DCTERMS.description, dataset.description),
            (DCTERMS.identifier, Literal(subject)),
            (DCTERMS.publisher, self._publisher),
            (DCTERMS.creator, self._publisher),
            (DCAT.contactPoint, self._contact),
            (DCTERMS.language, _DUTCH),
            (DCTERMS.accessRights, _PUBLIC),
            (DCTERMS.license, self._licence(dataset.licence)),
            (DCTERMS.accrualPeriodicity, URIRef(f"{_EUROPE}/frequency/{dataset.frequency}")),
            (DCTERMS.spatial, self._area),
            (DCTERMS.spatial, _NETHERLANDS if dataset.nationwide else None),
            (DCTERMS.issued, dataset.issued),
            (DCTERMS.modified, dataset.modified),
            (DCAT.landingPage, self._document(dataset.landing_page)),
            (FOAF.page, self._document(reverse("api_page"))),
        )
        for code in dataset.themes:
            self._add(subject, (DCAT.theme, URIRef(f"{_EUROPE}/data-theme/{code}")))
        for keyword in dataset.keywords:
            self._add(subject, (DCAT.keyword, keyword))
        if dataset.temporal:
            first, last = dataset.temporal
            period = self._own(f"{dataset.key}-periode")
            self._add(period, (RDF.type, DCTERMS.PeriodOfTime), (DCAT.startDate, first), (DCAT.endDate, last))
            self._add(subject, (DCTERMS.temporal, period))
        for form in dataset.distributions:
            self._add(subject, (DCAT.distribution, self._write_distribution(dataset, form)))

    def _write_distribution(self, dataset: Dataset, form: Distribution) -> URIRef:
        subject = self._own(f"{dataset.key}-{form.file_type.lower().replace('_', '-')}")
        address = self._absolute(form.path)
        self._add(
            subject,
            (RDF.type, DCAT.Distribution),
            (DCTERMS.title, form.title),
            (DCAT.accessURL, address),
            # A list that comes in parts cannot be taken at once.
            (DCAT.downloadURL, None if form.in_parts else address),
            (DCAT.accessService, self._service),
            (DCAT.mediaType, URIRef(f"{_MEDIA_TYPES}/{form.media_type}")),
            (DCTERMS["format"], URIRef(f"{_EUROPE}/file-type/{form.file_type}")),
            (DCTERMS.language, _DUTCH),
            (DCTERMS.license, self._licence(dataset.licence)),
            (DCTERMS.issued, dataset.issued),
            (DCTERMS.modified, dataset.modified),
            (DCATAP.availability, _STABLE),
        )
        if form.schema:
            schema = URIRef(f"{self._absolute(reverse('api_openapi'))}#/components/schemas/{form.schema}")
            self._add(schema, (RDF.type, DCTERMS.Standard))
            self._add(subject, (DCTERMS.conformsTo, schema))
        if dataset.rights:
            rights = self._own(f"{dataset.key}-voorwaarden")
            self._add(rights, (RDF.type, DCTERMS.RightsStatement), (SKOS.prefLabel, dataset.rights))
            self._add(subject, (DCTERMS.rights, rights))
        return subject
