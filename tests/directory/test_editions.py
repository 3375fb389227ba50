"""Editions for everybody: each in its own words, what changed between two, and as files."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from skillsnet.core.interchange.skos import from_skos
from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.directory.queries.editions import compare_editions
from skillsnet.taxonomy.actions import open_for_comment, publish_edition, retire_category
from skillsnet.taxonomy.models import Category, Edition
from tests.factories import make_decision, make_project
from tests.taxonomy.drafts import make_draft

pytestmark = pytest.mark.django_db
CHANGES = "/categories/changes/"


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def main_of(client: Client, address: str) -> str:
    """What the page itself says, without the header and its one-time values."""
    return page_of(client, address).split("<main", 1)[1].split("</main>", 1)[0]


def test_an_old_number_leads_to_what_it_meant_in_its_edition(taxonomy: Edition, client: Client) -> None:
    for edition in taxonomy.taxonomy.editions.all():
        for category in edition.categories.all():
            answer = client.get(f"/categories/edition-{edition.number}/{category.number}/")
            assert answer["Location"] == f"/categories/edition-{edition.number}/{category.slug}/"
    for nothing in ("edition-1/9/", "edition-9/1/", f"edition-1/{10**20}/", "edition-9/", "edition-9.ttl"):
        assert client.get(f"/categories/{nothing}").status_code == 404, nothing


def test_an_edition_lists_its_categories_in_its_own_words(taxonomy: Edition, client: Client) -> None:
    page = page_of(client, "/categories/edition-1/")
    assert [name in page for name in ("Sectoral approaches", "Life skills", "no longer in force")] == [
        True,
        False,
        True,
    ]
    assert "Media was proposed as a category and not taken in" in page_of(client, "/categories/edition-2/")


def test_the_difference_stands_as_a_picture_and_in_words(taxonomy: Edition, client: Client) -> None:
    page = page_of(client, CHANGES)
    assert page.count('<svg class="flow-picture') == 2
    assert '<ins><span class="visually-hidden">added: </span>' in page
    assert '<del><span class="visually-hidden">removed: </span>' in page
    assert "A sectoral approach is one form of an ecosystem" in page
    assert "Number changed from 7 to 6." in page
    assert main_of(client, f"{CHANGES}?from=2&to=1") == main_of(client, f"{CHANGES}?from=1&to=2")


@pytest.mark.parametrize("query", ["from=1&to=9", "from=x", "to=1%00", f"to={10**20}"])
def test_editions_that_are_none_are_not_found(query: str, taxonomy: Edition, client: Client) -> None:
    assert client.get(f"{CHANGES}?{query}").status_code in (400, 404)


def test_without_two_editions_the_page_says_so(client: Client) -> None:
    assert "There are not yet two editions to compare." in page_of(client, CHANGES)


def test_flows_carry_the_number_of_projects(taxonomy: Edition, client: Client) -> None:
    old = Category.objects.get(edition__number=1, slug="sectoral-approaches")
    for _ in range(3):
        project = make_project(categories=("skills-ecosystem",))
        make_decision(project, (old.slug,), edition=old.edition, source="facilitator")
    gone = make_project(status="withdrawn")
    make_decision(gone, (old.slug,), edition=old.edition, source="facilitator")
    page = page_of(client, CHANGES)
    assert [">Merged · 3</text>" in page, ">Merged<tspan" in page, ">Renamed · 0</text>" in page] == [True] * 3


def test_flows_of_a_draft_carry_what_is_certain(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    retire_category(draft.categories.get(slug="life-skills"), by=None)
    make_project(categories=("training-delivery",))
    page = page_of(facilitator_client, f"{CHANGES}?from=2&to=3")
    assert (">Kept · 1</text>" in page, ">Kept · 0</text>" in page) == (True, True)


@pytest.mark.medium
def test_a_draft_is_the_facilitators_and_an_open_edition_everybodys(
    taxonomy: Edition, client: Client, member_client: Client, facilitator_client: Client
) -> None:
    draft = make_draft(taxonomy)
    ends = ("/", "/life-skills/", "/9/", ".ttl", "-changes.csv")
    addresses = [*(f"/categories/edition-3{end}" for end in ends), f"{CHANGES}?from=2&to=3"]
    told = {
        who: {address: visitor.get(address).status_code for address in addresses}
        for who, visitor in (("client", client), ("member", member_client), ("facilitator", facilitator_client))
    }
    assert set(told["client"].values()) == set(told["member"].values()) == {404}
    assert set(told["facilitator"].values()) == {200, 302}
    assert "Only facilitators see it" in page_of(facilitator_client, "/categories/edition-3/life-skills/")
    open_for_comment(draft, until=timezone.localdate() + timedelta(days=3), by=None)
    for address in addresses:
        assert client.get(address).status_code in (200, 302), address
    assert "open for comment" in page_of(client, "/categories/edition-3/")
    assert "open for comment" in page_of(client, "/categories/")
    # The latest two that were published, unless one asks for more.
    assert 'value="2" selected' in page_of(client, CHANGES)


def test_what_a_draft_says_does_not_show_on_the_pages_of_what_is_in_force(taxonomy: Edition, client: Client) -> None:
    before = main_of(client, "/categories/life-skills/")
    draft = make_draft(taxonomy)
    assert main_of(client, "/categories/life-skills/") == before
    retire_category(draft.categories.get(slug="life-skills"), by=None)
    assert main_of(client, "/categories/life-skills/") == before


@pytest.mark.parametrize("form", ["ttl", "rdf"])
def test_an_edition_is_taken_along_as_skos(form: str, taxonomy: Edition, client: Client) -> None:
    answer = client.get(f"/categories/edition-2.{form}")
    found, whole = from_skos(answer.content), load_skills_taxonomy()
    assert (found.editions, found.correspondence) == (whole.editions[1:], whole.correspondence)
    assert "http://testserver/categories/edition-2/life-skills/" in answer.content.decode()


@pytest.mark.parametrize(
    ("end", "type_"),
    [(".csv", "text/csv; charset=utf-8"), ("-changes.csv", "text/csv; charset=utf-8"), (".json", "application/json"),
     (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")],
)  # fmt: skip
def test_an_edition_is_taken_along_as_a_spreadsheet(end: str, type_: str, taxonomy: Edition, client: Client) -> None:
    answer = client.get(f"/categories/edition-2{end}")
    assert (answer.status_code, answer["Content-Type"]) == (200, type_)
    assert answer["Content-Disposition"].startswith('attachment; filename="skills-2')


def test_the_difference_costs_the_same_whatever_the_size(
    taxonomy: Edition, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for _ in range(2):
        make_project(categories=("life-skills",))
        with django_assert_num_queries(20, exact=False) as asked:
            client.get(CHANGES)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_editions_that_do_not_follow_each_other_are_compared_along_those_between(
    taxonomy: Edition, client: Client
) -> None:
    draft = make_draft(taxonomy)
    category = draft.categories.get(slug="recognition-of-skills")
    retire_category(category, by=None, reasons={"en": "Nobody asked for it."})
    third = publish_edition(draft, by=None)
    first = taxonomy.taxonomy.editions.get(number=1)
    told = [
        (one.old.number if one.old else None, one.new.number if one.new else None, one.kind)
        for one in compare_editions(first, third, language="en").descriptions
    ]
    assert told == [
        (1, 1, "Renamed"), (3, 3, "Split"), (4, 4, "Widened"), (5, 5, "Widened"), (6, 5, "Merged"), (7, 6, "Widened"),
        (8, 7, "Widened"), (3, 8, "Split"), (None, 9, "Added"), (2, None, "Retired"),
    ]  # fmt: skip
    assert "Nobody asked for it." in page_of(client, f"{CHANGES}?from=1&to=3")
