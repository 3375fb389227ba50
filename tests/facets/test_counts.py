"""How facets are shown."""

import pytest
from django.http import QueryDict

from skillsnet.calls.enums import ProjectKind
from skillsnet.facets.actions import store_neighbourhoods
from skillsnet.facets.choice_words import choice_in_words
from skillsnet.facets.counts import HIDDEN_AT_LEAST, SHOWN_VALUES, FacetCounts, Value, facet_counts
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project


def facet_of(count: int, *, chosen: int | None = None) -> FacetCounts:
    values = [Value(str(number), str(number), 1, number == chosen, 100) for number in range(count)]
    return FacetCounts(key="country", label="Country", values=values)


@pytest.mark.parametrize(
    ("count", "behind"),
    [
        (1, 0),
        (SHOWN_VALUES, 0),
        (SHOWN_VALUES + HIDDEN_AT_LEAST - 1, 0),
        (SHOWN_VALUES + HIDDEN_AT_LEAST, HIDDEN_AT_LEAST),
    ],
)
def test_long_lists_fold_unless_little_would_hide(count: int, behind: int) -> None:
    facet = facet_of(count)
    assert facet.more_count == behind
    assert [*facet.first_values, *facet.more_values] == facet.values


def test_a_chosen_value_is_never_behind_more() -> None:
    facet = facet_of(40, chosen=33)
    assert "33" in {value.value for value in facet.first_values}
    assert facet.chosen_count == 1


def test_categories_keep_their_order_and_stand_there_when_empty(taxonomy: Edition) -> None:
    make_project(categories=("life-skills",))
    make_project(categories=("life-skills",))
    make_project(categories=("training-delivery",))
    category = facet_counts(Filters(), ["category"])[0]
    assert [value.count for value in category.values] == [0, 0, 0, 0, 0, 1, 0, 0, 2]
    assert [value.share_pct for value in category.values] == [0, 0, 0, 0, 0, 50, 0, 0, 100]
    assert [value.colour for value in category.values] == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.django_db
def test_countries_stand_by_number_then_name_and_not_stated_last() -> None:
    for country in ("KE", "KE", "FR", "DE", "", ""):
        make_project(country=country)
    country_facet = facet_counts(Filters(), ["country"])[0]
    assert [(value.value, value.count) for value in country_facet.values] == [("KE", 2), ("FR", 1), ("DE", 1), ("-", 2)]


@pytest.mark.django_db
def test_a_chosen_value_without_projects_stays_in_sight() -> None:
    make_project(country="KE")
    values = facet_counts(Filters({"country": ("AQ",)}), ["country"])[0].values
    assert [(value.value, value.is_chosen) for value in values] == [("KE", False), ("AQ", True)]


@pytest.mark.django_db
def test_every_country_lies_in_its_subregion_and_that_in_its_region() -> None:
    make_project(country="KE")
    make_project(country="FR")
    make_project(country="")
    facets = {facet.key: facet for facet in facet_counts(Filters())}
    assert (facets["country"].within, facets["subregion"].within, facets["region"].within) == (
        "subregion", "region", None,
    )  # fmt: skip
    assert {value.value: value.of for value in facets["country"].values} == {
        "KE": "sub-saharan-africa", "FR": "northern-southern-western-europe", "-": "",
    }  # fmt: skip
    assert [(value.value, value.of, value.count) for value in facets["subregion"].values] == [
        ("sub-saharan-africa", "africa", 1),
        ("northern-southern-western-europe", "europe-central-asia", 1),
        ("-", "", 1),
    ]


def test_neighbourhoods_are_called_by_their_telling_words(taxonomy: Edition) -> None:
    one, other = make_project(), make_project()
    assert "issue" not in {facet.key for facet in facet_counts(Filters())}
    store_neighbourhoods([("a", ["solar", "pumps"]), ("b", [])], {one.pk: "a"})
    issue = {facet.key: facet for facet in facet_counts(Filters())}["issue"]
    assert [(value.value, value.label, value.count) for value in issue.values] == [
        ("a", "solar · pumps", 1),
        ("-", "Not stated", 1),
    ]
    assert other.pk not in set(projects(Filters({"issue": ("a",)})).values_list("pk", flat=True))


def test_facets_say_whether_several_values_may_be_asked_for_together(taxonomy: Edition) -> None:
    make_project(stage="idea", categories=("life-skills",))
    facets = {facet.key: facet for facet in facet_counts(Filters({"language": ("en",)}, all_of=("language",)))}
    assert [key for key, facet in facets.items() if facet.is_multi] == ["category", "language", "beneficiary"]
    assert [key for key, facet in facets.items() if facet.is_all] == ["language"]


@pytest.mark.django_db
def test_projects_and_organisations_are_told_apart_only_where_there_are_both() -> None:
    make_project("A")
    assert "kind" not in {facet.key for facet in facet_counts(Filters())}
    make_project("B", kind=ProjectKind.ORGANISATION, country="PE")
    facet = next(facet for facet in facet_counts(Filters()) if facet.key == "kind")
    assert [(value.value, value.count) for value in facet.values] == [("project", 1), ("organisation", 1)]
    # Of a country that has projects only there is nothing to choose, unless it is chosen already.
    assert "kind" not in {facet.key for facet in facet_counts(Filters({"country": ("KE",)}))}
    chosen = Filters({"country": ("KE",), "kind": ("organisation",)})
    assert "kind" in {facet.key for facet in facet_counts(chosen)}


@pytest.mark.django_db
def test_a_choice_can_be_of_organisations_or_of_projects() -> None:
    make_project("A")
    make_project("B", kind=ProjectKind.ORGANISATION)
    query = QueryDict("kind=organisation&kind=nothing")
    filters = Filters.from_query(query)
    assert filters.pairs() == [("kind", "organisation")]
    assert [project.title for project in projects(filters)] == ["B"]
    assert [project.title for project in projects(Filters({"kind": ("project",)}))] == ["A"]
    assert choice_in_words(filters, language="en") == "Kind: Organisation without a project"
