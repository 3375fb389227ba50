"""Five members, one for each audience, are looked for in the answer of every address, as each kind of viewer."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.files import map_folder
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.actions import connect, open_fields
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import PERSON_FIELDS
from skillsnet.taxonomy.models import Edition
from tests.factories import make_organisation, make_person, make_project, make_user
from tests.fuzzing.addresses import address_names
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import TABLE
from tests.repo.test_canary_everywhere import body

pytestmark = pytest.mark.slow
SEEN_BY = {
    "visitor": {"public"},
    "member": {"members", "public"},
    "connection": {"connections", "members", "public"},
    "facilitator": {"facilitators", "members", "public"},
    "oneself": {"only_me", "members", "public"},
}


def _canaries(audience: str) -> dict[str, str]:
    word = audience.replace("_", "")
    number = Audience.values.index(audience)
    return {
        "name": f"Zzname{word} Wagtail{word}",
        "email": f"zz{word}@zz{word}.example.org",
        "phone": f"+254 799 12340{number}",
        "position": f"Zzposition{word}",
    }


WORDS = {
    audience: (*(_canaries(audience).values()), f"79912340{Audience.values.index(audience)}")
    for audience in Audience.values
}


@pytest.fixture
def arguments(taxonomy: Edition) -> dict[str, list[object]]:
    """What the addresses name."""
    return one_of_each(taxonomy)


@pytest.fixture
def people(arguments: dict[str, list[object]], member_client: Client) -> dict[str, Person]:
    """Five members, each of whom shows all fields to one audience, and opened all of them to one connection."""
    friend = make_person("Eve", user=make_user("connection@example.org"))
    people = {audience: _member(audience) for audience in Audience.values}
    for person in people.values():
        # Openings count for fields that are for connections; for all others they change nothing.
        open_fields(connect(person, friend), person, PERSON_FIELDS, by=person.user_id)
    stranger = make_person("Mo", user=User.objects.get(email="bo@example.org"))
    # To be connected shows nothing yet.
    connect(people["connections"], stranger)
    return people


def _member(audience: str) -> Person:
    user = make_user(f"{audience}-login@example.org")
    person = make_person(**_canaries(audience), user=user)
    Person.objects.filter(pk=person.pk).update(claimed_at=person.created_at)
    organisation = make_organisation(f"Atelier {audience}")
    person.affiliations.create(organisation=organisation)
    make_project(f"Pump {audience}", contact=person, organisation=organisation, may_contact="yes")
    MailMessage.objects.filter(to=person.email).delete()
    browser = Client()
    browser.force_login(user)
    assert browser.post(reverse("profile_visibility"), dict.fromkeys(PERSON_FIELDS, audience)).status_code == 302
    person.refresh_from_db()
    return person


@pytest.fixture
def addresses(arguments: dict[str, list[object]], people: dict[str, Person]) -> list[str]:
    """Every address, about each of the five where one is about a person, a project or an organisation."""
    rebuild_map()
    projects = {audience: Project.objects.get(contact=person) for audience, person in people.items()}
    connection, project = people["connections"], projects["connections"]
    # What is about somebody is asked for about her whose fields are for connections.
    arguments |= {
        "person": [connection.pk],
        "consent": [connection.pk, "name"],
        "project": [project.pk],
        "project_pair": [project.pk, projects["members"].pk],
        "organisation": [project.organisation_id],
    }
    found = {reverse(name, args=arguments[TABLE[name][0]]) for name in address_names() if name != "account_logout"}
    for audience, person in people.items():
        # test_canary_only_me looks at every page about somebody who shows nothing.
        found |= {reverse("project", args=[projects[audience].pk]), reverse("edit", args=["people", person.pk])}
    found.add(f"{reverse('map')}?selected={project.pk}")
    return sorted(found)


def _seen(client: Client, addresses: list[str]) -> dict[str, set[str]]:
    """Return the audiences of which the answers hold something, with the addresses that do."""
    seen: dict[str, set[str]] = {}
    for address in addresses:
        held = body(client, address).lower()
        for audience, words in WORDS.items():
            if any(word.lower().encode() in held for word in words):
                seen.setdefault(audience, set()).add(address)
    return seen


@pytest.fixture
def readers(
    people: dict[str, Person], client: Client, member_client: Client, facilitator_client: Client
) -> dict[str, Client]:
    """Browsers of the five kinds of viewers; oneself is who keeps all to themselves."""
    browsers = {"visitor": client, "member": member_client, "facilitator": facilitator_client}
    accounts = {"connection": User.objects.get(email="connection@example.org"), "oneself": people["only_me"].user}
    for who, user in accounts.items():
        assert user is not None
        browsers[who] = Client()
        browsers[who].force_login(user)
    return browsers


def test_each_viewer_finds_the_audiences_they_belong_to_and_no_other(
    addresses: list[str], readers: dict[str, Client]
) -> None:
    for who, browser in readers.items():
        seen = _seen(browser, addresses)
        assert (who, {audience: seen[audience] for audience in seen.keys() - SEEN_BY[who]}) == (who, {})
        assert (who, set(seen)) == (who, SEEN_BY[who])
        hidden = {audience for audience in WORDS if audience not in SEEN_BY[who] or audience == "connections"}
        for audience in sorted(hidden):
            for word in (WORDS[audience][0], WORDS[audience][-1]):
                page = browser.get(reverse("directory"), {"q": word}).content.decode()
                assert f"Pump {audience}" not in page, (who, audience, word)


def test_files_and_mails_hold_none_of_it_and_what_was_opened_is_closed_at_once(
    people: dict[str, Person], readers: dict[str, Client]
) -> None:
    rebuild_map()
    hidden = WORDS["connections"] + WORDS["only_me"] + WORDS["facilitators"]
    files = b"".join(path.read_bytes() for path in map_folder().iterdir() if path.suffix != ".br")
    mails = "".join(f"{mail.to} {mail.subject} {mail.body}" for mail in MailMessage.objects.all())
    assert [word for word in hidden if word.encode() in files or word in mails] == []
    person = people["connections"]
    page = reverse("project", args=[Project.objects.get(contact=person).pk])
    assert b"Zznameconnections" in readers["connection"].get(page).content
    friend = Person.objects.get(user__email="connection@example.org")
    open_fields(connect(person, friend), person, ["position"], by=person.user_id)
    closed = readers["connection"].get(page).content
    assert (b"Zznameconnections" in closed, b"Zzpositionconnections" in closed) == (False, True)
