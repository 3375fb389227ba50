"""A real browser on a real server with the example network."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from skillsnet.accounts.models import User
from skillsnet.home.actions import load_example, prepare
from tests.factories import make_user

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


@pytest.fixture
def network(transactional_db: None, live_server: Any) -> str:
    """The example network on a running server; returns its address."""
    prepare()
    load_example()
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages that note every error, every broken policy and every request to somebody else."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(*, width: int = 1440, height: int = 900, language: str = "en", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale=language, **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda request: faults.append(request.url) if _is_foreign(request.url) else None)
        return page

    yield opened
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
