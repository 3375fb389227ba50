"""The map in a frame of another website: a second server, on another host of the loopback."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


@pytest.fixture
def website(network: str) -> Iterator[str]:
    """Another website, with the map in a frame 600 pixels high; returns its origin."""

    class OtherSite(BaseHTTPRequestHandler):
        """Answers every address with a page that holds the frame."""

        def do_GET(self) -> None:
            """Answer with the page."""
            frame = f'<iframe title="Map" src="{network}/map/embed/?group=region" width="100%" height="600"></iframe>'
            page = f"<!doctype html><meta charset=utf-8><title>Other website</title><body>{frame}<p>Below</p></body>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *args: object) -> None:
            """Write no log."""

    # The network is at localhost; this is another site even to a browser that forgets the port.
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherSite)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("width", [360, 900])
def test_an_allowed_website_shows_the_map_without_a_second_scroll_bar(
    network: str, website: str, open_page: OpenPage, settings: object, width: int
) -> None:
    assert network.startswith("http://localhost")
    settings.EMBED_ORIGINS = [website]  # type: ignore[attr-defined]
    page = open_page(width=width, height=700)
    page.goto(website)
    frame = page.frame_locator("iframe")
    frame.locator("[data-netmap-ready]").wait_for(state="attached")
    expect(frame.get_by_role("link", name="Open the map")).to_have_attribute("href", re.compile("group=region"))
    inner = page.frames[1]
    scrolled, shown = inner.evaluate("[document.documentElement.scrollHeight, window.innerHeight]")
    assert scrolled <= shown
    assert "/facilitate/" not in inner.content()
    assert page.context.cookies() == []


def test_another_website_is_told_why_there_is_no_map(
    network: str, website: str, open_page: OpenPage, settings: object
) -> None:
    settings.EMBED_ORIGINS = ["https://www.example.org"]  # type: ignore[attr-defined]
    page = open_page()
    page.goto(website)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="This website cannot show the map")).to_be_visible()
    expect(frame.get_by_text(website)).to_be_visible()
    assert page.frames[1].locator("[data-netmap]").count() == 0
