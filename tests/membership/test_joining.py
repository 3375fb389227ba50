"""A member who is invited once more joins the two profiles: field by field, and back within 30 days."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import commit
from skillsnet.membership.actions import LinkUnusable, claim, join_profiles, separate_profiles
from skillsnet.membership.actions.joining import forget_joined
from skillsnet.membership.models import Invitation
from skillsnet.membership.rules import why_not_erase, why_not_hand_over, why_not_invite, why_not_mark_unreachable
from skillsnet.participants.models import Person, ProfileMerge
from skillsnet.participants.texts import words_for_computing
from skillsnet.revisions.actions import delete_redacted, revise
from skillsnet.revisions.models import Revision
from skillsnet.revisions.rules import why_not_edit, why_not_remove
from tests.factories import make_handed_over, make_invitation, make_organisation, make_person, make_project, make_user
from tests.intake.sheets import ADA, BO, HEADER, previewed
from tests.membership.conftest import Opened

pytestmark = pytest.mark.django_db
CLAIM, JOIN = "/claim/", "/claim/join/"


@pytest.fixture
def ada() -> Person:
    """A member with a profile, an organisation and a project."""
    person = make_person("Ada Diállo", email="ada@example.org", position="Teacher")
    organisation = make_organisation("Atelier")
    person.affiliations.create(organisation=organisation)
    make_project("Welding by night", contact=person, organisation=organisation)
    claim(make_invitation(person).token_digest, by=None)
    person.refresh_from_db()
    return person


def _second(**fields: Any) -> Invitation:
    """Return an invitation of a second profile, with a project and an organisation of its own."""
    person = make_person("A. Zzdiallo", **{"email": "ada@school.example.org", "phone": "+254 799 123456", **fields})
    organisation = make_organisation("School")
    person.affiliations.create(organisation=organisation)
    make_project("Sewing by day", contact=person, organisation=organisation, summary="A. Zzdiallo teaches sewing.")
    return make_invitation(person)


def _third() -> Invitation:
    return make_invitation(make_person("Ada D.", email="ada@third.example.org", position="Baker"))


def _signed_in(opened: Opened, invitation: Invitation, person: Person) -> Client:
    assert person.user is not None
    browser = opened(invitation)
    browser.force_login(person.user)
    return browser


@pytest.mark.medium
def test_a_member_chooses_field_by_field_and_has_one_profile_then(ada: Person, opened: Opened) -> None:
    invitation = _second()
    browser = _signed_in(opened, invitation, ada)
    page = browser.get(CLAIM)
    assert set(page.context["form"].fields) == {"name", "email"}
    assert "Join two profiles" in page.content.decode()
    assert browser.post(CLAIM).status_code == 422
    assert browser.post(JOIN, {"name": "keep"}).status_code == 422
    assert browser.post(JOIN, {"name": "keep", "email": "take"})["Location"] == "/profile/"
    ada.refresh_from_db()
    assert (ada.name, ada.email, ada.phone, ada.position) == (
        "Ada Diállo",
        "ada@school.example.org",
        "+254 799 123456",
        "Teacher",
    )
    assert set(ada.projects.values_list("title", flat=True)) == {"Welding by night", "Sewing by day"}
    assert set(ada.affiliations.values_list("organisation__name", flat=True)) == {"Atelier", "School"}
    invitation.refresh_from_db()
    assert invitation.state == "claimed"
    assert set(Revision.objects.filter(person=ada).values_list("field", flat=True)) == {"email", "phone"}
    assert "You joined the profile" in browser.get("/profile/").content.decode()


def test_it_can_be_taken_back_but_for_what_was_changed_since(ada: Person, opened: Opened) -> None:
    invitation = _second()
    assert ada.user is not None
    merge = join_profiles(invitation.token_digest, take={"email", "name"}, by=ada.user.pk)
    Person.objects.filter(pk=ada.pk).update(name="Ada D.")
    browser = _signed_in(opened, invitation, ada)
    browser.post(reverse("profile_separate", args=[merge.pk]))
    ada.refresh_from_db()
    other = Person.objects.get(pk=merge.duplicate_id)
    assert (ada.name, ada.email, ada.phone) == ("Ada D.", "ada@example.org", "")
    assert (other.email, other.phone, other.is_removed, other.merged_into) == (
        "ada@school.example.org",
        "+254 799 123456",
        False,
        None,
    )
    assert dict(Project.objects.values_list("title", "contact")) == {
        "Welding by night": ada.pk,
        "Sewing by day": other.pk,
    }
    assert set(ada.affiliations.values_list("organisation__name", flat=True)) == {"Atelier"}
    assert set(other.affiliations.values_list("organisation__name", flat=True)) == {"School"}
    with pytest.raises(Invalid, match="already been separated"):
        separate_profiles(merge.pk, by=ada.user.pk)
    assert "You joined the profile" not in browser.get("/profile/").content.decode()


def test_after_thirty_days_it_stays_and_nobody_else_takes_it_back(ada: Person) -> None:
    assert ada.user is not None
    merge = join_profiles(_second().token_digest, take=(), by=ada.user.pk)
    with pytest.raises(Invalid):
        separate_profiles(merge.pk, by=make_user("eve@example.org").pk)
    ProfileMerge.objects.update(merged_at=timezone.now() - timedelta(days=30, minutes=1))
    with pytest.raises(Invalid, match="more than 30 days ago"):
        separate_profiles(merge.pk, by=ada.user.pk)
    assert Project.objects.get(title="Sewing by day").contact_id == ada.pk


def test_what_was_kept_to_separate_them_goes_once_it_is_too_late(ada: Person) -> None:
    assert ada.user is not None
    merge = join_profiles(_second().token_digest, take={"email"}, by=ada.user.pk)
    nothing_taken = join_profiles(_third().token_digest, take=(), by=ada.user.pk)
    assert forget_joined() == 0
    ProfileMerge.objects.update(merged_at=timezone.now() - timedelta(days=30, minutes=1))
    assert (forget_joined(), forget_joined()) == (1, 0)
    other = Person.objects.get(pk=merge.duplicate_id)
    assert (other.name, other.email, other.phone) == ("A. Zzdiallo", "", "")
    merge.refresh_from_db()
    assert (merge.before, merge.now) == ({}, {})
    assert Person.objects.get(pk=nothing_taken.duplicate_id).position == ""
    ada.refresh_from_db()
    assert ada.email == "ada@school.example.org"


def test_the_other_profile_is_shown_to_nobody_and_left_alone(ada: Person, facilitator_client: Client) -> None:
    assert ada.user is not None
    merge = join_profiles(_second().token_digest, take=(), by=ada.user.pk)
    other = Person.objects.get(pk=merge.duplicate_id)
    assert "" not in {
        why_not_erase(other),
        why_not_invite(other),
        why_not_hand_over(other),
        why_not_mark_unreachable(other),
        why_not_edit(other),
        why_not_remove(other),
    }
    assert facilitator_client.get(reverse("invitations")).status_code == 200


@pytest.mark.medium
def test_its_name_stays_withheld_from_the_texts(ada: Person, client: Client) -> None:
    assert ada.user is not None
    invitation = _second()
    pk = Project.objects.get(title="Sewing by day").pk
    assert "Zzdiallo" not in client.get(f"/projects/{pk}/").content.decode()
    merge = join_profiles(invitation.token_digest, take=(), by=ada.user.pk)
    page = client.get(f"/projects/{pk}/").content.decode()
    assert ("Zzdiallo" in page, "teaches sewing" in page) == (False, True)
    separate_profiles(merge.pk, by=ada.user.pk)
    assert "Zzdiallo" not in client.get(f"/projects/{pk}/").content.decode()
    assert not Project.objects.get(pk=pk).named_people.exists()


def _names(person: Person) -> tuple[str, list[str]]:
    return Person.objects.values_list("name", "former_names").get(pk=person.pk)


@pytest.mark.medium
def test_the_other_name_is_a_former_name_until_the_profiles_are_separated(ada: Person, client: Client) -> None:
    assert ada.user is not None
    invitation = _second(former_names=["Zzanna Zzdial"])
    Person.objects.filter(pk=ada.pk).update(former_names=["Ada Zzearly"])
    project = make_project("Knitting", contact=ada, summary="A. Zzdiallo and Zzanna Zzdial knit.")
    page = f"/projects/{project.pk}/"
    assert "A. Zzdiallo" in client.get(page).content.decode()
    merge = join_profiles(invitation.token_digest, take=(), by=ada.user.pk)
    assert _names(ada) == ("Ada Diállo", ["Ada Zzearly", "Zzanna Zzdial", "A. Zzdiallo"])
    assert "Zzd" not in client.get(page).content.decode()
    separate_profiles(merge.pk, by=ada.user.pk)
    assert _names(ada) == ("Ada Diállo", ["Ada Zzearly"])
    assert "A. Zzdiallo" in client.get(page).content.decode()


@pytest.mark.medium
@pytest.mark.parametrize(
    ("earlier", "later_name", "after"),
    [
        ([], "", ("Ada Diállo", [])),
        # It was a former name before the two were joined.
        (["A. Zzdiallo"], "", ("Ada Diállo", ["A. Zzdiallo"])),
        # The member was called so here, and chose another name since.
        ([], "Ada D.", ("Ada D.", ["Ada Diállo", "A. Zzdiallo"])),
    ],
)
def test_separating_leaves_the_former_names_that_are_the_members(
    ada: Person, earlier: list[str], later_name: str, after: tuple[str, list[str]]
) -> None:
    assert ada.user is not None
    Person.objects.filter(pk=ada.pk).update(former_names=earlier)
    merge = join_profiles(_second().token_digest, take={"name"}, by=ada.user.pk)
    assert _names(ada) == ("A. Zzdiallo", ["Ada Diállo"])
    if later_name:
        revise(Person.objects.get(pk=ada.pk), {"name": later_name}, by=ada.user.pk)
    separate_profiles(merge.pk, by=ada.user.pk)
    assert _names(ada) == after


def test_an_erasure_reaches_the_joined_name_address_and_number(ada: Person) -> None:
    assert ada.user is not None
    invitation = _second()
    sewing = Project.objects.get(title="Sewing by day")
    knitting = make_project("Knitting by A. Zzdiallo", contact=ada)
    words = "A. Zzdiallo (ada@school.example.org, +254 799 123456) and Ada Diállo sew."
    Project.objects.filter(pk=sewing.pk).update(summary=words)
    revise(Project.objects.get(pk=sewing.pk), {"summary": f"{words} Twice."}, by=None)
    join_profiles(invitation.token_digest, take=(), by=ada.user.pk)
    assert delete_redacted(Person.objects.get(pk=ada.pk)) >= {sewing.pk, knitting.pk}
    sewing.refresh_from_db()
    knitting.refresh_from_db()
    assert words_for_computing(sewing.summary) == "[…] ([…], […]) and […] sew. Twice."
    assert words_for_computing(knitting.title) == "Knitting by […]"
    revision = Revision.objects.get(project=sewing)
    assert words_for_computing(revision.before) == "[…] ([…], […]) and […] sew."
    assert (Person.objects.count(), ProfileMerge.objects.count()) == (0, 0)


def test_whoever_is_not_signed_in_but_a_member_signs_in_first(ada: Person, opened: Opened) -> None:
    second = make_person("A. Zzdiallo", email=ada.email)
    invitation = make_invitation(second)
    browser = opened(invitation)
    assert browser.post(CLAIM)["Location"] == "/accounts/login/?next=/claim/"
    assert "_auth_user_id" not in browser.session
    invitation.refresh_from_db()
    assert invitation.state == "queued"


def test_a_profile_that_was_handed_over_is_joined_too(ada: Person) -> None:
    assert ada.user is not None
    handed_over = make_handed_over()
    join_profiles(handed_over.token_digest, take=(), by=ada.user.pk)
    assert Person.objects.get(pk=handed_over.person_id).merged_into_id == ada.pk


@pytest.mark.parametrize("what", ["used", "removed", "no profile"])
def test_what_cannot_be_joined_is_refused_and_nothing_is_written(ada: Person, what: str) -> None:
    assert ada.user is not None
    invitation, by = _second(), ada.user.pk
    if what == "used":
        claim(invitation.token_digest, by=None)
    elif what == "removed":
        Person.objects.filter(pk=invitation.person_id).update(is_removed=True)
    else:
        by = make_user("eve@example.org").pk
    with pytest.raises((LinkUnusable, Invalid)):
        join_profiles(invitation.token_digest, take=(), by=by)
    assert (ProfileMerge.objects.count(), Project.objects.filter(contact=ada).count()) == (0, 1)


def test_joining_needs_a_link_and_a_profile(ada: Person, opened: Opened, client: Client) -> None:
    invitation = _second()
    assert client.post(JOIN).status_code == 404
    assert opened(invitation).post(JOIN).status_code == 404
    assert ada.user is not None
    client.force_login(ada.user)
    assert client.post(JOIN).status_code == 404


@pytest.mark.medium
def test_an_import_finds_the_member_by_either_address_and_changes_nothing(settings: Any) -> None:
    settings.FOLLOW_UPS = []
    commit(previewed([HEADER, ADA, BO]), by=None)
    ada, bo = Person.objects.order_by("key")
    claim(make_invitation(ada).token_digest, by=None)
    ada.refresh_from_db()
    join_profiles(make_invitation(bo).token_digest, take=(), by=ada.user_id or 0)
    again = commit(previewed([HEADER, ADA, BO]), by=None)
    assert again.counts["unchanged"] == 2, again.counts
    changed = commit(previewed([HEADER, ADA, (*BO[:1], "Forge de nuit", *BO[2:])]), by=None)
    assert changed.counts["updated"] == 1, changed.counts
    assert set(Project.objects.values_list("contact", flat=True)) == {ada.pk}
    assert Person.objects.count() == 2
    assert Person.objects.get(pk=ada.pk).name == ada.name
