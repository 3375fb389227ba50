"""Neighbourhoods named by subjects, in each language."""

import numpy as np

from skillsnet.core.netmap.graph import NOT_STATED
from skillsnet.core.netmap.subject_names import subject_names
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES

FARMING = ["agriculture and beekeeping in the hills", "apiculture et agriculture", "agricultura y apicultura"]
SEWING = ["sewing and manufacturing of garments", "couture et fabrication", "costura y manufactura"]
LANGUAGES = ["en", "fr", "es"]


def _named(texts: list[str], languages: list[str], of: list[int]) -> list[dict[str, tuple[str, ...]]]:
    return [dict(names) for names in subject_names(texts, languages, np.array(of))]


def test_texts_of_all_languages_speak_for_one_name_in_each_language() -> None:
    farming, sewing = _named((FARMING + SEWING) * 4, LANGUAGES * 8, [0, 0, 0, 1, 1, 1] * 4)
    assert set(farming) == set(PARALLEL_LANGUAGES)
    assert set(farming["en"]) == {"agriculture", "beekeeping"}
    assert set(farming["fr"]) == {"agriculture", "apiculture"}
    assert "sewing" in sewing["en"]
    assert not set(farming["en"]) & set(sewing["en"])
    assert all(len(names) == len(farming["en"]) for names in farming.values())


def test_where_subjects_do_not_tell_there_is_no_name() -> None:
    assert _named(["about nothing", "of no subject"] * 4, ["en"] * 8, [0, 1] * 4) == [{}, {}]
    assert _named(FARMING * 2, LANGUAGES * 2, [NOT_STATED] * 6) == []
    assert _named([], [], []) == []


def test_a_subject_whose_name_is_a_part_of_another_says_no_more() -> None:
    texts = ["vocational training, a training of skills", *SEWING[:1]] * 6
    names = _named(texts, ["en"] * 12, [0, 1] * 6)[0].get("en", ())
    assert not ("training" in names and "technical and vocational education and training" in names)


def test_an_unknown_language_is_guessed_and_one_without_a_glossary_counts_for_nothing() -> None:
    names = subject_names(FARMING * 4, [None, "xx", None] * 4, np.array([0, 0, 0] * 4))
    assert len(names) == 1
