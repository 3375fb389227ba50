"""A member deletes their account: everything of theirs goes at once, and what stays has no name on it."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from skillsnet.accounts.models import SignIn, User
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.home.backups.suppressions import NAME as KEPT
from skillsnet.home.backups.suppressions import apply_kept_suppressions, keep_suppressions
from skillsnet.membership.actions import claim, decline, erase_left_members, erase_member, join_profiles
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person, ProfileMerge, Suppression
from skillsnet.participants.suppression import address_digest, is_suppressed
from skillsnet.participants.texts import words_for_computing
from skillsnet.revisions.actions import revise
from tests.factories import make_invitation, make_person, make_project, make_user
from tests.membership.test_declining import ADDRESS, NAME, _everything, _planted

pytestmark = pytest.mark.django_db
PAGE = "/profile/delete/"
SECOND, OWN = "zzsecond@school.example.org", "zzown@mail.example.org"
WORDS = (
    "Zzada",
    "zzada",
    "799 123456",
    "Zzposition",
    "Zzcoach",
    "Diallo",
    "Zzlovelace",
    "zzsecond",
    "711 654321",
    "zzown",
)


def member(*, second_address: str = SECOND) -> User:
    """Return the account of a member with a history, who joined a second profile with their own."""
    user = make_user(OWN)
    claim(_planted().token_digest, by=user.pk)
    revise(Person.objects.get(user=user), {"position": "Zzposition, again"}, by=user.pk)
    second = make_person("A. Zzlovelace", email=second_address, phone="+254 711 654321")
    make_project(
        "Sewing", contact=second, summary=f"A. Zzlovelace ({second_address}, +254 711 654321) and {NAME} teach sewing."
    )
    invitation = make_invitation(second)
    join_profiles(invitation.token_digest, take={"name"}, by=user.pk)
    SignIn.objects.create(address=OWN, nonce="n", language="en", expires_at=invitation.made_at)
    MailMessage.objects.create(to=OWN, subject="Hello Zzada")
    return user


@pytest.mark.medium
@pytest.mark.parametrize("second_address", [SECOND, ADDRESS])
def test_nothing_is_left_of_a_member_but_hashes_of_the_addresses(second_address: str) -> None:
    user = member(second_address=second_address)
    expected = [word for word in WORDS if word != "zzsecond" or second_address == SECOND]
    assert [word for word in WORDS if word in _everything()] == expected
    erase_member(user.pk)
    assert [word for word in WORDS if word in _everything()] == []
    assert (Person.objects.count(), User.objects.count(), ProfileMerge.objects.count()) == (0, 0, 0)
    assert {address: is_suppressed(address) for address in (ADDRESS, second_address, OWN)} == dict.fromkeys(
        (ADDRESS, second_address, OWN), True
    )
    assert (MailMessage.objects.count(), SignIn.objects.count(), Project.objects.count()) == (0, 0, 2)
    line = AuditRecord.objects.get(act="membership.erase_member")
    assert (line.subject, line.by_user, line.detail) == (f"user:{user.pk}", None, {})


@pytest.mark.medium
def test_the_page_says_what_goes_and_what_stays_and_the_account_is_gone_then() -> None:
    user = member()
    browser = Client()
    browser.force_login(user)
    page = browser.get(PAGE).content.decode()
    words = ("Your account: you cannot sign in any more", "Sewing", "Pump repair with", OWN, ADDRESS)
    assert [word for word in words if word not in page] == []
    assert User.objects.exists()
    answer = browser.post(PAGE, follow=True)
    assert "Your account is deleted." in answer.content.decode()
    assert ("_auth_user_id" in browser.session, User.objects.exists(), Person.objects.exists()) == (False, False, False)
    assert browser.get(PAGE).status_code == 302


def test_facilitators_give_up_their_role_first(facilitator_client: Client, client: Client) -> None:
    facilitator = User.objects.get()
    Person.objects.filter(pk=make_person("Fay").pk).update(user=facilitator)
    assert "Ask another facilitator" in facilitator_client.get(PAGE).content.decode()
    refused = facilitator_client.post(PAGE)
    assert (refused.status_code, "Ask another facilitator" in refused.content.decode()) == (422, True)
    assert Person.objects.get().user == facilitator
    assert client.post(PAGE)["Location"].startswith("/accounts/login/")
    with pytest.raises(Invalid, match="already been deleted"):
        erase_member(facilitator.pk + 1)


@pytest.mark.medium
def test_others_keep_all_of_theirs() -> None:
    user = member()
    other = make_person("Bo", email="bo@example.org")
    kept = make_project("Baking", contact=other, summary="Bo bakes.")
    revise(kept, {"summary": "Bo bakes bread."}, by=user.pk)
    erase_member(user.pk)
    kept.refresh_from_db()
    revision = kept.revisions.get()
    assert (kept.contact, words_for_computing(revision.after), revision.by) == (other, "Bo bakes bread.", None)


@pytest.mark.parametrize(("role", "is_erased"), [("member", True), ("facilitator", False)])
def test_a_restored_backup_is_cleaned_of_members_who_left(role: str, is_erased: bool) -> None:
    person, user = make_person(NAME, email=ADDRESS), make_user(OWN, role=role)
    Person.objects.filter(pk=person.pk).update(user=user, claimed_at=person.created_at)
    Suppression.objects.create(digest=address_digest(OWN), reason=SuppressionReason.LEFT)
    assert erase_left_members() == int(is_erased)
    assert (Person.objects.exists(), User.objects.exists()) == (not is_erased, not is_erased)


def test_who_only_wanted_no_mails_in_a_backup_and_left_since_is_gone(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    user = make_user(OWN)
    Person.objects.filter(pk=make_person(NAME, email=ADDRESS).pk).update(user=user, claimed_at=user.joined_at)
    row = Suppression.objects.create(digest=address_digest(OWN), reason=SuppressionReason.LEFT)
    keep_suppressions(tmp_path)
    Suppression.objects.filter(pk=row.pk).update(reason=SuppressionReason.NO_MAIL)
    assert apply_kept_suppressions() == 1
    assert (User.objects.exists(), (tmp_path / KEPT).exists()) == (False, False)


def test_whoever_removes_another_profile_with_the_same_address_stays_a_member() -> None:
    person, user = make_person(NAME, email=ADDRESS), make_user(ADDRESS)
    Person.objects.filter(pk=person.pk).update(user=user, claimed_at=person.created_at)
    decline(make_invitation(make_person("Ada", email=ADDRESS)).token_digest, reason=SuppressionReason.REMOVED)
    assert erase_left_members() == 0
    assert User.objects.get() == user


def test_an_earlier_version_reads_the_reason_that_it_knows() -> None:
    Suppression.objects.create(digest="d", reason=SuppressionReason.LEFT)
    migration = import_module("skillsnet.participants.migrations.0012_left")
    migration.call_them_removed(apps, connection.schema_editor())
    assert Suppression.objects.get().reason == "removed"


def test_an_account_without_a_profile_is_deleted_by_its_owner(client: Client) -> None:
    user = make_user("zznobody@example.org")
    client.force_login(user)
    assert PAGE in client.get("/profile/").content.decode()
    page = client.get(PAGE).content.decode()
    assert "Your account: you cannot sign in any more" in page
    assert "These projects" not in page
    assert client.post(PAGE).status_code == 302
    assert not User.objects.exists()
    assert is_suppressed("zznobody@example.org")
