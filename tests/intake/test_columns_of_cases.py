"""The columns of the files that are given to develop with: what each is taken for, and what is asked."""

from collections.abc import Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from skillsnet.core.intake import guess_target_fields
from skillsnet.core.intake.column_meanings import CERTAIN, SAMPLED_ROWS, Guess
from skillsnet.intake.readers import read_sheet

FORM = ("title", "summary", "organisation", "country", "contact_name", "contact_email", "languages", "beneficiaries")
SKILLS_CALL = {
    "Submission ID": "external_id", "Submission date": "submitted_on", "Organisation name": "organisation",
    "Type of organisation": "organisation_type", "Country": "country", "Languages": "languages",
    "Contact person": "contact_name", "Contact e-mail": "contact_email", "Proposal title": "title",
    "Objectives / summary": "summary", "Target group / beneficiaries": "beneficiaries",
    "Categories (sectors)": "category", "Website": "website", "Region": "extra", "Status": "extra",
    "Closing date": "extra", "Budget (US$)": "extra", "Grant (US$)": "extra",
}  # fmt: skip
CALL = {
    "Submission ID": "external_id", "Submission date": "submitted_on", "Organisation name": "organisation",
    "Type of organisation": "organisation_type", "Country": "country", "Languages": "languages",
    "Contact person": "contact_name", "Contact e-mail": "contact_email", "Proposal title": "title",
    "Summary": "summary", "How does the proposal contribute? (evidence)": "more_text",
    "Target group / beneficiaries": "beneficiaries", "Stage": "extra", "Categories (SDGs)": "category",
    "Website": "website", "Countries of implementation": "work_countries", "Partner organisations": "extra",
}  # fmt: skip


def _guesses(path: Path) -> dict[str, Guess]:
    with path.open("rb") as file, closing(read_sheet(file, name=path.name)) as sheet:
        rows = list(islice((row.cells for row in sheet.rows() if not row.skip), SAMPLED_ROWS))
        return guess_target_fields(sheet.header, rows)


def _check(guesses: Mapping[str, Guess], expected: Mapping[str, str]) -> None:
    assert {name: guesses[name].target_field for name in expected} == expected


@pytest.mark.medium
@pytest.mark.parametrize("suffix", [".xlsx", "_cp1252_semicolon.csv", "_utf8bom.csv", "_messy.xlsx"])
def test_the_columns_of_a_call_are_told(shared_data: Path, suffix: str) -> None:
    guesses = _guesses(shared_data / "dev" / f"call_export{suffix}")
    _check({name.replace(", multiple", ""): guess for name, guess in guesses.items()}, CALL)
    # It may be a category and may not: nobody is asked nothing.
    assert guesses["Sectors"].is_question or guesses["Sectors"].target_field == "extra"


@pytest.mark.medium
@pytest.mark.parametrize("suffix", [".xlsx", "_cp1252_semicolon.csv", "_utf8bom.csv"])
def test_the_columns_of_the_closest_real_call_are_told(shared_data: Path, suffix: str) -> None:
    _check(_guesses(shared_data / "dev" / f"skills_call_export{suffix}"), SKILLS_CALL)


@pytest.mark.medium
def test_questions_as_column_names(shared_data: Path) -> None:
    guesses = _guesses(shared_data / "cases" / "05-questions-as-headers" / "responses.csv")
    assert set(FORM) <= {guess.target_field for guess in guesses.values()}
    _check(guesses, {"What is your project called?": "title", "I agree that my data may be stored": "extra"})


@pytest.mark.medium
@pytest.mark.parametrize("language", ["arabic", "german", "portuguese", "russian"])
def test_column_names_in_other_languages(shared_data: Path, language: str) -> None:
    guesses = _guesses(shared_data / "cases" / "21-arabic-and-other-headers" / f"{language}.csv")
    assert set(FORM) <= {guess.target_field for guess in guesses.values()}
    assert "extra" not in {guess.target_field for guess in guesses.values()}


def test_a_list_of_members_has_no_title_and_the_organisation_is_told(shared_data: Path) -> None:
    guesses = _guesses(shared_data / "cases" / "10-directory-of-organisations" / "members.csv")
    _check(
        guesses, {"Name": "organisation", "Type": "organisation_type", "Country": "country", "E-mail": "contact_email"}
    )
    assert "title" not in {guess.target_field for guess in guesses.values() if guess.confidence >= CERTAIN}


@pytest.mark.medium
@pytest.mark.parametrize(
    "case",
    ["04-google-forms-commas", "08-second-file-corrected", "09-resubmission-latest-wins",
     "12-several-countries-in-a-cell", "17-shared-mailbox", "18-markup-in-cells", "33-apostrophes-and-odd-names"],
)  # fmt: skip
def test_plain_column_names_are_told_whatever_the_cells_hold(shared_data: Path, case: str) -> None:
    meanings = {
        "Project title": "title", "Title of your project": "title", "Title": "title", "Summary": "summary",
        "Short description of your project": "summary", "Organisation": "organisation", "Country": "country",
        "Contact person": "contact_name", "Email": "contact_email", "Email Address": "contact_email",
        "Phone": "contact_phone", "Timestamp": "submitted_on", "Working languages": "languages", "Category": "category",
    }  # fmt: skip
    for path in sorted((shared_data / "cases" / case).glob("*.csv")):
        guesses = _guesses(path)
        _check(guesses, {name: meanings[name] for name in guesses if name in meanings})
