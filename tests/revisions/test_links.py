"""A declared link is drawn, changed and removed on pages, with its history."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from skillsnet.accounts.viewer import ANYONE, OPERATOR
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Link, Project
from skillsnet.calls.queries import data_version
from skillsnet.core.errors import Invalid
from skillsnet.participants.texts import text_for
from skillsnet.revisions.actions import add_link, change_link, put_link_back, remove, remove_link
from skillsnet.revisions.models import LinkRevision
from skillsnet.revisions.queries.links import frequent_kinds, link_revisions_of, projects_called
from tests.factories import make_call, make_organisation, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def welding() -> Project:
    return make_project("Welding by night", organisation=make_organisation("Atelier Ada"))


@pytest.fixture
def sewing() -> Project:
    return make_project("Sewing by day", organisation=make_organisation("Forge Bo"), call=make_call("second"))


def links() -> list[tuple[int, int, str, str]]:
    rows = Link.objects.order_by("pk")
    return [(row.source_id, row.target_id, str(row.direction), text_for(row.kind, OPERATOR)) for row in rows]


def draw(client: Client, project: Project, **fields: str) -> str:
    answer = client.post(reverse("link_new", args=[project.pk]), fields, follow=True)
    return answer.content.decode()


def test_a_link_is_drawn_by_a_name_and_one_button(
    welding: Project, sewing: Project, facilitator_client: Client
) -> None:
    page = draw(facilitator_client, welding, name="sewing by day", usual_kind="partner")
    assert links() == [(welding.pk, sewing.pk, "undirected", "partner")]
    assert "The link has been added." in page
    assert reverse("link_edit", args=[Link.objects.get().pk]) in page
    assert 'name="usual_kind" value="partner"' in page
    assert AuditRecord.objects.get(act="revisions.add_link").subject == f"project:{welding.pk}"


@pytest.mark.medium
@pytest.mark.parametrize("name", ["Sewing by day – Forge Bo", "forge bo", "SEWING"])
def test_a_project_is_known_by_its_title_its_organisation_or_a_word(
    name: str, welding: Project, sewing: Project, facilitator_client: Client
) -> None:
    draw(facilitator_client, welding, name=name, stated_kind="learns from")
    assert links() == [(welding.pk, sewing.pk, "undirected", "learns from")]


def test_a_name_of_several_asks_which_and_one_of_none_says_so(
    welding: Project, sewing: Project, facilitator_client: Client
) -> None:
    other = make_project("Sewing at home")
    asked = draw(facilitator_client, welding, name="sewing", usual_kind="partner")
    assert "Which project do you mean by “sewing”?" in asked
    assert [f'value="{project.pk}"' in asked for project in (welding, sewing, other)] == [False, True, True]
    assert links() == []
    draw(facilitator_client, welding, name="sewing", usual_kind="partner", target=str(other.pk))
    assert links() == [(welding.pk, other.pk, "undirected", "partner")]
    none = facilitator_client.post(reverse("link_new", args=[welding.pk]), {"name": "Nowhere"})
    assert (none.status_code, "is called “Nowhere”" in none.content.decode()) == (422, True)


def test_the_same_link_is_drawn_once_from_either_end(welding: Project, sewing: Project) -> None:
    add_link(welding.pk, sewing.pk, {"kind": "partner"}, by=None)
    for ends in ((welding.pk, sewing.pk), (sewing.pk, welding.pk)):
        with pytest.raises(Invalid, match="already have this link"):
            add_link(*ends, {"kind": "partner"}, by=None)
    with pytest.raises(Invalid, match="link to itself"):
        add_link(welding.pk, welding.pk, {}, by=None)
    add_link(sewing.pk, welding.pk, {"kind": "partner", "direction": "directed"}, by=None)
    second = Link.objects.get(direction="directed")
    assert change_link(second.pk, {"kind": "funds"}, by=None)
    assert not change_link(second.pk, {"kind": "funds"}, by=None)


def test_a_removed_project_gets_no_link(welding: Project, sewing: Project) -> None:
    remove(sewing, by=None)
    with pytest.raises(Invalid, match="has been removed"):
        add_link(welding.pk, sewing.pk, {}, by=None)


@pytest.mark.medium
def test_a_link_is_edited_removed_and_put_back_with_its_history(
    welding: Project, sewing: Project, facilitator_client: Client
) -> None:
    link = add_link(welding.pk, sewing.pk, {"kind": "partner"}, by=None)
    before = data_version()
    address = reverse("link_edit", args=[link.pk])
    form = {"kind": "funds", "label": "Since 2019", "direction": "directed", "strength": "2"}
    assert facilitator_client.get(address).status_code == 200
    facilitator_client.post(address, form)
    facilitator_client.post(reverse("link_remove", args=[link.pk]))
    assert links() == []
    assert data_version() > before
    history = [(row.before, row.after, row.can_return) for row in link_revisions_of(sewing, OPERATOR)]
    described = "funds · Since 2019 · From one to the other · 2"
    assert history == [
        (described, "", True),
        ("partner · Between the two", described, False),
        ("", "partner · Between the two", False),
    ]
    page = facilitator_client.get(reverse("edit", args=["projects", sewing.pk])).content.decode()
    assert ("Changes to its links" in page, "Since 2019" in page) == (True, True)
    facilitator_client.post(reverse("link_put_back", args=[LinkRevision.objects.order_by("-pk")[0].pk]))
    assert links() == [(welding.pk, sewing.pk, "directed", "funds")]
    again = LinkRevision.objects.filter(after={}).get()
    with pytest.raises(Invalid, match="already have this link"):
        put_link_back(again, by=None)


def test_a_link_that_is_gone_cannot_be_removed_twice(welding: Project, sewing: Project) -> None:
    link = add_link(welding.pk, sewing.pk, {}, by=None)
    remove_link(link.pk, by=None)
    with pytest.raises(Invalid, match="already been removed"):
        remove_link(link.pk, by=None)


def test_links_are_the_facilitators_to_draw_and_their_history_theirs_to_read(
    welding: Project, sewing: Project, client: Client, member_client: Client
) -> None:
    link = add_link(welding.pk, sewing.pk, {"kind": "partner", "label": "Zzlabel"}, by=None)
    for name, pk in (("link_new", welding.pk), ("link_remove", link.pk), ("link_edit", link.pk)):
        address = reverse(name, args=[pk])
        statuses = [reader.post(address, {"name": "Sewing"}).status_code for reader in (client, member_client)]
        assert statuses == [302, 404]
    assert len(links()) == 1
    assert (link_revisions_of(welding, ANYONE), frequent_kinds(ANYONE)) == ([], [])
    for reader in (client, member_client):
        page = reader.get(reverse("project", args=[welding.pk])).content.decode()
        assert ("Sewing by day" in page, "Zzlabel" in page, "link-name" in page) == (True, False, False)


def test_names_are_offered_while_one_types(welding: Project, sewing: Project, facilitator_client: Client) -> None:
    page = facilitator_client.get(reverse("link_names", args=[welding.pk]), {"name": "sew"}).content.decode()
    assert '<option value="Sewing by day – Forge Bo">' in page
    assert facilitator_client.get(reverse("link_names", args=[welding.pk])).content.decode().strip() == ""


def test_history_and_choices_cost_the_same_whatever_their_number(
    welding: Project, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for first, last in ((0, 1), (1, 4)):
        for number in range(first, last):
            add_link(welding.pk, make_project(f"Sewing {number}").pk, {"kind": "partner"}, by=None)
        with django_assert_num_queries(20, exact=False) as asked:
            link_revisions_of(welding, OPERATOR)
            projects_called("sewing", viewer=OPERATOR, without=welding.pk)
            frequent_kinds(OPERATOR)
        counts.append(len(asked))
    assert counts[0] == counts[1]
