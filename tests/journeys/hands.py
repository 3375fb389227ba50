"""The hands of somebody who works with the pages: counts what they do, and the pages that they wait for."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page


@dataclass
class Hands:
    """Counts each click, each key that sends something, each field that is typed in, and each page that is loaded."""

    page: Page
    clicks: int = 0
    keys: int = 0
    fields: int = 0
    pages: int = 0

    def __post_init__(self) -> None:
        self.page.on("load", lambda _page: self._count_page())

    @property
    def actions(self) -> int:
        """Everything that was done."""
        return self.clicks + self.keys + self.fields

    def click(self, locator: Locator) -> None:
        """Click a link, button or choice, once the page is there."""
        self.page.wait_for_load_state()
        self.clicks += 1
        locator.click()

    def press(self, key: str) -> None:
        """Press a key that leads to another page."""
        self.keys += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def choose(self, key: str) -> None:
        """Press a key that chooses something on the page."""
        self.keys += 1
        self.page.keyboard.press(key)

    def write(self, locator: Locator, text: str) -> None:
        """Type into a field."""
        self.fields += 1
        locator.fill(text)

    def pick_file(self, locator: Locator, path: Path) -> None:
        """Choose a file."""
        self.fields += 1
        locator.set_input_files(path)

    def _count_page(self) -> None:
        self.pages += 1
