"""Who may edit an organisation and its projects: the first member owns it, and owners decide who else."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from skillsnet.accounts.viewer import ANYONE, OPERATOR, viewer_for
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.editing_rules import may_edit_project
from skillsnet.calls.models import Project
from skillsnet.home.invariants import broken_invariants
from skillsnet.membership.actions import claim, erase_member
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.actions import add_affiliations, merge_organisations, undo_merge
from skillsnet.participants.models import Affiliation, Organisation
from skillsnet.participants.rules import may_decide_who_edits, may_edit_organisation
from skillsnet.participants.texts import text_for
from tests.factories import make_invitation, make_organisation, make_person, make_project, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.medium]


def join(name: str, *organisations: Organisation) -> Affiliation:
    """Make somebody a member with a place in organisations, and return the first place."""
    person = make_person(name)
    for organisation in organisations:
        person.affiliations.create(organisation=organisation)
    claim(make_invitation(person).token_digest, by=None)
    return person.affiliations.select_related("person__user").order_by("pk")[0]


def browser_of(place: Affiliation) -> Client:
    """Return the browser of a member."""
    browser = Client()
    assert place.person.user is not None
    browser.force_login(place.person.user)
    return browser


def right(place: Affiliation) -> tuple[str, str]:
    """Return where a place stands."""
    place.refresh_from_db()
    return place.state, place.right


@pytest.fixture
def atelier() -> Organisation:
    """An organisation with one project and nobody there."""
    organisation = make_organisation("Atelier")
    make_project("Welding", organisation=organisation)
    return organisation


@pytest.fixture
def owner(atelier: Organisation) -> Affiliation:
    """Whoever claimed first."""
    return join("Ada", atelier)


@pytest.fixture
def colleague(atelier: Organisation, owner: Affiliation) -> Affiliation:
    """Whoever claimed after that."""
    return join("Bo", atelier)


def _page(organisation: Organisation) -> str:
    return f"/profile/organisations/{organisation.pk}/"


def test_the_first_member_owns_and_the_next_reads_only(owner: Affiliation, colleague: Affiliation) -> None:
    assert (right(owner), right(colleague)) == (("confirmed", "owner"), ("confirmed", ""))
    assert AuditRecord.objects.filter(act="participants.give_right").count() == 1


def test_the_two_rules(atelier: Organisation, owner: Affiliation, colleague: Affiliation) -> None:
    project = Project.objects.get()
    stranger = viewer_for(make_user("eve@example.org"))
    viewers = [*(viewer_for(place.person.user) for place in (owner, colleague)), stranger, ANYONE, OPERATOR]  # type: ignore[arg-type]
    assert [may_edit_organisation(viewer, atelier) for viewer in viewers] == [True, False, False, False, True]
    assert [may_decide_who_edits(viewer, atelier) for viewer in viewers] == [True, False, False, False, True]
    assert [may_edit_project(viewer, project) for viewer in viewers] == [True, False, False, False, True]
    browser_of(owner).post(_page(atelier), {"affiliation": colleague.pk, "act": "right", "right": "editor"})
    assert (may_edit_project(viewers[1], project), may_decide_who_edits(viewers[1], atelier)) == (True, False)
    Project.objects.update(status="withdrawn")
    assert not may_edit_project(viewers[1], project)


def test_individual_participants_own_their_projects() -> None:
    person = make_person("Ida")
    make_project("Sewing", organisation=None, contact=person)
    make_project("Mending", organisation=make_organisation("Ida", type="individual"), contact=person)
    user = claim(make_invitation(person).token_digest, by=None)
    stranger = make_user("eve@example.org")
    for project in Project.objects.all():
        assert may_edit_project(viewer_for(user), project)
        assert not may_edit_project(viewer_for(stranger), project)


def test_the_contact_person_of_an_organisation_needs_a_right_of_its_owner(
    atelier: Organisation, colleague: Affiliation
) -> None:
    project = make_project("Sewing", organisation=atelier, contact=colleague.person)
    assert colleague.person.user is not None
    assert not may_edit_project(viewer_for(colleague.person.user), project)


def test_an_owner_gives_takes_and_hands_over(atelier: Organisation, owner: Affiliation, colleague: Affiliation) -> None:
    browser = browser_of(owner)
    for act, value, expected in (
        ("right", "editor", "editor"), ("right", "", ""), ("hand_over", "", "owner"),
    ):  # fmt: skip
        assert (
            browser.post(_page(atelier), {"affiliation": colleague.pk, "act": act, "right": value}).status_code == 302
        )
        assert right(colleague)[1] == expected
    assert right(owner)[1] == "editor"
    refused = browser.post(_page(atelier), {"affiliation": colleague.pk, "act": "right", "right": ""})
    assert (refused.status_code, right(colleague)[1]) == (422, "owner")
    assert "Only an owner of the organisation can do this." in refused.content.decode()


def test_the_last_owner_stays_while_anybody_else_is_there(
    atelier: Organisation, owner: Affiliation, colleague: Affiliation
) -> None:
    browser = browser_of(owner)
    for data in ({"act": "end"}, {"act": "right", "right": "editor"}):
        refused = browser.post(_page(atelier), {"affiliation": owner.pk, **data})
        assert refused.status_code == 422
        assert "Make somebody else its owner first." in refused.content.decode()
    browser_of(colleague).post(_page(atelier), {"affiliation": colleague.pk, "act": "end"})
    assert right(colleague) == ("left", "")
    assert browser.post(_page(atelier), {"affiliation": owner.pk, "act": "end"})["Location"] == "/profile/"
    assert right(owner) == ("left", "")
    assert broken_invariants() == []


def test_a_place_that_ended_is_not_made_again_by_a_file_and_can_be_taken_back(
    atelier: Organisation, owner: Affiliation, colleague: Affiliation
) -> None:
    browser = browser_of(owner)
    browser.post(_page(atelier), {"affiliation": colleague.pk, "act": "end"})
    assert add_affiliations([(colleague.person_id, atelier.pk)]) == set()
    assert browser_of(colleague).get(_page(atelier)).status_code == 404
    browser.post(_page(atelier), {"affiliation": colleague.pk, "act": "renew"})
    assert right(colleague) == ("confirmed", "")


def test_colleagues_without_the_right_and_strangers_change_nothing(
    atelier: Organisation, owner: Affiliation, colleague: Affiliation
) -> None:
    elsewhere = make_organisation("School")
    other = join("Eve", elsewhere)
    tries = [
        {"affiliation": place.pk, "act": act, "right": "owner", "state": "left", "person": "1"}
        for place in (owner, colleague)
        for act in ("right", "hand_over", "end", "renew")
        if (place, act) != (colleague, "end")
    ]
    for data in tries:
        assert browser_of(colleague).post(_page(atelier), data).status_code == 422
        assert browser_of(other).post(_page(atelier), data).status_code == 404
        # Their own page is no way to another organisation's places.
        assert browser_of(other).post(_page(elsewhere), data).status_code == 422
        assert Client().post(_page(atelier), data)["Location"].startswith("/accounts/login/")
    assert (right(owner), right(colleague)) == (("confirmed", "owner"), ("confirmed", ""))


def test_erasing_the_owner_passes_it_to_the_longest_editor_who_is_told(
    atelier: Organisation, owner: Affiliation, colleague: Affiliation
) -> None:
    editor, later = join("Cy", atelier), join("Di", atelier)
    for place in (editor, later):
        browser_of(owner).post(_page(atelier), {"affiliation": place.pk, "act": "right", "right": "editor"})
    assert owner.person.user is not None
    assert editor.person.user is not None
    erase_member(owner.person.user.pk)
    assert [right(place)[1] for place in (colleague, editor, later)] == ["", "owner", "editor"]
    told = MailMessage.objects.get(subject__startswith="You are now the owner of Atelier")
    assert told.to == editor.person.user.email
    assert broken_invariants() == []


def test_a_merge_of_organisations_and_its_undoing_leave_each_an_owner(
    atelier: Organisation, owner: Affiliation
) -> None:
    school = make_organisation("School")
    other = join("Eve", school)
    merge = merge_organisations(atelier, school, by=None)
    browser_of(owner).post(_page(atelier), {"affiliation": other.pk, "act": "right", "right": ""})
    assert right(other)[1] == ""
    undo_merge(merge, by=None)
    other.refresh_from_db()
    assert (other.organisation_id, other.right, right(owner)[1]) == (school.pk, "owner", "owner")


def test_a_file_that_brings_a_member_to_an_organisation_makes_them_its_owner(owner: Affiliation) -> None:
    school = make_organisation("School")
    add_affiliations([(owner.person_id, school.pk), (make_person("Bo").pk, school.pk)])
    assert Affiliation.objects.get(organisation=school, right="owner").person_id == owner.person_id


def test_a_colleague_s_hidden_name_is_a_number(
    atelier: Organisation, owner: Affiliation, colleague: Affiliation
) -> None:
    make = make_person("Zzunclaimed")
    make.affiliations.create(organisation=atelier)
    page = browser_of(owner).get(_page(atelier)).content.decode()
    assert [words for words in ("Zzunclaimed", ">Bo<") if words in page] == []
    assert [words for words in (f"Member {colleague.person_id}", "1 more person") if words not in page] == []


def test_the_profile_of_a_colleague_offers_no_organisation_to_correct(
    atelier: Organisation, colleague: Affiliation
) -> None:
    browser = browser_of(colleague)
    page = browser.get("/profile/")
    assert "You may not edit it. Ask an owner." in page.content.decode()
    form = page.context["form"]
    data = {bound.name: bound.value() or "" for bound in form}
    browser.post("/profile/", {**data, "organisation_name": "Mine"})
    assert text_for(Organisation.objects.get().name, OPERATOR) == "Atelier"


def test_whoever_lost_the_right_while_the_page_was_open_is_refused(
    atelier: Organisation, owner: Affiliation, colleague: Affiliation
) -> None:
    browser = browser_of(owner)
    form = browser.get("/profile/").context["form"]
    data = {bound.name: bound.value() or "" for bound in form} | {"organisation_name": "Mine"}
    browser.post(_page(atelier), {"affiliation": colleague.pk, "act": "hand_over"})
    browser_of(colleague).post(_page(atelier), {"affiliation": owner.pk, "act": "right", "right": ""})
    refused = browser.post("/profile/", data)
    assert "You may not edit this organisation any more." in refused.content.decode()
    assert text_for(Organisation.objects.get().name, OPERATOR) == "Atelier"


def test_the_database_refuses_a_right_without_a_place(owner: Affiliation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.filter(pk=owner.pk).update(state="left")
