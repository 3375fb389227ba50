"""What a screen reader is told of the map: its landmark and direction, groups with counts, profiles by Enter."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


@pytest.mark.parametrize(("language", "direction", "landmark"), [("en", "ltr", "The map"), ("ar", "rtl", "الخريطة")])
def test_the_map_is_named_counted_and_read_by_keyboard(
    network: str, open_page: OpenPage, language: str, direction: str, landmark: str
) -> None:
    page = open_page(language=language)
    page.goto(f"{network}/directory/?country=KE&view=table")
    listed = page.locator("main tbody tr").count()
    page.goto(f"{network}/map/?country=KE&group=category")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, direction)
    expect(page.get_by_role("main").get_by_role("region", name=landmark, exact=True)).to_be_visible()
    stage = page.get_by_role("application")
    expect(stage).to_have_accessible_name(re.compile(rf"\b{listed}\b"))
    stage.focus()
    page.keyboard.press("g")
    groups = page.locator("[data-netmap-outline] .map-outline__group")
    count = groups.count()
    # Arabic says one and two projects in words.
    assert all(re.search(r"\d|مشروع", name) for name in groups.all_inner_texts())
    for index in range(count):
        groups.nth(index).press("Enter")
    links = page.locator("[data-netmap-outline] li li a")
    assert len(set(links.all_inner_texts())) == listed
    title = links.first.inner_text()
    links.first.press("Enter")
    expect(page.locator("[data-netmap-sheet] h2")).to_have_text(title)
