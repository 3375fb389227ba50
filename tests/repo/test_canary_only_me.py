"""What a member keeps to themselves is looked for in the answer of every address there is, as everybody but them."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.calls.models import Project
from skillsnet.membership.models import Invitation
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.models import Person, SameQuestion
from skillsnet.participants.visibility import PERSON_FIELDS
from skillsnet.revisions.actions import revise
from skillsnet.taxonomy.models import Edition
from tests.factories import make_invitation, make_organisation, make_person, make_project, make_user
from tests.fuzzing.addresses import address_names
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import TABLE
from tests.repo.test_canary_everywhere import body

pytestmark = pytest.mark.slow
NAME, EMAIL, PHONE, POSITION = "Zzada Canaryquill", "zzada@zzpeople.example.org", "+254 799 123456", "Zzposition"
FORMER = "Zzformerposition"
FORBIDDEN = ("Zzada", "Canaryquill", "zzpeople", "799 123456", "799123456", POSITION, FORMER)


@pytest.fixture
def arguments(taxonomy: Edition) -> dict[str, list[object]]:
    """What the addresses name."""
    return one_of_each(taxonomy)


@pytest.fixture
def ada(arguments: dict[str, list[object]]) -> Person:
    """A member who changed something by hand and shows no field; no text names her, since facilitators read those."""
    # The address that she signs in with is another one: accounts are no profiles.
    user = make_user("member@example.org")
    user.name = NAME
    user.save()
    person = make_person(NAME, email=EMAIL, phone=PHONE, position=FORMER)
    organisation = make_organisation("Zzatelier")
    person.affiliations.create(organisation=organisation)
    make_project("Zzpump repair", contact=person, organisation=organisation, may_contact="no")
    Invitation.objects.filter(pk=make_invitation(person).pk).update(state="sent", mail=None)
    # What was written to an address before stays in the outbox for a time; the page for members says so.
    MailMessage.objects.filter(to=EMAIL).delete()
    Invitation.objects.filter(person=person).update(state="claimed", ended_at=person.created_at)
    Person.objects.filter(pk=person.pk).update(user=user, claimed_at=person.created_at)
    person.refresh_from_db()
    revise(person, {"position": POSITION}, by=user.pk)
    browser = Client()
    browser.force_login(user)
    answer = browser.post(reverse("profile_visibility"), dict.fromkeys(PERSON_FIELDS, "only_me"))
    assert answer.status_code == 302
    return person


@pytest.fixture
def addresses(arguments: dict[str, list[object]], ada: Person) -> dict[str, list[str]]:
    """Every address, about her wherever one is about a person, a project, an organisation or an invitation."""
    project = Project.objects.get(contact=ada)
    other = make_project("Zzother", organisation=make_organisation("Zzother"))
    SameQuestion.objects.create(left_id=project.organisation_id, right_id=other.organisation_id, score=0.9)
    rebuild_map()
    arguments |= {
        "person": [ada.pk],
        "consent": [ada.pk, "name"],
        "project": [project.pk],
        "project_pair": [project.pk, other.pk],
        "organisation": [project.organisation_id],
        "pair": [project.organisation_id, other.organisation_id],
        "invitation": [Invitation.objects.get(person=ada).pk],
    }
    every = {name: [reverse(name, args=arguments[TABLE[name][0]])] for name in address_names()}
    for word in ("zzada", "canaryquill", "799123456", "zzposition"):
        every["directory"].append(f"{reverse('directory')}?q={word}")
    every["invitations"].append(f"{reverse('invitations')}?person=Zzother")
    for kind, pk in (("people", ada.pk), ("projects", project.pk), ("organisations", project.organisation_id)):
        every["edit"].append(reverse("edit", args=[kind, pk]))
    every["map"].append(f"{reverse('map')}?selected={project.pk}")
    return every


def _leaks(client: Client, addresses: dict[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, each in addresses.items():
        for address in each:
            # What was asked for stands in the field that it was typed into.
            asked = address.partition("?q=")[2].partition("?")[0]
            held = body(client, address).lower() if name != "account_logout" else b""
            words = [word for word in FORBIDDEN if word.lower().encode() in held and word.lower() != asked]
            if words:
                found[address] = words
    return found


@pytest.mark.parametrize("role", ["visitor", "member", "facilitator"])
def test_no_address_tells_anybody_else_what_she_keeps_to_herself(
    role: str, addresses: dict[str, list[str]], client: Client, member_client: Client, facilitator_client: Client
) -> None:
    reader = {"visitor": client, "member": member_client, "facilitator": facilitator_client}[role]
    assert _leaks(reader, addresses) == {}


def test_she_sees_it_herself_so_that_a_leak_could_be_seen(addresses: dict[str, list[str]], ada: Person) -> None:
    browser = Client()
    assert ada.user is not None
    browser.force_login(ada.user)
    told = {word for words in _leaks(browser, addresses).values() for word in words}
    assert {"Zzada", "Canaryquill", POSITION} <= told


def test_facilitators_find_nobody_by_it(addresses: dict[str, list[str]], facilitator_client: Client) -> None:
    for words in ("Zzada", "zzpeople"):
        page = facilitator_client.get(reverse("invitations"), {"person": words}).content.decode()
        assert "No invitation matches." in page
    for words in ("zzada", "799123456", "zzpeople"):
        assert "Zzpump" not in facilitator_client.get(reverse("directory"), {"q": words}).content.decode()
