"""The pictures of the documentation: taken of the example network, and compared with those that stand there.

`make pictures` takes them again (SKILLSNET_PICTURES names the folder).
"""

import base64
import csv
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.calls.actions import open_call
from skillsnet.calls.models import Project
from skillsnet.intake.actions import start_run
from tests.intake.sheets import as_csv
from tests.journeys.test_publishing import DRAFT, make_draft

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 800
# Mean difference of brightness, of 255, between two pictures made as small as 64 by 40. The same pages taken again
# differ by at most 0.5 (the directory).
MAX_DIFFERENCE = 4.0
# Chromium writes the picture as WebP, so that no program for pictures is needed.
AS_WEBP = """async (png) => {
  const image = await createImageBitmap(await (await fetch(png)).blob());
  const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.82);
}"""
DIFFERENCE = """async (urls) => {
  const brightness = async (url) => {
    const image = await createImageBitmap(await (await fetch(url)).blob());
    const canvas = new OffscreenCanvas(64, 40);
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, 64, 40);
    const data = pen.getImageData(0, 0, 64, 40).data;
    return Array.from({length: 64 * 40}, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3);
  };
  const [one, other] = await Promise.all(urls.map(brightness));
  return one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;
}"""


def _map(page: Page) -> None:
    page.wait_for_selector("[data-netmap-ready]", state="attached")


def _columns(page: Page) -> None:
    expect(page.locator(".import-columns select").first).to_be_visible()


def _is_shown(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _project_page() -> str:
    return f"/projects/{Project.objects.order_by('pk')[0].pk}/"


def _columns_page() -> str:
    with (ROOT / "examples" / "network.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[:40]
    call = open_call("second-call", title="Second call", by=None)[0]
    run = start_run(BytesIO(as_csv(rows).getvalue()), name="second-call.csv", call=call, by=None)
    return f"/facilitate/imports/{run.pk}/columns/"


def _publish_page() -> str:
    make_draft()
    return f"{DRAFT}publish/"


# Name of the picture to the address of its page, and what is waited for.
SCENES: dict[str, tuple[Callable[[], str], Callable[[Page], None]]] = {
    "map": (lambda: "/map/", _map),
    "project": (_project_page, _is_shown),
    "import-columns": (_columns_page, _columns),
    "review-queue": (lambda: "/facilitate/categories/", _is_shown),
    "directory": (lambda: "/directory/", _is_shown),
    "publish-edition": (_publish_page, _is_shown),
}


def _data_url(kind: str, picture: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def _take(page: Page) -> bytes:
    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 0)
    picture = page.screenshot(animations="disabled", caret="hide")
    # A page without a policy of its own, in which the picture may be read.
    blank = page.context.new_page()
    webp = blank.evaluate(AS_WEBP, _data_url("png", picture))
    blank.close()
    return base64.b64decode(webp.partition(",")[2])


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_shows_the_page_as_it_is(
    network: str, open_page: Callable[..., Page], sign_in: Callable[[Page], User], name: str
) -> None:
    address, wait = SCENES[name]
    page = open_page(width=WIDTH, height=HEIGHT, reduced_motion="reduce", color_scheme="light", timezone_id="UTC")
    if "facilitate" in (path := address()):
        sign_in(page)
    page.goto(network + path)
    wait(page)
    taken = _take(page)
    kept = PICTURES / f"{name}.webp"
    if folder := os.environ.get("SKILLSNET_PICTURES"):
        kept = Path(folder).resolve() / kept.name
        kept.write_bytes(taken)
    blank = page.context.new_page()
    difference = blank.evaluate(DIFFERENCE, [_data_url("webp", taken), _data_url("webp", kept.read_bytes())])
    assert difference <= MAX_DIFFERENCE, "make pictures takes them again"


def test_there_is_a_scene_for_each_picture() -> None:
    assert {path.name for path in PICTURES.iterdir()} == {f"{name}.webp" for name in SCENES}
