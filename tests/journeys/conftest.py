"""A real browser on a real server with the example network."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from skillsnet.accounts.models import User
from skillsnet.home.actions import load_example, prepare
from tests.factories import make_user

# How long a page may take says more of the machine than of the page: two browsers share it.
PATIENCE_MS = 60_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
NUMBERS_A_JOURNEY = 10_000
# Beside the files stands the open database: writing over its memory-mapped index ends the process by a bus error.
_FILES_ALONE = shutil.ignore_patterns("*.sqlite3*")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as a journey."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium: the one SKILLSNET_BROWSER names, the machine's, or Playwright's own."""
    path = os.environ.get("SKILLSNET_BROWSER") or next(
        (found for found in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(found).exists()), None
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path or None, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Example:
    """The example network as it stood when it had come in: brought in once, put back for each journey."""

    database: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:", check_same_thread=False))
    files: Path | None = None
    times: int = 0

    def put_back(self) -> None:
        """Have the example stand in the test's database and folder of files."""
        if connection.vendor != "sqlite" or self.files is None:
            prepare()
            load_example()
        if connection.vendor != "sqlite":
            return
        connection.ensure_connection()
        folder = Path(default_storage.path(""))
        if self.files is None:
            self.files = Path(tempfile.mkdtemp(prefix="skillsnet-example-"))
            shutil.copytree(folder, self.files, ignore=_FILES_ALONE, dirs_exist_ok=True)
            connection.connection.backup(self.database)
            return
        self.database.backup(connection.connection)
        shutil.copytree(self.files, folder, ignore=_FILES_ALONE, dirs_exist_ok=True)
        self.times += 1
        with connection.cursor() as cursor:
            # No number is given out twice: the server keeps what it computed by it.
            cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s", [NUMBERS_A_JOURNEY * self.times])


@pytest.fixture(scope="session")
def example() -> Iterator[Example]:
    """The example network, kept for all journeys."""
    example_data = Example()
    yield example_data
    example_data.database.close()
    if example_data.files is not None:
        shutil.rmtree(example_data.files)


@pytest.fixture
def network(transactional_db: None, live_server: Any, example: Example) -> str:
    """The example network on a running server; returns its address."""
    example.put_back()
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages that note every error, every broken policy and every request to somebody else."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_with(*, width: int = 1440, height: int = 900, language: str = "en", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=language, **options)
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
        )
        page.on("request", lambda request: faults.append(request.url) if _is_foreign(request.url) else None)
        return page

    yield open_with
    for context in contexts:
        context.close()
    assert faults == []


def _is_foreign(url: str) -> bool:
    return not url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:"))


@pytest.fixture
def sign_in(network: str) -> Callable[[Page], User]:
    """Signs a page in as Fay, who runs the network."""

    def signed_in(page: Page) -> User:
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        fay = make_user("fay@example.org", role="facilitator")
        session = SessionStore()
        session[SESSION_KEY] = str(fay.pk)
        session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = fay.get_session_auth_hash()
        session.save()
        page.context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": network}]
        )
        return fay

    return signed_in
