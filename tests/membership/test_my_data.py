"""Members see everything that the platform holds about them, and nothing of anybody else."""

import json

import pytest
from django.apps import apps
from django.test import Client

from skillsnet.accounts.models import User
from skillsnet.participants.models import Person
from tests.factories import make_invitation, make_person, make_project, make_user
from tests.membership.test_leaving import ADDRESS, NAME, OWN, SECOND, member

pytestmark = pytest.mark.django_db
PAGE, FILE = "/profile/data/", "/profile/data/my-data.json"
# Columns that point at a person or an account, by model: where they are shown, or why they are not.
IN_IT = {
    "accounts.SignedInBrowser.user", "participants.Look.person",
    "accounts.Passkey.user",
    "membership.Invitation.person", "membership.ProfileCheck.person", "participants.Affiliation.person",
    "participants.Consent.person", "participants.MemberConnection.left", "participants.MemberConnection.right",
    "participants.Opening.person", "participants.Person.user", "participants.Person.merged_into",
    "revisions.Revision.person", "revisions.Revision.by", "calls.Project.contact",
    "calls.NewsItem.by", "classification.CorrectionRequest.by",
}  # fmt: skip
OF_FACILITATORS = "what facilitators did in the network: its record lists it"
NOT_IN_IT = {
    "participants.Look.by": OF_FACILITATORS,
    "participants.ProfileMerge.survivor": "the joined profile is shown, and what came of it",
    "participants.ProfileMerge.duplicate": "as above",
    "calls.NamedPerson.person": "which texts hold the name: the projects show it",
    "revisions.Removal.person": "a member is not removed by others",
    "classification.Skip.user": OF_FACILITATORS,
}


def _signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.mark.medium
def test_a_member_reads_everything_on_the_page_and_in_the_file() -> None:
    browser = _signed_in(member())
    answer = browser.get(FILE)
    assert ("no-store" in answer["Cache-Control"], "attachment" in answer["Content-Disposition"]) == (True, True)
    held = json.loads(answer.content)
    page = browser.get(PAGE).content.decode()
    words = (
        NAME,
        ADDRESS,
        OWN,
        SECOND,
        "A. Zzlovelace",
        "799 123456",
        "711 654321",
        "Zzposition, again",
        "Sewing",
        "Hello Zzada",
    )
    assert [word for word in words if word not in json.dumps(held, ensure_ascii=False)] == []
    assert [word for word in words if word not in page] == []
    assert {key for key, rows in held.items() if rows} >= {"account", "profiles", "projects", "changes", "invitations"}
    assert len(held["profiles"]) == 2


@pytest.mark.medium
def test_nobody_reads_anything_of_somebody_else() -> None:
    other = make_person("Bo Zzother", email="zzbo@example.org", phone="+254 722 000111")
    make_invitation(other)
    user = member()
    make_project("Zzshared", contact=Person.objects.get(user=user), summary="Sewing with Ada.")
    text = _signed_in(user).get(FILE).content.decode()
    assert [word for word in ("Zzother", "zzbo", "722 000111") if word in text] == []
    stranger = make_user("eve@example.org")
    assert NAME not in _signed_in(stranger).get(FILE).content.decode()
    assert Client().get(FILE)["Location"].startswith("/accounts/login/")


def test_every_column_that_points_at_a_person_is_shown_or_has_a_reason() -> None:
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("skillsnet.")
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False) and field.related_model in (Person, User)
    }
    # Who did something: the record lists it.
    acts = {name for name in pointing if name.endswith((".by", "_by"))}
    assert pointing - IN_IT - set(NOT_IN_IT) - acts == set()
    assert (IN_IT | set(NOT_IN_IT)) - pointing == set()
