"""A facilitator brings in the real file and sees it on the map."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project

OpenPage = Callable[..., Page]


@pytest.mark.parametrize("name", ["skills_call_export.xlsx"])
def test_the_real_file_comes_in_through_the_page(
    network: str, open_page: OpenPage, sign_in: Callable[[Page], User], shared_data: Path, name: str
) -> None:
    page = open_page()
    sign_in(page)
    page.goto(f"{network}/facilitate/")
    page.get_by_role("link", name="Import a spreadsheet").click()
    page.locator("input[type=file]").set_input_files(shared_data / "dev" / name)
    page.locator("input[name=new_title]").fill("Skills call")
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Show the preview").click()
    expect(page).to_have_url(re.compile("preview"))
    expect(page.get_by_text("473").first).to_be_visible()
    page.get_by_role("button", name="Import the projects").click()
    expect(page.get_by_role("link", name="See them on the map")).to_be_visible(timeout=60_000)
    # Five rows may be of an organisation that is known already, and wait for an answer.
    assert Project.objects.filter(call__is_example=False).count() == 468
    page.get_by_role("link", name="See them on the map").click()
    page.wait_for_selector("[data-netmap-ready]", state="attached")
    expect(page.get_by_text(re.compile("468 projects")).first).to_be_visible()
    expect(page.locator('input[name="call"][value="skills-call"]')).to_be_checked()


def test_signing_in_with_the_code_from_the_outbox(network: str, open_page: OpenPage) -> None:
    from skillsnet.accounts.codes import code_of
    from skillsnet.accounts.models import SignIn

    page = open_page()
    page.goto(f"{network}/accounts/login/")
    page.get_by_label(re.compile("mail", re.IGNORECASE)).first.fill("facilitator@example.org")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("input[name=code]")).to_be_visible()
    page.locator("input[name=code]").fill(code_of(SignIn.objects.latest("pk")))
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{network}/facilitate/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Manage")
