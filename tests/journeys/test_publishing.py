"""From a draft to the edition in force and back, in a browser: with and without JavaScript, on a phone, in Arabic."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.publication.models import Publication
from skillsnet.taxonomy.actions import start_draft
from skillsnet.taxonomy.models import Correspondence, Edition, Taxonomy

DRAFT = "/facilitate/taxonomies/skills/edition-3/"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG_MS = 120_000


def make_draft() -> None:
    """Begin the third edition, in which one category is narrowed: what stands there is to be decided."""
    draft = start_draft(Taxonomy.objects.get(slug="skills"), by=None)
    Correspondence.objects.filter(new__edition=draft, new__slug="training-delivery").update(kind="narrowed")


def check(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(violation["id"], [node["target"] for node in violation["nodes"]][:3]) for violation in violations] == [], (
        page.url
    )


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("ar", True), ("en", False)])
def test_a_draft_is_looked_through_published_and_taken_back(
    network: str,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page], User],
    language: str,
    javascript: bool,
) -> None:
    page = open_page(language=language, width=360, height=740, java_script_enabled=javascript)
    # All is carried over while the page waits, where in production a worker does it.
    page.set_default_timeout(LONG_MS)
    page.set_default_navigation_timeout(LONG_MS)
    sign_in(page)
    make_draft()
    for address in (f"{DRAFT}moves/", f"{DRAFT}moves/?line=added", f"{DRAFT}publish/"):
        page.goto(network + address)
        if javascript:
            check(page, 360)
    page.locator("main form button").first.click()
    expect(page.locator("main form button").last).to_be_visible()
    publication = Publication.objects.get()
    assert (publication.state, Edition.objects.get(number=3).state) == ("published", "published")
    for address in (
        "/facilitate/categories/",
        "/directory/?edition=2",
        "/categories/changes/",
        page.url.replace(network, ""),
    ):
        page.goto(network + address)
        if javascript:
            check(page, 360)
    page.locator("form[action$='/undo/'] button").click()
    page.wait_for_load_state()
    publication.refresh_from_db()
    assert (publication.state, Edition.objects.get(number=3).state) == ("undone", "draft")
