"""Rows and projects that may be one, in a real browser: open to everybody, answered, changed, merged and two again."""

from collections.abc import Callable
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.calls.actions import open_call
from skillsnet.calls.models import Project
from skillsnet.intake.actions import answer_project, commit, preview, start_run
from skillsnet.intake.actions.project_merging import ask_about_projects
from skillsnet.intake.models import ImportRun, ProjectQuestion
from tests.intake.sheets import as_csv
from tests.journeys.test_facilitator_pages import RULES

OpenPage = Callable[..., Page]
SignIn = Callable[[Page], User]
HEADER = ("Title", "Organisation", "Country", "Summary", "E-mail", "Start of grant", "Amount awarded")
ADA = ("Night school", "Atelier Ada", "Kenya")
BO = ("Forge Bo", "Ghana")
ROWS = [
    (*ADA, "Evening classes.", "ada@people.net", "2019-01-01", "10000"),
    (*ADA, "Evening classes, also on Sundays.", "ada@people.net", "2020-01-01", "12000"),
    ("Port schol", *BO, "Apprenticeships on the quay.", "bo@people.net", "2020-01-01", "700"),
    ("Port school", *BO, "Apprenticeships on the quay and in the yard.", "bo@people.net", "2020-01-01", "800"),
]  # fmt: skip


def _run() -> ImportRun:
    call = open_call("second-call", title="Second call", by=None)[0]
    run = start_run(BytesIO(as_csv([HEADER, *ROWS]).getvalue()), name="grants.csv", call=call, by=None)
    return preview(run)


def _question(run: ImportRun) -> ProjectQuestion:
    """Return the question about two projects that were imported as two."""
    row = run.rows.get(number=5)
    answer_project(run, row, is_same=False, by=None)
    commit(preview(run), by=None)
    ProjectQuestion.objects.all().delete()
    ask_about_projects([project.pk for project in Project.objects.filter(call=run.call)])
    return ProjectQuestion.objects.get()


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("fr", 1440)])
def test_they_are_open_to_everybody(
    network: str, open_page: OpenPage, sign_in: SignIn, language: str, width: int
) -> None:
    page = open_page(language=language, width=width, height=740)
    sign_in(page)
    run = _run()
    violations = {}

    def look(address: str) -> None:
        page.goto(network + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        if results:
            violations[address] = [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in results]

    look(f"/facilitate/imports/{run.pk}/questions/")
    question = _question(run)
    look(f"/facilitate/imports/{run.pk}/questions/")
    look("/facilitate/same-projects/")
    look(f"/facilitate/same-projects/{question.left_id}/same-as/{question.right_id}/")
    look("/facilitate/same-projects/decisions/")
    assert violations == {}


def test_rows_are_answered_once_and_the_answer_is_changed(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page()
    sign_in(page)
    run = _run()
    page.goto(f"{network}/facilitate/imports/{run.pk}/preview/")
    page.get_by_role("link", name="Make a decision").first.click()
    expect(page.locator("#repeats")).to_contain_text("2020-01-01")
    page.get_by_label("Keep as separate projects").check()
    page.get_by_role("button", name="Save the decision", exact=True).click()
    expect(page.locator("#repeats")).to_contain_text("It is kept as a separate project.")
    page.get_by_label("Join into one project").check()
    page.locator("#repeats").get_by_role("button", name="Change the decision").click()
    expect(page.locator("#repeats")).to_contain_text("1 row is joined with another row")
    page.get_by_label("No, it is another project").check()
    page.get_by_role("button", name="Save the decision on this row").click()
    page.goto(f"{network}/facilitate/imports/{run.pk}/preview/")
    page.get_by_role("link", name="View or change the decisions").click()
    page.get_by_role("button", name="Change the decision Port school").click()
    expect(page.get_by_role("heading", name="Is Port school the same project?")).to_be_visible()


def test_two_projects_become_one_and_two_again(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page()
    sign_in(page)
    question = _question(_run())
    page.goto(f"{network}/facilitate/")
    page.get_by_role("link", name="Review these projects").click()
    page.get_by_role("link", name="Port schol – Port school").click()
    page.locator("input[name=keep][value=right]").check()
    # What follows a merge is done at once here: the map of the whole network is drawn anew.
    page.get_by_role("button", name="Merge").click(timeout=90_000)
    expect(page.get_by_text("Port schol was merged into Port school")).to_be_visible()
    assert page.goto(f"{network}/projects/{question.left_id}/").status == 404
    page.goto(f"{network}/facilitate/same-projects/decisions/")
    page.get_by_role("button", name="Undo merge").click(timeout=90_000)
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert page.goto(f"{network}/projects/{question.left_id}/").status == 200
