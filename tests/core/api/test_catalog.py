"""The catalogue has what DCAT-AP-NL 3.0 demands, in three forms that say the same."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import caches
from rdflib import Graph, Literal, URIRef
from rdflib import namespace as ns

from core.api.catalog_views import FORMS
from core.api.registry import parts
from core.boundaries import import_outlines
from core.models import Outline, SiteIdentity
from stories.models import Indicator
from tests.core.outlines import features

VCARD = ns.Namespace("http://www.w3.org/2006/vcard/ns#")
CATALOG = URIRef("http://testserver/data/catalog")
EUROPE = "http://publications.europa.eu/resource/authority/"
MANY = 1000
#: By class: how often a property must and may stand there, by the profile and by DCAT-AP 3.0 below it.
RULES = {
    ns.DCAT.Catalog: {
        ns.DCTERMS.title: (1, MANY),
        ns.DCTERMS.description: (1, MANY),
        ns.DCTERMS.publisher: (1, 1),
        ns.DCTERMS.creator: (1, 1),
        ns.DCAT.contactPoint: (1, 1),
        ns.DCAT.dataset: (1, MANY),
        ns.DCTERMS.license: (1, 1),
        ns.DCTERMS.modified: (0, 1),
        ns.FOAF.homepage: (0, 1),
        ns.DCTERMS.language: (1, MANY),
        ns.DCTERMS.spatial: (1, MANY),
        ns.DCAT.themeTaxonomy: (1, MANY),
    },
    ns.DCAT.Dataset: {
        ns.DCTERMS.title: (1, MANY),
        ns.DCTERMS.description: (1, MANY),
        ns.DCTERMS.accessRights: (1, 1),
        ns.DCAT.contactPoint: (1, 1),
        ns.DCTERMS.creator: (1, MANY),
        ns.DCTERMS.identifier: (1, 1),
        ns.DCTERMS.publisher: (1, 1),
        ns.DCAT.theme: (1, MANY),
        ns.DCAT.distribution: (1, MANY),
        ns.DCTERMS.accrualPeriodicity: (1, 1),
        ns.DCTERMS.language: (1, MANY),
        ns.DCTERMS.spatial: (1, MANY),
        ns.DCTERMS.issued: (0, 1),
        ns.DCTERMS.modified: (1, 1),
        ns.DCAT.keyword: (1, MANY),
        ns.DCAT.landingPage: (1, MANY),
        ns.FOAF.page: (1, MANY),
    },
    ns.DCAT.Distribution: {
        ns.DCTERMS.title: (1, MANY),
        ns.DCAT.accessURL: (1, 1),
        ns.DCAT.downloadURL: (0, 1),
        ns.DCAT.accessService: (1, 1),
        ns.DCTERMS.license: (1, 1),
        ns.DCTERMS["format"]: (1, 1),
        ns.DCAT.mediaType: (1, 1),
        ns.DCTERMS.language: (1, MANY),
    },
    ns.DCAT.DataService: {
        ns.DCTERMS.title: (1, MANY),
        ns.DCTERMS.description: (1, MANY),
        ns.DCTERMS.accessRights: (1, 1),
        ns.DCAT.contactPoint: (1, 1),
        ns.DCTERMS.creator: (1, 1),
        ns.DCAT.endpointURL: (1, 1),
        ns.DCAT.endpointDescription: (1, 1),
        ns.DCTERMS.identifier: (1, 1),
        ns.DCTERMS.license: (1, 1),
        ns.DCTERMS.publisher: (1, 1),
        ns.DCAT.servesDataset: (1, MANY),
        ns.DCAT.theme: (1, MANY),
        ns.DCAT.keyword: (1, MANY),
        ns.DCTERMS.language: (1, MANY),
    },
    ns.FOAF.Agent: {ns.FOAF.name: (1, MANY), ns.DCTERMS.type: (0, 1)},
    VCARD.Kind: {VCARD.fn: (1, MANY), VCARD.hasURL: (1, MANY)},
    ns.DCTERMS.PeriodOfTime: {ns.DCAT.startDate: (1, 1), ns.DCAT.endDate: (1, 1)},
    ns.DCTERMS.Location: {ns.DCAT.bbox: (1, 1)},
}
#: What the value of a property has to be.
CLASSES = {
    ns.DCTERMS.publisher: ns.FOAF.Agent,
    ns.DCTERMS.creator: ns.FOAF.Agent,
    ns.DCAT.contactPoint: VCARD.Kind,
    ns.DCAT.dataset: ns.DCAT.Dataset,
    ns.DCAT.distribution: ns.DCAT.Distribution,
    ns.DCAT.service: ns.DCAT.DataService,
    ns.DCAT.accessService: ns.DCAT.DataService,
    ns.DCTERMS.license: ns.DCTERMS.LicenseDocument,
    ns.DCTERMS.temporal: ns.DCTERMS.PeriodOfTime,
    ns.DCTERMS.rights: ns.DCTERMS.RightsStatement,
    ns.DCTERMS.conformsTo: ns.DCTERMS.Standard,
    ns.DCAT.landingPage: ns.FOAF.Document,
    ns.FOAF.page: ns.FOAF.Document,
    ns.FOAF.homepage: ns.FOAF.Document,
}
#: From which list of the European Union a value comes.
LISTS = {
    ns.DCAT.theme: "data-theme/",
    ns.DCTERMS.accrualPeriodicity: "frequency/",
    ns.DCTERMS["format"]: "file-type/",
    ns.DCTERMS.language: "language/",
    ns.DCTERMS.accessRights: "access-right/",
}


def problems(graph):
    """Return what a graph lacks or has too much of, in words."""
    found = []
    for kind, rules in RULES.items():
        for subject in graph.subjects(ns.RDF.type, kind):
            for predicate, (least, most) in rules.items():
                number = len(list(graph.objects(subject, predicate)))
                if not least <= number <= most:
                    found.append(f"{subject}: {number} times {predicate}")
    for predicate, kind in CLASSES.items():
        for subject, value in graph.subject_objects(predicate):
            if (value, ns.RDF.type, kind) not in graph:
                found.append(f"{subject}: {value} is no {kind}")
    for predicate, start in LISTS.items():
        for subject, value in graph.subject_objects(predicate):
            if not str(value).startswith(EUROPE + start):
                found.append(f"{subject}: {value} is not in {start}")
    return found


@pytest.fixture
def read(client, db):
    """Return a function that asks for the catalogue and reads it."""

    def _read(address="/data/catalog", **headers):
        response = client.get(address, headers=headers)
        assert response.status_code == 200, address
        return Graph().parse(data=response.content, format=response["Content-Type"].split(";")[0])

    return _read


def keys(graph):
    return {str(dataset).rpartition("#")[2] for dataset in graph.objects(CATALOG, ns.DCAT.dataset)}


def test_it_has_all_that_the_profile_demands(read):
    import_outlines(features(), 2024)
    graph = read()
    assert problems(graph) == []
    assert keys(graph) == {"initiatieven", "gemeentegrenzen", "indicatoren", "waarnemingen"}
    # Nothing without an address of its own: a portal would take it for something new each time.
    assert not [term for triple in graph for term in triple if not isinstance(term, URIRef | Literal)]


@pytest.mark.parametrize("kind", RULES)
def test_the_check_can_fail(read, kind):
    for predicate, (least, _most) in RULES[kind].items():
        graph = read()
        subject = next(graph.subjects(ns.RDF.type, kind))
        graph.remove((subject, predicate, None))
        assert bool([p for p in problems(graph) if str(predicate) in p]) == bool(least), predicate


def test_every_address_answers_with_what_it_says(read, client, rf):
    import_outlines(features(), 2024)
    graph = read()
    forms = list(graph.subjects(ns.RDF.type, ns.DCAT.Distribution))
    assert len(forms) == sum(len(d.distributions) for part in parts() for d in part.datasets(rf.get("/")))
    for form in forms:
        address = graph.value(form, ns.DCAT.accessURL)
        response = client.get(str(address).removeprefix("http://testserver"))
        assert response.status_code == 200
        media = response["Content-Type"].split(";")[0]
        assert str(graph.value(form, ns.DCAT.mediaType)).endswith(f"/media-types/{media}")
        whole = response.streaming or "volgende" not in response.json()
        assert ((form, ns.DCAT.downloadURL, address) in graph) == whole
    described = client.get("/api/openapi.json").json()
    for standard in graph.subjects(ns.RDF.type, ns.DCTERMS.Standard):
        assert str(standard).rpartition("/")[2] in described["components"]["schemas"]
    for page in graph.subjects(ns.RDF.type, ns.FOAF.Document):
        assert client.get(str(page).removeprefix("http://testserver")).status_code == 200


# The library reads JSON-LD with a class that it calls old.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_three_forms_say_the_same(read):
    graphs = [read(f"/data/catalog.{form.extension}") for form in FORMS]
    graphs += [read("/data/catalog", Accept=form.media_type) for form in FORMS]
    graphs += [read(f"/data/catalog?format={form.extension}") for form in FORMS]
    assert len({frozenset(graph) for graph in graphs}) == 1


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("image/png", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json;q=0.8, application/rdf+xml;q=0.9", "application/rdf+xml"),
        ("application/*", "application/rdf+xml"),
    ],
)
def test_who_asks_gets_the_form_that_fits(client, db, accept, media):
    response = client.get("/data/catalog", headers={"Accept": accept} if accept else {})
    assert response["Content-Type"] == f"{media}; charset=utf-8"
    assert "Accept" in response["Vary"]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_browser_is_sent_to_the_page(client, db):
    response = client.get(
        "/data/catalog", headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    )
    assert (response.status_code, response["Location"]) == (303, "/api/")


@pytest.mark.parametrize(
    ("address", "status"),
    [("/data/catalog?format=xml", 400), ("/data/catalog?x=1", 400), ("/data/catalog.xml", 404)],
)
def test_a_wrong_question_is_told(client, db, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert response.json()["fout"].endswith(".")


def test_it_is_kept_until_something_changes(
    client, db, django_assert_num_queries, django_capture_on_commit_callbacks
):
    first = client.get("/data/catalog")
    with django_assert_num_queries(0):
        again = client.get("/data/catalog", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # Written anew by another process it is the same.
    caches["pages"].clear()
    assert client.get("/data/catalog")["ETag"] == first["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        identity = SiteIdentity.objects.get()
        identity.publisher = "Provincie Proef"
        identity.save()
    changed = client.get("/data/catalog", headers={"If-None-Match": first["ETag"]})
    assert "Provincie Proef" in changed.content.decode()


def test_another_province_needs_no_other_code(client, db, read):
    SiteIdentity.objects.update(
        province="Zeeland", publisher="Provincie Zeeland", contact_email="", contact_page=None
    )
    caches["pages"].clear()
    graph = read()
    assert problems(graph) == []
    text = graph.serialize()
    assert "Zeeland" in text
    assert 'Drenthe"' not in text
    assert "mailto:" not in text


def test_it_says_about_which_time_the_figures_are(db, read):
    graph = read()
    period = graph.value(URIRef(f"{CATALOG}#waarnemingen"), ns.DCTERMS.temporal)
    first, last = (graph.value(period, name) for name in (ns.DCAT.startDate, ns.DCAT.endDate))
    assert first.datatype == last.datatype == ns.XSD.date
    assert first.toPython() < date(2018, 1, 1) < date(2024, 1, 1) < last.toPython()
    Indicator.objects.all().delete()
    caches["pages"].clear()
    assert read().value(URIRef(f"{CATALOG}#waarnemingen"), ns.DCTERMS.temporal) is None


def test_outlines_are_there_when_loaded_with_the_licence_of_their_maker(read):
    assert "gemeentegrenzen" not in keys(read())
    import_outlines(features(), 2024)
    caches["pages"].clear()
    graph = read()
    outlines = URIRef(f"{CATALOG}#gemeentegrenzen")
    assert "by/4.0" in str(graph.value(outlines, ns.DCTERMS.license))
    form = graph.value(outlines, ns.DCAT.distribution)
    assert Outline.objects.first().source in graph.serialize()
    assert graph.value(form, ns.DCTERMS.rights)
    assert "zero/1.0" in str(graph.value(URIRef(f"{CATALOG}#waarnemingen"), ns.DCTERMS.license))
