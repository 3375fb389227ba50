"""A short link, a selection, a count, a sort, a search tells nobody what a field hides from them."""

import base64
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.enums import Role
from skillsnet.calls.models import ExtraField, ExtraValue, Project
from skillsnet.facets.filters import CUT_PARAMETER
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.models import ShortLink
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project, make_user

SECRET = "zzhidden"
QUERY = f"field-theme={SECRET}&country=KE&colour=field-theme"
AUDIENCES = ("members", "facilitators")
TOLD = "you do not have access to"


@pytest.fixture(params=AUDIENCES)
def project(request: pytest.FixtureRequest, taxonomy: Edition) -> Project:
    """A project with a value in a field for members, or for facilitators, beside one without."""
    make_project("Other", country="KE")
    found = make_project("Welding", country="KE")
    field = ExtraField.objects.create(slug="theme", labels={"": "Theme"}, columns=["Theme"], audience=request.param)
    ExtraValue.objects.create(project=found, field=field, value=SECRET)
    rebuild_map()
    return found


@pytest.fixture
def facilitator(client: Client) -> Client:
    """Somebody who may see every field, signed in."""
    client = Client()
    client.force_login(make_user("fay@example.org", role=Role.FACILITATOR))
    return client


@pytest.mark.medium
def test_a_short_link_leads_each_reader_to_what_they_may_see(project: Project, facilitator: Client) -> None:
    url = facilitator.post(reverse("map_short"), {"query": QUERY}).json()["url"]
    assert SECRET in facilitator.get(url)["Location"]
    answer = Client().get(url)
    assert answer["Location"] == f"{reverse('map')}?country=KE&{CUT_PARAMETER}=1"
    page = Client().get(answer["Location"]).content.decode()
    assert (SECRET in page, "field-theme" in page, TOLD in page) == (False, False, True)


def test_a_code_does_not_tell_that_somebody_shared_a_value(project: Project, facilitator: Client) -> None:
    facilitator.post(reverse("map_short"), {"query": f"field-theme={SECRET}"})
    kept = ShortLink.objects.get().query
    assert kept == f"field-theme={SECRET}"

    guessed = base64.b32encode(sha256(kept.encode()).digest()).decode().lower()[:12]
    assert Client().get(reverse("map_short_link", args=[guessed])).status_code == 404


def test_short_links_of_before_still_lead_to_their_state(project: Project, facilitator: Client) -> None:

    code = base64.b32encode(sha256(b"country=KE").digest()).decode().lower()[:12]
    ShortLink.objects.create(code=code, query="country=KE")
    url = facilitator.post(reverse("map_short"), {"query": "country=KE"}).json()["url"]
    assert url.endswith(code)
    assert Client().get(url)["Location"] == f"{reverse('map')}?country=KE"


@pytest.mark.medium
@pytest.mark.parametrize("name", ["directory", "map"])
def test_a_filter_by_a_hidden_field_is_left_out_and_a_made_up_one_is_told_alike(
    project: Project, facilitator: Client, name: str
) -> None:
    pages = {
        key: Client().get(reverse(name), {key: SECRET, "country": "KE"}).content.decode()
        for key in ("field-theme", "field-never")
    }
    assert [TOLD in page for page in pages.values()] == [True, True]
    assert len({page.count("Welding") for page in pages.values()}) == 1
    assert len({page.count("Other") for page in pages.values()}) == 1
    assert TOLD not in facilitator.get(reverse(name), {"field-theme": SECRET}).content.decode()
    assert TOLD not in Client().get(reverse(name), {"country": "KE"}).content.decode()


@pytest.mark.medium
@pytest.mark.parametrize("name", ["directory", "directory_csv", "map_matches", "map_json", "map_gexf"])
def test_a_hidden_value_changes_no_answer(project: Project, name: str) -> None:
    asked = {"country": "KE", "q": ""}
    answers = []
    for value in (SECRET, "never"):
        named = {"field-theme": value, "size": "field-theme", "group": "field-theme"}
        answer = Client().get(reverse(name), {**asked, **named})
        body = b"".join(answer) if answer.streaming else answer.content
        # A page names its own address, for the choice of a language.
        answers.append((answer.status_code, len(body.replace(value.encode(), b"?"))))
    assert answers[0] == answers[1]


@pytest.mark.medium
def test_a_search_for_a_hidden_value_finds_nothing(project: Project) -> None:
    page = Client().get(reverse("directory"), {"q": SECRET}).content.decode()
    assert "Welding" not in page
    assert Client().get(reverse("map_matches"), {"q": SECRET}).json() == {"ids": []}
