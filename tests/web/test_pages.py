"""What every page has in common."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_project

VOID = {"area", "br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "wbr"}
LANGUAGES = ["en", "fr", "es", "ar"]


class Outline(HTMLParser):
    """Reads a page and notes what is wrong with its frame."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)
        self.wrong += [f"<{tag}> never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.ids += [named["id"]] if named.get("id") else []
        inline = [name for name in named if name == "style" or name.startswith("on")]
        self.wrong += [f"<{tag} {name}>" for name in inline]
        if tag == "script" and not named.get("src") and named.get("type") != "application/json":
            self.wrong.append("inline script")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")


@pytest.fixture
def addresses(taxonomy: Edition) -> list[str]:
    first = make_project("Élan", categories=("training-delivery",), language="fr")
    make_project("<script>alert(1)</script>", summary='"><img src=x onerror=alert(1)>', country="")
    return [
        *("/directory/", "/directory/?view=table", "/directory/?q=elan&country=KE", "/directory/?q=nothing-here"),
        *(f"/projects/{first.pk}/", f"/projects/{first.pk + 1}/", f"/projects/{first.pk}/sheet/"),
        *("/categories/", "/categories/training-delivery/", "/categories/life-skills/"),
        *("/categories/edition-1/sectoral-approaches/", "/countries/", "/countries/KE/", "/countries/AQ/"),
        *("/accounts/login/", "/nowhere/"),
    ]


@pytest.mark.medium
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_well_formed_with_one_heading(addresses: list[str], client: Client, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in addresses:
        page = client.get(address).content.decode()
        outline = Outline(page)
        assert outline.wrong == [], address
        assert outline.tags.count("h1") == 1, address
        assert outline.tags.count("main") == 1, address
        assert len(outline.ids) == len(set(outline.ids)), address
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page, address


@pytest.mark.medium
def test_facilitators_pages_are_well_formed_too(addresses: list[str], facilitator_client: Client) -> None:
    for address in addresses[:6]:
        outline = Outline(facilitator_client.get(address).content.decode())
        assert (outline.wrong, outline.tags.count("h1")) == ([], 1), address


@pytest.mark.medium
def test_texts_of_participants_are_never_markup(addresses: list[str], client: Client) -> None:
    for address in addresses:
        page = client.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


@pytest.mark.django_db
def test_invented_material_is_marked_and_other_is_not(client: Client) -> None:
    assert "is invented" not in client.get("/directory/").content.decode()
    make_call("example", is_example=True)
    for address in ("/directory/", "/categories/", "/accounts/login/", "/nowhere/"):
        assert "is invented" in client.get(address).content.decode(), address


@pytest.mark.django_db
def test_language_form_changes_the_language_and_returns(client: Client) -> None:
    answer = client.post("/language/setlang/", {"language": "ar", "next": "/directory/?country=KE"})
    assert answer["Location"] == "/directory/?country=KE"
    assert 'dir="rtl"' in client.get("/directory/").content.decode()


@pytest.mark.django_db
def test_facilitate_stands_in_the_menu_of_facilitators_only(
    client: Client, member_client: Client, facilitator_client: Client
) -> None:
    shown = [
        'href="/facilitate/"' in c.get("/directory/").content.decode()
        for c in (client, member_client, facilitator_client)
    ]
    assert shown == [False, False, True]


@pytest.mark.django_db
def test_error_page_gives_the_number_of_the_request(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"X-Request-Id": "abcd-1234-efgh"})
    assert answer.status_code == 404
    assert re.search(r"<code[^>]*>abcd-1234-efgh</code>", answer.content.decode())
