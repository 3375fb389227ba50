"""What columns are taken for."""

import pytest
from benchmarks.columns_peer import SYNONYMS

from skillsnet.core.intake import TARGET_FIELDS, guess_target_fields, mapping_faults, merged_mapping
from skillsnet.core.intake.column_meanings import CERTAIN
from skillsnet.core.intake.column_meanings.readings import header_rules
from skillsnet.core.intake.permissions import PERMISSION_FIELDS


def _guessed(header: list[str], *rows: list[str]) -> dict[str, str]:
    return {name: guess.target_field for name, guess in guess_target_fields(header, rows).items()}


@pytest.mark.parametrize(
    "header",
    [
        ["Reference", "Project title", "Abstract", "Organization", "Country", "E-mail address", "Beneficiaries"],
        ["Référence", "Titre du projet", "Résumé", "Nom de l’organisation", "Pays", "Courriel", "Bénéficiaires"],
        [
            "Folio",
            "Título del proyecto",
            "Resumen",
            "Nombre de la organización",
            "País",
            "Correo electrónico",
            "Beneficiarios",
        ],
        ["REFERENCE ", "project  TITLE", "abstract:", "organization*", "COUNTRY", "e_mail_address", "beneficiaries?"],
    ],
)
def test_headers_in_three_languages_and_any_spelling(header: list[str]) -> None:
    target_fields = ["external_id", "title", "summary", "organisation", "country", "contact_email", "beneficiaries"]
    assert list(_guessed(header).values()) == target_fields


def test_look_alikes_stay_extra() -> None:
    header = ["Organisation name", "Partner organisations", "Country", "Countries of implementation", "Region"]
    assert _guessed(header) == {
        "Organisation name": "organisation",
        "Partner organisations": "extra",
        "Country": "country",
        "Countries of implementation": "work_countries",
        "Region": "extra",
    }


def test_status_of_another_kind_is_not_ours() -> None:
    guesses = guess_target_fields(["Title", "Status"], [["a", "Closed"], ["b", "Active"]])
    assert (guesses["Status"].target_field, guesses["Status"].why) == ("extra", "values_unknown")
    assert _guessed(["Title", "Status"], ["a", "Winner"], ["b", "Finalist"])["Status"] == "status"


def test_cells_speak_where_headers_do_not() -> None:
    rows = [["a@example.org", "https://example.org", "Kenya", "x" * 200], ["b@example.org", "", "Perú", "y" * 300]]
    assert list(_guessed(["Q1", "Q2", "Q3", "Q4"], *rows).values()) == [
        "contact_email",
        "website",
        "country",
        "summary",
    ]


def test_single_target_field_goes_to_one_column_only() -> None:
    assert list(_guessed(["Title", "Project title", "Proposal title"]).values()).count("title") == 1


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (["id", "contract_number"], "id"),
        (["Reference", "ID"], "ID"),
        (["id", "Project number"], "Project number"),
        (["id", "Submission ID"], "Submission ID"),
        (["CIG", "CUP"], "CUP"),
        (["CIG", "Titolo"], "CIG"),
        (["N° adhérent", "Ville"], "N° adhérent"),
        (["N° adhérent", "N° projet"], "N° projet"),
    ],
)
def test_of_several_numbers_that_of_the_entry_is_taken(names: list[str], number: str) -> None:
    rows = [[f"{code}-17", f"{code}-{code}-2"] for code in ("QA", "RX", "BT")]
    guesses = guess_target_fields([*names, "Title"], [[*row, f"Looms {row[0][0]}"] for row in rows])
    assert [name for name, guess in guesses.items() if guess.target_field == "external_id"] == [number]


def test_further_countries_are_where_the_work_is_unless_they_are_somebody_elses() -> None:
    rows = [["Looms", "Kenya", "Uganda"], ["Pumps", "Peru", "Chile"]]
    assert _guessed(["Title", "Country 1", "Country 2"], *rows)["Country 2"] == "work_countries"
    partners = ["Title", "Country 1", "Country 2", "Partner 2"]
    assert _guessed(partners, *([*row, "Atelier Bo"] for row in rows))["Country 2"] == "extra"


def test_name_of_a_thing_is_no_persons() -> None:
    rows = [["Ткацкий станок", "Ада Примерова"], ["Насосы для полей", "Бо Образцов"]]
    assert list(_guessed(["Название", "Ваше имя"], *rows).values()) == ["title", "contact_name"]
    assert _guessed(["Название организации"])["Название организации"] == "organisation"


def test_second_person_has_a_first_and_a_last_name_too() -> None:
    rows = [["Looms", "Ada", "Okoro", "Bo", "Quispe"], ["Pumps", "Cy", "Martin", "Dee", "Rao"]]
    guessed = _guessed(["Title", "First name", "Last name", "First name 2", "Last name 2"], *rows)
    assert list(guessed.values())[1:] == ["contact_name"] * 2 + ["contact_name#2"] * 2


def test_several_authors_in_a_cell_are_people() -> None:
    rows = [["Looms", "Ada Okoro; Bo Quispe"], ["Pumps", "Cy Martin and Dee Rao"]]
    assert _guessed(["Title", "Author(s)"], *rows)["Author(s)"] == "contact_name"


def test_yes_and_no_are_no_countries() -> None:
    assert _guessed(["Title", "Q7"], ["Looms", "yes"], ["Pumps", "no"])["Q7"] == "extra"


def test_where_else_somebody_works_are_countries_of_work() -> None:
    rows = [["Looms", "Mali", "Kenya & Uganda"], ["Pumps", "Chad", "Peru"]]
    header = ["Title", "Country", "Where else do you work?"]
    assert _guessed(header, *rows)[header[2]] == "work_countries"


def test_short_title_is_the_title_only_where_no_other_is() -> None:
    rows = [["Looms", "Looms for all along the river", "Atelier Ada"], ["Pumps", "Pumps that last", "Atelier Bo"]]
    header = ["titre_court", "titre_long", "structure"]
    assert list(_guessed(header, *rows).values()) == ["extra", "title", "organisation"]
    assert list(_guessed(header[::2], *(row[::2] for row in rows)).values()) == ["title", "organisation"]


def test_what_whole_names_told_is_told_by_words() -> None:
    taken_wrongly = {
        (target_field, word): guess.target_field
        for target_field, words in SYNONYMS.items()
        for word in words
        for guess in guess_target_fields([word], []).values()
        if guess.target_field != target_field and guess.confidence >= CERTAIN and guess.target_field != "extra"
    }
    # Several countries are countries, sectors categories; the others were called "something else" before.
    assert set(taken_wrongly) <= {
        *(("extra", word) for word in ("countries", "sector", "sectors", "secteur")),
        *(("extra", word) for word in ("region del projet", "type of solution")),
    }


def test_chosen_target_field_displaces_a_guess() -> None:
    assert merged_mapping({"a": "title", "b": "extra"}, chosen={"b": "title"}) == {"a": "extra", "b": "title"}


def test_faults_of_a_mapping_are_named() -> None:
    mapping = {"a": "title", "b": "title", "c": "nonsense", "d": "extra", "e": "country#2", "f": "title#2"}
    assert mapping_faults(mapping, header=["a", "b", "c", "e", "f"]) == [
        ("unknown_target_field", "c", "nonsense"),
        ("unknown_column", "d", "extra"),
        ("unknown_target_field", "e", "country#2"),
    ]


def test_numbered_headers_are_a_second_person_or_project() -> None:
    header = ["Contact person", "Contact person 2", "Contact 2 e-mail", "Second proposal title", "Titre du projet (3)"]
    assert list(_guessed(header).values()) == [
        "contact_name",
        "contact_name#2",
        "contact_email#2",
        "title#2",
        "title#3",
    ]


def test_first_and_last_name_are_one_name() -> None:
    assert list(_guessed(["Prénom", "Nom de famille", "Titre"]).values()) == ["contact_name", "contact_name", "title"]
    assert list(_guessed(["Contact person", "Full name"]).values()).count("contact_name") == 1


def test_cells_overrule_a_header_and_say_how_sure() -> None:
    rows = [["ada@example.org", "Kenya"], ["bo@example.org", "Atlantis"]]
    guesses = guess_target_fields(["Contact person", "Country"], rows)
    assert (guesses["Contact person"].target_field, guesses["Contact person"].why) == ("contact_email", "cells")
    assert guesses["Country"].confidence >= CERTAIN
    assert guess_target_fields(["Amount"], [["43815"], ["43816"]])["Amount"].target_field == "extra"


def test_our_own_file_of_left_out_rows_is_recognised() -> None:
    header = ["Row", "Why it was skipped", "Title"]
    assert list(_guessed(header).values()) == ["ignore", "ignore", "title"]


def test_every_target_field_but_leaving_out_can_be_recognised() -> None:
    told = {meaning for rule in header_rules() for meaning in rule.weights}
    assert set(TARGET_FIELDS) - told - set(PERMISSION_FIELDS) == {"ignore"}


def test_the_name_of_a_section_says_of_whom_a_question_is_and_nothing_else() -> None:
    header = [
        "A. Project details/Name of implementing organization",
        "A. Project details/Target groups",
        "B. Focal point/Full name",
        "B. Focal point/E-mail",
        "C. Partner/Name of organisation",
        "C. Partner/Country",
    ]
    assert list(_guessed(header).values()) == [
        *("organisation", "beneficiaries", "contact_name", "contact_email"),
        *("extra", "extra"),
    ]
    # What is parted so without a section is read whole.
    assert _guessed(["Country/headquarters", "Country/operations"])["Country/headquarters"] == "country"


@pytest.mark.parametrize(
    "header",
    [
        ["First", "Last", "Title"],
        ["Name (First)", "Name (Last)", "Project title"],
        ["Prénom du référent", "Nom du référent", "Titre"],
        ["Vorname Ansprechpartner", "Name Ansprechpartner", "Projekttitel"],
    ],
)
def test_parts_of_a_name_are_joined(header: list[str]) -> None:
    assert list(_guessed(header).values()) == ["contact_name", "contact_name", "title"]


def test_a_word_is_not_cut_into_others_and_no_is_not_always_a_number() -> None:
    guesses = _guessed(["Nomination no.", "In no more than 150 words, explain what the innovation is", "Country"])
    assert list(guesses.values()) == ["external_id", "summary", "country"]


def test_the_language_of_a_column_is_not_what_it_holds() -> None:
    header = ["Title in original language", "Description of the project in English", "Working languages"]
    assert list(_guessed(header).values()) == ["title", "summary", "languages"]


def test_a_short_description_of_the_work_is_offered_as_title_where_there_is_none() -> None:
    rows = [["Stichting Haven", "Avondschool voor lassers"], ["Vereniging Weef", "Wolbank in de wijk"]]
    guesses = guess_target_fields(["Aanvrager", "Omschrijving activiteit"], rows)
    offered = guesses["Omschrijving activiteit"]
    assert (offered.target_field, offered.is_question) == ("title", True)
    # A list of members has no titles.
    listed = guess_target_fields(["Organisation", "What we do"], [["Forge Bo Trust", "Evening courses for welders"]])
    assert listed["What we do"].target_field != "title"


def test_a_column_that_is_mostly_empty_is_not_the_title() -> None:
    rows = [[f"Evening course number {index} for welders", "Lernwerkstatt" if index == 0 else ""] for index in range(9)]
    guesses = guess_target_fields(["Thema", "Verbundprojekt"], rows)
    assert [guess.target_field for guess in guesses.values()] == ["title", "extra"]


def test_codes_under_a_sure_name_are_titles() -> None:
    rows = [[f"P{number}", f"O{number}", "Kenya"] for number in range(1, 9)]
    guesses = guess_target_fields(["Project title", "Organisation", "Country"], rows)
    assert [guess.target_field for guess in guesses.values()] == ["title", "organisation", "country"]


def test_numbers_of_the_rows_own_under_an_unknown_name_are_asked_about() -> None:
    rows = [[f"Welding course {index}", f"XQ-{index:04}", str(17 * index)] for index in range(1, 9)]
    guesses = guess_target_fields(["Title", "BPQIN", "Zwoltz"], rows)
    assert (guesses["BPQIN"].target_field, guesses["BPQIN"].is_question) == ("external_id", True)
    assert guesses["Zwoltz"].target_field == "extra"
    # Beside what is surely the number, and where they come again, they are something else.
    assert guess_target_fields(["Title", "BPQIN", "Project number"], rows)["BPQIN"].target_field == "extra"
    repeated = [[title, "XQ-0001", figure] for title, _, figure in rows]
    assert guess_target_fields(["Title", "BPQIN", "Zwoltz"], repeated)["BPQIN"].target_field == "extra"


def test_projects_that_come_again_may_be_a_category() -> None:
    labels = ["Soup kitchen", "Tool library", "Repair meeting"]
    rows = [[f"Welding at night {index}", labels[index % 3]] for index in range(12)]
    guess = guess_target_fields(["Name of the initiative", "Activity"], rows)["Activity"]
    assert (guess.target_field, guess.is_question) == ("category", True)


def test_a_number_in_front_is_no_further_person() -> None:
    assert _guessed(["q4_country", "q6_name_of_respondent"], ["Kenya", "Ada Sample"]) == {
        "q4_country": "country",
        "q6_name_of_respondent": "contact_name",
    }


def test_digits_alone_are_neither_a_telephone_number_nor_a_group() -> None:
    rows = [[str(150_000_000 + 7 * row), str(100 + row)] for row in range(6)]
    guesses = guess_target_fields(["total", "Beneficiaries reached"], rows)
    assert [guess.target_field for guess in guesses.values()] == ["extra", "extra"]
    assert _guessed(["Celular"], ["51900000002"], ["59170000003"]) == {"Celular": "contact_phone"}


def test_a_name_of_a_startup_or_project_is_the_title_beside_an_organisation() -> None:
    assert list(_guessed(["Nom de la startup ou du projet", "Entité juridique"]).values()) == ["title", "organisation"]
    assert list(_guessed(["Nom de la startup ou du projet"]).values()) == ["organisation"]
    assert _guessed(["PROPOSED PROJECT", "NAME OF GROUP / ORG"])["PROPOSED PROJECT"] == "title"


def test_numbers_of_cases_are_no_months() -> None:
    rows = [[f"2023/{number}"] for number in range(1, 12)]
    assert guess_target_fields(["Case number"], rows)["Case number"].target_field == "external_id"
