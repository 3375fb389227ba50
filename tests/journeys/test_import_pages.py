"""An import's pages in a real browser: open to everybody, by keyboard, corrected in place, without scripts too."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.calls.actions import open_call
from skillsnet.calls.models import Project
from skillsnet.intake.actions import preview, start_run
from skillsnet.intake.models import ImportRun
from skillsnet.participants.models import Merge, Organisation
from tests.intake.sheets import as_csv
from tests.journeys.test_facilitator_pages import RULES

OpenPage = Callable[..., Page]
SignIn = Callable[[Page], User]
HEADER = ("ID", "Title", "Summary", "Organisation", "Country", "E-mail", "Stage")
ROWS = [
    ("1", "Fields", "We farm.", "Food and Agriculture Organization", "Kenya", "a@people.net", "Pilott"),
    ("2", "Seeds", "We sow.", "FAO", "Kenya", "not an address", "Pilott"),
    ("3", "", "No title.", "Elsewhere", "Keneya", "c@people.net", "Idea"),
]

TWENTY = (
    *("Q1", "Q2", "Country", "E-mail", "Contact person", "Phone", "Stage", "Website", "Submission date", "Number"),
    "Which of the following groups does your project reach? Please select all that apply, and name the largest first.",
    "In which languages do the people whom you work with speak, read and write with each other every day?",
    "Please describe in a few sentences what you do, for whom, where and since when.",
    *("Budget", "Start date", "End date", "Region", "City", "Comments of the jury", "Score"),
)
TWENTY_CELLS = [
    (name, body, "Kenya", f"p{n}@people.net", "Ada Sample", "+254 20 000 0001", "Pilot", "https://site.example.org",
     "2020-03-31", f"A-{n}", "Youth; Women", "English; French", f"We teach people to work with {name}. " * 8, "1000",
     "2020-01-01", "2021-01-01", "Rift Valley", "Nakuru", "Good.", "7")
    for n, (name, body) in enumerate([
        ("Night school for mill workers", "Sample Foundation"), ("A classroom on a bus", "University of Tolan"),
        ("Learning to repair solar pumps", "Kash Ltd"), ("Weaving by the river", "Atelier Association"),
    ])
]  # fmt: skip


def _run() -> ImportRun:
    call = open_call("second-call", title="Second call", by=None)[0]
    run = start_run(BytesIO(as_csv([HEADER, *ROWS]).getvalue()), name="answers.csv", call=call, by=None)
    return preview(run)


def _addresses(run: ImportRun) -> list[str]:
    base = f"/facilitate/imports/{run.pk}"
    row_number = run.rows.order_by("position")[0].position
    left, right = Organisation.objects.order_by("pk").values_list("pk", flat=True)[:2]
    addresses = [
        f"{base}/columns/",
        f"{base}/preview/",
        f"{base}/questions/",
        f"{base}/values/",
        f"{base}/rows/{row_number}/",
    ]
    addresses += [
        "/facilitate/organisations/",
        f"/facilitate/organisations/{left}/",
        "/facilitate/organisations/merges/",
    ]
    return [*addresses, f"/facilitate/organisations/{left}/same-as/{right}/"]


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ar", 360), ("fr", 1440)])
def test_they_are_open_to_everybody(
    network: str, open_page: OpenPage, sign_in: SignIn, language: str, width: int
) -> None:
    page = open_page(language=language, width=width, height=740)
    sign_in(page)
    violations = {}
    for address in _addresses(_run()):
        page.goto(network + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        results = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        if results:
            violations[address] = [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in results]
    assert violations == {}


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800)])
def test_twenty_columns_take_at_most_two_screens(
    network: str, open_page: OpenPage, sign_in: SignIn, width: int, height: int
) -> None:
    page = open_page(width=width, height=height)
    sign_in(page)
    call = open_call("second-call", title="Second call", by=None)[0]
    run = start_run(as_csv([TWENTY, *TWENTY_CELLS]), name="twenty.csv", call=call, by=None)
    page.goto(f"{network}/facilitate/imports/{run.pk}/columns/")
    columns = page.locator(".import-column")
    expect(columns).to_have_count(20)
    # What nobody is sure of comes first.
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Check these columns first")
    expect(columns.nth(0).locator("select").first).to_have_value("title")
    expect(columns.nth(1).locator("select").first).to_have_value("organisation")
    send = page.get_by_role("button", name="Show the preview").bounding_box()
    assert send is not None
    assert send["y"] + send["height"] <= 2 * height


def test_cell_is_corrected_where_it_stands_by_keyboard(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page()
    sign_in(page)
    run = _run()
    page.goto(f"{network}/facilitate/imports/{run.pk}/preview/?show=error#rows")
    row = page.locator(".import-row").first
    expect(row).to_contain_text("The row has no title")
    row.get_by_label("Title").focus()
    page.keyboard.type("Far fields")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Corrected, and compared again.")
    expect(row).to_contain_text("Far fields")
    assert page.url.endswith("show=error#rows")


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ar", False)])
def test_names_are_agreed_to_by_keyboard_on_a_small_screen(
    network: str, open_page: OpenPage, sign_in: SignIn, language: str, scripts: bool
) -> None:
    page = open_page(language=language, width=360, height=740, java_script_enabled=scripts)
    sign_in(page)
    call = open_call("second-call", title="Second call", by=None)[0]
    rows = [("Title", "Contact person"), ("Pump repair by Zzada Zzdiallo", "Zzada Zzdiallo")]
    run = preview(start_run(BytesIO(as_csv(rows).getvalue()), name="answers.csv", call=call, by=None))
    page.goto(f"{network}/facilitate/imports/{run.pk}/preview/")
    page.locator("#names").get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    source = page.locator("#names-source-all")
    expect(source).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    source.focus()
    page.keyboard.type("consent form of the call")
    page.keyboard.press("Enter")
    page.wait_for_url("**#names")
    page.locator(".import-row details summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    violations = Axe().run(page, options={"runOnly": RULES}).response["violations"] if scripts else []
    assert [(entry["id"], [node["html"] for node in entry["nodes"]]) for entry in violations] == []
    run.refresh_from_db()
    assert run.choices["names"]["all"] == "consent form of the call"


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_questions_and_values_are_answered_and_the_rest_goes_on_the_map(
    network: str,
    open_page: OpenPage,
    sign_in: SignIn,
    java_script_enabled: bool,
) -> None:
    page = open_page(java_script_enabled=java_script_enabled)
    sign_in(page)
    run = _run()
    page.goto(f"{network}/facilitate/imports/{run.pk}/preview/")
    page.get_by_role("link", name="Make a decision", exact=True).first.click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Is FAO the same organisation?")
    # What is likeliest is chosen; an answer leads on to the values, and these lead on to the preview.
    expect(page.get_by_label("Yes, the same as Food and Agriculture Organization")).to_be_checked()
    page.get_by_role("button", name="Save the decision on this row").click()
    expect(page).to_have_url(re.compile("values"))
    expect(page.get_by_role("group", name="Pilott").get_by_label("Pilot")).to_be_checked()
    page.get_by_role("button", name="Save the matches").click()
    expect(page).to_have_url(re.compile("preview"))
    page.get_by_role("button", name="Import the projects").click()
    expect(page.get_by_role("link", name="See them on the map")).to_be_visible(timeout=60_000)
    fields = Project.objects.filter(call__slug="second-call").order_by("external_id")
    assert [(item.title, item.stage) for item in fields] == [("Fields", "pilot"), ("Seeds", "pilot")]
    assert len({item.organisation_id for item in fields}) == 1


def test_two_organisations_are_made_one_and_two_again(network: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page()
    sign_in(page)
    left, right = Organisation.objects.order_by("pk")[:2]
    page.goto(f"{network}/facilitate/organisations/{left.pk}/same-as/{right.pk}/")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merges")
    assert Merge.objects.get().survivor == left
    page.get_by_role("button", name="Undo merge").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    right.refresh_from_db()
    assert right.merged_into is None
