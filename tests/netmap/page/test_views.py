"""The map's addresses."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.taxonomy.models import Edition
from tests.factories import make_project


def test_a_search_on_the_map_finds_what_the_directory_finds(client: Client, taxonomy: Edition) -> None:
    by_text = make_project("Sewing", summary="Élèves soudeurs au village.", country="SN")
    by_title = make_project("Soudeurs du port", summary="A harbour.", country="CI")
    make_project("Baking", summary="Bread.", country="FR")
    assert client.get("/map/matches/", {"q": "SOUDEURS"}).json() == {"ids": [by_text.pk, by_title.pk]}
    assert client.get("/map/matches/", {"q": "sénégal"}).json() == {"ids": [by_text.pk]}


def test_an_empty_or_odd_search_finds_nothing_and_breaks_nothing(client: Client, taxonomy: Edition) -> None:
    make_project("Sewing")
    for words in ("", "   ", '"NEAR(*', "zzz", "x" * 10_000):
        assert client.get("/map/matches/", {"q": words}).json() == {"ids": []}


def test_a_file_is_kept_for_ever_and_comes_packed_to_those_who_unpack(client: Client, taxonomy: Edition) -> None:
    from skillsnet.netmap.queries import current_map

    make_project("Sewing")
    version = current_map()
    assert version is not None
    address = f"/map/files/{version.nodes_name}"
    packed, plain = client.get(address, headers={"Accept-Encoding": "br"}), client.get(address)
    assert (packed["Content-Encoding"], plain.get("Content-Encoding")) == ("br", None)
    assert "immutable" in plain["Cache-Control"]
    assert plain.content[:4] == b"SNM2"


def test_a_file_that_is_none_is_not_found(client: Client, db: None) -> None:
    for name in ("nodes-00000000000000000000.snm", "..%2Fsecret.key", "nodes-x.snm"):
        assert client.get(f"/map/files/{name}").status_code == 404


@pytest.mark.parametrize("number", ["9" * 5000, str(2**63), "-1", "٣", "x"])
def test_address_that_selects_no_project_shows_the_map(number: str, client: Client, taxonomy: Edition) -> None:
    assert client.get(reverse("map"), {"selected": number}).status_code == 200
