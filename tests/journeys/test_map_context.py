"""The map drawn by WebGL: a context that the machine takes away and gives back."""

from collections.abc import Callable

from playwright.sync_api import Page, Route

OpenPage = Callable[..., Page]
STAGE = "[data-netmap-stage]"
CONTEXT = "document.querySelector('[data-netmap-stage] canvas').getContext('webgl2')"
SETTLED_MS = 1000


def test_a_lost_context_comes_back_with_the_same_picture(network: str, open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    page.route("**/map/?*", _ask_for_webgl)
    page.goto(f"{network}/map/?group=country&region=africa")
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    page.wait_for_timeout(SETTLED_MS)
    before = page.locator(STAGE).screenshot()
    page.evaluate(f"window.taken = {CONTEXT}.getExtension('WEBGL_lose_context'); window.taken.loseContext()")
    page.wait_for_function(f"{CONTEXT}.isContextLost()")
    page.wait_for_timeout(SETTLED_MS)
    assert page.locator(STAGE).screenshot() != before
    page.evaluate("window.taken.restoreContext()")
    page.wait_for_function(f"!{CONTEXT}.isContextLost()")
    page.wait_for_timeout(SETTLED_MS)
    assert page.locator(STAGE).screenshot() == before


def _ask_for_webgl(route: Route) -> None:
    """Let the page ask for WebGL where the network is too small to be drawn by it."""
    answer = route.fetch()
    text = answer.text()
    assert '"nodesUrl"' in text
    route.fulfill(response=answer, body=text.replace('"nodesUrl"', '"scene": "webgl", "nodesUrl"', 1))
