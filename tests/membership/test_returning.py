"""Who deleted their account, or asked to be removed, is invited again when they ask for it, and only then."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.accounts.sign_in import about
from skillsnet.audit.models import AuditRecord
from skillsnet.core.intake.parsed_rows import ParsedPerson, ParsedProject
from skillsnet.home.backups.suppressions import apply_kept_suppressions, keep_suppressions
from skillsnet.intake.suppressed_people import without_suppressed
from skillsnet.membership.actions import allow_again, claim, decline, erase_left_members, erase_member, hand_over
from skillsnet.membership.enums import AskedThrough
from skillsnet.membership.rules import why_not_invite
from skillsnet.participants.actions import suppress
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person, Suppression
from skillsnet.participants.suppression import address_digest, is_suppressed
from tests.factories import make_invitation, make_person, make_user

pytestmark = pytest.mark.django_db
PAGE = "/facilitate/invitations/again/"
ADDRESS = "ada@example.org"
ALL_REASONS = list(SuppressionReason)


def _who_left() -> None:
    """Have a member with the address delete their account."""
    user = make_user(ADDRESS)
    Person.objects.filter(pk=make_person("Ada", email=ADDRESS).pk).update(user=user, claimed_at=timezone.now())
    erase_member(user.pk)


def _post(client: Client, address: str = ADDRESS, asked_through: str = "phone") -> Any:
    return client.post(PAGE, {"address": address, "asked_through": asked_through}, follow=True)


@pytest.mark.parametrize("reason", ALL_REASONS)
def test_a_facilitator_lets_an_address_be_invited_again(reason: SuppressionReason, facilitator_client: Client) -> None:
    suppress(ADDRESS, reason=reason)
    person = make_person("Ada", email=ADDRESS)
    assert "Nobody may write" in why_not_invite(person)
    assert PAGE in facilitator_client.get(f"/facilitate/invitations/new/{person.pk}/").content.decode()
    assert "This address can be invited." in _post(facilitator_client, f" {ADDRESS.upper()} ").content.decode()
    assert (is_suppressed(ADDRESS), why_not_invite(person)) == (False, "")
    row = AuditRecord.objects.get(act="membership.allow_again")
    assert (row.subject, row.by_user, row.detail) == (about(ADDRESS), User.objects.get().pk, {"asked_through": "phone"})
    assert ADDRESS not in facilitator_client.get("/facilitate/accounts/record/").content.decode()


@pytest.mark.medium
def test_the_answer_and_the_work_are_the_same_for_an_address_that_nobody_had(facilitator_client: Client) -> None:
    _who_left()
    answers = []
    for address in (ADDRESS, "ned@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = _post(facilitator_client, address)
        shapes = [query["sql"].split(" ", 1)[0] for query in queries if "session" not in query["sql"]]
        answers.append(
            (answer.redirect_chain, "can be invited" in answer.content.decode(), len(answer.content), shapes)
        )
    assert answers[0] == answers[1]
    assert AuditRecord.objects.filter(act="membership.allow_again").count() == 2


@pytest.mark.parametrize(("address", "asked_through"), [(ADDRESS, ""), (ADDRESS, "because"), ("ada", "phone")])
def test_without_an_address_and_how_the_person_asked_nothing_changes(
    address: str, asked_through: str, facilitator_client: Client, member_client: Client
) -> None:
    suppress(ADDRESS, reason=SuppressionReason.LEFT)
    assert _post(facilitator_client, address, asked_through).status_code == 422
    assert _post(member_client).status_code == 404
    assert is_suppressed(ADDRESS)
    assert not AuditRecord.objects.filter(act="membership.allow_again").exists()


@pytest.mark.parametrize("reason", [SuppressionReason.LEFT, SuppressionReason.REMOVED])
def test_no_import_brings_anybody_back_who_did_not_ask(reason: SuppressionReason) -> None:
    suppress(ADDRESS, reason=reason)
    ada = ParsedPerson(key=f"mail:{ADDRESS}", name="Ada Diallo", email=ADDRESS)
    project = ParsedProject(key="pumps", title="Pumps", contact=ada, summary="Ada Diallo mends pumps.")
    (without,) = without_suppressed([project])
    assert (without.contact, "Diallo" in without.summary) == (None, False)
    allow_again(ADDRESS, asked_through=AskedThrough.MAIL, by=None)
    assert without_suppressed([project]) == [project]


def test_somebody_can_leave_come_back_and_leave_again() -> None:
    for _time in range(2):
        _who_left()
        assert is_suppressed(ADDRESS)
        allow_again(ADDRESS, asked_through=AskedThrough.LETTER, by=None)
    suppress(ADDRESS, reason=SuppressionReason.NO_MAIL)
    rows = Suppression.objects.order_by("pk").values_list("reason", "lifted_at")
    assert [(reason, at is None) for reason, at in rows] == [("left", False), ("left", False), ("no_mail", True)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Suppression.objects.create(digest=address_digest(ADDRESS), reason=SuppressionReason.LEFT)


def test_what_was_erased_stays_erased_in_a_backup_and_who_came_back_stays(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    _who_left()
    allow_again(ADDRESS, asked_through=AskedThrough.IN_PERSON, by=None)
    keep_suppressions(tmp_path)
    # As in a backup of before: the account is there, and nobody has left yet.
    Suppression.objects.all().delete()
    user = make_user(ADDRESS)
    User.objects.filter(pk=user.pk).update(joined_at=timezone.now() - timedelta(days=9))
    assert (apply_kept_suppressions(), User.objects.exists(), is_suppressed(ADDRESS)) == (1, False, False)
    # As in a backup of after: the account is newer than what was asked for before.
    user = make_user(ADDRESS)
    keep_suppressions(tmp_path)
    Suppression.objects.exclude(pk=Suppression.objects.latest("pk").pk).delete()
    Suppression.objects.update(lifted_at=None)
    assert (apply_kept_suppressions(), User.objects.get(), is_suppressed(ADDRESS)) == (0, user, False)


def test_an_imported_person_of_before_goes_from_a_backup_and_one_of_after_stays(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    decline(make_invitation(make_person("Ada", email=ADDRESS)).token_digest, reason=SuppressionReason.REMOVED)
    allow_again(ADDRESS, asked_through=AskedThrough.MAIL, by=None)
    keep_suppressions(tmp_path)
    person = make_person("Ada", email=ADDRESS)
    assert (apply_kept_suppressions(), Person.objects.get().email) == (0, ADDRESS)
    keep_suppressions(tmp_path)
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=9))
    assert (apply_kept_suppressions(), Person.objects.exists()) == (1, False)


@pytest.mark.parametrize(("reason", "stays"), [(SuppressionReason.LEFT, False), (SuppressionReason.NO_MAIL, True)])
def test_who_claims_with_a_code_that_was_handed_over_has_come_back_by_their_own_act(
    reason: SuppressionReason, stays: bool
) -> None:
    suppress(ADDRESS, reason=reason)
    invitation = hand_over(make_person("Ada", email=""), site="https://network.example.org", by=None)
    user = make_user(ADDRESS)
    claim(invitation.token_digest, by=user.pk)
    assert (is_suppressed(ADDRESS), erase_left_members()) == (stays, 0)
    assert User.objects.get() == user


def test_an_earlier_version_knows_those_that_stand() -> None:
    suppress(ADDRESS, reason=SuppressionReason.LEFT)
    allow_again(ADDRESS, asked_through=AskedThrough.MAIL, by=None)
    suppress(ADDRESS, reason=SuppressionReason.NO_MAIL)
    migration = import_module("skillsnet.participants.migrations.0013_lifted_suppressions")
    migration.forget_lifted(apps, connection.schema_editor())
    assert Suppression.objects.get().reason == "no_mail"
