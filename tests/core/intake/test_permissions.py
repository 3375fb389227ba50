"""Columns in which people say whether their entry may be shown, and what their cells say."""

import pytest

from skillsnet.core.intake.column_meanings import guess_target_fields
from skillsnet.core.intake.mapped_cells import MappedColumn, ResolvedValues
from skillsnet.core.intake.permissions import find_permission, permission_field
from skillsnet.core.intake.rows import parse_row

PUBLISH = (
    *("Do you agree that your entry is shown in the public directory?", "May we show your entry?"),
    *("Pouvons-nous publier votre candidature ?", "J’autorise l’affichage de mon projet"),
    *("¿Podemos publicar su propuesta?", "Autorizo que mi proyecto se muestre", "هل توافق على نشر مشاركتك؟"),
    *("Podemos publicar a sua candidatura?", "Dürfen wir Ihren Eintrag veröffentlichen?"),
    "Einverständnis Veröffentlichung",
    *("Согласны ли вы на публикацию?", "Do not publish my entry", "Keep this entry confidential"),
    *("¿Autoriza la publicación de sus datos en el directorio?", "Dürfen wir Ihre Daten veröffentlichen?"),
    *("Acconsento alla pubblicazione della scheda", "Mogen wij uw project publiceren?"),
    *("Zgadzam się na publikację wpisu", "May we list your project on the website?", "Can we feature your story?"),
    *("Pouvons-nous partager votre fiche ?", "¿Podemos incluir su proyecto en el mapa?"),
    *("J'accepte que mon projet figure dans l'annuaire", "Public listing: yes/no", "Öffentlich sichtbar?"),
    *("May we put your project online?", "Make profile public?", "¿Quiere que su proyecto figure en la web?"),
    *("هل ترغب في الظهور في الدليل؟", "Согласие на размещение на сайте", "Posso ser listado no site?"),
    *("Votre projet peut-il être mis en ligne ?", "Peut-on mettre votre fiche en ligne ?", "Visibility", "Visibilité"),
    *("¿Quiere que pongamos su proyecto en línea?", "Profile visibility", "Sichtbarkeit", "Confidential?", "Private"),
    *("¿Su proyecto puede aparecer en la web?", "Can your project be listed in our directory?", "Confidentialité"),
    *("Mag uw project op de website?", "Show on website", "Do not list us"),
    *("Kann Ihr Projekt aufgenommen werden?", "Votre projet peut-il figurer sur la carte ?"),
)
CONTACT = (
    *("I consent to be contacted by other participants", "May others contact you?"),
    *("Acceptez-vous d’être contacté par d’autres participants ?", "¿Autoriza que otros le contacten?"),
    *("هل يمكن للآخرين التواصل معك؟", "Aceita ser contactado?", "Dürfen andere Sie kontaktieren?"),
    *("Могут ли другие с вами связаться?", "Do you want to be contacted by other participants?"),
    *("Souhaitez-vous être contacté par d’autres membres ?", "¿Desea que otros le contacten?"),
    *("Possono contattarvi altri membri?", "Mogen anderen contact met u opnemen?"),
    *("Czy inni mogą się z Państwem kontaktować?", "Open to being contacted by other participants"),
    *("هل تقبل أن يتواصل معك الآخرون؟", "Souhaitez-vous être mis en relation ?"),
    *("Would you like us to put you in touch?", "Would you like to be connected with other members?"),
    *("Open to contact", "Vuole essere messo in contatto con altri?", "Mogen andere deelnemers u benaderen?"),
    "Хотите, чтобы с вами связались?",
)
NEITHER = (
    *("I agree that my data may be stored", "Who can we contact? (first and last name)", "Contact person"),
    *("Date of publication", "Do you agree that your e-mail address is published?", "Canal de comunicación"),
    *("What do you want to achieve?", "A phone number we can reach you at", "Public summary", "Country"),
    *("Autorizo que se publiquen mis datos de contacto", "Dürfen wir Ihre Kontaktdaten veröffentlichen?"),
    *("Autorizo el tratamiento de mis datos personales", "Trattamento dei dati personali"),
    *("Can you share your experience?", "Please list your partners", "Do you agree to participate?"),
    *("May we share your contact details?", "Teilnehmer einverstanden", "¿Qué desea compartir?", "Contact?"),
    *("Visibility plan and communication activities", "Date de mise en ligne", "Plateforme mise en ligne"),
    *("Can the training be included in a curriculum?", "¿Puede compartir su experiencia?", "Private sector"),
    *("Do not include VAT", "Share my contact", "Show phone number", "Where is it on the map?"),
    *("What was published?", "Que souhaitez-vous partager ?", "Wo veröffentlicht?"),
)


@pytest.mark.parametrize(
    ("header", "field"),
    [(header, field) for field, headers in (("may_publish", PUBLISH), ("may_contact", CONTACT), (None, NEITHER))
     for header in headers],
)  # fmt: skip
def test_the_question_is_recognised_by_its_words(header: str, field: str | None) -> None:
    assert permission_field(header) == field


@pytest.mark.parametrize("header", [*PUBLISH, *CONTACT])
def test_a_column_of_yes_and_no_under_the_question_is_the_permission(header: str) -> None:
    guess = guess_target_fields(["Title", header], [["a", "Yes"], ["b", "no"], ["c", ""]])[header]
    assert (guess.target_field, guess.confidence > 0.9) == (permission_field(header), True)


@pytest.mark.parametrize(
    "header", ["Qui pouvons-nous contacter ?", "¿A quién podemos contactar?", "Wen können wir ansprechen?"]
)
def test_a_question_for_a_person_asks_for_no_permission(header: str) -> None:
    rows = [["a", "Zoé Exemple"], ["b", "Kofi Exemple"]]
    assert guess_target_fields(["Title", header], rows)[header].target_field == "contact_name"


def test_a_text_that_is_not_confidential_is_the_summary() -> None:
    header = "Non-confidential summary"
    rows = [["a", "We train young people who work by day. " * 3], ["b", "A bus goes from village to village. " * 3]]
    assert guess_target_fields(["Title", header], rows)[header].target_field == "summary"


def test_a_column_of_other_words_under_the_question_is_not() -> None:
    header = "Who may contact you?"
    assert guess_target_fields(["Title", header], [["a", "The ministry"], ["b", "Ada"]])[header].target_field == "extra"


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        *((cell, "yes") for cell in ("Yes", "OUI", "Sí, acepto", "نعم", "sim", "Ja", "да", "x", "1", "TRUE", "✓")),
        *((cell, "yes") for cell in ("Sì", "Acconsento", "Akkoord", "Tak", "Zgadzam się")),
        *((cell, "no") for cell in ("Nee", "niet akkoord", "Nie", "Non acconsento")),
        *((cell, "no") for cell in ("No.", "non", "لا أوافق", "Não", "nein", "Нет", "0", "☐", "I don’t agree")),
        *((cell, "yes") for cell in ("public", "Publique", "Público", "عام")),
        *((cell, "no") for cell in ("Private", "hidden", "confidentiel", "oculto", "خاص", "vertraulich")),
        *(
            (cell, None)
            for cell in ("", "—", "Members only", "?", "perhaps", "Yes, but not my name", "Yes (without my name)")
        ),
    ],
)
def test_a_yes_or_no_in_each_language(cell: str, answer: str | None) -> None:
    assert find_permission(cell, column="May we show your entry?") == answer


def test_a_bare_yes_to_the_opposite_question_is_a_no() -> None:
    answers = [find_permission(cell, column="Do not publish my entry") for cell in ("Yes", "no", "I do not agree")]
    assert answers == ["no", "yes", "no"]
    # A word that says itself who may see the entry is not turned round.
    assert [find_permission(cell, column="Keep this entry confidential") for cell in ("Confidential", "Public")] == [
        *("no", "yes")
    ]
    # "(Yes/No)" says how to answer, and turns nothing round.
    assert find_permission("Yes", column="May we publish your entry? (yes/no)") == "yes"


def _permissions(*cells: str, choices: dict[str, str] | None = None) -> tuple[str, str, list[str]]:
    columns = [MappedColumn(0, "Title", "title")]
    columns += [MappedColumn(index + 1, f"Show it? {index}", "may_publish") for index in range(len(cells))]
    resolved = ResolvedValues(choices={"may_publish": choices or {}})
    result = parse_row(["Welding", *cells], columns=columns, resolved=resolved)
    project = result.projects[0]
    return project.may_publish, project.may_contact, [problem.code for problem in result.problems]


def test_what_is_not_a_yes_or_a_no_is_kept_off_and_asked_about() -> None:
    assert _permissions() == ("", "", [])
    assert _permissions("Yes") == ("yes", "", [])
    assert _permissions("perhaps") == ("unclear", "", ["may_publish_unknown"])
    assert _permissions("") == ("unclear", "", ["may_publish_empty"])
    assert _permissions("", choices={"": "yes"}) == ("yes", "", [])
    assert _permissions("Perhaps", choices={"perhaps": "no"}) == ("no", "", [])


def test_bare_name_is_a_permission_only_by_its_cells() -> None:
    header = ["Title", "Public"]
    assert guess_target_fields(header, [["a", "yes"], ["b", "no"]])["Public"].target_field == "may_publish"
    french = guess_target_fields(["Titre", "Public"], [["a", "Jeunes, femmes"], ["b", "Jeunes"]])["Public"]
    assert french.target_field == "beneficiaries"


def test_who_may_be_contacted_is_a_person_in_arabic_too() -> None:
    header = ["العنوان", "من يمكننا التواصل معه؟"]
    assert guess_target_fields(header, [["أنوال", "آدا مثال"], ["مضخات", "بو مثال"]])[header[1]].target_field == (
        "contact_name"
    )


def test_each_column_that_asks_counts() -> None:
    header = ["Title", "Publish?", "Confidential?"]
    guesses = guess_target_fields(header, [["a", "Yes", "No"], ["b", "No", "Yes"]])
    assert [guesses[name].target_field for name in header[1:]] == ["may_publish", "may_publish"]


def test_of_several_columns_one_no_is_a_no() -> None:
    assert _permissions("Yes", "No")[0] == "no"
    assert _permissions("Yes", "")[0] == "unclear"
