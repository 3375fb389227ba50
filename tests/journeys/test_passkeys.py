"""A member adds a passkey on the page and signs in with it, without an address."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.factories import make_user

OpenPage = Callable[..., Page]


def test_a_passkey_is_added_and_signs_in(network: str, open_page: OpenPage) -> None:
    site = network.replace("127.0.0.1", "localhost")
    page, client = open_page(width=360, height=740), Client()
    client.force_login(make_user("ada@example.org"))
    session = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies([{**session, "url": site}])
    page.goto(f"{site}/accounts/passkeys/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**device, "isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.get_by_label("Name, such as “My phone”").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="My phone")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert Axe().run(page).response["violations"] == []
    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/?next=/accounts/passkeys/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My phone")).to_be_visible()
