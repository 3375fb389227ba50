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
