"""A member corrects who they are and their organisation, and decides who sees what."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from skillsnet.accounts.viewer import ANYONE
from skillsnet.intake.actions import commit
from skillsnet.membership import wording as wording_module
from skillsnet.membership.actions import claim
from skillsnet.participants.models import Consent, Organisation, Person
from skillsnet.participants.texts import text_for
from skillsnet.revisions.models import Revision
from tests.factories import make_invitation, make_organisation, make_person, make_project
from tests.intake.sheets import ADA, HEADER, previewed

pytestmark = pytest.mark.django_db
ABOUT, VISIBILITY = "/profile/", "/profile/visibility/"


@pytest.fixture
def ada(client: Client) -> Client:
    """Ada's browser: she claimed her profile, with a project and an organisation."""
    person = make_person("Ada Diállo", email="ada@example.org", phone="+254 799 123456", position="Coach")
    organisation = make_organisation("Atelier", country="KE", website="https://atelier.example.org/")
    make_project("Welding", contact=person, organisation=organisation)
    person.affiliations.create(organisation=organisation)
    client.force_login(claim(make_invitation(person).token_digest, by=None))
    return client


def _shown(browser: Client, **changes: str) -> dict[str, Any]:
    form = browser.get(ABOUT).context["form"]
    return {**{bound.name: bound.value() or "" for bound in form}, **changes}


def test_a_member_corrects_themselves_and_the_organisation_with_history(ada: Client) -> None:
    data = _shown(ada, name="Ada D.", organisation_name="Atelier of welding", organisation_country="UG")
    assert ada.post(ABOUT, data)["Location"] == VISIBILITY
    organisation = Organisation.objects.get()
    assert (Person.objects.get().name, text_for(organisation.name, ANYONE), organisation.country) == (
        *("Ada D.", "Atelier of welding", "UG"),
    )
    assert set(Revision.objects.values_list("field", "by__email")) == {
        ("name", "ada@example.org"), ("country", "ada@example.org"),
    }  # fmt: skip
    assert Revision.objects.filter(organisation=organisation).count() == 2


@pytest.mark.medium
def test_what_a_member_corrected_is_not_replaced_by_an_import(client: Client, settings: Any) -> None:
    settings.FOLLOW_UPS = []
    commit(previewed([HEADER, ADA]), by=None)
    client.force_login(claim(make_invitation(Person.objects.get()).token_digest, by=None))
    client.post(ABOUT, _shown(client, name="Ada Ö.", organisation_country="UG"))
    commit(previewed([HEADER, ADA]), by=None)
    assert (Person.objects.get().name, Organisation.objects.get().country) == ("Ada Ö.", "UG")


@pytest.mark.medium
def test_two_who_correct_at_once_lose_nothing(ada: Client) -> None:
    data = _shown(ada, organisation_name="Atelier A")
    Organisation.objects.update(name="Atelier B")
    refused = ada.post(ABOUT, data)
    assert refused.status_code == 422
    assert "Somebody changed this to “Atelier B”" in refused.content.decode()
    assert text_for(Organisation.objects.get().name, ANYONE) == "Atelier B"


@pytest.mark.medium
def test_a_field_that_the_member_may_not_read_is_not_offered(ada: Client) -> None:
    bo = make_person("Zzbo Secret")
    organisation = Organisation.objects.get()
    bo.affiliations.create(organisation=organisation)
    organisation.name = "Atelier of Zzbo Secret"
    organisation.withheld = [["Zzbo Secret", "facilitators", None]]
    organisation.save()
    page = ada.get(ABOUT)
    assert "organisation_name" not in page.context["form"].fields
    assert "Zzbo" not in page.content.decode()
    data = {**_shown(ada), "organisation_name": "Mine", "email": "eve@example.org", "user": "1", "key": "x"}
    ada.post(ABOUT, data)
    assert (
        Organisation.objects.get().name == "Atelier of Zzbo Secret",
        Person.objects.get(name="Ada Diállo").email,
    ) == (*(True, "ada@example.org"),)


def test_what_was_shown_cannot_be_forged(ada: Client) -> None:
    assert ada.post(ABOUT, _shown(ada, shown_values="eyJwIjoxfQ:1:x")).status_code == 422


CHOICES = {"name": "public", "position": "members", "email": "facilitators", "phone": "facilitators"}


@pytest.mark.medium
def test_who_sees_what_is_kept_with_the_words_and_the_language(ada: Client, member_client: Client) -> None:
    project = Person.objects.get().projects.get()
    address = f"/projects/{project.pk}/"
    ada.post(VISIBILITY, CHOICES, headers={"Accept-Language": "fr"})
    written = Path(wording_module.__file__).parent / "wordings" / "visibility-3.fr.txt"
    digest = hashlib.sha256(written.read_bytes()).hexdigest()
    assert set(Consent.objects.values_list("field", "audience", "wording", "wording_hash", "language")) == {
        ("name", "public", "visibility-3", digest, "fr"), ("position", "members", "visibility-3", digest, "fr"),
    }  # fmt: skip
    assert "Ada Diállo" in Client().get(address).content.decode()
    assert "Coach" not in Client().get(address).content.decode()
    assert "Coach" in member_client.get(address).content.decode()
    assert "ada@example.org" not in member_client.get(address).content.decode()


def test_it_is_withdrawn_on_the_same_page_and_kept_as_a_receipt(ada: Client) -> None:
    project = Person.objects.get().projects.get()
    ada.post(VISIBILITY, CHOICES)
    ada.post(VISIBILITY, {**CHOICES, "name": "facilitators"})
    assert "Ada Diállo" not in Client().get(f"/projects/{project.pk}/").content.decode()
    assert Consent.objects.get(field="name").withdrawn_at is not None
    assert Consent.objects.get(field="position").withdrawn_at is None


def test_saving_the_same_again_writes_nothing_and_other_words_are_asked_again(
    ada: Client,
) -> None:
    ada.post(VISIBILITY, CHOICES)
    ada.post(VISIBILITY, CHOICES)
    assert Consent.objects.count() == 2
    Consent.objects.update(wording="visibility-0")
    ada.post(VISIBILITY, CHOICES)
    assert (Consent.objects.count(), Consent.objects.filter(withdrawn_at=None).count()) == (4, 2)


def test_nothing_is_agreed_to_before_it_is_saved(ada: Client) -> None:
    page = ada.get(VISIBILITY).content.decode()
    assert "You have not chosen yet" in page
    assert not Consent.objects.exists()


def test_only_offered_audiences_are_taken(ada: Client) -> None:
    assert ada.post(VISIBILITY, {**CHOICES, "name": "nobody"}).status_code == 422
    assert not Consent.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_words_are_there_in_each_language(language: str) -> None:
    words = wording_module.wording(wording_module.VISIBILITY, language)
    assert (words.language, len(words.sentences)) == (language, 5)


def test_each_version_of_the_words_stays_as_it_was_agreed_to() -> None:
    """Mend a word by a new version: receipts name the hash of these."""
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in wording_module.FOLDER.iterdir()}
    assert hashes == {
        "visibility-1.ar.txt": "80fcc4e3d34e",
        "visibility-1.en.txt": "025d10f6d80e",
        "visibility-1.es.txt": "8293a16934c8",
        "visibility-1.fr.txt": "0e2fe6742dd1",
        "visibility-2.ar.txt": "5c032cad8b39",
        "visibility-2.en.txt": "c26c34406be1",
        "visibility-2.es.txt": "b6abcfb8bdb9",
        "visibility-2.fr.txt": "1b464991fd92",
        "visibility-3.ar.txt": "4c40b33b46f8",
        "visibility-3.en.txt": "251e60660670",
        "visibility-3.es.txt": "7982adb56631",
        "visibility-3.fr.txt": "322a737b93ec",
    }


def test_an_account_without_a_profile_is_told_how_to_get_one(member_client: Client) -> None:
    for address in (ABOUT, VISIBILITY):
        page = member_client.get(address)
        assert (page.status_code, "No profile belongs to your account yet." in page.content.decode()) == (200, True)


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get(ABOUT)["Location"] == "/accounts/login/?next=/profile/"
