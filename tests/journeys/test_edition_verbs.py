"""A facilitator changes the categories: each click, and each field that is filled in, is counted."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

from skillsnet.accounts.models import User
from skillsnet.publication.models import Publication
from skillsnet.taxonomy.actions import start_draft
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import changes_into
from tests.journeys.test_publishing import DRAFT, LONG_MS, check

# From the draft's page to the edition in force; the pages of one category and of all changes took 45.
MAX_ACTIONS = 22


@dataclass
class Hand:
    """Does what a person does with a page, and counts it."""

    page: Page
    clicks: int = 0
    fields: int = 0

    def click(self, locator: Locator) -> None:
        self.clicks += 1
        locator.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str, *, within: Locator | None = None) -> None:
        self.fields += 1
        (within or self.page.locator("main form").first).get_by_label(label).first.fill(text)

    def verb(self, category: str, verb: str) -> None:
        row = self.page.locator(".board__row", has_text=category)
        self.click(row.get_by_role("link", name=f"{verb} "))

    def send(self) -> None:
        self.click(self.page.locator("main form .button--primary"))


def change_categories(hand: Hand) -> None:
    """Rename one category, split one, merge one and add one, from the edition's page and back to it."""
    hand.verb("Life skills", "Rename")
    hand.fill("Name", "Skills for life")
    hand.send()
    hand.verb("Training delivery", "Split")
    for number, name in ((1, "Training of trainers"), (2, "Digital learning")):
        part = hand.page.get_by_role("group", name=f"Part {number}")
        hand.fill("Name", name, within=part)
        hand.fill("Definition", f"All projects on {name.lower()}, in schools and at work.", within=part)
    hand.send()
    hand.verb("Recognition of skills", "Merge")
    hand.click(hand.page.get_by_label("1. Work-based learning"))
    hand.send()
    hand.click(hand.page.get_by_role("link", name="Add a category"))
    hand.fill("Name", "Green skills")
    hand.fill("Definition", "Skills for work that spares water, soil and air.")


@pytest.mark.parametrize(("javascript", "width"), [(True, 1440), (False, 360)])
def test_a_rename_a_split_a_merge_and_an_addition_are_published(
    network: str,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page], User],
    javascript: bool,
    width: int,
) -> None:
    page = open_page(width=width, java_script_enabled=javascript)
    # All is carried over while the page waits, where in production a worker does it.
    page.set_default_timeout(LONG_MS)
    page.set_default_navigation_timeout(LONG_MS)
    sign_in(page)
    draft = start_draft(Taxonomy.objects.get(slug="skills"), by=None)
    page.goto(network + DRAFT)
    hand = Hand(page)
    change_categories(hand)
    if javascript:
        check(page, width)
    hand.send()
    changes = changes_into(draft, before=Edition.objects.get(number=2))
    hand.click(page.get_by_role("link", name="Publish this edition"))
    hand.send()
    assert (Publication.objects.get().state, Edition.objects.get(number=3).state) == ("published", "published")
    assert {(change.old, change.new, change.kind) for change in changes if change.kind != "kept"} == {
        ("life-skills", "life-skills", "renamed"),
        ("training-delivery", "training-of-trainers", "split"),
        ("training-delivery", "digital-learning", "split"),
        ("work-based-learning", "work-based-learning", "widened"),
        ("recognition-of-skills", "work-based-learning", "merged"),
        (None, "green-skills", "added"),
    }
    assert hand.clicks + hand.fields <= MAX_ACTIONS, (hand.clicks, hand.fields)
