"""The map island: by keyboard alone, on a phone, and when its files cannot be had."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
STAGE = "[data-netmap-stage]"
SHEET = "[data-netmap-sheet]"


def _open_map(page: Page, network: str, query: str = "") -> None:
    page.goto(f"{network}/map/{query}")
    page.wait_for_selector("[data-netmap-ready]", state="attached")


def test_by_keyboard_alone_a_profile_opens_and_gives_the_focus_back(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    page.locator(STAGE).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    announcement = page.locator("[data-netmap-live]").inner_text()
    page.keyboard.press("Enter")
    heading = page.locator(f"{SHEET} h2")
    expect(heading).to_be_focused()
    assert announcement.startswith(heading.inner_text())
    page.keyboard.press("Escape")
    expect(page.locator(SHEET)).to_be_hidden()
    expect(page.locator(STAGE)).to_be_focused()


def test_next_walks_the_choice_and_back_returns(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?country=KE")
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    # The profile's page tells its place in the list; the map walks in an order of its own, and tells no other place.
    expect(page.locator("[data-netmap-position]")).to_have_text("9 projects")
    title = page.locator(f"{SHEET} h2")
    first = title.inner_text()
    page.get_by_role("button", name="Next project").click()
    expect(title).not_to_have_text(first)
    page.go_back()
    expect(title).to_have_text(first)


def test_a_count_of_a_facet_answers_the_choice_of_the_others(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    row = page.locator('label:has(input[value="life-skills"]) [data-count]')
    everywhere = int(row.inner_text())
    page.locator('input[name="region"][value="africa"]').check()
    in_africa = int(row.inner_text())
    page.locator('input[name="category"][value="training-delivery"]').check()
    assert int(row.inner_text()) == in_africa < everywhere
    list_link = page.get_by_role("link", name="List", exact=True)
    expect(list_link).to_have_attribute("href", re.compile("category=training-delivery&region=africa"))


def test_on_a_phone_the_facets_come_from_below_and_go(network: str, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740, has_touch=True, is_mobile=True)
    _open_map(page, network)
    box = page.locator('input[name="region"][value="africa"]')
    expect(box).to_be_hidden()
    page.get_by_role("button", name="Filter").tap()
    expect(box).to_be_visible()
    box.check()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator("[data-netmap-chosen]")).to_have_text("1")


def test_without_its_files_the_picture_stays_and_the_list_is_named(network: str, open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/map/files/*", lambda route: route.abort())
    page.goto(f"{network}/map/")
    expect(page.get_by_role("alert")).to_contain_text("Could not load the map.")
    expect(page.locator("svg.map-picture")).to_be_visible()
    page.get_by_role("link", name="See as a list").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/directory/" in page.url


@pytest.mark.parametrize(
    "query", ["?region=africa", "?region=africa&region=americas&category=life-skills", "?country=KE"]
)
def test_map_frame_print_and_list_count_the_same_projects_and_countries(
    network: str, open_page: OpenPage, query: str
) -> None:
    page = open_page()
    page.goto(f"{network}/directory/{query}")
    counts = page.locator("#result-count").inner_text().split(" · ")
    for address, medium in (("map/", "screen"), ("map/", "print"), ("map/embed/", "screen")):
        page.emulate_media(media=medium)
        page.goto(f"{network}/{address}{query}")
        page.wait_for_selector("[data-netmap-ready]", state="attached")
        map_counts = [page.locator(f"[data-netmap-{unit}]").inner_text() for unit in ("projects", "countries")]
        assert map_counts == [counts[0].strip(), counts[2].strip()], (address, medium)
