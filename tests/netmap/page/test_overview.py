"""What a network is made of: regions by categories, gaps, languages, growth."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillsnet.calls.models import Project
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.page.overview import network_overview
from skillsnet.netmap.queries import current_map
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(taxonomy: Edition) -> None:
    """Four projects: three in Africa, one in no stated country; two months of arrival."""
    made = [
        make_project("A", country="KE", categories=("life-skills", "training-delivery"), languages=("en",)),
        make_project("B", country="KE", categories=("life-skills",), languages=("en", "sw")),
        make_project("C", country="SN", categories=(), languages=("fr",)),
        make_project("D", country="", categories=("life-skills",), languages=("en",)),
    ]
    for project, month in zip(made, (1, 1, 3, 3), strict=True):
        Project.objects.filter(pk=project.pk).update(created_at=datetime(2026, month, 5, tzinfo=UTC))
    rebuild_map()


def test_each_cell_counts_the_projects_of_its_region_and_category(network: None) -> None:
    overview = network_overview(current_map(), language="en", edition=None)
    assert overview is not None
    counts = {row.value: {cell.category.value: cell.count for cell in row.cells} for row in overview.rows}
    assert (counts["africa"]["life-skills"], counts["africa"]["training-delivery"]) == (2, 1)
    assert counts["-"]["life-skills"] == 1
    assert all(not any(cells.values()) for region, cells in counts.items() if region not in ("africa", "-"))
    assert {row.value: row.total for row in overview.rows if row.total} == {"africa": 3, "-": 1}
    shades = {cell.category.value: cell.shade for row in overview.rows[:1] for cell in row.cells}
    assert shades["life-skills"] > shades["training-delivery"] > 0 == shades["skills-ecosystem"]


def test_gaps_name_the_regions_where_nobody_works_on_a_category(network: None) -> None:
    overview = network_overview(current_map(), language="en", edition=None)
    assert overview is not None
    gaps = {gap.category.value: gap.regions for gap in overview.gaps}
    assert "Africa" not in gaps["life-skills"]
    assert "Africa" in gaps["skills-ecosystem"]


def test_languages_come_most_frequent_first_and_months_add_up(network: None) -> None:
    overview = network_overview(current_map(), language="en", edition=None)
    assert overview is not None
    assert next((language.label, language.count) for language in overview.languages) == ("English", 3)
    assert overview.language_count == 3
    assert [(month.month.month, month.count, month.total) for month in overview.months] == [(1, 2, 2), (3, 2, 4)]


@pytest.mark.medium
@pytest.mark.parametrize(("most", "is_said"), [(2, True), (3, False)])
def test_the_page_says_how_many_languages_it_leaves_out(
    client: Client, network: None, monkeypatch: pytest.MonkeyPatch, most: int, is_said: bool
) -> None:
    monkeypatch.setattr("skillsnet.netmap.page.overview.MOST_LANGUAGES", most)
    assert ("The first 2 of 3" in client.get(reverse("map_metrics")).content.decode()) is is_said


@pytest.mark.medium
def test_the_page_is_a_table_with_words_and_its_queries_do_not_grow(client: Client, network: None) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("map_metrics")).content.decode()
        assert '<th scope="row"><a href="/directory/?region=africa">Africa</a></th>' in page
        assert "/directory/?category=life-skills&amp;region=africa" in page
        return len(queries)

    counted()
    usual = counted()
    for number in range(10):
        make_project(f"More {number}", country="PE", categories=("life-skills",))
    rebuild_map()
    counted()
    assert counted() == usual
