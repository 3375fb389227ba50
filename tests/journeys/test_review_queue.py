"""A facilitator goes through the queue: by keyboard, without JavaScript, on a phone, from right to left."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import viewer_for
from skillsnet.calls.models import Project
from skillsnet.classification.actions import (
    ask_for_correction,
    close_annotation_round,
    label_project,
    start_annotation_round,
)
from skillsnet.classification.models import BlindAnnotation, Decision, Relearning, Skip
from skillsnet.classification.queries import pending_projects
from skillsnet.core.text.unmasked import raw_words
from skillsnet.taxonomy.queries import current_edition
from tests.factories import make_user

QUEUE = "/facilitate/categories/"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OpenPage = Callable[..., Page]
SignIn = Callable[[Page], User]


def _press(page: Page, key: str) -> None:
    """Press a key that sends an answer, and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_by_keyboard(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page()
    sign_in(page)
    first, second = (raw_words(project.title) for project in pending_projects()[:2])
    page.goto(network + QUEUE)
    expect(page.locator("h1")).to_contain_text(first.split()[0])
    page.keyboard.press("2")
    expect(page.locator('[data-key="2"]')).to_be_checked()
    _press(page, "a")
    expect(page.locator("h1")).to_contain_text(second.split()[0])
    category = Decision.objects.get(source="facilitator").assignments.get(is_primary=True).category
    expect(page.locator(".queue-undo")).to_contain_text(category.texts.get(language="en").name)
    _press(page, "s")
    assert raw_words(Skip.objects.get().project.title) == second
    _press(page, "t")
    assert Decision.objects.filter(outcome="cannot_tell", source="facilitator").count() == 1
    _press(page, "u")
    assert Decision.objects.filter(outcome="undone").count() == 1
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    page.get_by_label("Use keyboard shortcuts on this device").uncheck()
    page.keyboard.press("s")
    page.reload()
    page.keyboard.press("s")
    expect(page.locator("[data-key-hint]").first).to_be_hidden()
    assert Skip.objects.count() == 1


def test_keys_are_letters_where_somebody_writes(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page()
    sign_in(page)
    page.goto(network + QUEUE)
    page.get_by_text("Add a note for the other facilitators").click()
    page.get_by_label("Note", exact=True).press_sequentially("a sat 1")
    page.keyboard.press("Control+a")
    expect(page.get_by_label("Note", exact=True)).to_have_value("a sat 1")
    assert Decision.objects.filter(source="facilitator").count() == 0


def test_without_javascript(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page(width=360, height=740, java_script_enabled=False)
    sign_in(page)
    for number in range(10):
        page.goto(network + QUEUE)
        page.locator('input[name="primary"]').nth(number % 3).check()
        page.get_by_role("button", name="Confirm the selected categories").click()
    assert Decision.objects.filter(source="facilitator", outcome="placed").count() == 10
    assert Relearning.objects.get().state == "done"
    page.get_by_role("link", name="Changes in suggestions", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Changes in suggestions")
    page.goto(network + QUEUE)
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("has been undone")).to_be_visible()
    page.get_by_role("button", name="Skip").click()
    assert Skip.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_open_to_everybody(network: str, open_page: OpenPage, sign_in: SignIn, language: str) -> None:
    page = open_page(language=language, width=360, height=740)
    fay = sign_in(page)
    closed, opened, requested = _material(fay)
    addresses = ["", "waiting/", "corrections/", "annotation-rounds/", "moved/", f"{requested.pk}/"]
    addresses += [
        f"annotation-rounds/{closed.pk}/",
        f"annotation-rounds/{opened.pk}/",
        f"annotation-rounds/{opened.pk}/label/",
    ]
    page.goto(network + QUEUE)
    page.locator('form[action$="learning/now/"] button').click()
    addresses.append(f"moved/{Relearning.objects.get().pk}/")
    violations = {}
    for address in addresses:
        page.goto(network + QUEUE + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        if results:
            violations[address] = [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in results]
    assert violations == {}


def _material(fay: User) -> tuple[BlindAnnotation, BlindAnnotation, Project]:
    """Return a closed annotation round, an open one, and a project whose member asks for a correction."""
    edition = current_edition()
    assert edition
    bo = make_user("bo@example.org", role="facilitator")
    closed = start_annotation_round(edition, title="Closed round", size=2, by=fay.pk)
    first, second = edition.categories.order_by("pk")[:2]
    for item in closed.items.all():
        label_project(closed, item.project_id, [first], by=fay.pk)
        label_project(closed, item.project_id, [second], by=bo.pk)
    close_annotation_round(closed, by=fay.pk)
    project = Project.objects.exclude(contact=None).order_by("pk")[0]
    assert project.contact
    project.contact.user = make_user("ada@example.org")
    project.contact.save()
    ask_for_correction(
        project, edition, by=viewer_for(project.contact.user), reason="Ours is another", requested_category=second
    )
    return closed, start_annotation_round(edition, title="Open round", size=2, by=fay.pk), project
