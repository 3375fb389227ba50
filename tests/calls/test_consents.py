"""What people agreed to show: on the facilitators' page, by the command, and at once everywhere."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillsnet.audit.models import AuditRecord
from skillsnet.calls.actions import give_consent
from skillsnet.calls.models import Project
from skillsnet.calls.queries import past_consents
from skillsnet.participants.models import Affiliation, Consent, Person
from skillsnet.taxonomy.models import Edition
from tests.factories import make_organisation, make_project

NAME, EMAIL = "Zzada Zzdiallo", "zzada@example.org"
pytestmark = pytest.mark.django_db


@pytest.fixture
def project(taxonomy: Edition) -> Project:
    """A project named after its contact person."""
    person = Person.objects.create(name=NAME, email=EMAIL, key=f"mail:{EMAIL}")
    return make_project(f"Welding by {NAME}", contact=person)


def _public(project: Project) -> str:
    return Client().get(reverse("project", args=[project.pk])).content.decode()


@pytest.mark.medium
def test_a_facilitator_writes_down_that_somebody_agrees_and_takes_it_back(
    project: Project, facilitator_client: Client
) -> None:
    profile = facilitator_client.get(reverse("project", args=[project.pk])).content.decode()
    address = reverse("consents", args=[project.contact_id])
    assert address in profile
    assert "The person has not agreed to show it to others." in facilitator_client.get(address).content.decode()
    said = {"field": "name", "audience": "public", "source": "mail of 3 May"}
    assert facilitator_client.post(address, said).status_code == 302
    assert f"Welding by {NAME}" in _public(project)
    page = facilitator_client.get(address).content.decode()
    assert "mail of 3 May" in page
    assert facilitator_client.post(reverse("consent_withdraw", args=[project.contact_id, "name"])).status_code == 302
    assert NAME not in _public(project)
    unknown = reverse("consent_withdraw", args=[project.contact_id, "birthday"])
    assert facilitator_client.post(unknown).status_code == 404
    acts = AuditRecord.objects.filter(act__startswith="calls.").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["calls.give_consent", "calls.withdraw_consent"]
    assert EMAIL not in _public(project)


@pytest.mark.medium
@pytest.mark.parametrize(
    "said",
    [
        {"field": "name", "audience": "public"},
        {"field": "birthday", "audience": ""},
        {"audience": "all"},
        {"field": "birthday", "audience": "public", "source": "letter"},
    ],
)
def test_what_is_not_whole_changes_nothing(project: Project, facilitator_client: Client, said: dict[str, str]) -> None:
    answer = facilitator_client.post(reverse("consents", args=[project.contact_id]), said)
    assert (answer.status_code, AuditRecord.objects.filter(act__startswith="calls.").count()) == (422, 0)
    assert 'id="problems"' in answer.content.decode()
    assert NAME not in _public(project)


def test_the_command_does_the_same_and_lists(project: Project) -> None:
    call_command("consents", "give", EMAIL.upper(), "--source", "letter", stdout=io.StringIO())
    assert f"Welding by {NAME}" in _public(project)
    out = io.StringIO()
    call_command("consents", "--json", stdout=out)
    (told,) = map(json.loads, out.getvalue().splitlines())
    assert (told["person"], told["field"], told["to"], told["source"]) == (EMAIL, "name", "public", "letter")
    call_command("consents", "withdraw", EMAIL, stdout=io.StringIO())
    assert NAME not in _public(project)
    out = io.StringIO()
    call_command("consents", stdout=out)
    assert out.getvalue() == ""


def _command(*words: str) -> str:
    out = io.StringIO()
    call_command("consents", *words, stdout=out)
    return out.getvalue()


def test_the_command_takes_a_name_in_any_case_and_with_other_accents(project: Project) -> None:
    assert _command("give", " zzáda  ZZDIALLO", "--source", "letter") == f"{EMAIL}: name is shown to public.\n"
    assert f"Welding by {NAME}" in _public(project)


def test_the_command_asks_which_of_several_people_is_meant(project: Project) -> None:
    other = Person.objects.create(name="Zzáda Zzdiallo", key="name:zz")
    Affiliation.objects.create(person=other, organisation=make_organisation("Garage Ltd"))
    with pytest.raises(CommandError) as refused:
        _command("give", NAME, "--source", "letter")
    numbers = f"{project.contact_id} (no organisation); {other.pk} (Garage Ltd)."
    said = f"2 people are called '{NAME}': add --person and the number of the one you mean: {numbers}"
    assert (str(refused.value), refused.value.returncode) == (said, 2)
    assert _command("give", NAME, "--person", str(other.pk), "--source", "letter").startswith("Zzáda Zzdiallo (person")
    assert list(Consent.objects.values_list("person", flat=True)) == [other.pk]
    assert json.loads(_command("--json"))["number"] == other.pk
    _command("withdraw", "--person", str(other.pk))
    assert not Consent.objects.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("give", NAME, "--person", "999999"), "Person 999999 is not called"),
        (("give", "--person", "99999999999999999999"), "No person of the network has the number"),
        (("give", "Zzada"), "No person of the network has the address or the name 'Zzada'"),
        (("give",), "Say whom you mean"),
    ],
)
def test_the_command_changes_nothing_where_nobody_is_meant(project: Project, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        _command(*words, "--source", "letter")
    assert (refused.value.returncode, Consent.objects.count()) == (2, 0)


def test_the_page_tells_what_was_agreed_before_and_who_recorded_it(
    project: Project, facilitator_client: Client
) -> None:
    address = reverse("consents", args=[project.contact_id])
    assert "newest first" not in facilitator_client.get(address).content.decode()
    person = Person.objects.get()
    give_consent(person, "name", audience="members", wording="1", source="letter of May", by=None)
    facilitator_client.post(address, {"field": "name", "audience": "public", "source": "mail of June"})
    facilitator_client.post(reverse("consent_withdraw", args=[person.pk, "name"]))
    give_consent(person, "phone", audience="members", wording="1", source="call of July", by=None)
    by = "fay@example.org"
    told = [(one.source, one.by, one.ended_by, one.until is None) for one in past_consents(person)]
    assert told == [
        ("call of July", "", "", True),
        ("mail of June", by, by, False),
        ("letter of May", "", by, False),
    ]
    page = facilitator_client.get(address).content.decode()
    history = page.split('id="consent-history"')[1]
    assert [history.index(source) for source, *_ in told] == sorted(history.index(source) for source, *_ in told)
    assert (history.count(by), history.count("Applies now")) == (3, 1)


@pytest.mark.parametrize("words", [("give", EMAIL), ("give", "nobody@example.org", "--source", "x"), ("withdraw",)])
def test_the_command_says_what_is_missing(project: Project, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"Say with --source|No person of the network|Say whom you mean"):
        call_command("consents", *words)
    assert NAME not in _public(project)


def test_the_page_takes_as_many_queries_for_many_consents(project: Project, facilitator_client: Client) -> None:
    address, counts = reverse("consents", args=[project.contact_id]), []
    for field in ("name", "email"):
        facilitator_client.post(address, {"field": field, "audience": "members", "source": "letter"})
        # The first look of a day at a field is noted.
        facilitator_client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert facilitator_client.get(address).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
