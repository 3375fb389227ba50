"""Names on the map: none covers a point, and every group in sight is named or counted, in each grouping."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from skillsnet.calls.models import Project
from skillsnet.home.actions import prepare

OpenPage = Callable[..., Page]
GROUPINGS = ("category", "country", "region", "language", "beneficiary", "issue")
SCREENS = ((1440, 900), (360, 740))
# The largest groups always have a name.
LARGEST_NAMED = 12
REAL_CALLS = ("call_export.xlsx", "skills_call_export.xlsx")
KEEP_REPORT = """document.addEventListener("netmap:labels", ({ detail }) => {
  if (!detail.isMoving) window.mapReport = detail;
});"""
# Boxes as left, top, width and height; nodes as circles.
ISLAND = """async () => {
  await document.fonts.ready;
  for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
  const { labels, unnamed, nodes, radius } = window.mapReport;
  const ofHubs = labels.filter(({ weight }) => ["hub", "smallHub"].includes(weight));
  return {
    names: ofHubs.map(({ box }) => [box.x, box.y, box.width, box.height]),
    nodes: nodes().map(({ x, y }) => [x, y, radius]),
    unnamed: unnamed.length,
  };
}"""
# What letters really fill of a line: IBM Plex Sans has room above its capitals and below its descenders.
DRAWING = """() => {
  const svg = document.querySelector("svg.map-picture");
  const shown = (selector) => [...svg.querySelectorAll(selector)].filter((text) => text.getClientRects().length > 0);
  const letters = (text) => {
    const [box, size] = [text.getBBox(), parseFloat(getComputedStyle(text).fontSize)];
    return [box.x, box.y + 0.25 * size, box.width, box.height - 0.3 * size];
  };
  const circle = (dot) => ["cx", "cy", "r"].map((key) => Number(dot.getAttribute(key)));
  const counted = shown("text.hub-note").map((text) => parseInt(text.textContent.replace(/\\D/g, "")));
  return {
    names: shown("text.hub-label").map(letters),
    nodes: [...svg.querySelectorAll("g.dot:not(.faint) circle")].map(circle),
    unnamed: counted[0] ?? 0,
  };
}"""


@dataclass(frozen=True)
class Measured:
    """What was counted of a map's names."""

    covered_points: int
    meeting_names: int
    named: int
    unnamed: int

    @classmethod
    def of(cls, found: dict[str, Any]) -> "Measured":
        """Count what lies under names, and names that meet."""
        names = np.array(found["names"], dtype=float).reshape(-1, 4)
        nodes = np.array(found["nodes"], dtype=float).reshape(-1, 3)
        low, high = names[:, None, :2], names[:, None, :2] + names[:, None, 2:]
        away = nodes[None, :, :2] - np.clip(nodes[None, :, :2], low, high)
        covered_points = int((np.hypot(*away.transpose(2, 0, 1)) < nodes[None, :, 2] - 0.01).sum())
        meets = ((low < high.transpose(1, 0, 2)) & (low.transpose(1, 0, 2) < high)).all(axis=2)
        return cls(covered_points, int(np.triu(meets, 1).sum()), len(names), found["unnamed"])


def _check_island(page: Page, network: str, grouping: str) -> Measured:
    page.add_init_script(KEEP_REPORT)
    page.goto(f"{network}/map/?group={grouping}")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    measured = Measured.of(page.evaluate(ISLAND))
    page.locator("[data-netmap-stage]").focus()
    page.keyboard.press("g")
    groups = page.locator("[data-netmap-outline] .map-outline__group")
    expect(groups.first).to_be_visible()
    assert (measured.covered_points, measured.meeting_names) == (0, 0), (grouping, measured)
    assert measured.named + measured.unnamed == groups.count(), (grouping, measured)
    return measured


def _check_drawing(page: Page, network: str, grouping: str) -> Measured:
    page.goto(f"{network}/map/?group={grouping}")
    measured = Measured.of(page.evaluate(DRAWING))
    assert (measured.covered_points, measured.meeting_names) == (0, 0), (grouping, measured)
    groups = page.locator(".map-groups li")
    assert measured.named + measured.unnamed == groups.count() > 0, (grouping, measured)
    return measured


def _check_all(network: str, open_page: OpenPage) -> None:
    for width, height in SCREENS:
        island, drawing = open_page(width=width, height=height), open_page(width=width, java_script_enabled=False)
        for grouping in GROUPINGS:
            for kind, measured in (
                ("island", _check_island(island, network, grouping)),
                ("drawing", _check_drawing(drawing, network, grouping)),
            ):
                # Most of what a wide screen shows has a name; a phone names what there is room for.
                least = 0.6 if width > 1000 else 0.1
                assert measured.named >= least * (measured.named + measured.unnamed), (kind, width, grouping, measured)
                print(kind, width, grouping, measured)  # noqa: T201


def test_in_the_example_no_name_covers_a_point_and_every_group_is_named_or_counted(
    network: str, open_page: OpenPage
) -> None:
    _check_all(network, open_page)


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL_CALLS)
def test_in_real_calls_no_name_covers_a_point_and_every_group_is_named_or_counted(
    transactional_db: None, live_server: Any, open_page: OpenPage, shared_data: Path, name: str
) -> None:
    prepare()
    call_command("import", str(shared_data / "dev" / name), call="real-call", unanswered="new", verbosity=0)
    _check_all(live_server.url, open_page)


@pytest.mark.parametrize("width", [360, 1440])
def test_the_largest_countries_in_sight_are_named(network: str, open_page: OpenPage, width: int) -> None:
    page = open_page(width=width, height=740)
    page.add_init_script(KEEP_REPORT)
    page.goto(f"{network}/map/?group=country")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    page.evaluate(ISLAND)
    counts = Counter(Project.objects.public().exclude(country="").order_by().values_list("country", flat=True))
    largest = sorted(counts.values(), reverse=True)[:LARGEST_NAMED]
    unnamed = page.evaluate("() => window.mapReport.unnamed.map(({ count }) => count)")
    assert max(unnamed, default=0) <= largest[-1], (largest, unnamed)


def test_an_open_legend_does_not_cover_the_number_of_those_without_a_name(network: str, open_page: OpenPage) -> None:
    page = open_page(width=1024, height=740)
    page.goto(f"{network}/map/?group=country")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    expect(page.locator("[data-netmap-legend]")).to_have_attribute("open", "")
    # Nothing lies over it: it is pressed as it stands.
    page.locator("[data-netmap-unnamed] > summary").click(timeout=5_000)
    expect(page.locator("[data-netmap-unnamed-list] button").first).to_be_visible()
    # On a phone it stands above the legend, which goes once the list is open.
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    legend = page.locator("[data-netmap-legend]")
    legend.locator("summary").click()
    expect(legend.locator("button").first).to_be_visible()
    page.locator("[data-netmap-unnamed] > summary").click(timeout=5_000)
    expect(page.locator("[data-netmap-unnamed-list] button").first).to_be_visible()
    expect(legend).not_to_have_attribute("open", "")


def test_what_has_no_name_opens_as_a_list_that_leads_to_each(network: str, open_page: OpenPage) -> None:
    page = open_page(width=360, height=740, has_touch=True, is_mobile=True)
    page.add_init_script(KEEP_REPORT)
    page.goto(f"{network}/map/?group=country")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    card = page.locator("[data-netmap-unnamed]")
    count = int(re.sub(r"\D", "", card.locator("[data-netmap-unnamed-count]").inner_text()))
    card.locator("summary").tap()
    entries = card.locator("li button")
    assert entries.count() == count > 0
    names = entries.locator("bdi").all_inner_texts()
    assert names == page.evaluate("(names) => names.sort(new Intl.Collator('en').compare)", names)
    last = names[-1]
    entries.last.tap()
    expect(entries.first).to_be_hidden()
    expect(page).to_have_url(re.compile(r"view="))
    # Where it is seen larger its name has room.
    page.wait_for_function("(name) => window.mapReport.labels.some(({ text }) => text.startsWith(name))", arg=last)
