"""What columns are taken for."""

import pytest

from skillsnet.core.intake import MEANINGS, guess_meanings, mapping_faults, merged_mapping
from skillsnet.core.intake.meanings import SYNONYMS


def _guessed(header: list[str], *rows: list[str]) -> dict[str, str]:
    return {name: guess.meaning for name, guess in guess_meanings(header, rows).items()}


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
    meanings = ["external_id", "title", "summary", "organisation", "country", "contact_email", "beneficiaries"]
    assert list(_guessed(header).values()) == meanings


def test_look_alikes_stay_extra() -> None:
    header = ["Organisation name", "Partner organisations", "Country", "Countries of implementation", "Region"]
    assert _guessed(header) == {
        "Organisation name": "organisation",
        "Partner organisations": "extra",
        "Country": "country",
        "Countries of implementation": "extra",
        "Region": "extra",
    }


def test_status_of_another_kind_is_not_ours() -> None:
    guesses = guess_meanings(["Title", "Status"], [["a", "Closed"], ["b", "Active"]])
    assert (guesses["Status"].meaning, guesses["Status"].why) == ("extra", "values_unknown")
    assert _guessed(["Title", "Status"], ["a", "Winner"], ["b", "Finalist"])["Status"] == "status"


def test_cells_speak_where_headers_do_not() -> None:
    rows = [["a@example.org", "https://example.org", "Kenya", "x" * 200], ["b@example.org", "", "Perú", "y" * 300]]
    assert list(_guessed(["Q1", "Q2", "Q3", "Q4"], *rows).values()) == [
        "contact_email",
        "website",
        "country",
        "summary",
    ]


def test_single_meaning_goes_to_one_column_only() -> None:
    assert list(_guessed(["Title", "Project title", "Proposal title"]).values()).count("title") == 1


def test_every_synonym_leads_to_its_meaning() -> None:
    wrong = {
        (meaning, word): found
        for meaning, words in SYNONYMS.items()
        for word in words
        if (found := _guessed([word])[word]) != meaning
    }
    # "Decision" and "resultado" are a status by themselves; nothing else is named twice.
    assert wrong == {}


def test_chosen_meaning_displaces_a_guess() -> None:
    assert merged_mapping({"a": "title", "b": "extra"}, chosen={"b": "title"}) == {"a": "extra", "b": "title"}


def test_faults_of_a_mapping_are_named() -> None:
    mapping = {"a": "title", "b": "title", "c": "nonsense", "d": "extra"}
    assert mapping_faults(mapping, header=["a", "b", "c"]) == [
        ("meant_twice", "b", "title"),
        ("unknown_meaning", "c", "nonsense"),
        ("unknown_column", "d", "extra"),
    ]


def test_every_meaning_but_leaving_out_has_synonyms() -> None:
    assert set(MEANINGS) - set(SYNONYMS) == {"ignore"}
