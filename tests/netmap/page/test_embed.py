"""A frame on another website shows what everybody may see, whoever looks at it there."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.calls.actions import FieldDraft, add_field
from skillsnet.calls.models import Project
from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.taxonomy.models import Edition
from tests.factories import make_organisation, make_person, make_project

FIELD, ALONE = "Zzfield of members", "Zzalone Wagtail"


@pytest.fixture
def selected(taxonomy: Edition, facilitator: User) -> Project:
    """A facilitator's own project of an individual, in a network with a field of members alone."""
    alone = make_organisation(ALONE, type="individual")
    own = make_person("Zzname", user=facilitator)
    made = [
        make_project(title, organisation=alone, contact=own, extra={"Theme": "Zzsea"}, categories=("life-skills",))
        for title in ("A", "B")
    ]
    add_field(FieldDraft(FIELD, ("Theme",), "one", "members"), by=None)
    rebuild_map()
    return made[0]


def queries(project: Project) -> list[str]:
    field = FIELD_PREFIX + "zzfield-of-members"
    return ["", f"selected={project.pk}", f"{field}=Zzsea", f"group={field}", f"colour={field}", "q=zzalone"]


@pytest.mark.medium
def test_a_frame_is_the_same_to_the_byte_for_everybody(
    selected: Project, client: Client, member_client: Client, facilitator_client: Client
) -> None:
    for query in queries(selected):
        address = f"{reverse('map_embed')}?{query}"
        bodies = {reader.get(address).content for reader in (client, member_client, facilitator_client)}
        assert len(bodies) == 1, query
        held = bodies.pop()
        assert [word for word in (FIELD, ALONE, "Zzname", "members-") if word.encode() in held] == [], query


@pytest.mark.medium
def test_the_map_shows_each_of_them_more_so_that_a_leak_could_be_seen(
    selected: Project, client: Client, member_client: Client, facilitator_client: Client
) -> None:
    page = {
        who: reader.get(f"{reverse('map')}?selected={selected.pk}").content
        for who, reader in (("visitor", client), ("member", member_client), ("facilitator", facilitator_client))
    }
    assert [FIELD.encode() in page[who] for who in ("visitor", "member", "facilitator")] == [False, True, True]
    assert [ALONE.encode() in page[who] for who in ("visitor", "member", "facilitator")] == [False, False, True]


@pytest.mark.medium
@pytest.mark.parametrize("name", ["map_picture_svg", "map_picture_png", "map_matches"])
def test_what_any_cache_may_keep_of_the_map_is_the_same_for_everybody(
    selected: Project, name: str, client: Client, member_client: Client, facilitator_client: Client
) -> None:
    for query in queries(selected):
        address = f"{reverse(name)}?{query}"
        assert len({reader.get(address).content for reader in (client, member_client, facilitator_client)}) == 1, query
