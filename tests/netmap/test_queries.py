"""Which map is shown: the last one that was built. How it comes to be built: test_tasks.py."""

from typing import Any

import pytest

from skillsnet.accounts.viewer import ANYONE
from skillsnet.netmap.build import cleanup
from skillsnet.netmap.files import map_folder
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.queries import current_map
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project, replaced_names


@pytest.mark.django_db
def test_without_projects_there_is_no_map() -> None:
    assert current_map() is None


def test_a_change_gives_a_new_map_and_no_change_the_same(taxonomy: Edition) -> None:
    make_project(categories=("life-skills",))
    first, again = current_map(), current_map()
    make_project(categories=("life-skills",))
    second = current_map()
    assert first is not None
    assert second is not None
    assert again == first
    assert (first.project_count, second.project_count) == (1, 2)
    assert first.nodes_name != second.nodes_name


def test_a_lost_file_is_made_again(taxonomy: Edition) -> None:
    make_project()
    lost = current_map()
    assert lost is not None
    (map_folder() / lost.nodes_name).unlink()
    found = current_map()
    assert found is not None
    assert (map_folder() / found.nodes_name).exists()


@pytest.mark.medium
def test_old_files_are_cleared_away_but_not_those_just_written(
    taxonomy: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = map_folder() / "nodes-00000000000000000000.snm"
    fresh.write_bytes(b"of another process")
    make_project()
    current_map()
    assert fresh.exists()
    monkeypatch.setattr(cleanup, "YOUNG_SECONDS", -1)
    for _ in range(5):
        make_project()
        current_map()
    kept = {name for version in MapVersion.objects.all() for name in version.file_names}
    assert {path.name for path in map_folder().glob("*.snm")} == kept - replaced_names()
    assert MapVersion.objects.count() == 3


@pytest.mark.medium
def test_reading_the_network_takes_the_same_queries_for_one_and_for_many(
    taxonomy: Edition, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from skillsnet.netmap.build.readers import read_network

    make_project(categories=("life-skills",))
    with CaptureQueriesContext(connection) as one:
        read_network(ANYONE)
    for _ in range(4):
        make_project(categories=("life-skills", "training-delivery"))
    with django_assert_num_queries(len(one)):
        read_network(ANYONE)
