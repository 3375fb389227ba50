"""What must not be shown is looked for in the answer of every address there is, and in every file of the map."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from skillsnet.calls.actions import FieldDraft, add_field, take_off_pages
from skillsnet.calls.models import Link, Project
from skillsnet.calls.tasks import follow_changes
from skillsnet.intake.actions import commit, preview, start_run
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.files import map_folder
from skillsnet.netmap.models import MapVersion
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_project
from tests.fuzzing.addresses import address_names
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import TABLE
from tests.repo.test_canary_everywhere import body

pytestmark = pytest.mark.slow

# The project of the first row must not be shown; a facilitator takes the second off; the third is shown.
HEADER = "ID,Title,Summary,Organisation,Type of organisation,Country,Website,Lamp kind,May we show your entry?"
ROWS = (
    "Q-1,Qqshelter for weavers,Qqweaving is taught in hiding.,Qqhouse,NGO,Nauru,https://qqhouse.example.org/,Qqwind,No",
    "Q-2,Qqloom by night,Qqlooming is taught at night.,Qqloft,NGO,Tuvalu,https://qqloft.example.org/,Qqtide,Yes",
    "Q-3,Zzpump repair,Zzpumps are mended by day.,Zzyard,NGO,Kenya,https://zzyard.example.org/,Zzsolar,Yes",
)
FORBIDDEN = (
    *("Qqshelter", "qqshelter", "Qqweaving", "qqweaving", "Qqhouse", "qqhouse", "Qqwind", "Q-1", "Nauru"),
    *("Qqloom", "qqloom", "Qqlooming", "Qqloft", "qqloft", "Qqtide", "Q-2", "Tuvalu"),
)
QUERIES = ("", "?q=shelter", "?q=looming", "?q=Zzpump", "?group=country")


@pytest.fixture
def planted(taxonomy: Edition, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> dict[str, str]:
    """Every address, in a network with two projects that are kept off and maps built before and after."""
    arguments = one_of_each(taxonomy)
    make_project(extra={"Lamp kind": "Zzsolar"})
    add_field(FieldDraft("Lamp", ("Lamp kind",), "one", "public"), by=None)
    file = BytesIO("\n".join((HEADER, *ROWS)).encode())
    commit(preview(start_run(file, name="answers.csv", call=make_call("quiet"), by=None)), by=None)
    first, second, third = Project.objects.filter(call__slug="quiet").order_by("pk")
    Link.objects.create(source=first, target=third, kind="helps")
    Link.objects.create(source=third, target=second, kind="helps")
    rebuild_map()
    with django_capture_on_commit_callbacks(execute=True):
        take_off_pages(second.pk, reason="at risk", by=None)
    arguments |= {"project": [third.pk], "code": ["KE"]}
    return {name: reverse(name, args=arguments[TABLE[name][0]]) for name in address_names()}


def _leaks(client: Client, addresses: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for name, address in addresses.items():
        if name == "account_logout":
            continue
        for query in QUERIES:
            held = body(client, f"{address}{query}")
            words = {word for word in FORBIDDEN if word.encode() in held}
            found.setdefault(name, set()).update(words)
    return {name: sorted(words) for name, words in found.items() if words}


def _files() -> dict[str, bytes]:
    return {
        name: (map_folder() / name).read_bytes()
        for version in MapVersion.objects.all()
        for name in version.file_names
        if Path(map_folder() / name).exists()
    }


@pytest.fixture
def rebuilt(planted: dict[str, str]) -> dict[str, str]:
    """The same once a worker has followed."""
    follow_changes()
    rebuild_map()
    return planted


def test_no_address_tells_a_visitor_anything_of_it(rebuilt: dict[str, str], client: Client) -> None:
    assert _leaks(client, rebuilt) == {}


def test_no_address_tells_a_member_anything_of_it(rebuilt: dict[str, str], member_client: Client) -> None:
    assert _leaks(member_client, rebuilt) == {}


def test_no_file_of_a_map_holds_it(rebuilt: dict[str, str]) -> None:
    files = _files()
    codes = (*FORBIDDEN, '"NR"', '"TV"')
    assert files
    assert {word for payload in files.values() for word in codes if word.encode() in payload} == set()
    hidden = set(Project.objects.kept_off().values_list("pk", flat=True))
    assert len(hidden) == 2
    assert any(b"Zzpump" in payload for payload in files.values())


def test_the_words_go_at_once_before_a_worker_follows(planted: dict[str, str], client: Client) -> None:
    words = [word for word in FORBIDDEN if word[0] in "Qq" and word not in ("Qqtide", "Q-2")]
    assert {word for payload in _files().values() for word in words if word.encode() in payload} == set()
    for name in ("directory", "directory_csv", "map_json", "map_kumu_json", "map_gexf", "home"):
        assert [word for word in words if word.encode() in body(client, planted[name])] == [], name


def test_its_own_pages_are_not_there(rebuilt: dict[str, str], client: Client, member_client: Client) -> None:
    for pk in Project.objects.kept_off().order_by("pk").values_list("pk", flat=True):
        for name in ("project", "project_sheet"):
            for browser in (client, member_client):
                assert browser.get(reverse(name, args=[pk])).status_code == 404


def test_facilitators_see_it_so_that_a_leak_could_be_seen(rebuilt: dict[str, str], facilitator_client: Client) -> None:
    seen = _leaks(facilitator_client, rebuilt)
    assert {"Qqshelter", "Qqloom"} <= set(seen["kept_off_projects"])
    # Neither are they in what facilitators may hand on.
    assert not {"directory", "directory_csv", "directory_xlsx", "map_json", "map", "home", "map_gexf"} & set(seen)
    page = body(facilitator_client, reverse("project", args=[Project.objects.get(external_id="Q-1").pk]))
    assert all(word.encode() in page for word in ("Qqshelter", "Qqweaving", "Qqwind", "Q-1"))
