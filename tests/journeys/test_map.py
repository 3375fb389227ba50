"""The living map: by mouse, by keyboard, by address."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


def _open_map(page: Page, network: str, query: str = "") -> None:
    page.goto(f"{network}/map/{query}")
    page.wait_for_selector("[data-netmap-ready]", state="attached")


def test_filtering_counts_at_once_and_stands_in_the_address(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    page.locator('input[name="region"][value="africa"]').check()
    expect(page).to_have_url(re.compile("region=africa"))
    row = page.locator('label:has(input[name="region"][value="africa"]) [data-count]')
    africans = row.inner_text()
    page.goto(f"{network}/directory/?region=africa")
    assert page.get_by_text(re.compile(rf"\b{africans} projects")).count() >= 1


def test_searching_and_choosing_opens_the_sheet_and_the_profile(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    page.keyboard.press("/")
    page.keyboard.type("borehole")
    page.get_by_text("Solar pump repair taught at the borehole").first.click()
    sheet = page.locator("[data-netmap-sheet]")
    expect(sheet.get_by_text("Kitui Dryland Technical Workshop")).to_be_visible()
    expect(page).to_have_url(re.compile(r"selected=\d+"))
    page.reload()
    expect(sheet.get_by_text("Kitui Dryland Technical Workshop")).to_be_visible()


def test_regrouping_stands_in_the_address_and_comes_back(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    page.locator('input[name="group"][value="region"]').check(force=True)
    expect(page).to_have_url(re.compile("group=region"))
    page.reload()
    assert page.locator('input[name="group"][value="region"]').is_checked()


def test_by_keyboard_alone_a_project_is_reached_opened_and_closed(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    page.locator("[data-netmap-stage], .map-stage").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    sheet = page.locator("[data-netmap-sheet]")
    expect(sheet.get_by_role("heading").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"selected=\d+"))
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("selected="))


def test_on_a_phone_a_tap_opens_the_sheet_from_below(network: str, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740, has_touch=True, is_mobile=True)
    page.goto(f"{network}/directory/?q=borehole")
    page.get_by_role("link", name="Solar pump repair taught at the borehole").first.click()
    page.get_by_role("link", name="See it on the map").click()
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    sheet = page.locator("[data-netmap-sheet]")
    expect(sheet.get_by_text("Kitui Dryland Technical Workshop")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_list_and_map_hold_the_same_projects_for_the_same_choice(network: str, open_page: OpenPage) -> None:
    page = open_page()
    choices = (
        "region=arab-states",
        "language=sw&category=life-skills",
        "country=KE&country=SN",
        "q=welding",
        "q=bénin",
    )
    for query in choices:
        page.goto(f"{network}/directory/?{query}&view=table")
        in_list = re.search(r"(\d+) project", page.locator("main").inner_text())
        assert in_list
        _open_map(page, network, f"?{query}")
        expect(page.locator(".map-summary strong").first).to_have_text(re.compile(rf"^{in_list.group(1)}\b"))
