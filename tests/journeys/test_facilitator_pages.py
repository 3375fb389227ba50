"""Facilitators' and members' pages: axe finds nothing, nothing is wider than a phone, in both directions of writing."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.membership.actions import mark_unreachable
from skillsnet.membership.tokens import reminder_stop_signature
from skillsnet.participants.models import Person
from skillsnet.taxonomy.actions import start_draft
from skillsnet.taxonomy.models import Taxonomy
from tests.factories import make_handed_over, make_invitation, make_person, make_round
from tests.membership.conftest import link_of

PAGES = ["/facilitate/", "/facilitate/imports/", "/facilitate/imports/new/", "/facilitate/outbox/"]
PAGES += ["/facilitate/projects/new/", "/facilitate/edit/removed/", "/facilitate/work/", "/facilitate/accounts/record/"]
PAGES += ["/facilitate/categories/", "/facilitate/taxonomies/", "/facilitate/taxonomies/new/"]
PAGES += ["/facilitate/taxonomies/file/", "/facilitate/taxonomies/skills/", "/facilitate/taxonomies/skills/edition-2/"]
DRAFT = "/facilitate/taxonomies/skills/edition-3/"
PAGES += [DRAFT, f"{DRAFT}changes/", f"{DRAFT}add/", f"{DRAFT}note/", f"{DRAFT}delete/", f"{DRAFT}file/"]
PAGES += [f"{DRAFT}categories/life-skills/", "/categories/changes/", "/categories/edition-1/", "/categories/edition-3/"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_they_are_open_to_everybody(
    network: str, open_page: Callable[..., Page], sign_in: Callable[[Page], User], language: str
) -> None:
    page = open_page(language=language, width=360, height=740)
    sign_in(page)
    start_draft(Taxonomy.objects.get(slug="skills"), by=None)
    profile = f"/projects/{Project.objects.order_by('pk')[0].pk}/"
    pk = Project.objects.order_by("pk")[0].pk
    by_hand = [f"/facilitate/edit/projects/{pk}/", f"/facilitate/edit/projects/{pk}/remove/"]
    assert _violations(page, network, [*PAGES, profile, *by_hand, *_invitation_pages()]) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_behind_an_invitation_are_too(network: str, open_page: Callable[..., Page], language: str) -> None:
    first, second, handed_over = make_invitation(), make_invitation(make_person("A. Lovelace")), make_handed_over()
    page = open_page(language=language, width=360, height=740)
    stop = f"/claim/stop-reminders/{reminder_stop_signature(first)}/"
    assert _violations(page, network, ["/claim/", "/claim/code/", stop]) == {}
    assert _violations(page, network, [link_of(handed_over), link_of(first), "/claim/decline/"]) == {}
    page.goto(network + "/claim/")
    page.locator("form[action='/claim/'] button").click()
    page.wait_for_url("**/profile/**")
    # Whoever has a profile joins the next one with it.
    assert _violations(page, network, [link_of(second)]) == {}
    page.locator("form[action='/claim/join/'] button").click()
    page.wait_for_url("**/profile/")
    expect(page.locator("form[action^='/profile/separate/'] button")).to_be_visible()
    assert _violations(page, network, ["/profile/", "/profile/visibility/", "/profile/data/", "/profile/delete/"]) == {}


def _invitation_pages() -> list[str]:
    """Return the pages of invitations, with one of each kind on them."""
    reachable, unreachable = Person.objects.exclude(email="").order_by("pk")[:2]
    make_invitation(reachable)
    mark_unreachable(unreachable, site="https://network.example.org", by=None)
    make_handed_over(unreachable)
    campaign = make_round(first_reminder_days=7, second_reminder_days=14, state="finished")
    pages = [
        "",
        f"campaigns/{campaign.pk}/",
        f"campaigns/{campaign.pk}/edit/",
        "campaigns/new/",
        "hand-over/",
        "again/",
    ]
    pages += [f"hand-over/{unreachable.pk}/", f"hand-over/{reachable.pk}/"]
    return [f"/facilitate/invitations/{page}" for page in pages]


def _violations(page: Page, network: str, addresses: list[str]) -> dict[str, list[object]]:
    """Return what axe says of each page of which it says anything."""
    violations: dict[str, list[object]] = {}
    for address in addresses:
        page.goto(network + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        if results:
            violations[address] = [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in results]
    return violations
