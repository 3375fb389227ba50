"""Every page, picture and file tells the same counts of a choice, in every language, and says what it counted."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.translation import ngettext, override

from skillsnet.calls.models import ExtraField, ExtraNumber, Project
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import Counts, summary_counts
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.pictures.files import png_file, svg_file
from skillsnet.netmap.queries import current_map
from skillsnet.netmap.state import MapState
from skillsnet.netmap.stored import stored_network
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_organisation, make_project

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("en", "fr", "es", "ar")
# A query, and how many projects, who submitted them, countries and languages it leaves.
CHOICES = {
    "": (9, 8, 5, 3),
    "region=africa": (5, 4, 2, 3),
    "region=africa&country=KE": (3, 2, 1, 2),
    "subregion=latin-america-caribbean": (2, 2, 2, 1),
    "language=fr": (3, 3, 2, 3),
    "country=ZW": (0, 0, 0, 0),
}


@pytest.fixture
def network(taxonomy: Edition) -> list[Project]:
    """Nine shown projects of seven organisations and one person alone, in five countries; and one withdrawn."""
    school = make_organisation("School", country="KE")
    made = [
        make_project("A", organisation=school, country="KE", languages=("en",)),
        make_project("B", organisation=school, country="KE", languages=("en", "fr")),
        make_project("C", organisation=None, country="KE", languages=("en",)),
        make_project("D", country="SN", languages=("fr",)),
        make_project("E", country="SN", languages=("fr", "wo")),
        make_project("F", country="PE"),
        make_project("G", country="BR", languages=("en",)),
        make_project("H", country="VN"),
        make_project("I", country=""),
    ]
    make_project("Gone", country="ZW", languages=("sn",), status="withdrawn")
    rebuild_map()
    return made


def _told(counts: Counts) -> tuple[int, int, int, int]:
    return counts.projects, counts.participants, counts.countries, counts.languages


@pytest.mark.medium
@pytest.mark.parametrize("query", CHOICES)
def test_one_function_counts_what_it_says(network: list[Project], query: str) -> None:
    assert _told(summary_counts(_filters(query))) == CHOICES[query]


@pytest.mark.medium
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", CHOICES)
def test_list_table_map_frame_and_picture_tell_the_same(
    client: Client, network: list[Project], query: str, language: str
) -> None:
    projects, submitters, countries, _ = CHOICES[query]
    with override(language):
        sentences = (_projects(projects), _countries(countries))
        by = ngettext("%(number)s organisation or individual", "%(number)s organisations and individuals", submitters)
    client.cookies["django_language"] = language
    for address in (reverse("map"), reverse("map_embed")):
        page = client.get(f"{address}?{query}").content.decode()
        shown = (_part(page, "data-netmap-projects"), _part(page, "data-netmap-countries"))
        assert shown == sentences, address
    for view in ("", "&view=table"):
        page = client.get(f"{reverse('directory')}?{query}{view}").content.decode()
        wanted = (sentences[0], by % {"number": submitters}, sentences[1])
        told = " · ".join(wanted) if projects else sentences[0]
        assert told in page, view
    caption = f"{sentences[0]} · {sentences[1]}"
    texts = _texts(client.get(f"{reverse('map_picture_svg')}?{query}").content)
    # What is chosen follows the counts, in words.
    assert any(text == caption or text.startswith(f"{caption} · ") for text in texts)


@pytest.mark.medium
@pytest.mark.parametrize("query", [query for query, told in CHOICES.items() if told[0]])
def test_files_hold_what_the_pages_count(client: Client, network: list[Project], query: str) -> None:
    rows = list(csv.DictReader(io.StringIO(_body(client, "directory_csv", query).decode("utf-8-sig"))))
    points = json.loads(_body(client, "map_json", query))["points"]
    told = {point["values"].get("country") for point in points} - {None}
    assert (len(rows), len(points), len(told)) == (CHOICES[query][0], CHOICES[query][0], CHOICES[query][2])


def test_a_png_is_drawn_from_the_captioned_picture(network: list[Project], monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(
        "skillsnet.netmap.pictures.files.resvg_py.svg_to_bytes",
        lambda *, svg_string, **_: drawn.append(svg_string) or b"png",
    )
    state, version = MapState(_filters("region=africa")), current_map()
    assert version is not None
    assert png_file(version, state, language="en", width=600) == b"png"
    for svg in (drawn[0], svg_file(version, state, language="en", address="https://network.example.org/map/")):
        assert "5 projects · 2 countries · Region: Africa" in _texts(svg.encode())
    assert any(text.endswith(" · https://network.example.org/map/") for text in _texts(svg.encode()))


@pytest.mark.medium
def test_the_first_page_says_what_it_counts(client: Client, network: list[Project]) -> None:
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(reverse("home")).content.decode()))
    for told in ("9 projects", "8 organisations and individuals", "5 countries", "3 languages"):
        assert told in page
    assert "participants" not in page


@pytest.mark.medium
@pytest.mark.parametrize(
    ("amounts", "kept"),
    [
        ([50_000, 250_000, 4_000_000, 150_750_000], [50_000, 250_000, 4_000_000, 150_750_000]),
        ([1e10, 2e10, 9e12, 0], [10_000_000_000, 20_000_000_000, 9_000_000_000_000, 0]),
        ([0.125, 0.5, 0.25, 1], [0.125, 0.5, 0.25, 1]),
        ([-3, 7, 7, 9], [0, 7, 7, 9]),
    ],
)
def test_numbers_of_any_size_stay_apart(
    client: Client, taxonomy: Edition, amounts: list[float], kept: list[float]
) -> None:
    call = make_call()
    field = ExtraField.objects.create(slug="budget", labels={"": "Budget"}, kind="number", audience="public")
    for number, amount in enumerate(amounts):
        project = make_project(str(number), call=call, country="KE")
        ExtraNumber.objects.create(project=project, field=field, value=amount)
    rebuild_map()
    version = current_map()
    assert version is not None
    told = next(number for number in stored_network(version).numbers if number.key == "field-budget")
    assert np.asarray(told.of_node).tolist() == kept
    points = json.loads(_body(client, "map_json"))["points"]
    assert [point["values"]["number-field-budget"] for point in points] == kept


def _filters(query: str) -> Filters:
    return Filters.from_query(QueryDict(query))


def _projects(number: int) -> str:
    return ngettext("%(number)s project", "%(number)s projects", number) % {"number": number}


def _countries(number: int) -> str:
    return ngettext("%(number)s country", "%(number)s countries", number) % {"number": number}


def _part(page: str, mark: str) -> str:
    found = re.search(rf"<\w+ {mark}>(.*?)</", page)
    assert found is not None, mark
    return found[1]


def _texts(drawn: bytes) -> set[str]:
    found = ElementTree.fromstring(drawn).iter(f"{SVG}text")
    # A picture of a page from right to left marks the direction of each text.
    return {"".join(text.itertext()).strip("\u202b\u202c") for text in found}


def _body(client: Client, name: str, query: str = "") -> bytes:
    return b"".join(iter(client.get(f"{reverse(name)}?{query}")))
