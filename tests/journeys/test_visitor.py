"""A visitor finds a project: through the map, through the list, without JavaScript, on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
TITLE = "Solar pump repair taught at the borehole"
PAGES = ["/", "/map/", "/directory/", "/directory/?view=table", "/categories/", "/categories/life-skills/"]
PAGES += ["/countries/", "/countries/KE/", "/accounts/login/", "/nowhere/"]


def _first(page: Page, network: str) -> str:
    page.goto(f"{network}/directory/?q=borehole")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url


def test_through_the_list(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _first(page, network)
    expect(page.get_by_text("Kitui Dryland Technical Workshop").first).to_be_visible()
    assert "@example.org" not in page.content()


def test_without_javascript_the_map_is_a_picture_with_filters_and_a_list(network: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{network}/map/?country=KE")
    assert page.locator("svg.map-picture g.dot circle").count() == 473
    assert page.locator("svg.map-picture g.dot:not(.faint) circle").count() == 9
    assert page.locator('input[name="country"][value="KE"]').is_checked()
    page.goto(f"{network}/directory/?country=KE")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(1)


def test_on_a_phone_nothing_is_wider_than_the_screen(network: str, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740, has_touch=True, is_mobile=True)
    for address in [*PAGES, _first(page, network).removeprefix(network)]:
        page.goto(f"{network}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


# Each direction of writing and each scheme of colours once.
@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("ar", "light")])
def test_axe_finds_nothing(network: str, open_page: OpenPage, language: str, scheme: str) -> None:
    page = open_page(language=language, color_scheme=scheme)
    profile = _first(page, network).removeprefix(network)
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    violations = {}
    for address in [*PAGES, profile]:
        page.goto(f"{network}{address}")
        page.wait_for_timeout(300)
        results = Axe().run(page, options=options).response["violations"]
        if results:
            violations[address] = [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in results]
    assert violations == {}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_page_speaks_the_readers_language(network: str, open_page: OpenPage, language: str) -> None:
    page = open_page(language=language)
    page.goto(f"{network}/directory/")
    root = page.locator("html")
    assert root.get_attribute("lang") == language
    assert root.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def test_a_text_page_is_light(network: str, open_page: OpenPage) -> None:
    page = open_page()
    requests: list[int] = []
    page.on("requestfinished", lambda request: requests.append(request.sizes()["responseBodySize"]))
    page.goto(f"{network}/categories/", wait_until="networkidle")
    assert len(requests) <= 8
    assert sum(requests) <= 180_000
