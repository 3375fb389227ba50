"""Room on the map: who is selected above the sheet, notes at the keyboard, larger text, names as one zooms, ends."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from tests.journeys.test_map_labels import KEEP_REPORT

OpenPage = Callable[..., Page]
STAGE = "[data-netmap-stage]"
SHEET = "[data-netmap-sheet]"
# A few frames after everything has come to rest.
REST = """async () => {
  await document.fonts.ready;
  for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
}"""

DRAWN = "() => [...document.querySelectorAll('[data-netmap-stage] canvas')].map((drawn) => [drawn.width, drawn.height])"


def _open_map(page: Page, network: str, query: str = "") -> None:
    page.add_init_script(KEEP_REPORT)
    page.goto(f"{network}/map/{query}")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    page.evaluate(REST)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024)])
def test_the_selected_project_and_its_neighbours_stand_above_the_sheet(
    network: str, open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(width=width, height=height)
    _open_map(page, network)
    page.locator(STAGE).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.locator(f"{SHEET} [data-similar-id]").first).to_be_attached()
    page.wait_for_function(
        """() => {
          const { marked } = window.mapReport;
          const stage = document.querySelector("[data-netmap-stage]").getBoundingClientRect();
          const sheet = document.querySelector("[data-netmap-sheet]").getBoundingClientRect();
          const top = document.querySelector("[data-netmap-top]").getBoundingClientRect();
          const isFree = ({ x, y }) =>
            x > 0 && x < stage.width && y + stage.top > top.bottom && y + stage.top < sheet.top;
          return marked.length > 1 && marked.every(isFree);
        }"""
    )


def test_the_note_of_what_the_keyboard_comes_to_is_beside_it_and_goes_with_the_focus(
    network: str, open_page: OpenPage
) -> None:
    page = open_page()
    _open_map(page, network, "?group=region")
    tip = page.locator("[data-netmap-tip]")
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowRight")
    expect(tip.locator("strong")).to_be_visible()
    assert page.locator("[data-netmap-live]").inner_text().startswith(tip.locator("strong").inner_text())
    page.keyboard.press("h")
    expect(tip).to_contain_text("Africa")
    page.locator("[data-netmap-search]").focus()
    expect(tip).to_be_hidden()


def test_text_of_twice_the_size_reaches_the_names(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    heights = "() => window.mapReport.labels.filter(({ weight }) => weight === 'hub').map(({ box }) => box.height)"
    usual = max(page.evaluate(heights))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_function(f"(usual) => Math.min(...({heights})()) >= 32 && usual > 0", arg=usual)


def test_names_come_as_one_zooms_the_selection_stays_and_zooming_ends(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    page.locator(STAGE).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(f"{SHEET} h2")).to_be_focused()
    selected = re.search(r"selected=\d+", page.url)
    assert selected
    nodes = "() => window.mapReport.labels.filter(({ weight }) => weight === 'node').length"
    assert page.evaluate(nodes) == 0
    zoom_in = page.get_by_role("button", name="Zoom in")
    expect(page.get_by_role("button", name="Zoom out")).to_have_attribute("aria-disabled", "true")
    for _ in range(3):
        zoom_in.click()
        page.wait_for_timeout(400)
    page.wait_for_function(f"() => ({nodes})() > 0")
    assert selected.group() in page.url
    assert page.evaluate("() => window.mapReport.marked.length") > 0
    for _ in range(12):
        # Where the zoom has ended the button says so, which a click that is not forced waits for in vain.
        zoom_in.click(force=True)
    expect(zoom_in).to_have_attribute("aria-disabled", "true")


def test_a_hub_leads_to_its_page_and_the_page_has_one_search_box(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?group=country")
    assert page.locator("[role=search], #map-search").count() == 1
    page.locator(STAGE).focus()
    page.keyboard.press("h")
    name = page.locator("[data-netmap-tip] strong").inner_text()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=f"Page of {name}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    assert "/countries/" in page.url


def test_the_directory_is_ordered_and_grouped_without_a_script(network: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{network}/directory/?region=africa")
    page.get_by_label("Group by").select_option("country")
    page.get_by_label("Order by").select_option("newest")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("region=africa.*order=newest.*sections=country"))
    headings = page.locator("h2.list-section").all_inner_texts()
    assert headings == sorted(headings)
    assert len(headings) > 1


def test_on_paper_the_map_has_a_legend_and_what_is_chosen_in_words_and_no_buttons(
    network: str, open_page: OpenPage
) -> None:
    page = open_page()
    _open_map(page, network, "?category=life-skills&region=africa")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    drawn = page.evaluate(DRAWN)
    page.emulate_media(media="print")
    paper = page.locator("[data-netmap-print]")
    expect(paper).to_contain_text("Category: Life skills · Region: Africa")
    expect(paper).to_contain_text("/map/?")
    expect(page.locator(".map-legend__value").first).to_be_visible()
    assert [
        button for button in page.locator(".map-tools__start, .map-toggles, nav").all() if button.is_visible()
    ] == []
    # What was drawn for the screen is on paper, whole: it does not make room for what stands beside it on the screen.
    page.evaluate(REST)
    assert page.evaluate(DRAWN) == drawn


def test_code_for_another_website_is_offered_once_a_facilitator_allowed_one(
    network: str, open_page: OpenPage, sign_in: Callable[[Page], User]
) -> None:
    page = open_page()
    sign_in(page)
    _open_map(page, network)
    page.locator("[data-netmap-share] > summary").click()
    assert page.get_by_role("button", name="Copy code for another website").count() == 0
    page.get_by_role("link", name="Websites that may show the map").click()
    page.get_by_label("Address of the website").fill("www.example.org/partners")
    page.get_by_role("button", name="Allow", exact=True).click()
    expect(page.get_by_text("https://www.example.org may show the map.")).to_be_visible()
    assert "https://www.example.org" in str(
        page.request.get(f"{network}/map/embed/").headers["content-security-policy"]
    )
    page.get_by_role("link", name="Back to the map").click()
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    page.locator("[data-netmap-share] > summary").click()
    expect(page.get_by_role("button", name="Copy code for another website")).to_be_visible()
