"""The map's files are made anew as a whole, or only where something changed."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from skillsnet.calls.actions import bump_data_version
from skillsnet.calls.field_actions import FieldDraft, add_field, change_field
from skillsnet.calls.models import Link, Proposal, ProposalLanguage
from skillsnet.netmap import actions, queries
from skillsnet.netmap.actions import last_version, rebuild_map, refresh_map
from skillsnet.netmap.files import map_folder, stored_layout, stored_network
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.queries import current_map
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_decision, make_proposal, make_user

COUNTRIES = ("KE", "FR", "PE", "IN", "")


def _told(version: MapVersion) -> list[tuple[object, ...]]:
    network = stored_network(version)
    return [
        (
            pk,
            network.names[point],
            network.organisations[point],
            int(network.states[point]),
            {facet.key: [facet.values[value] for value in facet.of_point[point]] for facet in network.facets},
            {number.key: int(number.of_point[point]) for number in network.numbers if number.key != "bridge"},
        )
        for point, pk in enumerate(network.ids.tolist())
    ]


def _ties(version: MapVersion) -> list[list[int]]:
    network = stored_network(version)
    return [[int(network.ids[end]) for end in pair] for pair in network.ties.ends.tolist()]


@pytest.fixture
def network(taxonomy: Edition) -> list[Proposal]:
    """A network of twenty, two of them tied, as the map shows it."""
    made = [
        make_proposal(
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


def _changes(network: list[Proposal]) -> list[int]:
    """Change something of everything, and say of which proposals."""
    spoken, moved, gone, tied = network[3], network[4], network[5], network[0]
    ProposalLanguage.objects.create(proposal=spoken, code="sw")
    Proposal.objects.filter(pk=moved.pk).update(country="MX", region="americas", title="Moved away")
    Proposal.objects.filter(pk=gone.pk).update(status="withdrawn")
    Link.objects.create(source=tied, target=spoken)
    make_decision(network[6], ("recognition-of-skills",), source="facilitator")
    return [spoken.pk, moved.pk, gone.pk, tied.pk, network[6].pk]


def test_a_patched_map_says_what_one_made_anew_says(network: list[Proposal]) -> None:
    changed = _changes(network)
    bump_data_version(changed)
    patched = refresh_map()
    newcomer = make_proposal("Newcomer", categories=("life-skills",), country="NZ", languages=("mi",))
    assert refresh_map() is None, "of the newcomer it was not told which it is"
    bump_data_version([newcomer.pk])
    assert patched is not None
    assert (patched.patches, patched.proposal_count) == (1, 19)
    told, ties = _told(patched), _ties(patched)
    Proposal.objects.filter(pk=newcomer.pk).delete()
    whole = rebuild_map()
    assert (whole.patches, _told(whole), _ties(whole)) == (0, told, ties)


def test_in_a_patched_map_only_those_who_changed_stand_elsewhere(network: list[Proposal]) -> None:
    before = last_version(None)
    assert before is not None
    spoken = network[4]
    ProposalLanguage.objects.filter(proposal=spoken).delete()
    bump_data_version([spoken.pk])
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
    network: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    bump_data_version([network[0].pk])
    assert rebuild_map([network[0].pk]).patches == 0
    monkeypatch.setattr(actions, "SMALL", 5)
    bump_data_version([network[0].pk])
    assert rebuild_map([network[0].pk]).patches == 1
    monkeypatch.setattr(actions, "MOST_PATCHES", 1)
    bump_data_version([network[0].pk])
    assert (refresh_map(), rebuild_map([network[0].pk]).patches) == (None, 0)


def test_a_visitor_of_a_large_network_sees_a_change_at_once(
    network: list[Proposal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "BUILT_AT_ONCE", 5)
    Proposal.objects.filter(pk=network[2].pk).update(title="Another title")
    bump_data_version([network[2].pk])
    version = current_map()
    assert version is not None
    assert "Another title" in stored_network(version).names


def test_a_members_file_is_handed_to_members_only(client: Client, taxonomy: Edition) -> None:
    make_proposal(extra={"Theme": "Zzsecret"})
    add_field(FieldDraft("Theme", ("Theme",), "one", "members"), by=None)
    rebuild_map()
    mine, public = last_version(None, "members"), last_version(None)
    assert mine is not None
    assert public is not None
    apart = mine.file_names - public.file_names
    assert {name.split("-")[1] for name in apart} == {"nodes", "places"}
    for name in apart:
        assert client.get(f"/map/files/{name}").status_code == 404
    assert [name for name in public.file_names if b"Zzsecret" in (map_folder() / name).read_bytes()] == []
    client.force_login(make_user("bo@example.org"))
    answers: list[Any] = [client.get(f"/map/files/{name}") for name in sorted(apart)]
    assert {answer.status_code for answer in answers} == {200}
    assert any(b"Zzsecret" in answer.content for answer in answers)
    assert all("private" in answer["Cache-Control"] for answer in answers)
    assert "members-" in client.get("/map/").content.decode()


def test_of_somebody_who_left_nothing_stays_on_the_disk(network: list[Proposal]) -> None:
    gone = network[7]
    Proposal.objects.filter(pk=gone.pk).update(title="Zzwithdrawn")
    rebuild_map()
    assert any(b"Zzwithdrawn" in path.read_bytes() for path in map_folder().glob("names-*.snm"))
    Proposal.objects.filter(pk=gone.pk).update(status="withdrawn")
    bump_data_version([gone.pk])
    assert refresh_map() is not None
    assert [path for path in map_folder().glob("*.snm") if b"Zzwithdrawn" in path.read_bytes()] == []
    assert MapVersion.objects.count() == 1


def test_a_field_that_members_may_not_see_any_more_is_in_no_map_of_theirs(
    client: Client, taxonomy: Edition, network: list[Proposal]
) -> None:
    Proposal.objects.filter(pk=network[0].pk).update(extra={"Theme": "Zzsecret"})
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
    assert client.get(f"/map/files/{before.nodes_name}").status_code == 404
