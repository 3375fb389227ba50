"""The map in the hands of people: the focus, what is told, places gone to, low screens and phones."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

OpenPage = Callable[..., Page]
STAGE = "[data-netmap-stage]"
SHEET = "[data-netmap-sheet]"
TIP = "[data-netmap-tip]"
LIVE = "[data-netmap-live]"


def _open_map(page: Page, network: str, query: str = "") -> None:
    page.goto(f"{network}/map/{query}")
    page.wait_for_selector("[data-netmap-ready]", state="attached")


def _first_project(page: Page) -> str:
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"selected=\d+"))
    return page.url


def test_a_place_chosen_by_name_is_gone_to(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?group=place")
    page.keyboard.press("/")
    page.keyboard.type("keny")
    page.locator(".map-search-results button", has_text="Country").first.click()
    expect(page).to_have_url(re.compile(r"country=KE&view=0\.\d+,0\.\d+,[2-5]\."))
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(STAGE)).to_be_focused()


def test_a_way_is_found_by_keyboard_alone_told_and_cleared(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    _first_project(page)
    page.get_by_role("button", name="Find a path").press("Enter")
    expect(page.locator(STAGE)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"path=\d+,\d+"))
    title = page.locator("[data-netmap-path] h2").inner_text()
    expect(page.locator(LIVE)).to_have_text(re.compile(rf"^{re.escape(title)} "))
    page.get_by_role("button", name="Clear filters").press("Enter")
    expect(page).not_to_have_url(re.compile("path="))
    expect(page.locator("[data-netmap-path]")).to_be_hidden()
    expect(page.locator(STAGE)).to_be_focused()


def test_letting_the_surroundings_go_leaves_the_focus_on_the_map(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    _first_project(page)
    page.locator('[data-netmap-focus] [data-steps="1"]').press("Enter")
    page.locator("[data-netmap-present] button").press("Enter")
    expect(page).not_to_have_url(re.compile("focus="))
    expect(page.locator(STAGE)).to_be_focused()


def test_a_profile_that_comes_late_leaves_the_focus_to_who_went_on(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    requests: list[Route] = []
    page.route(re.compile("/sheet/"), lambda route: requests.append(route))
    _first_project(page)
    body = page.locator("[data-netmap-sheet-body]")
    expect(body).to_have_attribute("aria-busy", "true")
    button = page.locator('[data-netmap-focus] [data-steps="1"]')
    button.focus()
    requests[0].continue_()
    expect(body).not_to_have_attribute("aria-busy", "true")
    expect(body.locator("h2")).to_be_visible()
    expect(button).to_be_focused()


def test_the_note_of_a_project_goes_when_it_is_pressed(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?group=stage")
    box = page.locator(STAGE).bounding_box()
    assert box
    tip = page.locator(TIP)
    for step in range(60):
        page.mouse.move(box["x"] + box["width"] * 0.25 + step * 5, box["y"] + box["height"] * 0.62)
        if tip.is_visible() and tip.locator("ul").count():
            break
    page.mouse.down()
    page.mouse.up()
    expect(page.locator(SHEET)).to_be_visible()
    expect(tip).to_be_hidden()


def test_on_a_phone_the_search_is_one_press_away(network: str, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    _open_map(page, network)
    page.get_by_role("button", name="Find on the map").click()
    expect(page.locator("[data-netmap-search]")).to_be_focused()
    expect(page.locator("[data-netmap-search]")).to_be_in_viewport()


def test_behind_a_sheet_the_map_keeps_its_place_and_is_whole_again_after_it(network: str, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740)
    _open_map(page, network)
    _first_project(page)
    expect(page.locator(SHEET)).to_be_visible()
    page.get_by_role("button", name="Close the profile").click()
    expect(page.locator(SHEET)).to_be_hidden()
    page.wait_for_timeout(900)
    expect(page).not_to_have_url(re.compile("view="))


def test_a_phone_on_its_side_reaches_the_tools_and_has_the_sheet_beside_the_map(
    network: str, open_page: OpenPage
) -> None:
    page = open_page(width=640, height=300)
    _open_map(page, network)
    page.get_by_role("button", name="Zoom in").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Zoom in")).to_be_in_viewport()
    _first_project(page)
    page.wait_for_timeout(300)
    sheet, stage = page.locator(SHEET).bounding_box(), page.locator(STAGE).bounding_box()
    assert sheet
    assert stage
    assert sheet["width"] < 0.6 * stage["width"]
    assert sheet["height"] == stage["height"]
