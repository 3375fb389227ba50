"""The map's page: places as a tree, all of several, the legend, ways, groups as a list, frames, and hard conditions."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
STAGE = "[data-netmap-stage]"
SHEET = "[data-netmap-sheet]"
PROJECTS = "[data-netmap-projects]"


def _open_map(page: Page, network: str, query: str = "") -> None:
    page.goto(f"{network}/map/{query}")
    page.wait_for_selector("[data-netmap-ready]", state="attached")


def _visible_count(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(PROJECTS).inner_text()))


def _select_by_keyboard(page: Page, key: str = "ArrowRight") -> None:
    page.locator(STAGE).focus()
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.locator(SHEET)).to_be_visible()


def test_places_are_a_tree_whose_narrower_values_take_the_place_of_wider_ones(
    network: str, open_page: OpenPage
) -> None:
    page = open_page()
    _open_map(page, network)
    region_facet = page.locator('[data-facet="region"]')
    africa = region_facet.locator('label:has(input[value="africa"])')
    africa.locator("input").check()
    in_africa = _visible_count(page)
    assert int(africa.locator("[data-count]").inner_text()) == in_africa
    region_facet.get_by_label("Search in Place").fill("keny")
    region_facet.locator('input[name="country"][value="KE"]').check()
    expect(page).to_have_url(re.compile(r"\?country=KE$"))
    assert _visible_count(page) < in_africa
    region_facet.get_by_label("Search in Place").fill("peru")
    region_facet.locator('input[name="country"][value="PE"]').check()
    expect(page).to_have_url(re.compile("country=KE&country=PE|country=PE&country=KE"))
    region_facet.get_by_label("Search in Place").fill("")
    expect(region_facet.locator('input[value="africa"]')).to_have_js_property("indeterminate", True)


def test_levels_of_places_open_one_within_another(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    region_facet = page.locator('[data-facet="region"]')
    region_facet.get_by_role("button", name="Values within Africa").click()
    narrower = region_facet.locator('input[name="subregion"]')
    expect(narrower.first).to_be_visible()
    total = int(region_facet.locator('label:has(input[value="africa"]) [data-count]').inner_text())
    counts = region_facet.locator('label:has(input[name="subregion"]) [data-count]').all_inner_texts()
    assert sum(map(int, counts)) == total


def test_all_of_two_values_are_fewer_than_any_of_them_and_the_list_agrees(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?category=training-delivery&category=work-based-learning")
    any_count = _visible_count(page)
    page.get_by_label("Only projects with all chosen values").first.check()
    expect(page).to_have_url(re.compile("all=category"))
    all_count = _visible_count(page)
    assert 0 < all_count < any_count
    page.get_by_role("link", name="Table", exact=True).click()
    expect(page.get_by_text(re.compile(rf"\b{all_count} project")).first).to_be_visible()


def test_places_and_categories_are_found_by_name_and_chosen(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    page.keyboard.press("/")
    page.keyboard.type("keny")
    entry = page.locator(".map-search-results button", has_text="Country").first
    count = re.search(r"(\d+) project", entry.inner_text())
    assert count
    entry.click()
    expect(page).to_have_url(re.compile(r"\?country=KE$"))
    assert _visible_count(page) == int(count.group(1))


def test_a_held_project_shows_its_note_and_what_can_be_done(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?group=region")
    stage = page.locator(STAGE).bounding_box()
    assert stage
    tip = page.locator("[data-netmap-tip]")
    across = ((stage["x"] + x, stage["y"] + y) for y in range(200, 600, 40) for x in range(200, 900, 15))
    for x, y in across:
        page.mouse.move(x, y)
        if tip.locator("ul").count():
            page.mouse.click(x, y, button="right")
            break
    tip.get_by_role("button", name="Show neighbours").click()
    expect(page).to_have_url(re.compile(r"focus=\d+&steps=1"))
    expect(tip).to_be_hidden()


def test_the_legend_tells_the_colours_and_filters_by_them(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    page.get_by_label("Colour by").select_option("region")
    legend = page.locator("[data-netmap-legend]")
    expect(legend).to_have_attribute("open", "")
    entry = legend.locator('button[data-values="africa"]')
    count = int(entry.locator(".map-legend__count").inner_text())
    entry.click()
    expect(entry).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("colour=region&region=africa"))
    assert _visible_count(page) == count


def test_around_a_project_a_way_to_another_and_back(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network)
    everybody = _visible_count(page)
    _select_by_keyboard(page)
    page.locator('[data-netmap-focus] [data-steps="1"]').click()
    expect(page).to_have_url(re.compile(r"focus=\d+&steps=1"))
    near = _visible_count(page)
    page.locator('[data-netmap-focus] [data-steps="2"]').click()
    assert near < _visible_count(page) < everybody
    page.locator("[data-netmap-present] button").click()
    expect(page.locator(PROJECTS)).to_have_text(re.compile(rf"^{everybody}\b"))
    page.get_by_role("button", name="Find a path").click()
    page.keyboard.press("/")
    page.keyboard.type("borehole")
    page.locator(".map-search-results button").first.click()
    expect(page).to_have_url(re.compile(r"path=\d+,\d+"))
    path_panel = page.locator("[data-netmap-path]")
    steps = path_panel.get_by_role("listitem").count()
    assert steps == _visible_count(page) >= 2
    page.reload()
    expect(page.locator("[data-netmap-path] li")).to_have_count(steps)


def test_the_same_stands_as_a_list_of_groups_for_the_same_choice(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?group=region&country=KE")
    expect(page.get_by_role("main").get_by_role("region", name="The map", exact=True)).to_be_visible()
    page.get_by_role("button", name="Show the map as a list of groups").focus()
    page.keyboard.press("Enter")
    groups = page.locator("[data-netmap-outline] .map-outline__group")
    expect(groups).to_have_count(1)
    expect(groups).to_contain_text("Africa")
    groups.press("Enter")
    links = page.locator("[data-netmap-outline] li li a")
    assert links.count() == _visible_count(page)
    title = links.first.inner_text()
    links.first.press("Enter")
    expect(page.locator(f"{SHEET} h2")).to_have_text(title)


def test_hubs_are_reached_and_chosen_by_keyboard(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?group=region")
    page.locator(STAGE).focus()
    page.keyboard.press("h")
    expect(page.locator("[data-netmap-live]")).to_have_text(re.compile(r"^Africa\. \d+ projects$"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("region=africa"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_only_what_is_shown_becomes_a_list(network: str, open_page: OpenPage) -> None:
    page = open_page()
    _open_map(page, network, "?country=KE")
    visible_count = _visible_count(page)
    page.locator("[data-netmap-share] > summary").click()
    page.get_by_role("button", name="Only the projects shown").click()
    page.wait_for_url(re.compile("/directory/.*only="))
    expect(page.get_by_text(re.compile(rf"\b{visible_count} project")).first).to_be_visible()
    code = re.search(r"only=([a-z2-7]+)", page.url)
    assert code
    _open_map(page, network, f"?only={code.group(1)}")
    expect(page.locator(PROJECTS)).to_have_text(re.compile(rf"^{visible_count}\b"))


@pytest.mark.parametrize(("width", "height"), [(360, 600), (640, 480), (900, 600)])
def test_a_frame_shows_the_map_without_the_site_around_it(
    network: str, open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(width=width, height=height)
    page.goto(f"{network}/map/embed/?group=region&theme=dark")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("header, form[data-netmap-facets]").count() == 0
    assert page.context.cookies() == []
    expect(page.get_by_role("link", name="Open the map")).to_have_attribute(
        "href", re.compile(r"/map/\?.*group=region")
    )
    # No second scroll bar beside that of the page around it, and nothing of facilitation.
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert (size[0] <= width, size[1] <= height) == (True, True)
    assert "/facilitate/" not in page.content()


def test_a_lost_drawing_context_comes_back(network: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{network}/map/")
    text = page.locator("#netmap-config").inner_text()
    page.route(
        "**/map/?lost",
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace(text, text.replace("{", '{"scene": "webgl", ', 1)),
        ),
    )
    page.goto(f"{network}/map/?lost")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    drawing_state = page.evaluate(
        """async () => {
          const canvas = document.querySelector(".map-stage__canvas");
          const gl = canvas.getContext("webgl2");
          if (!gl) return "no WebGL";
          const lose = gl.getExtension("WEBGL_lose_context");
          const once = { once: true };
          const back = new Promise((resolve) => canvas.addEventListener("webglcontextrestored", resolve, once));
          lose.loseContext();
          await new Promise((resolve) => setTimeout(resolve, 100));
          lose.restoreContext();
          await back;
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          return gl.isContextLost() ? "lost" : "drawn";
        }"""
    )
    assert drawing_state in {"drawn", "no WebGL"}


def test_without_javascript_choices_answer_as_a_form(network: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{network}/map/")
    page.locator('input[name="group"][value="region"]').check(force=True)
    page.locator('input[name="region"][value="africa"]').check()
    page.get_by_label("Colour by").select_option("region")
    page.get_by_role("button", name="Show on the map").click()
    expect(page).to_have_url(re.compile(r"group=region.*colour=region.*region=africa"))
    expect(page.locator("svg.map-picture")).to_be_visible()
    assert page.locator('input[name="region"][value="africa"]').is_checked()


@pytest.mark.parametrize(("width", "language"), [(360, "en"), (360, "ar"), (768, "ar"), (1440, "ar")])
def test_nothing_stands_out_sideways(network: str, open_page: OpenPage, width: int, language: str) -> None:
    page = open_page(width=width, height=800, language=language)
    _open_map(page, network, "?colour=region&selected=1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll(".map button, .map summary, .map select, .map a")]
          .filter((each) => each.checkVisibility({ visibilityProperty: true }))
          .filter((each) => !each.closest(".map-sheet__body, .visually-hidden"))
          .map((each) => [each.textContent.trim().slice(0, 30), each.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
          .map(([name]) => name)"""
    )
    assert small == []


@pytest.mark.parametrize(("query", "language"), [("?selected=1&colour=region", "en"), ("?group=region", "ar")])
def test_axe_finds_nothing(network: str, open_page: OpenPage, query: str, language: str) -> None:
    page = open_page(language=language)
    _open_map(page, network, query)
    page.locator("[data-netmap-share] > summary").click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Escape")
    page.locator(STAGE).focus()
    page.keyboard.press("g")
    page.locator("[data-netmap-outline] .map-outline__group").first.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
