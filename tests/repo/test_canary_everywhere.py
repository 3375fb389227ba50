"""What a file says of people, in every text it can bring, is looked for in the answer of every address there is."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.calls.actions import FieldDraft, add_field, give_consent
from skillsnet.calls.models import Link, Project
from skillsnet.intake.actions import commit, preview, start_run
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.participants.models import Organisation
from skillsnet.revisions.actions import revise
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_person, make_project
from tests.fuzzing.addresses import address_names
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import TABLE

pytestmark = pytest.mark.slow

NAME, EMAIL, PHONE, POSITION = "Zzada Canaryquill", "zzada@people.example.org", "+254 799 123456", "Zzposition"
# What must be found nowhere: each place of the file has an address of its own, so that a leak tells where it was.
PLACES = ("title", "summary", "organisation", "site", "theme", "kind", "label", "file")
FORBIDDEN = (NAME, "Canaryquill", EMAIL, "799 123456", POSITION, *(f"zz{place}@example.org" for place in PLACES))
# Whoever agreed to show them and then said that others may not get in touch has them on no page.
REFUSED_TITLE, REFUSED_EMAIL, REFUSED_PHONE = "Zzrefused contact", "zzrefused@people.example.org", "+254 799 765432"
REFUSED = (REFUSED_EMAIL, "799 765432")
HEADER = (
    "ID,Title,Summary,Organisation,Type of organisation,Country,Website,Lamp kind,"
    "Contact person,E-mail,Telephone,Position"
)
FIRST = (
    *("Z-1", f"Zzpump repair by {NAME} zztitle@example.org"),
    *(f"Zzwelding: write to zzsummary@example.org or call {PHONE} {NAME}", "Zzatelier of zzorganisation@example.org"),
    *("NGO", "Kenya", "https://example.org/?zzsite@example.org", "Zzsolar zztheme@example.org", NAME, EMAIL, PHONE),
    POSITION,
)
SECOND = (
    *("Z-2", "Zzsewing by day", "Zzsewing is taught.", NAME, "Individual", "Kenya", "https://canaryquill.example.org/"),
    *("Zzwind", NAME, EMAIL, "", ""),
)
ROWS = (",".join(FIRST), ",".join(SECOND))


@pytest.fixture
def planted(taxonomy: Edition) -> dict[str, str]:
    """Every address, in a network with an import of two rows that say everything of a person everywhere."""
    arguments = one_of_each(taxonomy)
    # The field is there before the file that brings an address into its column.
    make_project(extra={"Lamp kind": "Zzwind"})
    add_field(FieldDraft("Theme", ("Lamp kind",), "one", "public"), by=None)
    file = BytesIO("\n".join((HEADER, *ROWS)).encode())
    commit(preview(start_run(file, name="zzfile@example.org.csv", call=make_call("canary"), by=None)), by=None)
    first, second = Project.objects.filter(call__slug="canary").order_by("pk")
    Link.objects.create(
        source=first, target=second, kind="helps zzkind@example.org", label=f"{NAME} zzlabel@example.org"
    )
    # What was changed by hand is kept, with what stood there before.
    person = second.contact
    assert person is not None
    revise(person, {"position": "Zzteacher"}, by=None)
    _refuse_contact()
    rebuild_map()
    arguments |= {
        "edited": ["people", person.pk],
        "project": [first.pk],
        "organisation": [Organisation.objects.order_by("-pk")[0].pk],
    }
    return {name: reverse(name, args=arguments[TABLE[name][0]]) for name in address_names()}


def _refuse_contact() -> None:
    person = make_person("Zzwilling Q", email=REFUSED_EMAIL, phone=REFUSED_PHONE)
    for field in ("name", "email", "phone"):
        give_consent(person, field, audience="public", wording="We may show it.", source="form", by=None)
    make_project(REFUSED_TITLE, contact=person, may_contact="no")


def body(client: Client, address: str) -> bytes:
    """Return all bytes of an answer, its headers too, an archive unpacked."""
    answer = client.get(address)
    found = b"".join(iter(answer)) + repr(answer.headers).encode()
    try:
        with ZipFile(BytesIO(found)) as book:
            return b"".join(book.read(name) for name in book.namelist())
    except BadZipFile:
        return found


def leaks(client: Client, addresses: dict[str, str]) -> dict[str, list[str]]:
    asked = {name: [address, f"{address}?q=zzwelding"] for name, address in addresses.items()}
    asked["map"].append(f"{addresses['map']}?selected={Project.objects.get(external_id='Z-1').pk}")
    refused = Project.objects.get(title=REFUSED_TITLE).pk
    for name in ("project", "project_sheet"):
        asked[name].append(reverse(name, args=[refused]))
    found = {
        name: sorted(
            {
                word
                for address in each
                for held in [body(client, address)]
                for word in (*FORBIDDEN, *REFUSED)
                if word.encode() in held
            }
        )
        for name, each in asked.items()
        if name != "account_logout"
    }
    return {name: words for name, words in found.items() if words}


def test_no_address_tells_a_visitor_anything_of_it(planted: dict[str, str], client: Client) -> None:
    assert leaks(client, planted) == {}


def test_no_address_tells_a_member_anything_of_it(planted: dict[str, str], member_client: Client) -> None:
    assert leaks(member_client, planted) == {}


def test_facilitators_see_each_of_them_so_that_a_leak_could_be_seen(
    planted: dict[str, str], facilitator_client: Client
) -> None:
    seen = leaks(facilitator_client, planted)
    assert {NAME, EMAIL, "zztitle@example.org", "zzorganisation@example.org"} <= set(seen["project"])
    assert {*REFUSED} <= set(seen["project"])
    assert "zzfile@example.org" in seen["imports"]
    assert {NAME, EMAIL, POSITION} <= set(seen["edit"])
    told = {word for words in seen.values() for word in words}
    assert {word for word in FORBIDDEN if word not in told} <= {"zzkind@example.org"}


def test_what_the_file_brought_is_shown_to_everybody_but_for_the_person(
    planted: dict[str, str], client: Client
) -> None:
    for name in ("directory", "directory_csv", "directory_xlsx", "map_json", "project", "map_kumu_xlsx"):
        assert b"Zzpump repair" in body(client, planted[name]), name
