"""Reading column names by their words, in any of the languages."""

import pytest

from skillsnet.core.intake.column_meanings import CERTAIN, guess_target_fields, is_column_name
from skillsnet.core.intake.column_meanings.readings import header_rules, read_header
from skillsnet.core.intake.column_meanings.vocabulary import header_words
from skillsnet.core.intake.target_fields import TARGET_FIELDS


def _meaning(name: str) -> str:
    return guess_target_fields([name], [])[name].target_field


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("What is the name of your organisation?", "organisation"),
        ("Recipient Org:Name", "organisation"),
        ("Nom du bénéficiaire - beneficiary name", "organisation"),
        ("Naam Aanvrager                Beneficiary name", "organisation"),
        ("Denominación de la entidad solicitante", "organisation"),
        ("Bezeichnung des Vorhabens / operation name", "title"),
        ("Titel van het project (naam van de concrete actie)", "title"),
        ("projectTitle", "title"),
        ("TYTUŁ PROJEKTU", "title"),
        ("عنوان المشروع", "title"),
        ("What is your initiative called?", "title"),
        ("Project title (max. 100 characters)", "title"),
        ("3. Project name", "title"),
        ("ΟΝΟΜΑΣΙΑ ΠΡΑΞΗΣ / OPERATION NAME", "title"),
        ("Краткое описание проекта", "summary"),
        ("Tell us about your project in up to 300 words", "summary"),
        ("In welchem Land arbeiten Sie?", "country"),
        ("Paese / Country", "country"),
        ("Osoba do kontaktu", "contact_name"),
        ("Nombre y apellidos de la persona de contacto", "contact_name"),
        ("Indirizzo e-mail", "contact_email"),
        ("Numéro de dossier", "external_id"),
        ("Nr wniosku", "external_id"),
        ("Orgnaisation", "organisation"),
        ("Who should we get in touch with about your proposal?", "contact_name"),
        ("An wen können wir uns wenden, wenn wir Fragen zum Projekt haben?", "contact_name"),
        ("¿Con quién podemos hablar de la propuesta?", "contact_name"),
        ("Contactpers.", "contact_name"),
        ("¿Cómo se titula la iniciativa que presentan?", "title"),
        ("Comment s’appelle la structure qui porte la candidature ?", "organisation"),
        ("En quelques lignes, que souhaitez-vous faire et pour qui ?", "summary"),
        ("Beschreiben Sie kurz Idee, Zielgruppe und angestrebte Wirkung", "summary"),
        ("Proj. desc.", "summary"),
        ("Sector", "category"),
        ("Obszar interwencji", "category"),
        ("Fachrichtung", "category"),
        ("FAM_PROF", "category"),
        ("Hauptdisziplin", "category"),
        ("Tutkimusala", "category"),
        ("Область знания", "category"),
        ("Titre long", "title"),
        ("Entidad que imparte el curso", "organisation"),
        ("What they are building", "summary"),
        ("Che titolo date all'iniziativa?", "title"),
        ("Wer ist bei Rückfragen für uns ansprechbar?", "contact_name"),
        ("С кем можно связаться?", "contact_name"),
        ("program_provider", "organisation"),
        ("Project label", "title"),
        ("Unique code number of the operation", "external_id"),
        ("projno", "external_id"),
        ("numeroDeclarationActivite", "organisation_id"),
        ("Fields of interest", "category"),
        ("Temas de interés", "category"),
        ("Attività di interesse generale", "category"),
        ("Objeto social", "summary"),
        ("Stiftungszweck", "summary"),
        ("Emprendedor/a social", "contact_name"),
        ("langs", "languages"),
        ("À qui s’adresse-t-il ?", "beneficiaries"),
        ("¿Con quién trabaja? (marque todas)", "beneficiaries"),
        ("Mit wem arbeiten Sie?", "beneficiaries"),
        ("Wen möchten Sie erreichen?", "beneficiaries"),
        ("Do kogo skierowany jest projekt?", "beneficiaries"),
    ],
)
def test_names_are_read_by_their_words(name: str, meaning: str) -> None:
    guess = guess_target_fields([name], [])[name]
    assert (guess.target_field, guess.confidence >= CERTAIN) == (meaning, True)


@pytest.mark.parametrize(
    "name",
    [
        "Number of beneficiaries",
        "Nombre de bénéficiaires",
        "Partner organisation name",
        "Funding Org:Name",
        "Project start date",
        "Fecha de cierre del proyecto",
        "Date of birth",
        "Total project budget (EUR)",
        "Call title",
        "Nationality",
        "Fax",
        "City of the organisation",
        "County",
        "I agree that my data may be stored",
        "Material available",
    ],
)
def test_look_alikes_are_something_else(name: str) -> None:
    assert _meaning(name) == "extra"


@pytest.mark.parametrize("name", ["Keywords", "Mots-clés", "Palabras clave", "Słowa kluczowe", "Committee"])
def test_words_about_the_field_are_asked_about(name: str) -> None:
    guess = guess_target_fields([name], [])[name]
    assert (guess.target_field, guess.confidence >= CERTAIN) == ("category", False)


def test_a_word_means_what_it_means_in_the_files_language() -> None:
    spanish = guess_target_fields(["Nombre", "Título del proyecto", "País", "Correo electrónico"], [])
    french = guess_target_fields(["Nombre de participants", "Titre du projet", "Pays", "Courriel"], [])
    assert spanish["Nombre"].target_field != "extra"
    assert french["Nombre de participants"].target_field == "extra"


def test_a_misspelt_word_is_one_of_the_files_language() -> None:
    english = guess_target_fields(["Project title", "Lead organisation", "Material available"], [])
    spanish = guess_target_fields(["Título del proyecto", "Entidad ejecutora", "Materias"], [])
    assert [
        guesses[name].target_field for guesses, name in ((english, "Material available"), (spanish, "Materias"))
    ] == [
        "extra",
        "category",
    ]


def test_who_acts_is_a_person_or_a_body_by_the_cells() -> None:
    question = "¿Quién presenta la experiencia?"
    people, bodies = ["Ada Ejemplo Ruiz", "Eva Muestra Gil"], ["Fundación Ejemplo", "Universidad de Muestra"]
    taken = [guess_target_fields([question], [[cell] for cell in cells])[question] for cells in (people, bodies)]
    assert [guess.target_field for guess in taken] == ["contact_name", "organisation"]


@pytest.mark.parametrize("name", ["Leading partner", "Parceiro líder", "Partner capofila", "Entidad líder"])
def test_the_leading_partner_is_the_organisation(name: str) -> None:
    guess = guess_target_fields([name], [["University of Tolan"], ["Sample Foundation"]])[name]
    assert (guess.target_field, guess.is_question) == ("organisation", False)


def test_a_bare_name_beside_a_first_name_is_the_last_name() -> None:
    guesses = guess_target_fields(["Nom", "Prénom", "Intitulé du projet"], [])
    assert [guess.target_field for guess in guesses.values()] == ["contact_name", "contact_name", "title"]


def test_several_dates_are_told_apart() -> None:
    header = ["Start date", "Submission date", "End date", "Contract date", "Date of last update"]
    guesses = guess_target_fields(header, [["01/02/2020", "03/01/2020", "01/02/2021", "05/01/2020", "06/01/2020"]])
    assert [name for name, guess in guesses.items() if guess.target_field == "submitted_on"] == ["Submission date"]


def test_a_number_without_a_second_title_is_no_second_project() -> None:
    guesses = guess_target_fields(["Title", "Category 1", "Category 2", "Contact 2 e-mail"], [])
    assert [guess.target_field for guess in guesses.values()] == ["title", "category", "category", "contact_email#2"]


def test_words_of_machines_are_parted() -> None:
    assert header_words("recipientOrgName") == ["recipient", "org", "name"]
    assert header_words("PI_LastName2") == ["pi", "last", "name", "2"]


def test_headings_and_values_are_no_column_names() -> None:
    names = ["Title", "Lead", "Partner", "Pocket mentors", "Kenya", "Nom de l’organisation", "Target groups"]
    assert [name for name in names if is_column_name(name)] == ["Title", "Nom de l’organisation", "Target groups"]


def test_every_rule_speaks_of_target_fields_and_weighs_at_most_one() -> None:
    for rule in header_rules():
        assert set(rule.weights) <= set(TARGET_FIELDS)
        assert 0 < sum(rule.weights.values()) <= 1


@pytest.mark.parametrize("name", ["", "   ", "???", "_", "1", "#", "x" * 5000, "\u200b", "🙂", "a/b|c-(d)[e]"])
def test_any_name_can_be_read(name: str) -> None:
    assert read_header(name).ordinal >= 1
    assert _meaning(name) in TARGET_FIELDS
