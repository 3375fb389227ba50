"""What a standing map says of people in words is put right as soon as it changes, before any worker comes to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from skillsnet.calls.actions import (
    FieldDraft,
    add_field,
    data_changed,
    give_consent,
    increment_version,
    index_projects,
    withdraw_consent,
    words_changed,
)
from skillsnet.calls.models import Project
from skillsnet.netmap.build import actions
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.build.corrections import correct_words
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import map_folder
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.queries import current_map
from skillsnet.netmap.stored import stored_ids, stored_network
from skillsnet.participants.models import Person
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project

pytestmark = pytest.mark.late_worker

NAME = "Zzada Zzdiallo"
Written = Callable[..., Any]


@pytest.fixture(autouse=True)
def _no_worker(settings: Settings, tmp_path: Path) -> None:
    settings.AFTER_EACH_CHANGE, settings.DATA_DIR = [], tmp_path


@pytest.fixture
def person(taxonomy: Edition) -> Person:
    found = Person.objects.create(name=NAME, key="zz")
    give_consent(found, "name", audience="public", wording="1", source="test", by=None)
    return found


def _correct(project: Project, title: str) -> None:
    Project.objects.filter(pk=project.pk).update(title=title)
    index_projects([project.pk])
    data_changed([project.pk])


def _in_files(words: str) -> list[str]:
    return [path.name for path in map_folder().glob("*.snm") if words.encode() in path.read_bytes()]


@pytest.mark.parametrize("kind", ["withdrawn", "corrected", "gone"])
def test_words_leave_a_standing_map_at_once(
    kind: str, person: Person, client: Client, django_capture_on_commit_callbacks: Written
) -> None:
    project, other = make_project(f"Welding by {NAME}", contact=person), make_project("Sewing")
    version = rebuild_map()
    old = f"/map/files/{version.files['names']}"
    assert NAME.encode() in client.get(old).content
    with django_capture_on_commit_callbacks(execute=True):
        if kind == "withdrawn":
            withdraw_consent(person, "name", by=None)
        elif kind == "corrected":
            _correct(project, "Welding")
        else:
            gone = project.pk
            project.delete()
            words_changed([gone])
    assert client.get(old).status_code == 410
    assert not _in_files("Zzdiallo")
    now = current_map()
    assert now is not None
    assert now.pk == version.pk
    titles = dict(zip(stored_ids(now).tolist(), stored_network(now).names, strict=True))
    said = {"withdrawn": "Welding by […]", "corrected": "Welding", "gone": "[…]"}[kind]
    assert sorted(titles.values()) == sorted([said, "Sewing"])
    assert titles[other.pk] == "Sewing"
    # The page names the file that is there now, so that whoever is sent back to it loads it.
    page = client.get("/map/").content.decode()
    assert now.files["names"] in page
    assert now.files["names"] != version.files["names"]
    assert client.get(f"/map/files/{now.files['names']}").status_code == 200


def test_a_map_is_left_alone_where_no_word_changed(person: Person) -> None:
    project = make_project(f"Welding by {NAME}", contact=person)
    version = rebuild_map()
    assert correct_words([project.pk]) == 0
    assert correct_words(None) == 0
    version.refresh_from_db()
    assert (map_folder() / version.files["names"]).exists()


def test_a_map_that_was_replaced_goes_when_its_words_are_corrected(person: Person) -> None:
    project = make_project(f"Welding by {NAME}", contact=person)
    old = rebuild_map()
    increment_version([project.pk])
    new = rebuild_map()
    assert {old.pk, new.pk} == set(MapVersion.objects.values_list("pk", flat=True))
    Project.objects.filter(pk=project.pk).update(title="Welding")
    assert correct_words([project.pk]) == 2
    assert list(MapVersion.objects.values_list("pk", flat=True)) == [new.pk]
    assert not _in_files("Zzdiallo")


def test_a_name_in_an_extra_field_leaves_the_map_with_its_grouping(
    person: Person, client: Client, django_capture_on_commit_callbacks: Written
) -> None:
    make_project("Welding", contact=person, extra={"Led by": NAME})
    make_project("Sewing", extra={"Led by": "Nobody"})
    add_field(FieldDraft("Led by", ("Led by",), "one", "public"), by=None)
    version = rebuild_map()
    assert _in_files(NAME) == [version.nodes_name]
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(person, "name", by=None)
    assert not _in_files("Zzdiallo")
    assert client.get(f"/map/files/{version.nodes_name}").status_code == 410
    now = current_map()
    assert now is not None
    facet = stored_network(now).facet("field-led-by")
    assert facet is not None
    assert facet.values == ("Nobody", "[…] 2")
    assert client.get("/map/", {"group": "field-led-by"}).status_code == 200


def test_words_that_change_while_a_map_is_made_are_right_when_it_stands(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(f"Welding by {NAME}", contact=person)
    read = actions.read_network

    def read_and_withdraw(*args: Any, **named: Any) -> Any:
        found = read(*args, **named)
        if person.consents.filter(withdrawn_at=None).exists():
            withdraw_consent(person, "name", by=None)
        return found

    monkeypatch.setattr(actions, "read_network", read_and_withdraw)
    version = rebuild_map()
    version.refresh_from_db()
    assert stored_network(version).names == ["Welding by […]"]
    assert project.pk in stored_ids(version)
    assert not _in_files("Zzdiallo")


def test_each_audience_reads_its_own_words(person: Person) -> None:
    make_project(f"Welding by {NAME}", contact=person, extra={"Theme": "Solar"})
    add_field(FieldDraft("Theme", ("Theme",), "one", "members"), by=None)
    rebuild_map()
    give_consent(person, "name", audience="members", wording="1", source="test", by=None)
    correct_words(None)
    told = {one.audience: stored_network(one).names for one in MapVersion.objects.all()}
    assert told == {MapAudience.PUBLIC: ["Welding by […]"], MapAudience.MEMBERS: [f"Welding by {NAME}"]}
