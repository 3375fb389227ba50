"""Files as forms and platforms write them: through the pages as they come, to what a visitor sees in the end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.taxonomy.actions import install_skills_taxonomy

OpenPage = Callable[..., Page]
LONG_MS = 120_000


@dataclass(frozen=True)
class Situation:
    """A file, and what is expected of it.

    `fields` are target fields by column, as the columns page has them without anybody's help; `seen` has what the page
    of each project shows to a visitor; `kept_off` are the titles that no visitor meets; `lists` counts the columns
    that are shown as one.
    """

    file: str
    fields: Mapping[str, str]
    seen: Mapping[str, tuple[str, ...]]
    kept_off: tuple[str, ...] = ()
    lists: int = 0
    countries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_small: bool = False


SITUATIONS = (
    Situation(
        "01-surveymonkey-two-headers/export-excel-mac.csv",
        {"What is the title of your project?": "title", "Contact information › Organisation": "organisation",
         "Contact information: Country": "country", "Contact information: Email Address": "contact_email"},
        {"Ateliers mobiles de soudure": ("Atelier Démo", "Senegal", "Youth", "Women", "French")},
        lists=2,
    ),
    Situation(
        "05-questions-as-headers/responses.csv",
        {"What is your project called?": "title", "What is the name of your organisation?": "organisation",
         "Who is your project for?": "beneficiaries", "At what stage is your project?": "stage"},
        {"Night school": ("Asha House", "India", "Pilot", "Hindi"), "Weaving lab": ("Telar Vivo", "Women")},
    ),
    Situation(
        "11-consent-column/applications.csv",
        {"Do you agree that your entry is shown in the public directory?": "may_publish",
         "I consent to be contacted by other participants": "may_contact"},
        {"Pocket mentors": ("Ada Collective",), "Night kitchen": ("Cy Club",)},
        kept_off=("Quiet house", "Hidden loom"),
    ),
    Situation(
        "12-several-countries-in-a-cell/projects.csv",
        {"Country": "country"},
        {"Project 1": ("Kenya", "Uganda"), "Project 11": ("Netherlands", "Malawi", "Zambia")},
        countries={"UG": ("Project 1", "Project 2", "Project 8"), "MW": ("Project 11",), "KE": ("Project 3",)},
    ),
    Situation(
        "15-one-column-per-option/true-false.csv",
        {"Project title": "title", "Target groups": "beneficiaries", "Languages": "languages"},
        {"Pocket mentors": ("Ada Collective", "Women", "Youth", "English")},
        lists=2,
        is_small=True,
    ),
    Situation(
        "21-arabic-and-other-headers/arabic.csv",
        {"عنوان المشروع": "title", "اسم المؤسسة": "organisation", "البلد": "country",
         "الفئة المستهدفة": "beneficiaries"},
        {"مهارات رقمية للشابات": ("جمعية المثال", "Morocco", "Arabic", "French", "Women")},
        is_small=True,
    ),
)  # fmt: skip


@pytest.fixture
def network(transactional_db: None, live_server: Any) -> str:
    """A running server with the categories and nobody in them: what is seen later came from the file."""
    install_skills_taxonomy()
    return str(live_server.url)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.file[:2])
def test_a_file_comes_in_as_it_is(
    network: str, open_page: OpenPage, sign_in: Callable[[Page], User], shared_data: Path, situation: Situation
) -> None:
    page = open_page(width=360 if situation.is_small else 1440, java_script_enabled=not situation.is_small)
    # All is written while the page waits, where in production a worker does it.
    page.set_default_timeout(LONG_MS)
    sign_in(page)
    page.goto(f"{network}/facilitate/imports/new/")
    page.locator("input[type=file]").set_input_files(shared_data / "cases" / situation.file)
    page.locator("input[name=new_title]").fill("Real files")
    page.get_by_role("button", name="Read the file").click()
    for column, target_field in situation.fields.items():
        select = page.locator(".import-column__target-field").get_by_label(column, exact=True)
        expect(select).to_have_value(target_field)
    expect(page.get_by_text("columns read as one list")).to_have_count(situation.lists)
    page.get_by_role("button", name="Show the preview").click()
    if situation.kept_off:
        expect(page.get_by_text(f"{len(situation.kept_off)} projects are kept off public pages")).to_be_visible()
    page.get_by_role("button", name="Import the projects").click()
    expect(page.get_by_role("link", name="See them on the map")).to_be_visible(timeout=LONG_MS)
    _see(open_page(), network, situation)


def _see(page: Page, network: str, situation: Situation) -> None:
    """Look as a visitor at each project's page, at the directory, and at what works in a country."""
    ids = dict(Project.objects.filter(call__slug="real-files").values_list("title", "pk"))
    for title, texts in situation.seen.items():
        page.goto(f"{network}/projects/{ids[title]}/")
        for text in (title, *texts):
            expect(page.locator("main")).to_contain_text(text)
    for title in situation.kept_off:
        response = page.goto(f"{network}/projects/{ids[title]}/")
        assert response is not None
        assert response.status == 404
    page.goto(f"{network}/directory/?call=real-files")
    for title in situation.seen:
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    for title in situation.kept_off:
        expect(page.get_by_text(title)).to_have_count(0)
    for code, titles in situation.countries.items():
        page.goto(f"{network}/directory/?call=real-files&work={code}")
        for title in titles:
            expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
