"""A search finds projects in all languages, by abbreviations, near spellings and whole sentences."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from skillsnet.calls.models import Project
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects
from skillsnet.facets.search_examples import search_examples
from skillsnet.facets.search_vectors import FOLDER, concept_nearness, forget_search_vectors, search_vectors
from skillsnet.facets.spelling import near_spelling
from skillsnet.matching.actions import refresh_similar
from tests.factories import make_project

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": ("Welding in the evening", "Refugees weld pipes in a camp and pass an exam that recognises prior learning."),
    "fr": ("Soudage du soir", "Des réfugiés apprennent la soudure; la validation des acquis mène au certificat."),
    "es": ("Soldadura nocturna", "Personas refugiadas aprenden a soldar; reconocimiento de aprendizajes previos."),
    "ar": ("اللحام في المساء", "يتعلم اللاجئون اللحام في المخيم ويحصلون على شهادة عبر الاعتراف بالتعلم المسبق."),
    "de": ("Bäcker am Morgen", "Brot und Kuchen backen."),
}


@pytest.fixture(autouse=True)
def _no_vectors() -> None:
    forget_search_vectors()


@pytest.fixture
def written() -> dict[str, Project]:
    return {code: make_project(title, summary=summary, language=code) for code, (title, summary) in TEXTS.items()}


def found(query: str) -> list[str]:
    return [project.language for project in projects(Filters.from_query(QueryDict(query)))]


@pytest.mark.medium
@pytest.mark.parametrize(
    ("query", "languages"),
    [
        ("q=welding", ["en", "ar", "es", "fr"]),
        ("q=soudage", ["fr", "ar", "es", "en"]),
        ("q=اللحام", ["ar", "es", "fr", "en"]),
        ("q=RPL", ["ar", "es", "fr", "en"]),
        ("q=VAE", ["ar", "es", "fr", "en"]),
        ("q=recognition+of+prior+learning", ["ar", "es", "fr"]),
        ("q=welding&match=exact", ["en"]),
        ("q=RPL&match=exact", []),
        ("q=refugees+welding", ["en", "ar", "es", "fr"]),
        ("q=Kuchen", ["de"]),
        ("q=welding&match=nonsense", ["en", "ar", "es", "fr"]),
    ],
)
def test_words_find_texts_of_all_languages_those_as_typed_first(
    written: dict[str, Project], query: str, languages: list[str]
) -> None:
    hits = found(query)
    assert set(hits) == set(languages)
    if languages and query.startswith("q=") and "RPL" not in query and "VAE" not in query and "of" not in query:
        assert hits[0] == languages[0]


def test_words_of_another_language_find_no_text_in_the_language_of_the_search() -> None:
    make_project("Courses for drivers", summary="Formation flights over the bay.", language="en")
    make_project("Cours", summary="La formation des chauffeurs.", language="fr")
    assert found("q=training") == ["fr"]


def test_a_sentence_is_compared_and_its_best_come_first(written: dict[str, Project]) -> None:
    goats = make_project("Goats", summary="Cheese of goats and sheep.", language="en")
    filters = Filters.from_query(QueryDict("q=We teach refugees in a camp how to weld pipes and join them safely"))
    assert filters.similar is not None
    hits = [project.language for project in projects(filters)]
    assert set(hits) == {"en", "fr", "es", "ar"}
    assert set(hits[:2]) == {"en", "ar"}
    assert goats.pk not in filters.similar.ids


def test_a_few_words_are_compared_when_that_is_asked_for(written: dict[str, Project]) -> None:
    assert found("q=welding+absent") == []
    assert found("q=welding+absent&match=text")[0] == "en"


def test_a_search_keeps_its_mode_in_its_address() -> None:
    filters = Filters.from_query(QueryDict("q=welding&match=exact"))
    assert ("match", "exact") in filters.pairs()
    assert Filters.from_query(QueryDict("match=exact")).match == ""


@pytest.mark.medium
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wleding", "welding"),
        ("refugeees camp", "refugees camp"),
        ("welding pipez", "welding pipes"),
        ("welding", ""),
        ("zzz", ""),
        ("xyzzyfoo", ""),
        ("TVET", ""),
        ("camps", ""),
    ],
)
def test_what_was_meant_is_offered_where_it_finds_something(
    written: dict[str, Project], typed: str, meant: str
) -> None:
    assert near_spelling(typed) == meant


def test_nothing_is_offered_of_what_is_kept_off(written: dict[str, Project]) -> None:
    hidden = make_project("Zzcanarious", summary="Zzcanarious weaving", language="en")
    assert near_spelling("zzcanariuos") == "zzcanarious"
    Project.objects.filter(pk=hidden.pk).update(publication_decision="off")
    assert near_spelling("zzcanariuos") == ""


@pytest.mark.medium
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_examples_find_something(written: dict[str, Project], language: str) -> None:
    examples = search_examples(language).removesuffix("…").replace("،", ",").split(", ")
    assert len(examples) > 1
    assert all(projects(Filters(q=example)).exists() for example in examples)


def test_an_empty_network_has_no_examples() -> None:
    assert search_examples("en") == ""


@pytest.mark.medium
def test_the_page_says_what_else_was_searched_and_lets_it_go(written: dict[str, Project], client: Client) -> None:
    page = client.get("/directory/", {"q": "welding"}).content.decode()
    assert "Also searched for:" in page
    assert '<bdi lang="fr">soudage</bdi>' in page
    assert "match=exact" in page
    exact = client.get("/directory/", {"q": "welding", "match": "exact"}).content.decode()
    assert "Also searched for:" not in exact
    assert "Search in all languages" in exact


def test_the_page_offers_what_was_meant_and_a_comparison(written: dict[str, Project], client: Client) -> None:
    page = client.get("/directory/", {"q": "wleding"}).content.decode()
    assert "Did you mean:" in page
    assert "?q=welding" in page
    assert "match=text" in page
    sentence = "We teach refugees in a camp how to weld pipes and join them"
    assert "Your text was compared" in client.get("/directory/", {"q": sentence}).content.decode()


@pytest.mark.medium
def test_the_number_of_queries_does_not_grow(
    written: dict[str, Project], client: Client, django_assert_num_queries: Any
) -> None:
    def queries(address: str) -> int:
        client.get(address)
        with django_assert_num_queries(99, exact=False) as asked:
            client.get(address)
        return len(asked)

    addresses = [f"/directory/?q={q}" for q in ("weld", "wleding", "we+teach+refugees+in+a+camp+how+to+weld+pipes")]
    before = [queries(address) for address in addresses]
    for number in range(4):
        make_project(f"Welding {number}", summary="Refugees weld pipes in a camp.", language="en")
    assert [queries(address) for address in addresses] == before


LIVELIHOODS = (
    ("Goat keeping", "Herders keep goats and cows, make cheese and sell milk at the market.", "en"),
    ("Élevage de chèvres", "Les éleveurs gardent des chèvres et des vaches et vendent le lait au marché.", "fr"),
    ("Boat building", "Carpenters build boats and sell fish at the market near the harbour.", "en"),
    ("Market gardens", "Gardeners grow vegetables and sell them at the market near the river.", "en"),
)
ARABIC_TEXT = "يربي الرعاة الماعز والأبقار ويصنعون الجبن ويبيعون الحليب في السوق القريب من القرية"


@pytest.mark.medium
def test_a_text_is_compared_by_the_concepts_that_similar_projects_are_found_by() -> None:
    for title, summary, language in LIVELIHOODS:
        make_project(title, summary=summary, language=language)
    by_words = Filters.from_query(QueryDict(f"q={ARABIC_TEXT}")).similar
    refresh_similar()
    by_concepts = Filters.from_query(QueryDict(f"q={ARABIC_TEXT}")).similar
    assert by_words is not None
    assert by_concepts is not None
    first = [Project.objects.get(pk=pk).title for pk in by_concepts.ids[:2]]
    assert set(first) == {"Goat keeping", "Élevage de chèvres"}


@pytest.mark.medium
def test_concepts_are_asked_for_without_a_query_and_tell_nothing_of_other_projects(
    django_assert_num_queries: Any,
) -> None:
    goats, *_others = [make_project(title, summary=summary, language=code) for title, summary, code in LIVELIHOODS]
    assert concept_nearness(ARABIC_TEXT, {goats.pk: goats.created_at}) == {}
    refresh_similar()
    with django_assert_num_queries(0):
        nearness = concept_nearness(ARABIC_TEXT, {goats.pk: goats.created_at, goats.pk + 1000: goats.created_at})
    assert nearness.keys() == {goats.pk}
    assert nearness[goats.pk] > 0.2
    assert concept_nearness(ARABIC_TEXT, {goats.pk: goats.created_at + timedelta(seconds=1)}) == {}
    assert concept_nearness("Zzz", {goats.pk: goats.created_at}) == {}


def test_vectors_that_are_in_force_no_more_are_removed_and_texts_are_compared_by_words_again() -> None:
    project = make_project(*LIVELIHOODS[0][:1], summary=LIVELIHOODS[0][1], language="en")
    refresh_similar()
    before = {path.name for path in (settings.DATA_DIR / FOLDER).iterdir()}
    make_project(LIVELIHOODS[2][0], summary=LIVELIHOODS[2][1], language="en")
    refresh_similar()
    after = {path.name for path in (settings.DATA_DIR / FOLDER).iterdir()}
    assert len(after) == len(before) == 5
    assert after != before
    forget_search_vectors()
    assert search_vectors() is None
    assert concept_nearness(ARABIC_TEXT, {project.pk: project.created_at}) == {}
