"""The map's files are made anew as a whole, or only where something changed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from skillsnet.calls.actions import FieldDraft, add_field, change_field, increment_version, index_projects
from skillsnet.calls.models import DataVersion, Link, Project, ProjectLanguage
from skillsnet.core.netmap.schema import STATE_SEVERAL
from skillsnet.netmap.build import actions
from skillsnet.netmap.build.actions import rebuild_map, refresh_map
from skillsnet.netmap.files import map_folder, write_file
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.stored import stored_facets, stored_header, stored_layout, stored_network
from skillsnet.netmap.versions import last_version
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_decision, make_organisation, make_project, make_user

COUNTRIES = ("KE", "FR", "PE", "IN", "")


def _told(version: MapVersion) -> list[tuple[object, ...]]:
    network = stored_network(version)
    return [
        (
            pk,
            network.names[point],
            network.organisations[point],
            int(network.states[point]),
            {facet.key: [facet.values[value] for value in facet.of_node[point]] for facet in network.facets},
            {number.key: int(number.of_node[point]) for number in network.numbers if number.key != "bridge"},
        )
        for point, pk in enumerate(network.ids.tolist())
    ]


def _ties(version: MapVersion) -> list[list[int]]:
    network = stored_network(version)
    return [[int(network.ids[end]) for end in pair] for pair in network.declared_links.ends.tolist()]


@pytest.fixture
def network(taxonomy: Edition) -> list[Project]:
    """A network of twenty, two of them tied, as the map shows it."""
    made = [
        make_project(
            categories=("life-skills", "training-delivery")[: 1 + number % 2],
            country=COUNTRIES[number % 5],
            languages=("en", "fr")[: number % 3],
            call=make_call(f"call-{number % 2}"),
        )
        for number in range(20)
    ]
    Link.objects.create(source=made[0], target=made[1])
    rebuild_map()
    return made


def _changes(network: list[Project]) -> list[int]:
    """Change something of everything, and say of which projects."""
    spoken, moved, gone, tied = network[3], network[4], network[5], network[0]
    ProjectLanguage.objects.create(project=spoken, code="sw")
    Project.objects.filter(pk=moved.pk).update(country="MX", region="americas", title="Moved away")
    Project.objects.filter(pk=gone.pk).update(status="withdrawn")
    Link.objects.create(source=tied, target=spoken)
    make_decision(network[6], ("recognition-of-skills",), source="facilitator")
    return [spoken.pk, moved.pk, gone.pk, tied.pk, network[6].pk]


def test_a_patched_map_says_what_one_made_anew_says(network: list[Project]) -> None:
    changed = _changes(network)
    increment_version(changed)
    patched = refresh_map()
    newcomer = make_project("Newcomer", categories=("life-skills",), country="NZ", languages=("mi",))
    assert refresh_map() is None, "of the newcomer it was not told which it is"
    increment_version([newcomer.pk])
    assert patched is not None
    assert (patched.patches, patched.project_count) == (1, 19)
    told, ties = _told(patched), _ties(patched)
    Project.objects.filter(pk=newcomer.pk).delete()
    whole = rebuild_map()
    assert (whole.patches, _told(whole), _ties(whole)) == (0, told, ties)


def test_in_a_patched_map_only_those_who_changed_stand_elsewhere(network: list[Project]) -> None:
    before = last_version(None)
    assert before is not None
    spoken = network[4]
    ProjectLanguage.objects.filter(project=spoken).delete()
    increment_version([spoken.pk])
    after = refresh_map()
    assert after is not None
    point = stored_network(after).ids.tolist().index(spoken.pk)
    for key in before.files["places"]:
        was, now = stored_layout(before, key), stored_layout(after, key)
        assert was is not None
        assert now is not None
        moved = [index for index in range(20) if abs(was.points[index] - now.points[index]).max() > 1e-4]
        assert moved == ([point] if key == "language" else []), key


def test_a_large_network_is_patched_when_asked_to_follow_and_small_ones_are_laid_out_anew(
    network: list[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    increment_version([network[0].pk])
    assert rebuild_map([network[0].pk]).patches == 0
    monkeypatch.setattr(actions, "SMALL", 5)
    increment_version([network[0].pk])
    assert rebuild_map([network[0].pk]).patches == 1
    monkeypatch.setattr(actions, "MOST_PATCHES", 1)
    increment_version([network[0].pk])
    assert (refresh_map(), rebuild_map([network[0].pk]).patches) == (None, 0)


def test_a_members_file_is_handed_to_members_only(client: Client, taxonomy: Edition) -> None:
    make_project(extra={"Theme": "Zzsecret"})
    add_field(FieldDraft("Theme", ("Theme",), "one", "members"), by=None)
    rebuild_map()
    mine, public = last_version(None, "members"), last_version(None)
    assert mine is not None
    assert public is not None
    apart = mine.file_names - public.file_names
    assert {name.split("-")[1] for name in apart} == {"values", "places"}
    for name in apart:
        assert client.get(f"/map/files/{name}").status_code == 404
    assert [name for name in public.file_names if b"Zzsecret" in (map_folder() / name).read_bytes()] == []
    client.force_login(make_user("bo@example.org"))
    answers: list[Any] = [client.get(f"/map/files/{name}") for name in sorted(apart)]
    assert {answer.status_code for answer in answers} == {200}
    assert any(b"Zzsecret" in answer.content for answer in answers)
    assert all("private" in answer["Cache-Control"] for answer in answers)
    assert "members-" in client.get("/map/").content.decode()


def test_of_somebody_who_left_nothing_stays_on_the_disk(network: list[Project]) -> None:
    gone = network[7]
    Project.objects.filter(pk=gone.pk).update(title="Zzwithdrawn")
    rebuild_map()
    assert any(b"Zzwithdrawn" in path.read_bytes() for path in map_folder().glob("names-*.snm"))
    Project.objects.filter(pk=gone.pk).update(status="withdrawn")
    increment_version([gone.pk])
    assert refresh_map() is not None
    assert [path for path in map_folder().glob("*.snm") if b"Zzwithdrawn" in path.read_bytes()] == []
    assert MapVersion.objects.count() == 1


def test_a_field_that_members_may_not_see_any_more_is_in_no_map_of_theirs(
    client: Client, taxonomy: Edition, network: list[Project]
) -> None:
    Project.objects.filter(pk=network[0].pk).update(extra={"Theme": "Zzsecret"})
    draft = FieldDraft("Theme", ("Theme",), "one", "members")
    field = add_field(draft, by=None)
    rebuild_map()
    before = last_version(None, "members")
    assert before is not None
    change_field(field, replace(draft, audience="facilitators"), by=None)
    rebuild_map()
    client.force_login(make_user("bo@example.org"))
    assert "members-" not in client.get("/map/").content.decode()
    sent: Any = client.get("/map/network.json")
    assert b"Zzsecret" not in sent.getvalue()
    assert client.get(f"/map/files/{before.nodes_name}").status_code == 410


def _tell(*changed: Project) -> None:
    """Say that only these changed, though what the tests make says that anything may have."""
    DataVersion.objects.update(whole_number=0)
    increment_version([project.pk for project in changed])


def _header(version: MapVersion) -> bytes:
    return (map_folder() / version.nodes_name).read_bytes()


def test_what_only_a_withdrawn_project_states_is_in_no_map(taxonomy: Edition) -> None:
    make_project(extra={"Theme": "Open"}, languages=("en",))
    gone = make_project(extra={"Theme": "Zzgone"}, languages=("sw",), status="withdrawn")
    add_field(FieldDraft("Theme", ("Theme",), "one", "public"), by=None)
    assert [facet.values for facet in stored_facets(rebuild_map()) if facet.key in ("language", "field-theme")] == [
        ("en",),
        ("Open",),
    ]
    Project.objects.filter(pk=gone.pk).update(status="submitted")
    before = rebuild_map()
    assert b"Zzgone" in _header(before)
    Project.objects.filter(pk=gone.pk).update(status="withdrawn")
    _tell(gone)
    after = refresh_map()
    assert after is not None
    assert b"Zzgone" not in _header(after)
    placed = stored_layout(after, "field-theme")
    assert placed is not None
    assert [hub.value for hub in placed.hubs] == [0], "the hub of the value that stays, under its new number"


def test_a_patched_map_knows_that_an_organisation_has_several_projects_by_now(network: list[Project]) -> None:
    another = make_project("Another of theirs", organisation=network[2].organisation)
    _tell(another)
    patched = refresh_map()
    assert patched is not None
    states = dict(zip(stored_network(patched).ids.tolist(), stored_network(patched).states.tolist(), strict=True))
    assert [states[pk] & STATE_SEVERAL for pk in (network[1].pk, network[2].pk, another.pk)] == [0, 2, 2]


def test_a_newcomer_that_is_like_nobody_leaves_the_landscape_as_it_was(network: list[Project]) -> None:
    before = last_version(None)
    assert before is not None
    newcomer = make_project("Alone", summary="")
    _tell(newcomer)
    after = refresh_map()
    assert after is not None
    was, now = stored_layout(before, "issue"), stored_layout(after, "issue")
    assert was is not None
    assert now is not None
    assert now.hubs == was.hubs
    assert abs(now.points[:20] - was.points).max() < 1e-4


def test_a_landscape_is_not_taken_from_a_map_that_was_patched_for_others(
    network: list[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    newcomer = make_project("Here and gone")
    _tell(newcomer)
    assert refresh_map() is not None
    Project.objects.filter(pk=newcomer.pk).update(status="withdrawn")
    increment_version()
    placed = stored_layout(rebuild_map(), "issue")
    assert placed is not None
    assert len(placed.points) == 20


def test_the_first_tie_of_all_has_the_map_laid_out_anew(taxonomy: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = make_project(), make_project()
    monkeypatch.setattr(actions, "SMALL", 1)
    rebuild_map()
    Link.objects.create(source=one, target=other)
    _tell(one, other)
    assert refresh_map() is None
    version = rebuild_map([one.pk, other.pk])
    assert ("ties" in version.files["places"], version.measures["links"]) == (True, 1)


def test_of_many_changes_all_is_laid_out_anew(network: list[Project], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SMALL", 5)
    _tell(network[0], network[1])
    assert rebuild_map([]).patches == 1
    monkeypatch.setattr(actions, "MOST_PATCHED", 1)
    assert rebuild_map([network[0].pk, network[1].pk]).patches == 0
    _tell(network[0], network[1])
    assert refresh_map() is None


def test_the_map_holds_no_words_of_whoever_had_it_built(taxonomy: Edition) -> None:
    make_project(organisation=make_organisation("Ada Wagtail", type="individual"))
    with translation.override("fr"):
        version = rebuild_map()
    assert stored_network(version).organisations == [""]


def test_a_picture_of_a_search_follows_the_texts(client: Client, taxonomy: Edition) -> None:
    make_project("Alpha", summary="All about welding.", country="KE")
    other = make_project("Beta", summary="Bread.", country="FR")
    rebuild_map()
    before = client.get("/map/picture.svg", {"q": "welding"}).content
    Project.objects.filter(pk=other.pk).update(summary="Welding too.")
    index_projects([other.pk])
    increment_version([other.pk])
    rebuild_map()
    assert client.get("/map/picture.svg", {"q": "welding"}).content != before


def test_several_may_write_the_same_file_at_once(taxonomy: Edition) -> None:
    payloads = [bytes([number]) * 50_000 for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        for payload in payloads:
            names = set(pool.map(lambda given: write_file("nodes", given), [payload] * 4))
            assert len(names) == 1
            assert (map_folder() / names.pop()).read_bytes() == payload
    assert list(map_folder().glob("*.part")) == []


def test_projects_and_organisations_are_told_apart_once_there_are_both(network: list[Project]) -> None:
    assert stored_network(last_version(None)).facet("kind") is None
    make_project("Umoja Trust", kind="organisation")
    rebuild_map()
    kinds = stored_network(last_version(None)).facet("kind")
    assert kinds is not None
    assert [kinds.values[value] for value in kinds.main.tolist()] == ["project"] * len(network) + ["organisation"]
    assert "kind" not in {grouping["key"] for grouping in stored_header(last_version(None))["groupings"]}
