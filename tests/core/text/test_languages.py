"""A text's language is recognised, or nothing is said."""

import pytest

from skillsnet.core.text import guess_language, stop_words
from skillsnet.core.text.languages import LANGUAGES

SENTENCES = {
    "en": "The workshop trains young women in the repair of solar pumps and pays them from the first month.",
    "fr": "L’atelier forme des jeunes femmes à la réparation de pompes solaires et les paie dès le premier mois.",
    "es": "El taller forma a mujeres jóvenes en la reparación de bombas solares y les paga desde el primer mes.",
    "pt": "A oficina forma jovens mulheres na reparação de bombas solares e paga-lhes desde o primeiro mês.",
    "ar": "تدرب الورشة الشابات على إصلاح المضخات الشمسية وتدفع لهن أجرا منذ الشهر الأول.",
}
OTHERS = [
    "Warsha hii inafundisha wasichana kutengeneza pampu za jua na kuwalipa tangu mwezi wa kwanza.",
    "Bengkel ini melatih perempuan muda memperbaiki pompa surya dan membayar mereka sejak bulan pertama.",
    "Die Werkstatt bildet junge Frauen in der Reparatur von Solarpumpen aus und bezahlt sie vom ersten Monat an.",
    "L'officina forma giovani donne nella riparazione di pompe solari e le paga fin dal primo mese.",
    "این کارگاه زنان جوان را برای تعمیر پمپ‌های خورشیدی آموزش می‌دهد و از ماه اول به آنها پول می‌پردازد.",
    "Мастерская обучает молодых женщин ремонту солнечных насосов и платит им с первого месяца.",
    "作坊培训年轻妇女修理太阳能水泵，并从第一个月起支付报酬。",
]


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_shows_its_language(language: str, sentence: str) -> None:
    assert guess_language(sentence) == language


@pytest.mark.parametrize(
    "sentence", [*OTHERS, "", "Solar pumps", "2019 2020 2021 2022", "TVET ILO UNESCO KOICA GIZ AFD"]
)
def test_nothing_is_said_of_other_and_short_texts(sentence: str) -> None:
    assert guess_language(sentence) is None


def test_only_the_named_languages_are_answered() -> None:
    among = {language: guess_language(sentence, among=("en", "fr")) for language, sentence in SENTENCES.items()}
    assert among == {"en": "en", "fr": "fr", "es": None, "pt": None, "ar": None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_commonest_words(language: str) -> None:
    assert len(stop_words(language)) > 60
