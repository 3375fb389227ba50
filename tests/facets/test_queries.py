"""Which projects a choice holds, compared with a slow and obvious twin."""

import itertools
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.actions import FieldDraft, add_field
from skillsnet.calls.models import Project
from skillsnet.core.geo import subregion_of
from skillsnet.facets.actions import store_neighbourhoods
from skillsnet.facets.counts import facet_counts
from skillsnet.facets.filters import Filters
from skillsnet.facets.models import NeighbourhoodMember
from skillsnet.facets.queries import projects, summary_counts
from skillsnet.participants.texts import words_for_computing
from skillsnet.taxonomy.models import Edition
from tests.factories import make_organisation, make_project

FAY = Viewer(user_id=1, role="facilitator")
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def network(taxonomy: Edition) -> None:
    """Seven projects that differ in every facet; one withdrawn, one alone, two of the same organisation."""
    ada = make_organisation("Ada’s school", type="education", country="KE")
    first = make_project("A", organisation=ada, categories=("training-delivery", "life-skills"), languages=("en", "sw"))
    second = make_project(
        "B",
        extra={"Theme": "wind"},
        organisation=ada,
        categories=("life-skills",),
        stage="pilot",
        beneficiaries=("women",),
    )
    make_project("C", country="MX", categories=("training-delivery",), languages=("es",), stage="idea")
    make_project("D", country="FR", languages=(), beneficiaries=())
    make_project("E", organisation=None, country="", languages=("fr", "en"), categories=("skills-ecosystem",))
    make_project(
        "F", organisation=make_organisation("Untyped", type=""), country="EG", beneficiaries=("women", "youth")
    )
    gone = make_project("Gone", status="withdrawn", categories=("life-skills",))
    add_field(FieldDraft("Theme", ("Theme",), "several", "facilitators", ";"), by=None)
    rows = [("water", ["wells", "pumps"]), ("empty", ["nobody"])]
    store_neighbourhoods(rows, {first.pk: "water", second.pk: "water", gone.pk: "empty"})


def facts(project: Project) -> dict[str, set[str]]:
    """Return each facet's values of a project, read one by one."""
    assignments = project.assignments.filter(is_current=True)
    values = {
        "category": {assignment.category.slug for assignment in assignments},
        "region": {project.region},
        "subregion": {subregion_of(project.country) if project.country else ""},
        "country": {project.country},
        "issue": {member.neighbourhood.slug for member in NeighbourhoodMember.objects.filter(project=project)},
        "language": {spoken.code for spoken in project.languages.all()},
        "beneficiary": {helped.group for helped in project.beneficiaries.all()},
        "type": {project.organisation.type if project.organisation else ""},
        "stage": {project.stage},
        "call": {project.call.slug},
        "field-theme": set(filter(None, words_for_computing(project.extra.get("Theme", "")).split("; "))),
    }
    return {key: (found - {""}) or {"-"} for key, found in values.items()}


def fits(held: set[str], asked: set[str], *, is_all: bool) -> bool:
    return asked <= held if is_all else bool(asked & held)


def slow_twin(filters: Filters) -> set[str]:
    """Return the titles of a choice: one or all of the values within a facet, all facets together."""
    return {
        project.title
        for project in Project.objects.exclude(status="withdrawn")
        if all(
            fits(facts(project)[key], set(values), is_all=filters.is_all(key)) for key, values in filters.facets.items()
        )
    }


CHOICES = [
    Filters(),
    Filters({"category": ("life-skills",)}),
    Filters({"category": ("life-skills", "skills-ecosystem", "-")}),
    Filters({"category": ("-",), "language": ("-",)}),
    Filters({"region": ("africa", "-")}),
    Filters({"country": ("MX", "FR"), "stage": ("idea",)}),
    Filters({"language": ("en",), "beneficiary": ("youth",)}),
    Filters({"beneficiary": ("women", "-")}),
    Filters({"type": ("-",)}),
    Filters({"type": ("education", "ngo"), "stage": ("-",)}),
    Filters({"call": ("first-call",), "country": ("-",)}),
    Filters({"region": ("africa",), "subregion": ("northern-africa", "-")}),
    Filters({"subregion": ("-",)}),
    Filters({"issue": ("water",)}),
    Filters({"issue": ("water", "-"), "stage": ("pilot",)}),
    Filters({"language": ("en", "sw")}, all_of=("language",)),
    Filters({"language": ("en", "fr")}, all_of=("language", "category")),
    Filters({"category": ("life-skills", "training-delivery")}, all_of=("category",)),
    Filters({"field-theme": ("wind",)}),
    Filters({"field-theme": ("solar", "-"), "stage": ("-",)}),
    Filters({"field-theme": ("solar", "wind")}, all_of=("field-theme",)),
    Filters({"beneficiary": ("women", "-")}, all_of=("beneficiary",)),
    Filters({"beneficiary": ("women", "youth"), "country": ("EG",)}, all_of=("beneficiary",)),
]


@pytest.mark.parametrize("filters", CHOICES, ids=lambda filters: filters.to_query() or "all")
def test_a_choice_equals_its_slow_twin(filters: Filters, network: None) -> None:
    assert {project.title for project in projects(filters)} == slow_twin(filters)


@pytest.mark.slow
@pytest.mark.parametrize("filters", CHOICES, ids=lambda filters: filters.to_query() or "all")
def test_each_count_is_what_choosing_the_value_would_show(filters: Filters, network: None) -> None:
    for facet in facet_counts(filters, viewer=FAY):
        others = filters.values(facet.key) if filters.is_all(facet.key) else ()
        for value in facet.values:
            chosen = filters.with_values(facet.key, *others, value.value)
            assert value.count == len(slow_twin(chosen)), (facet.key, value.value)


def test_order_is_by_title_without_accents(db: None) -> None:
    for title in ("Zebra", "élan", "Eland", "apple", "Élan"):
        make_project(title, organisation=None)
    assert [project.title for project in projects(Filters())] == ["apple", "élan", "Élan", "Eland", "Zebra"]


def test_counts_organisations_once_and_people_without_one_each(network: None) -> None:
    counts = summary_counts(Filters())
    assert (counts.projects, counts.participants, counts.countries) == (6, 5, 4)
    assert (counts.organisations, counts.unaffiliated) == (4, 1)


def _queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters({"category": ("life-skills",), "country": ("KE",)}, q="welding"),
        Filters({"language": ("en", "fr")}, all_of=("language",)),
    ],
)
def test_number_of_queries_does_not_grow(filters: Filters, taxonomy: Edition) -> None:
    numbers = []
    for count in (1, 2, 20):
        for _ in itertools.repeat(None, count):
            make_project(categories=("life-skills",))
        numbers.append(_queries(lambda: (facet_counts(filters), summary_counts(filters), list(projects(filters)))))
    assert len(set(numbers)) == 1, numbers
