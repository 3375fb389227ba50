"""Category and country pages."""

import pytest
from django.test import Client

from skillsnet.taxonomy.models import CategoryText, Edition
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.medium
def test_every_category_of_every_edition_answers(taxonomy: Edition, client: Client) -> None:
    for edition in taxonomy.taxonomy.editions.all():
        for category in edition.categories.all():
            page = page_of(client, f"/categories/edition-{edition.number}/{category.slug}/")
            assert "Background" in page


def test_an_old_name_leads_to_its_edition(taxonomy: Edition, client: Client) -> None:
    answer = client.get("/categories/sectoral-approaches/")
    assert answer["Location"] == "/categories/edition-1/sectoral-approaches/"
    assert 'href="/categories/skills-ecosystem/"' in page_of(client, "/categories/edition-1/sectoral-approaches/")


def test_history_tells_what_went_into_a_category_and_why(taxonomy: Edition, client: Client) -> None:
    page = page_of(client, "/categories/skills-ecosystem/")
    assert 'href="/categories/edition-1/sectoral-approaches/"' in page
    reasons = taxonomy.categories.get(slug="skills-ecosystem").predecessors.values_list("reasons", flat=True)
    assert len(reasons) == 2
    assert all(reason["en"].split(".")[0][:40].split("’")[0].split("'")[0] in page for reason in reasons)


@pytest.mark.parametrize(
    "address",
    ["/categories/nothing/", "/categories/edition-9/life-skills/", "/categories/edition-1/life-skills/",
     f"/categories/edition-{2**70}/life-skills/", "/countries/ZZ/", "/countries/kenya/"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(address: str, taxonomy: Edition, client: Client) -> None:
    assert client.get(address).status_code == 404


def test_missing_words_fall_back_to_english_and_say_so(taxonomy: Edition, client: Client) -> None:
    CategoryText.objects.filter(category__slug="life-skills", language="fr").delete()
    client.cookies["django_language"] = "fr"
    page = page_of(client, "/categories/life-skills/")
    assert '<span lang="en" dir="auto">Life skills' in page


def test_category_counts_its_projects_by_region(taxonomy: Edition, client: Client) -> None:
    for country in ("KE", "GH", "MX"):
        make_project(country=country, categories=("life-skills",))
    page = page_of(client, "/categories/life-skills/")
    assert "3 projects" in page
    assert 'href="/directory/?category=life-skills&amp;region=africa"' in page


def test_country_page_shows_its_projects_only(taxonomy: Edition, client: Client) -> None:
    make_project("In Kenya", country="KE", languages=("sw",))
    make_project("In Mexico", country="MX")
    page = page_of(client, "/countries/KE/")
    assert ("In Kenya" in page, "In Mexico" in page, "Swahili" in page) == (True, False, True)


def test_a_country_code_in_small_letters_leads_to_the_page(client: Client) -> None:
    assert client.get("/countries/ke/")["Location"] == "/countries/KE/"


def test_countries_stand_under_their_region(client: Client) -> None:
    for country in ("EG", "TR", "IR"):
        make_project(country=country)
    page = page_of(client, "/countries/")
    order = [
        page.index(name)
        for name in ("Africa", "Egypt", "Asia and the Pacific", "Iran", "Europe and Central", "Türkiye")
    ]
    assert order == sorted(order)
