"""A person whose every field is unique is looked for everywhere, as everybody."""

from io import BytesIO
from zipfile import ZipFile

import brotli
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.actions import add_news
from skillsnet.calls.models import Link, Project
from skillsnet.classification.models import CorrectionRequest
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.files import map_folder
from skillsnet.participants.models import Person
from skillsnet.participants.texts import text_for
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision, make_organisation, make_person, make_project, make_user

NAME, EMAIL, PHONE, POSITION = "Zzcanaryname Q", "zzcanary@example.org", "+254 799 123456", "Zzcanaryposition"
ALONE, EXTRA, SITE = "Zzcanaryalone Wagtail", "Zzcanaryextra", "https://zzcanarysite.example.org/"
TIE, TIE_KIND = "Zzcanarytie of Q", "helps zzcanarykind@example.org"
CANARIES = (NAME, EMAIL, PHONE, POSITION, ALONE, EXTRA, "zzcanarysite", "zzcanarytext@example.org")
CANARIES += (TIE, "zzcanarykind@example.org")
NOTE, REASON, ANSWER, DECIDER = "Zzcanarynote", "Zzcanaryreason", "Zzcanaryanswer", "Zzcanaryfay"
CANARIES += (NOTE, REASON, ANSWER, DECIDER)


@pytest.fixture
def project(taxonomy: Edition) -> Project:
    """A project whose contact person, extra field and text hold what nobody may see."""
    person = make_person(NAME, email=EMAIL, phone=PHONE, position=POSITION)
    alone = make_organisation(ALONE, type="individual", website=SITE)
    welding = make_project(
        "Welding by night",
        categories=("life-skills",),
        contact=person,
        organisation=alone,
        website=SITE,
        extra={"Note": EXTRA},
        summary="Write to zzcanarytext@example.org or call +254 799 123456 for the evening course in welding.",
    )
    fay = make_user("zzcanary-fay@example.org", role="facilitator")
    fay.name = DECIDER
    fay.save()
    make_decision(welding, ("life-skills",), source="facilitator", by=fay, note=NOTE)
    for answered in ({}, {"state": "answered", "accepted": False, "answered_at": timezone.now(), "answered_by": fay}):
        CorrectionRequest.objects.create(
            project=welding, edition=taxonomy, by=fay, reason=REASON, answer=ANSWER if answered else "", **answered
        )
    Link.objects.create(source=welding, target=make_project("Sewing by day"), kind=TIE_KIND, label=TIE)
    news = f"{NAME} ({EMAIL}, {PHONE}) won a prize."
    add_news(welding.pk, text=news, happened_on=timezone.localdate(), language="en", by=fay.pk)
    return welding


def _addresses(pk: int) -> list[str]:
    names = ["home", "map", "directory", "categories", "countries", "directory_csv", "directory_xlsx", "map_embed"]
    names += ["map_json", "map_gexf", "map_graphml", "map_kumu_xlsx", "map_kumu_json"]
    pages = [reverse(name) for name in names]
    pages += [f"{reverse('map_picture_svg')}?group={group}" for group in ("category", "country", "type", "ties")]
    pages += [reverse("map_picture_png")]
    pages += [reverse("project", args=[pk]), reverse("project_sheet", args=[pk])]
    pages += [reverse("category", args=["life-skills"]), reverse("country", args=["KE"])]
    pages += [
        f"{reverse('map')}?selected={pk}",
        f"{reverse('directory')}?view=table",
        f"{reverse('directory')}?q=welding",
    ]
    return pages


def _body(client: Client, address: str) -> bytes:
    """Return everything an answer holds, streamed or not, a spreadsheet unpacked."""
    body = b"".join(iter(client.get(address)))
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as sheet:
        return b"".join(sheet.read(name) for name in sheet.namelist())


def _leaks(client: Client, address: str) -> set[str]:
    body = _body(client, address)
    return {canary for canary in CANARIES if canary.encode() in body}


@pytest.mark.slow
def test_nobody_but_a_facilitator_sees_an_imported_person(
    project: Project, client: Client, member_client: Client
) -> None:
    for reader in (client, member_client):
        assert {address: found for address in _addresses(project.pk) if (found := _leaks(reader, address))} == {}


def test_a_facilitator_sees_them_so_that_the_canary_can_be_seen_at_all(
    project: Project, facilitator_client: Client
) -> None:
    found = _leaks(facilitator_client, reverse("project", args=[project.pk]))
    assert {NAME, EMAIL, ALONE, EXTRA, TIE} <= found


def test_a_facilitator_sees_what_was_said_about_the_categories(project: Project, facilitator_client: Client) -> None:
    addresses = [reverse("review_item", args=[project.pk]), reverse("corrections")]
    found = {canary for address in addresses for canary in _leaks(facilitator_client, address)}
    # The texts are masked there as for everybody: an address in them says nothing about a category.
    assert found == {NOTE, REASON, ANSWER, DECIDER}


def test_the_owner_reads_question_and_answer_but_neither_note_nor_name(project: Project) -> None:
    ada = make_user("ada@example.org")
    Person.objects.update(user=ada)
    client = Client()
    client.force_login(ada)
    found = _leaks(client, reverse("project", args=[project.pk]))
    assert found & {NOTE, REASON, ANSWER, DECIDER} == {REASON, ANSWER}


def test_the_map_files_hold_no_person(project: Project) -> None:
    version = rebuild_map()
    names = {path.name for path in map_folder().iterdir()}
    assert version.file_names <= names
    held = {name: (map_folder() / name).read_bytes() for name in names}
    unpacked = {name: brotli.decompress(raw) if name.endswith(".br") else raw for name, raw in held.items()}
    found = {name: [c for c in CANARIES if c.encode() in raw] for name, raw in unpacked.items()}
    assert found == {name: [] for name in names}


def test_what_goes_out_of_the_map_holds_the_project_so_that_a_leak_could_be_seen(
    project: Project, client: Client
) -> None:
    for name in ("map_json", "map_gexf", "map_graphml", "map_kumu_json"):
        assert b"Welding by night" in _body(client, reverse(name)), name
    assert b"Welding by night" in _body(client, reverse("map_kumu_xlsx"))


@pytest.mark.medium
@pytest.mark.parametrize("words", ["zzcanaryname", "zzcanary", "zzcanaryalone", "zzcanarytext", "zzcanaryextra"])
def test_searching_for_a_person_finds_nothing(project: Project, client: Client, words: str) -> None:
    page = client.get(reverse("directory"), {"q": words}).content.decode()
    title = text_for(project.title, OPERATOR)
    assert title not in page
    assert title in client.get(reverse("directory"), {"q": "welding"}).content.decode()
