"""A facilitator invites; one person claims on a phone without JavaScript, one declines; each page is open to all."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.membership.models import Invitation
from skillsnet.membership.tokens import token_of
from skillsnet.participants.models import Person
from tests.factories import make_invitation, make_organisation, make_person, make_project
from tests.journeys.test_facilitator_pages import RULES

OpenPage = Callable[..., Page]


def _person(name: str) -> Person:
    person = make_person(name)
    organisation = make_organisation(f"Atelier of {name}", country="KE")
    make_project(f"Welding with {name}", contact=person, organisation=organisation)
    person.affiliations.create(organisation=organisation)
    return person


def _link(network: str, person: Person) -> str:
    return f"{network}/claim/{token_of(Invitation.objects.get(person=person).nonce)}/"


def test_one_claims_on_a_phone_and_one_declines(
    network: str, open_page: OpenPage, sign_in: Callable[[Page], User]
) -> None:
    ada, bo = _person("Ada Ålund"), _person("Bo Née")
    desk = open_page()
    sign_in(desk)
    for person in (ada, bo):
        desk.goto(f"{network}/projects/{person.projects.get().pk}/")
        desk.get_by_role("link", name="Invite the contact person").click()
        desk.get_by_role("button", name="Send the invitation").click()
        expect(desk.get_by_text("The invitation is on its way.")).to_be_visible()
    phone = open_page(width=360, height=740, java_script_enabled=False)
    phone.goto(_link(network, ada))
    expect(phone).to_have_url(f"{network}/claim/")
    phone.get_by_role("button", name="Claim my profile").click()
    phone.get_by_label("Your position").fill("Coach")
    phone.get_by_label("Name of the organisation").fill("Atelier of welding")
    phone.get_by_role("button", name="Save and continue").click()
    phone.get_by_role("group", name="Name").get_by_label("Everyone").check()
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("Saved. This applies from now on.")).to_be_visible()
    visitor = open_page(width=360, height=740)
    visitor.goto(f"{network}/projects/{ada.projects.get().pk}/")
    expect(visitor.get_by_text("Ada Ålund").first).to_be_visible()
    other = open_page(width=360, height=740, java_script_enabled=False)
    other.goto(_link(network, bo))
    other.get_by_role("link", name=re.compile("do not want to take part")).click()
    other.get_by_role("button", name="Remove me").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Done")
    desk.goto(f"{network}/facilitate/invitations/")
    for label in ("Claimed (1)", "Declined (1)"):
        expect(desk.get_by_role("link", name=label)).to_be_visible()
    assert not Person.objects.filter(name="Bo Née").exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_are_open_to_everybody(
    network: str, open_page: OpenPage, sign_in: Callable[[Page], User], language: str
) -> None:
    page = open_page(width=360, height=740, language=language)
    violations = {}

    def look(address: str) -> None:
        page.goto(network + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        if results:
            violations[address] = [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in results]

    look("/claim/no-such-token/")
    ada, bo = _person("Ada Ålund"), _person("Bo Née")
    make_invitation(ada)
    look(_link("", ada))
    look("/claim/decline/")
    page.goto(f"{network}/claim/")
    page.locator("main form button[type=submit]").first.click()
    look("/profile/")
    look("/profile/visibility/")
    page.context.clear_cookies()
    sign_in(page)
    for address in ("/profile/", "/facilitate/invitations/", f"/facilitate/invitations/new/{bo.pk}/"):
        look(address)
    assert violations == {}
