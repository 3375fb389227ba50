"""A facilitator draws a link on the project's page: a name, and a kind of link."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from skillsnet.calls.models import Link, Project
from skillsnet.revisions.actions import add_link
from skillsnet.taxonomy.actions import install_skills_taxonomy
from tests.factories import make_project, make_user
from tests.journeys.test_edition_verbs import Hand
from tests.journeys.test_publishing import check


@pytest.fixture
def projects(transactional_db: None) -> list[Project]:
    """Three projects, two of them linked, in a network with the skills categories."""
    install_skills_taxonomy()
    welding, sewing, baking = (make_project(title) for title in ("Welding by night", "Sewing by day", "Baking bread"))
    add_link(sewing.pk, baking.pk, {"kind": "partner"}, by=None)
    return [welding, sewing, baking]


def sign_in(page: Page, address: str) -> None:
    """Sign a page in as Fay, who runs the network."""
    fay = make_user("fay@example.org", role="facilitator")
    session = SessionStore()
    session[SESSION_KEY] = str(fay.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = fay.get_session_auth_hash()
    session.save()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": address}]
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_is_drawn_by_two_actions(
    projects: list[Project], live_server: Any, open_page: Callable[..., Page], javascript: bool
) -> None:
    welding, sewing, _baking = projects
    page = open_page(width=360, height=740, java_script_enabled=javascript)
    sign_in(page, str(live_server.url))
    page.goto(f"{live_server.url}/projects/{welding.pk}/")
    hand = Hand(page)
    hand.fill("Add a link to a project or an organisation", "sewing", within=page.locator("main"))
    hand.click(page.get_by_role("button", name="partner"))
    expect(page.locator("#ties ~ .similar")).to_contain_text("Sewing by day")
    assert list(Link.objects.filter(source=welding).values_list("target", flat=True)) == [sewing.pk]
    assert hand.clicks + hand.fields == 2
    if javascript:
        check(page, 360)
