"""How much a facilitator does for the work of a day: from signed in to imported, and for fifteen reviews."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.classification.models import Decision
from skillsnet.intake.models import ImportRun
from tests.journeys.hands import Hands

OpenPage = Callable[..., Page]
SignIn = Callable[[Page], User]
REVIEWS = 15


def test_an_import_takes_half_the_actions(
    network: str, open_page: OpenPage, sign_in: SignIn, shared_data: Path
) -> None:
    page = open_page()
    sign_in(page)
    # Where signing in leads.
    page.goto(f"{network}/facilitate/")
    hands = Hands(page)
    hands.click(page.get_by_role("link", name="Import a spreadsheet"))
    hands.pick_file(page.locator("input[type=file]"), shared_data / "dev" / "call_export.xlsx")
    hands.write(page.locator("input[name=new_title]"), "Example call")
    hands.click(page.get_by_role("button", name="Read the file"))
    hands.click(page.get_by_role("button", name="Show the preview"))
    hands.click(page.get_by_role("link", name="Make a decision", exact=True).first)
    hands.click(page.get_by_role("button", name=re.compile("Save the decisions? on")))
    hands.click(page.get_by_role("button", name="Save, and leave all the rest as they are"))
    hands.click(page.get_by_role("button", name="Import the projects"))
    expect(page.get_by_role("link", name="See them on the map")).to_be_visible()
    run = ImportRun.objects.get(call__title="Example call")
    # What is likely was answered; questions with little to go by were put off, and their rows wait.
    assert (run.state, run.unknown) == ("committed", [])
    assert run.tally["new"] > 400
    assert (hands.actions, hands.keys) == (9, 0)


@pytest.mark.parametrize(("way", "actions", "pages"), [("several", 10, 5), ("keys", 21, 16)])
def test_fifteen_reviews(
    network: str, open_page: OpenPage, sign_in: SignIn, way: str, actions: int, pages: int
) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{network}/facilitate/")
    hands = Hands(page)
    hands.click(page.get_by_role("link", name="Open the review queue"))
    if way == "several":
        _review_several(page, hands)
    else:
        _review_by_keys(page, hands)
    page.wait_for_load_state()
    assert Decision.objects.filter(source="facilitator").count() == REVIEWS
    assert (hands.actions, hands.pages) == (actions, pages)


def _review_several(page: Page, hands: Hands) -> None:
    """Accept the likeliest for two of three projects, and the second likeliest for the third, five on a page."""
    hands.click(page.get_by_role("link", name="Review several projects at once"))
    for start in range(0, REVIEWS, 5):
        projects = page.locator(".several")
        expect(projects).to_have_count(5)
        for number in range(5):
            if (start + number) % 3 == 2:
                hands.click(projects.nth(number).locator('input[name$="-primary"]').nth(1))
        hands.click(page.get_by_role("button", name=re.compile("Confirm what is chosen")))
        expect(page.get_by_text("5 decisions were saved.")).to_be_visible()


def _review_by_keys(page: Page, hands: Hands) -> None:
    for number in range(REVIEWS):
        if number % 3 == 2:
            hands.choose("2")
        hands.press("a")


def test_text_and_choice_stand_side_by_side_above_the_fold(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page()
    sign_in(page)
    for width, height in ((1440, 900), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{network}/facilitate/categories/")
        text = page.locator(".review__text").bounding_box()
        choice = page.locator(".review__choice").bounding_box()
        button = page.get_by_role("button", name="Confirm the selected categories").bounding_box()
        assert text
        assert choice
        assert button
        assert text["x"] + text["width"] <= choice["x"]
        assert (text["y"] < height / 2, button["y"] + button["height"] <= height) == (True, True)
