"""A list of members through the pages: asked about once, imported, on the map and in the directory."""

import csv
import io
from collections.abc import Callable

from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.calls.actions import open_call
from skillsnet.calls.models import Project
from skillsnet.intake.actions import commit, start_run
from skillsnet.intake.models import ImportRun

OpenPage = Callable[..., Page]
SignIn = Callable[[Page], User]
MEMBERS = [
    ("Name", "Type", "Country", "City", "Website", "What we do", "Contact", "E-mail"),
    ("Ada Collective", "NGO", "Kenya", "Kisumu", "ada.example.com", "Mentors.", "Ada Sample", "a@example.org"),
    ("Bo Trust", "Foundation", "Ghana", "Tema", "", "Apprenticeships in harbours.", "Bo Sample", "b@example.org"),
    ("Université de Démo", "University", "Senegal", "Dakar", "", "Recherche.", "Zoé Exemple", "z@example.org"),
]  # fmt: skip


def _run() -> ImportRun:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(MEMBERS)
    call = open_call("members", title="Members", by=None)[0]
    return start_run(io.BytesIO(text.getvalue().encode()), name="members.csv", call=call, by=None)


def test_a_list_of_members_comes_in_after_one_question(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page(width=360, height=740)
    sign_in(page)
    run = _run()
    page.goto(f"{network}/facilitate/imports/{run.pk}/columns/")
    page.get_by_role("button", name="Show the preview").click()
    expect(page.get_by_role("alert")).to_contain_text("This file has no projects")
    box = page.get_by_label("This file has no projects: take it in as a list of organisations")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show the preview").click()
    expect(page.get_by_role("button", name="Import the organisations")).to_be_visible()
    expect(page.locator(".import-row")).to_have_count(3)
    run.refresh_from_db()
    commit(run, by=None)
    page.goto(f"{network}/directory/?q=collective")
    page.get_by_role("link", name="Ada Collective").click()
    expect(page.get_by_text("Organisation · NGO or civil society").first).to_be_visible()
    assert Project.objects.filter(kind="organisation").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
