"""Files with words of people are asked for again, and gone once they were replaced; the others are kept for ever."""

import pytest
from django.test import Client

from skillsnet.calls.actions import FieldDraft, add_field, derive_extra_values, increment_version, index_projects
from skillsnet.calls.models import Project
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.files import map_folder
from skillsnet.netmap.models import MapVersion
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project

SECRET = "Zzmistake"


def _corrected(project: Project, **said: object) -> None:
    Project.objects.filter(pk=project.pk).update(**said)
    index_projects([project.pk])
    derive_extra_values(project_ids=[project.pk])
    increment_version([project.pk])


def _address(version: MapVersion, kind: str) -> str:
    return f"/map/files/{version.files[kind]}"


def test_files_with_words_are_asked_for_again_and_the_others_kept(client: Client, taxonomy: Edition) -> None:
    make_project(extra={"Theme": "Solar"})
    first = rebuild_map()
    kept = {kind: client.get(_address(first, kind))["Cache-Control"] for kind in ("nodes", "links", "names")}
    assert (kept["names"], "immutable" in kept["nodes"], "immutable" in kept["links"]) == (
        "public, max-age=300, must-revalidate", True, True,
    )  # fmt: skip
    add_field(FieldDraft("Theme", ("Theme",), "one", "public"), by=None)
    version = rebuild_map()
    assert version.nodes_name.startswith("values-")
    for kind in ("nodes", "names"):
        answer = client.get(_address(version, kind))
        assert answer["Cache-Control"] == "public, max-age=300, must-revalidate"
        again = client.get(_address(version, kind), headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("edition", [None, 0])
def test_a_corrected_title_is_gone_with_the_next_map(edition: int | None, client: Client, taxonomy: Edition) -> None:
    project = make_project(f"Welding by {SECRET}")
    old = rebuild_map()
    if edition is not None:
        # The last map of another edition stands; not when it says what was corrected.
        MapVersion.objects.filter(pk=old.pk).update(edition=1)
    assert SECRET.encode() in client.get(_address(old, "names")).content
    _corrected(project, title="Welding")
    new = rebuild_map()
    gone = client.get(_address(old, "names"))
    assert (gone.status_code, gone["Cache-Control"]) == (410, "no-store")
    assert client.get(_address(new, "names")).status_code == 200
    assert not [path for path in map_folder().glob("*.snm*") if SECRET.encode() in path.read_bytes()]


def test_a_corrected_value_is_gone_with_the_next_map(client: Client, taxonomy: Edition) -> None:
    project = make_project(extra={"Theme": SECRET})
    add_field(FieldDraft("Theme", ("Theme",), "one", "public"), by=None)
    old = rebuild_map()
    _corrected(project, extra={"Theme": "Solar"})
    rebuild_map()
    assert client.get(_address(old, "nodes")).status_code == 410
    assert not [path for path in map_folder().glob("*.snm") if SECRET.encode() in path.read_bytes()]


def test_the_last_map_of_another_edition_stands_while_its_words_hold(client: Client, taxonomy: Edition) -> None:
    make_project("Welding")
    old = rebuild_map()
    MapVersion.objects.filter(pk=old.pk).update(edition=1)
    make_project("Sewing")
    rebuild_map()
    assert client.get(_address(old, "names")).status_code == 200
    assert client.get("/map/files/names-00000000000000000000.snm").status_code == 410
    assert client.get("/map/files/members-names-00000000000000000000.snm").status_code == 404
