"""The facilitators' pages: axe finds nothing, nothing is wider than a phone, in both directions of writing."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.taxonomy.actions import start_draft
from skillsnet.taxonomy.models import Taxonomy

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
    violations = {}
    pk = Project.objects.order_by("pk")[0].pk
    by_hand = [f"/facilitate/edit/projects/{pk}/", f"/facilitate/edit/projects/{pk}/remove/"]
    for address in [*PAGES, profile, *by_hand]:
        page.goto(network + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        if results:
            violations[address] = [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in results]
    assert violations == {}
